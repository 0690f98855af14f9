# says: Your code raised
# earns: 0
import keras


def small_lenet(image_shape, classes):
    return keras.Sequential(
        [
            keras.Input((28, 28, 3)),
            keras.layers.Conv2D(3, 3, activation="tanh", name="conv1"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )
