"""Answers to ``small_lenet``."""

# %% right functional
import keras


def small_lenet(image_shape, classes):
    images = keras.Input(image_shape)
    x = keras.layers.Conv2D(3, 3, activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))


# %% right raw_operations
import keras
import tensorflow as tf


class small_lenet(keras.Model):
    def __init__(self, image_shape, classes):
        super().__init__()
        height, width, _ = image_shape
        flat = (height - 2) // 2 * ((width - 2) // 2) * 3
        shapes = ((3, 3, 3, 3), (3,), (flat, classes), (classes,))
        names = ("conv1/kernel", "conv1/bias", "softmax_linear/kernel", "softmax_linear/bias")
        self.own = [
            self.add_weight(name=name.replace("/", "_"), shape=shape)
            for name, shape in zip(names, shapes)
        ]
        for variable, name in zip(self.own, names):
            variable._path = name  # a model without layers, named as if it had them

    def call(self, images):
        kernel, bias, weights, end = self.own
        x = tf.tanh(tf.nn.conv2d(images, kernel, 1, "VALID") + bias)
        x = tf.nn.avg_pool2d(x, 2, 2, "VALID")
        return tf.reshape(x, (len(images), -1)) @ weights + end


# %% wrong stub
# says: not written yet
# earns: 0
def small_lenet(image_shape, classes):
    raise NotImplementedError


# %% wrong extra_layer
# says: trains a variable that was not asked for
# earns: 0
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


# %% wrong fixed
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


# %% wrong max
# says: Convolve (3 × 3, VALID), tanh, average over 2 × 2
# earns: 0
import keras


def small_lenet(image_shape, classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(3, 3, activation="tanh", name="conv1"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )


# %% wrong name
# says: has no variable named conv1/kernel of shape
# earns: 0
import keras


def small_lenet(image_shape, classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(3, 3, activation="tanh", name="first"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )


# %% wrong relu
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


# %% wrong reshape
# says: use Flatten
# earns: 0
import keras
import tensorflow as tf


class Reshape(keras.layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def call(self, x):
        return tf.reshape(tf.tile(x, (2, 1, 1, 1)), (-1, self.size))

    def compute_output_shape(self, shape):
        return (None, self.size)


def small_lenet(image_shape, classes):
    height, width, _ = image_shape
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(3, 3, activation="tanh", name="conv1"),
            keras.layers.AveragePooling2D(2),
            Reshape((height - 2) // 2 * ((width - 2) // 2) * 3),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )


# %% wrong same
# says: has the shape
# earns: 0
import keras


def small_lenet(image_shape, classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(3, 3, activation="tanh", name="conv1", padding="same"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )


# %% wrong softmax
# says: Your model ends in a softmax
# earns: 0
import keras


def small_lenet(image_shape, classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(3, 3, activation="tanh", name="conv1"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, name="softmax_linear", activation="softmax"),
        ]
    )
