# says: pads a last odd row or column
import keras


def any_size_network(channels, classes):
    images = keras.Input((None, None, channels))
    x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2, padding="same")(x)
    x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
