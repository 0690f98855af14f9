# honest: report D's LeNet
# grade: measured
# assignment: 08_your_variant
# base: whole
# run: report_d
# %% inference_solution
def inference():
    layers = keras.layers
    return keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(6, 5, activation="relu"), layers.MaxPooling2D(2),
        layers.Conv2D(16, 5, activation="relu"), layers.MaxPooling2D(2), layers.Flatten(),
        layers.Dense(120, activation="relu"), layers.Dense(84, activation="relu"), layers.Dense(10),
    ])
# %% training_solution
distort, max_steps, optimizer = None, steps(budget.epochs), keras.optimizers.Adam(0.001)
