"""Answers to ``any_size_network``."""

# %% right functional
import keras


def any_size_network(channels, classes):
    images = keras.Input((None, None, channels))
    x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))


# %% right linear_first
import keras


class Network(keras.Model):
    """The linear layer at each position, then the mean: the same, since both are linear."""

    def __init__(self, classes):
        super().__init__()
        self.conv1 = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")
        self.conv2 = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")
        self.pool = keras.layers.AveragePooling2D(2)
        self.linear = keras.layers.Dense(classes, name="softmax_linear")

    def call(self, images):
        scores = self.linear(self.conv2(self.pool(self.conv1(images))))
        return keras.ops.mean(scores, axis=(1, 2))


def any_size_network(channels, classes):
    return Network(classes)


# %% right operations
import keras


def any_size_network(channels, classes):
    images = keras.Input((None, None, channels))
    x = keras.ops.tanh(keras.layers.Conv2D(6, 3, padding="same", name="conv1")(images))
    x = keras.ops.average_pool(x, 2)
    x = keras.ops.tanh(keras.layers.Conv2D(12, 3, padding="same", name="conv2")(x))
    x = keras.ops.mean(x, axis=(1, 2))
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))


# %% right sequential
import keras


def any_size_network(channels, classes):
    return keras.Sequential(
        [
            keras.Input((None, None, channels)),
            keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(classes, name="softmax_linear"),
        ]
    )


# %% wrong stub
# says: any_size_network returned None. Is its body written
# earns: 0
def any_size_network(channels, classes):
    """A network for images of any size."""


# %% wrong fixed_size, edited from functional
# says: Your network takes images of 32 × 32 pixels only
# earns: 0
# - images = keras.Input((None, None, channels))
# + images = keras.Input((32, 32, channels))


# %% wrong flatten, edited from functional
# says: after Flatten that depends on the images' size
# earns: 0
# - x = keras.layers.GlobalAveragePooling2D()(x)
# + x = keras.layers.Flatten()(x)


# %% wrong global_maximum, edited from functional
# says: You take the largest value over all positions
# earns: 0.45
# - x = keras.layers.GlobalAveragePooling2D()(x)
# + x = keras.layers.GlobalMaxPooling2D()(x)


# %% wrong map, edited from functional
# says: one row of scores for each position
# earns: 0
# -     x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
# -     x = keras.layers.GlobalAveragePooling2D()(x)
# +     x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)


# %% wrong max_pool, edited from functional
# says: takes the maximum of 2 × 2 pixels
# earns: 0.45
# - x = keras.layers.AveragePooling2D(2)(x)
# + x = keras.layers.MaxPooling2D(2)(x)


# %% wrong names, edited from functional
# says: has no variable named conv1/kernel
# earns: 0
# - x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
# + x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="first")(images)


# %% wrong no_pool, edited from functional
# says: The average of 2 × 2 between the convolutions is missing
# earns: 0.45
# -     x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
# -     x = keras.layers.AveragePooling2D(2)(x)
# +     x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)


# %% wrong no_tanh, edited from functional
# says: Your convolutions have no tanh
# earns: 0.45
# - x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
# + x = keras.layers.Conv2D(6, 3, padding="same", name="conv1")(images)
# - x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
# + x = keras.layers.Conv2D(12, 3, padding="same", name="conv2")(x)


# %% wrong relu, edited from functional
# says: The logits are those of a network with ReLU
# earns: 0.45
# - x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
# + x = keras.layers.Conv2D(6, 3, padding="same", activation="relu", name="conv1")(images)
# - x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
# + x = keras.layers.Conv2D(12, 3, padding="same", activation="relu", name="conv2")(x)


# %% wrong resizing, edited from functional
# says: has a layer Resizing, which makes all images the same size
# earns: 0
# -     x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
# +     x = keras.layers.Resizing(32, 32)(images)
# +     x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(x)


# %% wrong same_pool, edited from functional
# says: pads a last odd row or column
# earns: 0.45
# - x = keras.layers.AveragePooling2D(2)(x)
# + x = keras.layers.AveragePooling2D(2, padding="same")(x)


# %% wrong second_pool, edited from functional
# says: There is a second average of 2 × 2 after conv2
# earns: 0.45
# -     x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
# +     x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
# +     x = keras.layers.AveragePooling2D(2)(x)


# %% wrong softmax, edited from functional
# says: Your network ends in a softmax
# earns: 0.45
# -     return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
# +     top = keras.layers.Dense(classes, activation="softmax", name="softmax_linear")
# +     return keras.Model(images, top(x))


# %% wrong tanh_on_logits, edited from functional
# says: Your last layer has a tanh
# earns: 0.45
# -     return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
# +     top = keras.layers.Dense(classes, activation="tanh", name="softmax_linear")
# +     return keras.Model(images, top(x))


# %% wrong three_channels, edited from functional
# says: a number is written into it
# earns: 0
# - images = keras.Input((None, None, channels))
# + images = keras.Input((None, None, 3))


# %% wrong valid, edited from functional
# says: Your convolutions are VALID
# earns: 0.2
# - x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
# + x = keras.layers.Conv2D(6, 3, padding="valid", activation="tanh", name="conv1")(images)
# - x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
# + x = keras.layers.Conv2D(12, 3, padding="valid", activation="tanh", name="conv2")(x)
