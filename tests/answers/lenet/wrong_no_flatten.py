# says: Between the second average and hidden1, flatten
import keras


def lenet(image_shape, classes):
    images = keras.Input(image_shape)
    x = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Dense(120, activation="tanh", name="hidden1")(x)
    x = keras.layers.Dense(84, activation="tanh", name="hidden2")(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
