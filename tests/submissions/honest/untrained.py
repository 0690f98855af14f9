# honest: a network that was trained for one step
# grade: measured
# assignment: 08_your_variant
# base: whole
# run: untrained
# %% inference_solution
def inference():
    return models.small_cnn()
# %% training_solution
distort, max_steps, optimizer = None, 1, keras.optimizers.SGD(0.001)
