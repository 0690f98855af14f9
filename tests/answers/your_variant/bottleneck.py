"""Answers to ``bottleneck``."""

# %% right layers
import keras

layers = keras.layers


def bottleneck(x, channels, stride, name):
    shortcut = x
    y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
    y = layers.BatchNormalization(name=f"{name}_norm1")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(
        channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
    )(y)
    y = layers.BatchNormalization(name=f"{name}_norm2")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y)
    y = layers.BatchNormalization(name=f"{name}_norm3")(y)
    if stride != 1 or x.shape[-1] != channels:
        if stride > 1:
            shortcut = layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection")(shortcut)
        shortcut = layers.BatchNormalization(name=f"{name}_projection_norm")(shortcut)
    return layers.ReLU()(layers.Add()([y, shortcut]))


# %% right loop
import keras
from keras import layers


def normalised(x, filters, size, stride, conv, norm):
    x = layers.Conv2D(filters, size, stride, "same", use_bias=False, name=conv)(x)
    return layers.BatchNormalization(momentum=0.9, name=norm)(x)


def bottleneck(x, channels, stride, name):
    inner, y = channels // 4, x
    for index, (filters, size, step) in enumerate(
        [(inner, 1, 1), (inner, 3, stride), (channels, 1, 1)], start=1
    ):
        if index > 1:
            y = keras.activations.relu(y)
        y = normalised(y, filters, size, step, f"{name}_conv{index}", f"{name}_norm{index}")
    same = stride == 1 and x.shape[3] == channels
    if not same:
        x = layers.AvgPool2D(stride, stride, "same")(x)
        x = normalised(x, channels, 1, 1, f"{name}_projection", f"{name}_projection_norm")
    return keras.activations.relu(x + y)


# %% right ops
import keras
import tensorflow as tf


class Convolution(keras.layers.Layer):
    def __init__(self, filters, size, stride, **options):
        super().__init__(**options)
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, shape):
        own = (self.size, self.size, shape[-1], self.filters)
        self.kernel = self.add_weight(name="kernel", shape=own, initializer="he_normal")

    def call(self, x):
        return tf.nn.conv2d(x, self.kernel, self.stride, "SAME")


def bottleneck(x, channels, stride, name):
    norm = keras.layers.BatchNormalization
    relu = keras.ops.relu
    y = relu(norm(name=f"{name}_norm1")(Convolution(channels // 4, 1, 1, name=f"{name}_conv1")(x)))
    y = Convolution(channels // 4, 3, stride, name=f"{name}_conv2")(y)
    y = relu(norm(name=f"{name}_norm2")(y))
    y = norm(name=f"{name}_norm3")(Convolution(channels, 1, 1, name=f"{name}_conv3")(y))
    if (stride, x.shape[-1]) != (1, channels):
        x = keras.ops.average_pool(x, stride, padding="same") if stride > 1 else x
        x = Convolution(channels, 1, 1, name=f"{name}_projection")(x)
        x = norm(name=f"{name}_projection_norm")(x)
    return relu(keras.ops.add(y, x))


# %% wrong stub
# says: bottleneck returned None
# earns: 0
def bottleneck(x, channels, stride, name):
    """A residual block of three convolutions."""
    # Your code here.


# %% wrong always_projects, edited from layers
# says: the shortcut is x itself
# earns: 0.6
# - if stride != 1 or x.shape[-1] != channels:
# + if True:


# %% wrong biases
# says: Your convolutions have biases
# earns: 0
import keras

layers = keras.layers


def bottleneck(x, channels, stride, name):
    shortcut = x
    y = layers.Conv2D(channels // 4, 1, name=f"{name}_conv1")(x)
    y = layers.BatchNormalization(name=f"{name}_norm1")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels // 4, 3, strides=stride, padding="same", name=f"{name}_conv2")(y)
    y = layers.BatchNormalization(name=f"{name}_norm2")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels, 1, name=f"{name}_conv3")(y)
    y = layers.BatchNormalization(name=f"{name}_norm3")(y)
    if stride != 1 or x.shape[-1] != channels:
        if stride > 1:
            shortcut = layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = layers.Conv2D(channels, 1, name=f"{name}_projection")(shortcut)
        shortcut = layers.BatchNormalization(name=f"{name}_projection_norm")(shortcut)
    return layers.ReLU()(layers.Add()([y, shortcut]))


# %% wrong fixed_names
# says: no variable named
# earns: 0
import keras

layers = keras.layers


def bottleneck(x, channels, stride, name):
    shortcut = x
    y = layers.Conv2D(channels // 4, 1, use_bias=False, name="block_conv1")(x)
    y = layers.BatchNormalization(name="block_norm1")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(
        channels // 4, 3, strides=stride, padding="same", use_bias=False, name="block_conv2"
    )(y)
    y = layers.BatchNormalization(name="block_norm2")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels, 1, use_bias=False, name="block_conv3")(y)
    y = layers.BatchNormalization(name="block_norm3")(y)
    if stride != 1 or x.shape[-1] != channels:
        if stride > 1:
            shortcut = layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = layers.Conv2D(channels, 1, use_bias=False, name="block_projection")(shortcut)
        shortcut = layers.BatchNormalization(name="block_projection_norm")(shortcut)
    return layers.ReLU()(layers.Add()([y, shortcut]))


# %% wrong max_pool, edited from layers
# says: Your shortcut takes the maximum
# earns: 0.7
# - shortcut = layers.AveragePooling2D(stride, padding="same")(x)
# + shortcut = layers.MaxPooling2D(stride, padding="same")(x)


# %% wrong no_inner_relus, edited from layers
# says: There is no ReLU inside your block
# earns: 0.2
# -     y = layers.BatchNormalization(name=f"{name}_norm1")(y)
# -     y = layers.ReLU()(y)
# +     y = layers.BatchNormalization(name=f"{name}_norm1")(y)
# -     y = layers.BatchNormalization(name=f"{name}_norm2")(y)
# -     y = layers.ReLU()(y)
# +     y = layers.BatchNormalization(name=f"{name}_norm2")(y)


# %% wrong no_norm
# says: Your block has no batch normalisation
# earns: 0
import keras

layers = keras.layers


def bottleneck(x, channels, stride, name):
    shortcut = x
    y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
    y = layers.ReLU()(y)
    y = layers.Conv2D(
        channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
    )(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y)
    if stride != 1 or x.shape[-1] != channels:
        if stride > 1:
            shortcut = layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection")(shortcut)
    return layers.ReLU()(layers.Add()([y, shortcut]))


# %% wrong no_projection_norm
# says: no variable named
# earns: 0.4
import keras

layers = keras.layers


def bottleneck(x, channels, stride, name):
    shortcut = x
    y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
    y = layers.BatchNormalization(name=f"{name}_norm1")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(
        channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
    )(y)
    y = layers.BatchNormalization(name=f"{name}_norm2")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y)
    y = layers.BatchNormalization(name=f"{name}_norm3")(y)
    if stride != 1 or x.shape[-1] != channels:
        if stride > 1:
            shortcut = layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection")(shortcut)
    return layers.ReLU()(layers.Add()([y, shortcut]))


# %% wrong no_shortcut, edited from layers
# says: leaves its shortcut out
# earns: 0.2
# - return layers.ReLU()(layers.Add()([y, shortcut]))
# + return layers.ReLU()(y)


# %% wrong projects_by_channels, edited from layers
# says: What you add differs in shape
# earns: 0.7
# - if stride != 1 or x.shape[-1] != channels:
# + if x.shape[-1] != channels:


# %% wrong projects_by_stride, edited from layers
# says: What you add differs in shape
# earns: 0.7
# - if stride != 1 or x.shape[-1] != channels:
# + if stride != 1:


# %% wrong relu_before_addition, edited from layers
# says: Your ReLU comes before the addition
# earns: 0.2
# - return layers.ReLU()(layers.Add()([y, shortcut]))
# + return layers.Add()([layers.ReLU()(y), shortcut])


# %% wrong relu_before_norm, edited from layers
# says: Your ReLUs come before the normalisations
# earns: 0.2
# -     y = layers.BatchNormalization(name=f"{name}_norm1")(y)
# -     y = layers.ReLU()(y)
# +     y = layers.BatchNormalization(name=f"{name}_norm1")(layers.ReLU()(y))
# -     y = layers.BatchNormalization(name=f"{name}_norm2")(y)
# -     y = layers.ReLU()(y)
# +     y = layers.BatchNormalization(name=f"{name}_norm2")(layers.ReLU()(y))


# %% wrong relu_twice, edited from layers
# says: so the branch can only add
# earns: 0.2
# - return layers.ReLU()(layers.Add()([y, shortcut]))
# + return layers.ReLU()(layers.Add()([layers.ReLU()(y), shortcut]))


# %% wrong stride_everywhere, edited from layers
# says: The 3×3 convolution takes the stride;
# earns: 0.7
# - y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
# + y = layers.Conv2D(channels // 4, 1, strides=stride, use_bias=False, name=f"{name}_conv1")(x)
# - y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y)
# + y = layers.Conv2D(channels, 1, strides=stride, use_bias=False, name=f"{name}_conv3")(y)


# %% wrong stride_first, edited from layers
# says: Your stride is in the first convolution
# earns: 0.7
# - y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
# + y = layers.Conv2D(channels // 4, 1, strides=stride, use_bias=False, name=f"{name}_conv1")(x)
# -     y = layers.Conv2D(
# -         channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
# -     )(y)
# +     y = layers.Conv2D(channels // 4, 3, padding="same", use_bias=False, name=f"{name}_conv2")(y)


# %% wrong stride_last, edited from layers
# says: Your stride is in the third convolution
# earns: 0.7
# -     y = layers.Conv2D(
# -         channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
# -     )(y)
# +     y = layers.Conv2D(channels // 4, 3, padding="same", use_bias=False, name=f"{name}_conv2")(y)
# - y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y)
# + y = layers.Conv2D(channels, 1, strides=stride, use_bias=False, name=f"{name}_conv3")(y)


# %% wrong strided_projection
# says: Your projection takes the stride itself
# earns: 0.7
import keras

layers = keras.layers


def bottleneck(x, channels, stride, name):
    shortcut = x
    y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
    y = layers.BatchNormalization(name=f"{name}_norm1")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(
        channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
    )(y)
    y = layers.BatchNormalization(name=f"{name}_norm2")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y)
    y = layers.BatchNormalization(name=f"{name}_norm3")(y)
    if stride != 1 or x.shape[-1] != channels:
        shortcut = layers.Conv2D(
            channels, 1, strides=stride, use_bias=False, name=f"{name}_projection"
        )(shortcut)
        shortcut = layers.BatchNormalization(name=f"{name}_projection_norm")(shortcut)
    return layers.ReLU()(layers.Add()([y, shortcut]))


# %% wrong subsamples
# says: your block has no layer named
# earns: 0.4
import keras

layers = keras.layers


def bottleneck(x, channels, stride, name):
    shortcut = x
    y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
    y = layers.BatchNormalization(name=f"{name}_norm1")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(
        channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
    )(y)
    y = layers.BatchNormalization(name=f"{name}_norm2")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv3")(y)
    y = layers.BatchNormalization(name=f"{name}_norm3")(y)
    if stride != 1 or x.shape[-1] != channels:
        shortcut = layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = keras.ops.pad(shortcut, [(0, 0)] * 3 + [(0, channels - x.shape[-1])])
    return layers.ReLU()(layers.Add()([y, shortcut]))


# %% wrong width, edited from layers
# says: channels // 4 =
# earns: 0
# - y = layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
# + y = layers.Conv2D(channels // 2, 1, use_bias=False, name=f"{name}_conv1")(x)
# - channels // 4, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
# + channels // 2, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv2"
