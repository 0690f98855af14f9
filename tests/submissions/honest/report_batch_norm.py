# honest: report A's network, narrower: batch normalisation before each ReLU, dropout
# grade: measured
# assignment: 08_your_variant
# base: whole
# run: report_a
# %% inference_solution
def inference():
    images = x = keras.Input((32, 32, 3))
    for filters, size in ((16, 3), (32, 3), (64, 5)):
        x = keras.layers.Conv2D(filters, size, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.MaxPooling2D(2)(keras.layers.ReLU()(x))
    x = keras.layers.Dense(128, use_bias=False)(keras.layers.Flatten()(x))
    x = keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.9)(x))
    return keras.Model(images, keras.layers.Dense(10)(keras.layers.Dropout(0.3)(x)))
# %% training_solution
distort, max_steps, optimizer = None, steps(budget.epochs), keras.optimizers.Adam(0.001)
