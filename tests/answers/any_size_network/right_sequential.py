import keras


def any_size_network(channels, classes):
    return keras.Sequential(
        [
            keras.Input((None, None, channels)),
            keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )
