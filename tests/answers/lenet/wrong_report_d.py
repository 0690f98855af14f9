# says: as report D has it
import keras


def lenet(image_shape, classes):
    images = keras.Input(image_shape)
    x = keras.layers.Conv2D(6, 5, activation="relu", name="conv1")(images)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, activation="relu", name="conv2")(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(120, activation="relu", name="hidden1")(x)
    x = keras.layers.Dense(84, activation="relu", name="hidden2")(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
