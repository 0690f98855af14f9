import keras


def affine(units):
    return keras.layers.Dense(
        units,
        activation="tanh",
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.05),
        bias_initializer=keras.initializers.Constant(0.1),
    )
