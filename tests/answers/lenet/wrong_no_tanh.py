# says: Your network has no tanh at all
import keras


def lenet(image_shape, classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(6, 5, name="conv1"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Conv2D(16, 5, name="conv2"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(120, name="hidden1"),
            keras.layers.Dense(84, name="hidden2"),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )
