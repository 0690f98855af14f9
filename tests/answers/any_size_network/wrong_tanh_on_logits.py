# says: Your last layer has a tanh
import keras


def any_size_network(channels, classes):
    images = keras.Input((None, None, channels))
    x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    top = keras.layers.Dense(classes, activation="tanh", name="softmax_linear")
    return keras.Model(images, top(x))
