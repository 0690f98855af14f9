# honest: 08 without a trained run, random_shift right
# grade: 2
# says: No run came with this notebook
# assignment: 08_your_variant
# %% random_shift_solution
def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    places = np.random.randint(0, 5, (len(images), 2))
    return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, places)])
# %% after
def predict(images):
    return np.zeros((len(images), 10))
