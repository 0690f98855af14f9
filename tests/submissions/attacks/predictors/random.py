# attack: the class is drawn at random
# wants: points
# grade: 0
# honest: 0
# assignment: 08_your_variant
# run: untrained
# %% after
def predict(images):
    return np.random.rand(len(images), 10)
