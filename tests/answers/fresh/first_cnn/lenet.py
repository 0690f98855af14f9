"""Fresh answers to ``lenet``."""

# %% right solution
import keras


def lenet(image_shape, classes):
    """LeNet-5 for images of any size: float32 (N, *image_shape) -> logits (N, classes)."""
    images = keras.Input(image_shape)
    x = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")(x)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(120, activation="tanh", name="hidden1")(x)
    x = keras.layers.Dense(84, activation="tanh", name="hidden2")(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))


# %% right add
import keras


def lenet(image_shape, classes):
    model = keras.Sequential(name="lenet")
    model.add(keras.Input(shape=image_shape))
    for number, filters in enumerate((6, 16), start=1):
        model.add(keras.layers.Conv2D(filters, (5, 5), name=f"conv{number}"))
        model.add(keras.layers.Activation("tanh"))
        model.add(keras.layers.AvgPool2D(2))
    model.add(keras.layers.Flatten())
    for number, units in enumerate((120, 84), start=1):
        model.add(keras.layers.Dense(units, name=f"hidden{number}"))
        model.add(keras.layers.Activation(keras.ops.tanh))
    model.add(keras.layers.Dense(classes, name="softmax_linear"))
    return model


# %% right unbuilt
import keras
from keras import layers


def lenet(image_shape, classes):
    return keras.Sequential(
        [
            layers.Conv2D(6, 5, activation="tanh", name="conv1"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh", name="conv2"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(120, activation="tanh", name="hidden1"),
            layers.Dense(84, activation="tanh", name="hidden2"),
            layers.Dense(classes, name="softmax_linear"),
        ]
    )


# %% right subclass_unbuilt
import keras


class LeNet(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")
        self.conv2 = keras.layers.Conv2D(16, 5, activation="tanh", name="conv2")
        self.pool, self.flatten = keras.layers.AveragePooling2D(2), keras.layers.Flatten()
        self.hidden1 = keras.layers.Dense(120, activation="tanh", name="hidden1")
        self.hidden2 = keras.layers.Dense(84, activation="tanh", name="hidden2")
        self.softmax_linear = keras.layers.Dense(classes, name="softmax_linear")

    def call(self, x):
        x = self.pool(self.conv2(self.pool(self.conv1(x))))
        return self.softmax_linear(self.hidden2(self.hidden1(self.flatten(x))))


def lenet(image_shape, classes):
    return LeNet(classes)


# %% right strided_average
import keras
from keras import layers, ops


def lenet(image_shape, classes):
    x = images = keras.Input(image_shape)
    for name, filters in (("conv1", 6), ("conv2", 16)):
        x = ops.tanh(layers.Conv2D(filters, 5, padding="valid", name=name)(x))
        x = ops.average_pool(x, 2, strides=2, padding="valid")
    x = ops.reshape(x, (-1, x.shape[1] * x.shape[2] * x.shape[3]))
    x = ops.tanh(layers.Dense(120, name="hidden1")(x))
    x = ops.tanh(layers.Dense(84, name="hidden2")(x))
    return keras.Model(images, layers.Dense(classes, name="softmax_linear")(x))


# %% wrong sigmoid_hidden, edited from solution
# about: tanh|sigmoid
# - Dense(120, activation="tanh"
# + Dense(120, activation="sigmoid"


# %% wrong kernel_of_three, edited from solution
# about: 5|shape
# - Conv2D(16, 5
# + Conv2D(16, 3


# %% wrong filters_of_today, edited from solution
# about: filters|shape|6
# - Conv2D(6, 5
# + Conv2D(32, 5


# %% wrong hidden_exchanged, edited from solution
# about: shape|84|120
# - Dense(120, activation
# + Dense(84, activation
# - Dense(84, activation="tanh", name="hidden2")
# + Dense(120, activation="tanh", name="hidden2")


# %% wrong pool_of_three, edited from solution
# about: average|2 × 2|pool|shape
# - x = keras.layers.AveragePooling2D(2)(x)
# -     x = keras.layers.Flatten()(x)
# + x = keras.layers.AveragePooling2D(3)(x)
# +     x = keras.layers.Flatten()(x)


# %% wrong overlapping_pools, edited from solution
# about: average|stride|pool|shape
# - x = keras.layers.AveragePooling2D(2)(x)
# -     x = keras.layers.Conv2D(16
# + x = keras.layers.AveragePooling2D(2, strides=1)(x)
# +     x = keras.layers.Conv2D(16


# %% wrong averages_first, edited from solution
# about: order|after|before|first|tanh
# - x = keras.layers.Conv2D(6, 5, activation="tanh", name="conv1")(images)
# -     x = keras.layers.AveragePooling2D(2)(x)
# -     x = keras.layers.Conv2D(16
# + x = keras.layers.Conv2D(6, 5, name="conv1")(images)
# +     x = keras.layers.AveragePooling2D(2)(x)
# +     x = keras.layers.Activation("tanh")(x)
# +     x = keras.layers.Conv2D(16


# %% wrong scaled_inputs, edited from solution
# about: input|images|scal|255
# - name="conv1")(images)
# + name="conv1")(images / 255)


# %% wrong dropout_on, edited from solution
# about: dropout|random|training|again
# - x = keras.layers.Dense(84
# + x = keras.layers.Dropout(0.5)(x, training=True)
# +     x = keras.layers.Dense(84


# %% wrong one_channel, edited from solution
# about: channel|image_shape
# - keras.Input(image_shape)
# + keras.Input((*image_shape[:2], 1))


# %% wrong hidden2_skipped, edited from solution
# about: hidden2|shape|missing|variable
# -     x = keras.layers.Dense(84, activation="tanh", name="hidden2")(x)
