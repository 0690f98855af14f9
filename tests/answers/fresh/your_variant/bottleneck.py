"""Fresh answers to ``bottleneck``."""

# %% right solution
import keras


def bottleneck(x, channels, stride, name):
    """A residual block of three convolutions: (N, H, W, C) -> (N, H/stride, W/stride, channels)."""
    shortcut, y = x, x
    for number, filters, size, step in (
        (1, channels // 4, 1, 1),
        (2, channels // 4, 3, stride),
        (3, channels, 1, 1),
    ):
        y = keras.layers.Conv2D(
            filters, size, step, "same", use_bias=False, name=f"{name}_conv{number}"
        )(y)
        y = keras.layers.BatchNormalization(momentum=0.9, name=f"{name}_norm{number}")(y)
        if number < 3:
            y = keras.layers.ReLU()(y)
    if stride != 1 or x.shape[-1] != channels:
        shortcut = keras.layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = keras.layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection")(
            shortcut
        )
        shortcut = keras.layers.BatchNormalization(momentum=0.9, name=f"{name}_projection_norm")(
            shortcut
        )
    return keras.layers.ReLU()(keras.layers.Add()([y, shortcut]))


# %% right helper
import keras
from keras import layers


def part(x, filters, size, stride, label, activation):
    x = layers.Conv2D(
        filters, size, strides=stride, padding="same", use_bias=False, name=label.format("conv")
    )(x)
    x = layers.BatchNormalization(name=label.format("norm"))(x)
    return layers.Activation("relu")(x) if activation else x


def bottleneck(x, channels, stride, name):
    y = part(x, channels // 4, 1, 1, f"{name}_{{}}1", True)
    y = part(y, channels // 4, 3, stride, f"{name}_{{}}2", True)
    y = part(y, channels, 1, 1, f"{name}_{{}}3", False)
    if stride > 1 or x.shape[3] != channels:
        x = layers.AveragePooling2D(stride, padding="same")(x)
        x = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection")(x)
        x = layers.BatchNormalization(name=f"{name}_projection_norm")(x)
    return layers.Activation("relu")(layers.add([x, y]))


# %% right plus
import keras
from keras import layers, ops


def bottleneck(x, channels, stride, name):
    def normalised(y, label):
        return layers.BatchNormalization(axis=-1, momentum=0.99, name=f"{name}_{label}")(y)

    narrow = int(channels / 4)
    y = layers.Conv2D(narrow, (1, 1), use_bias=False, name=f"{name}_conv1")(x)
    y = ops.relu(normalised(y, "norm1"))
    y = layers.Conv2D(narrow, 3, stride, "same", use_bias=False, name=f"{name}_conv2")(y)
    y = ops.relu(normalised(y, "norm2"))
    y = normalised(layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y), "norm3")
    fits = stride == 1 and x.shape[-1] == channels
    if not fits:
        x = ops.average_pool(x, stride, stride, "same")
        x = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection")(x)
        x = normalised(x, "projection_norm")
    return ops.maximum(x + y, 0)


# %% right always_pools
import keras
from keras import layers


def bottleneck(x, channels, stride, name):
    shortcut = layers.AveragePooling2D((stride, stride), strides=stride, padding="same")(x)
    if stride != 1 or x.shape[-1] != channels:
        shortcut = layers.Conv2D(channels, 1, name=f"{name}_projection", use_bias=False)(shortcut)
        shortcut = layers.BatchNormalization(name=f"{name}_projection_norm")(shortcut)
    for number, (filters, size, step) in enumerate(
        [(channels // 4, 1, 1), (channels // 4, 3, stride), (channels, 1, 1)], start=1
    ):
        if number > 1:
            x = layers.ReLU()(x)
        x = layers.Conv2D(
            filters, size, step, padding="same", use_bias=False, name=f"{name}_conv{number}"
        )(x)
        x = layers.BatchNormalization(name=f"{name}_norm{number}")(x)
    return layers.ReLU()(layers.Add()([shortcut, x]))


# %% right sequential_branch
import keras
from keras import layers


def bottleneck(x, channels, stride, name):
    branch = [
        layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1"),
        layers.BatchNormalization(name=f"{name}_norm1"),
        layers.ReLU(),
        layers.Conv2D(channels // 4, 3, stride, "same", use_bias=False, name=f"{name}_conv2"),
        layers.BatchNormalization(name=f"{name}_norm2"),
        layers.ReLU(),
        layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3"),
        layers.BatchNormalization(name=f"{name}_norm3"),
    ]
    shortcut = []
    if (stride, x.shape[-1]) != (1, channels):
        shortcut = [
            layers.AveragePooling2D(stride, padding="same"),
            layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection"),
            layers.BatchNormalization(name=f"{name}_projection_norm"),
        ]
    y = x
    for layer in branch:
        y = layer(y)
    for layer in shortcut:
        x = layer(x)
    return layers.ReLU()(layers.Add()([y, x]))


# %% wrong no_last_relu, edited from solution
# about: ReLU
# - keras.layers.ReLU()(keras.layers.Add()([y, shortcut]))
# + keras.layers.Add()([y, shortcut])


# %% wrong multiplied, edited from solution
# about: add
# - keras.layers.Add()([y, shortcut])
# + keras.layers.Multiply()([y, shortcut])


# %% wrong averaged_branches, edited from solution
# about: add|mean|average
# - keras.layers.Add()([y, shortcut])
# + keras.layers.Average()([y, shortcut])


# %% wrong first_width_half, edited from solution
# about: channels // 4|filters|shape
# - (1, channels // 4, 1, 1),
# + (1, channels // 2, 1, 1),


# %% wrong size_one, edited from solution
# about: 3|size|shape
# - (2, channels // 4, 3, stride),
# + (2, channels // 4, 1, stride),


# %% wrong valid, edited from solution
# about: SAME|padding|shape|error
# - filters, size, step, "same",
# + filters, size, step, "valid" if size == 3 and stride == 1 else "same",


# %% wrong stride_of_two, edited from solution
# about: stride|2
# - (2, channels // 4, 3, stride),
# + (2, channels // 4, 3, 2 if stride > 1 else 1),
# - AveragePooling2D(stride,
# + AveragePooling2D(2 if stride > 1 else 1,


# %% wrong other_epsilon, edited from solution
# about: epsilon
# - keras.layers.BatchNormalization(momentum=0.9, name=f"{name}_norm{number}")
# + keras.layers.BatchNormalization(momentum=0.9, epsilon=0.1, name=f"{name}_norm{number}")


# %% wrong pool_after_projection, edited from solution
# about: average|pool|before|first|order
# - keras.layers.AveragePooling2D(stride, padding="same")(x)
# + keras.layers.Activation("linear")(x)
# - name=f"{name}_projection_norm")(
# -             shortcut
# -         )
# + name=f"{name}_projection_norm")(
# +             shortcut
# +         )
# +         shortcut = keras.layers.ReLU()(shortcut)
# +         shortcut = keras.layers.AveragePooling2D(stride, padding="same")(shortcut)


# %% wrong overlapping_average, edited from solution
# about: average|stride|window|pool
# - AveragePooling2D(stride, padding="same")
# + AveragePooling2D(3, strides=stride, padding="same")


# %% wrong leaky, edited from solution
# about: ReLU
# - y = keras.layers.ReLU()(y)
# + y = keras.layers.LeakyReLU(negative_slope=0.1)(y)
