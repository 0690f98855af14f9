# says: Convolve (3 × 3, VALID), tanh, average over 2 × 2
# earns: 0
import keras


def small_lenet(image_shape, classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(3, 3, activation="relu", name="conv1"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )
