"""Answers to ``lenet``."""

# %% right functional
import keras


def lenet(image_shape, classes):
    images = keras.Input(image_shape)
    x = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(120, activation="tanh", name="hidden1")(x)
    x = keras.layers.Dense(84, activation="tanh", name="hidden2")(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))


# %% right sequential
from keras import Input, Sequential
from keras.layers import Activation, AveragePooling2D, Conv2D, Dense, Flatten


def lenet(image_shape, classes):
    net = Sequential([Input(image_shape)])
    for name, filters in (("conv1", 6), ("conv2", 16)):
        net.add(Conv2D(filters, (5, 5), padding="valid", name=name))
        net.add(Activation("tanh"))
        net.add(AveragePooling2D(2))
    net.add(Flatten())
    for name, units in (("hidden1", 120), ("hidden2", 84)):
        net.add(Dense(units, "tanh", name=name))
    net.add(Dense(classes, name="softmax_linear"))
    return net


# %% right subclass
import keras
import tensorflow as tf


class lenet(keras.Model):
    def __init__(self, image_shape, classes):
        super().__init__()
        self.conv1 = keras.layers.Conv2D(6, 5, name="conv1")
        self.conv2 = keras.layers.Conv2D(16, 5, name="conv2")
        self.hidden1 = keras.layers.Dense(120, name="hidden1")
        self.hidden2 = keras.layers.Dense(84, name="hidden2")
        self.softmax_linear = keras.layers.Dense(classes, name="softmax_linear")

    def call(self, x):
        for conv in (self.conv1, self.conv2):
            x = tf.nn.avg_pool2d(tf.tanh(conv(x)), 2, 2, "VALID")
        x = tf.reshape(x, (tf.shape(x)[0], -1))
        x = tf.tanh(self.hidden2(tf.tanh(self.hidden1(x))))
        return self.softmax_linear(x)


# %% wrong stub
# says: lenet returned None
# earns: 0
def lenet(image_shape, classes):
    """LeNet-5 for images of any size."""
    # Your code here.


# %% wrong fixed_size, edited from functional
# says: a size is written into it
# earns: 0
# - images = keras.Input(image_shape)
# + images = keras.Input((28, 28, 1))


# %% wrong linear_convolutions, edited from functional
# says: Your convolutions have no tanh
# earns: 0.3
# - x = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")(images)
# + x = keras.layers.Conv2D(6, 5, name="conv1")(images)
# - x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
# + x = keras.layers.Conv2D(16, 5, name="conv2")(x)


# %% wrong linear_hidden, edited from functional
# says: have no tanh, so with the last one they are one linear
# earns: 0.3
# -     x = keras.layers.Dense(120, activation="tanh", name="hidden1")(x)
# -     x = keras.layers.Dense(84, activation="tanh", name="hidden2")(x)
# +     x = keras.layers.Dense(120, name="hidden1")(x)
# +     x = keras.layers.Dense(84, name="hidden2")(x)


# %% wrong max_pool, edited from functional
# says: takes the maximum of 2 × 2
# earns: 0.3
# -     x = keras.layers.AveragePooling2D(2)(x)
# -     x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
# -     x = keras.layers.AveragePooling2D(2)(x)
# +     x = keras.layers.MaxPooling2D(2)(x)
# +     x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
# +     x = keras.layers.MaxPooling2D(2)(x)


# %% wrong names, edited from functional
# says: no variable named conv1/kernel
# earns: 0
# - x = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")(images)
# + x = keras.layers.Conv2D(6, 5, activation="tanh", name="first")(images)


# %% wrong no_bias, edited from functional
# says: no variable named conv1/bias
# earns: 0
# - x = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")(images)
# + x = keras.layers.Conv2D(6, 5, use_bias=False, activation="tanh", name="conv1")(images)
# - x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
# + x = keras.layers.Conv2D(16, 5, use_bias=False, activation="tanh", name="conv2")(x)


# %% wrong no_flatten, edited from functional
# says: Between the second average and hidden1, flatten
# earns: 0
# -     x = keras.layers.AveragePooling2D(2)(x)
# -     x = keras.layers.Flatten()(x)
# +     x = keras.layers.AveragePooling2D(2)(x)


# %% wrong no_tanh
# says: Your network has no tanh at all
# earns: 0.3
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


# %% wrong one_average, edited from functional
# says: Your second average of 2 × 2 is missing
# earns: 0
# -     x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
# -     x = keras.layers.AveragePooling2D(2)(x)
# +     x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)


# %% wrong relu
# says: those of a network with ReLU. The one of 1998
# earns: 0.3
import keras


def lenet(image_shape, classes):
    images = keras.Input(image_shape)
    x = keras.layers.Conv2D(6, 5, activation="relu", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, activation="relu", name="conv2")(x)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(120, activation="relu", name="hidden1")(x)
    x = keras.layers.Dense(84, activation="relu", name="hidden2")(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))


# %% wrong report_d
# says: as report D has it
# earns: 0
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


# %% wrong reshape
# says: answers another number of images than it is given
# earns: 0
import keras
import tensorflow as tf


class lenet(keras.Model):
    """Written for one size: a flat image has as many numbers as two of a smaller one."""

    def __init__(self, image_shape, classes):
        super().__init__()
        self.convs = [
            keras.layers.Conv2D(filters, 5, activation="tanh", name=name)
            for filters, name in ((6, "conv1"), (16, "conv2"))
        ]
        high, wide = (((side - 4) // 2 - 4) // 2 for side in image_shape[:2])
        self.flat = high * wide * 16
        self.tops = [
            keras.layers.Dense(units, activation, name=name)
            for units, activation, name in (
                (120, "tanh", "hidden1"),
                (84, "tanh", "hidden2"),
                (classes, None, "softmax_linear"),
            )
        ]

    def call(self, x):
        for conv in self.convs:
            x = tf.nn.avg_pool2d(conv(x), 2, 2, "VALID")
        x = tf.reshape(tf.concat([x, x], axis=3), (-1, self.flat))
        for top in self.tops:
            x = top(x)
        return x


# %% wrong same, edited from functional
# says: Your convolutions are SAME
# earns: 0
# - x = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")(images)
# + x = keras.layers.Conv2D(6, 5, padding="same", activation="tanh", name="conv1")(images)
# - x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
# + x = keras.layers.Conv2D(16, 5, padding="same", activation="tanh", name="conv2")(x)


# %% wrong softmax, edited from functional
# says: ends in a softmax
# earns: 0.3
# - return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
# + return keras.Model(images, keras.layers.Dense(classes, "softmax", name="softmax_linear")(x))


# %% wrong tanh_on_logits, edited from functional
# says: Your last layer has a tanh
# earns: 0.3
# - return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
# + return keras.Model(images, keras.layers.Dense(classes, "tanh", name="softmax_linear")(x))


# %% wrong ten_classes, edited from functional
# says: softmax_linear/kernel has the shape
# earns: 0
# - return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
# + return keras.Model(images, keras.layers.Dense(10, name="softmax_linear")(x))
