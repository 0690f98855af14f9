# says: trains a variable that was not asked for
import keras


def small_lenet(image_shape, classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(3, 3, activation="tanh", name="conv1"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, name="softmax_linear"),
            keras.layers.Dense(classes, name="extra"),
        ]
    )
