"""Fresh answers to ``any_size_network``."""

# %% right solution
import keras


def any_size_network(channels, classes):
    """A network for images of any size: float32 (N, H, W, channels) -> logits (N, classes)."""
    images = keras.Input((None, None, channels))
    x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))


# %% right add
import keras
from keras import layers


def any_size_network(channels, classes):
    model = keras.Sequential()
    model.add(keras.Input((None, None, channels)))
    model.add(layers.Conv2D(6, (3, 3), padding="same", name="conv1"))
    model.add(layers.Activation("tanh"))
    model.add(layers.AvgPool2D((2, 2), padding="valid"))
    model.add(layers.Conv2D(12, (3, 3), padding="same", name="conv2"))
    model.add(layers.Activation("tanh"))
    model.add(layers.GlobalAvgPool2D())
    model.add(layers.Dense(classes, name="softmax_linear"))
    return model


# %% right unbuilt
import keras
from keras import layers


def any_size_network(channels, classes):
    return keras.Sequential(
        [
            layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1"),
            layers.AveragePooling2D(2),
            layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(classes, name="softmax_linear"),
        ]
    )


# %% right subclass
import keras
from keras import layers, ops


class AnySize(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")
        self.conv2 = layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")
        self.top = layers.Dense(classes, name="softmax_linear")

    def call(self, images):
        x = ops.average_pool(self.conv1(images), 2, 2, "valid")
        return self.top(ops.mean(self.conv2(x), axis=(1, 2)))


def any_size_network(channels, classes):
    return AnySize(classes)


# %% right ops_mean
import keras
from keras import layers, ops


def any_size_network(channels, classes):
    images = keras.Input(shape=(None, None, channels))
    x = ops.tanh(layers.Conv2D(6, 3, 1, "same", name="conv1")(images))
    x = ops.average_pool(x, 2)
    x = ops.tanh(layers.Conv2D(12, 3, 1, "same", name="conv2")(x))
    x = ops.mean(ops.mean(x, axis=2), axis=1)
    return keras.Model(images, layers.Dense(classes, name="softmax_linear")(x))


# %% wrong sum_over_positions
# about: mean|sum|positions
import keras
from keras import layers, ops


def any_size_network(channels, classes):
    images = keras.Input((None, None, channels))
    x = layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
    x = layers.AveragePooling2D(2)(x)
    x = layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
    return keras.Model(
        images, layers.Dense(classes, name="softmax_linear")(ops.sum(x, axis=(1, 2)))
    )


# %% wrong sigmoid, edited from solution
# about: tanh|sigmoid
# - Conv2D(6, 3, padding="same", activation="tanh"
# + Conv2D(6, 3, padding="same", activation="sigmoid"


# %% wrong linear_second, edited from solution
# about: tanh|linear
# - Conv2D(12, 3, padding="same", activation="tanh"
# + Conv2D(12, 3, padding="same"


# %% wrong dilated, edited from solution
# about: 3|dilat|convolution|neighbour
# - Conv2D(12, 3, padding="same"
# + Conv2D(12, 3, dilation_rate=2, padding="same"


# %% wrong strided, edited from solution
# about: stride|average|pool
# - Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
# -     x = keras.layers.AveragePooling2D(2)(x)
# + Conv2D(6, 3, 2, padding="same", activation="tanh", name="conv1")(images)


# %% wrong pool_three, edited from solution
# about: 2 × 2|pool|average
# - AveragePooling2D(2)
# + AveragePooling2D(3)


# %% wrong five_by_five, edited from solution
# about: 3|shape
# - Conv2D(6, 3,
# + Conv2D(6, 5,


# %% wrong batch_norm, edited from solution
# about: normalis|variable|train|asked
# - x = keras.layers.GlobalAveragePooling2D()(x)
# + x = keras.layers.BatchNormalization()(x)
# +     x = keras.layers.GlobalAveragePooling2D()(x)


# %% wrong no_top_bias, edited from solution
# about: bias
# - Dense(classes, name
# + Dense(classes, use_bias=False, name


# %% wrong top_of_ten, edited from solution
# about: classes|10|shape
# - Dense(classes, name
# + Dense(10, name


# %% wrong grey_first, edited from solution
# about: channel|grey|mean|shape
# - keras.Input((None, None, channels))
# + keras.Input((None, None, channels))
# +     grey = keras.ops.mean(images, axis=-1, keepdims=True)
# - name="conv1")(images)
# + name="conv1")(keras.ops.repeat(grey, channels, axis=-1))
