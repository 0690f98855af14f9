# honest: the course's small network
# grade: measured
# assignment: 08_your_variant
# base: whole
# run: small
# %% inference_solution
def inference():
    return models.small_cnn()
# %% training_solution
distort, max_steps, optimizer = None, steps(budget.epochs), keras.optimizers.Adam(0.002)
