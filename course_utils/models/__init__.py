"""The tutorial's network and the ladder of smaller and newer ones it is compared with.

`VARIANTS` holds those of the student reports, by name.

Every model takes *standardised* float32 images of shape ``(batch, height, width, channels)``, as
:mod:`course_utils.cifar10_input` makes them, and returns float32 logits of shape
``(batch, classes)``. Initial weights are drawn when a model is built: call
``training.seed_everything(seed)`` first to draw the same ones again.
"""

import keras
from keras import layers

from course_utils.layers import LocalResponseNormalization
from course_utils.locally_connected import LocallyConnected2D
from course_utils.models.reports import VARIANTS
from course_utils.models.residuals import normalized_convolution

__all__ = [
    "VARIANTS",
    "WEIGHT_DECAY",
    "any_size_cnn",
    "fully_connected",
    "residual_cnn",
    "small_cnn",
    "softmax_regression",
    "tutorial_cnn",
]

WEIGHT_DECAY = 0.004
"""Of local3 and local4: each adds ``WEIGHT_DECAY * sum(kernel²) / 2`` to the loss."""


def tutorial_cnn(
    image_size: int = 24, channels: int = 3, num_classes: int = 10, top: str = "fully"
) -> keras.Model:
    """Builds the network of the TensorFlow CIFAR-10 tutorial (its ``inference``).

    Two convolutions with overlapping max-pooling and local response normalisation, two fully
    connected layers with weight decay, and a linear layer that gives logits: the softmax is part
    of the loss. At the default sizes it has 1,068,298 parameters in ten variables.

    Args:
        image_size: height and width of the images in pixels.
        channels: 3 for colour, 1 for grey images.
        num_classes: how many logits to give.
        top: ``"fully"`` connected, or ``"locally"`` connected as the tutorial's second exercise
            asks for: local3 and local4 then see windows of 3×3 with weights of their own at each
            position, and have 64 and 32 filters. That model has 2,112,970 parameters.

    Returns:
        A model from ``(batch, image_size, image_size, channels)`` to ``(batch, num_classes)``,
        with the layers conv1, pool1, norm1, conv2, norm2, pool2, local3, local4, softmax_linear.

    Raises:
        ValueError: there is no such top.
    """
    if top not in ("fully", "locally"):
        raise ValueError(f"top must be 'fully' or 'locally', not '{top}'.")
    inputs = keras.Input((image_size, image_size, channels), name="images")
    x = _convolution(inputs, bias=0.0, name="conv1")
    x = layers.MaxPooling2D(3, strides=2, padding="same", name="pool1")(x)
    x = LocalResponseNormalization(name="norm1")(x)
    x = _convolution(x, bias=0.1, name="conv2")
    x = LocalResponseNormalization(name="norm2")(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same", name="pool2")(x)
    if top == "fully":
        x = layers.Flatten(name="flatten")(x)
        x = _local(layers.Dense, x, 384, name="local3")
        x = _local(layers.Dense, x, 192, name="local4")
    else:
        window = {"kernel_size": 3, "padding": "same"}
        x = _local(LocallyConnected2D, x, 64, name="local3", **window)
        x = _local(LocallyConnected2D, x, 32, name="local4", **window)
        x = layers.Flatten(name="flatten")(x)
    logits = layers.Dense(
        num_classes,
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=1 / 192.0),
        name="softmax_linear",
    )(x)
    return keras.Model(inputs, logits, name="tutorial_cnn")


def _convolution(x: keras.KerasTensor, bias: float, name: str) -> keras.KerasTensor:
    return layers.Conv2D(
        64,
        5,
        padding="same",
        activation="relu",
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.05),
        bias_initializer=keras.initializers.Constant(bias),
        name=name,
    )(x)


def _local(
    kind: type[keras.layers.Layer], x: keras.KerasTensor, units: int, name: str, **window: object
) -> keras.KerasTensor:
    return kind(
        units,
        **window,
        activation="relu",
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.04),
        bias_initializer=keras.initializers.Constant(0.1),
        # Keras' L2(f) adds f * sum(w²), the tutorial's decay wd adds wd * sum(w²) / 2.
        kernel_regularizer=keras.regularizers.L2(WEIGHT_DECAY / 2),
        name=name,
    )(x)


def softmax_regression(
    input_shape: tuple[int, int, int] = (32, 32, 3), num_classes: int = 10
) -> keras.Model:
    """Builds the linear classifier: one weight per pixel, channel and class, and a bias per class.

    Args:
        input_shape: height, width and channels of the images.
        num_classes: how many logits to give.

    Returns:
        A model with 30,730 parameters at the default sizes; its initial weights are zero.
    """
    inputs = keras.Input(input_shape, name="images")
    x = layers.Flatten(name="flatten")(inputs)
    # The loss is convex, so zero is as good a start as any, and it starts at ln(classes).
    logits = layers.Dense(num_classes, kernel_initializer="zeros", name="softmax_linear")(x)
    return keras.Model(inputs, logits, name="softmax_regression")


def fully_connected(
    input_shape: tuple[int, int, int] = (32, 32, 3), num_classes: int = 10
) -> keras.Model:
    """Builds a network of two hidden ReLU layers of 256 and 128 units, which ignores geometry.

    Args:
        input_shape: height, width and channels of the images.
        num_classes: how many logits to give.

    Returns:
        A model with 820,874 parameters at the default sizes.
    """
    inputs = keras.Input(input_shape, name="images")
    x = layers.Flatten(name="flatten")(inputs)
    for index, units in enumerate((256, 128), start=1):
        x = layers.Dense(
            units, activation="relu", kernel_initializer="he_normal", name=f"hidden{index}"
        )(x)
    return keras.Model(inputs, _logits(x, num_classes), name="fully_connected")


def small_cnn(
    input_shape: tuple[int, int, int] = (32, 32, 3), num_classes: int = 10
) -> keras.Model:
    """Builds two 3×3 convolutions of 32 and 64 filters, each pooled to half size, and a linear top.

    Args:
        input_shape: height, width and channels of the images.
        num_classes: how many logits to give.

    Returns:
        A model with 60,362 parameters at the default sizes.
    """
    inputs = keras.Input(input_shape, name="images")
    x = inputs
    for index, filters in enumerate((32, 64), start=1):
        x = layers.Conv2D(
            filters,
            3,
            padding="same",
            activation="relu",
            kernel_initializer="he_normal",
            name=f"conv{index}",
        )(x)
        x = layers.MaxPooling2D(2, padding="same", name=f"pool{index}")(x)
    x = layers.Flatten(name="flatten")(x)
    return keras.Model(inputs, _logits(x, num_classes), name="small_cnn")


def residual_cnn(
    input_shape: tuple[int, int, int] = (32, 32, 3),
    num_classes: int = 10,
    filters: tuple[int, ...] = (32, 64, 128),
) -> keras.Model:
    """Builds a small residual network with batch normalisation.

    A stem at full size, half as wide as the first stage, then a stage for each number of filters;
    it halves the image with a strided convolution and adds one residual block of two convolutions
    to it. The mean over all positions goes to a linear layer, so images of any size fit.

    Source: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition" (2015).

    Args:
        input_shape: height, width and channels of the images.
        num_classes: how many logits to give.
        filters: of each stage.

    Returns:
        A model that, unlike the tutorial's, behaves differently while training: call it with
        ``training=True`` there.
    """
    inputs = keras.Input(input_shape, name="images")
    x = normalized_convolution(inputs, filters[0] // 2, "stem")
    x = layers.ReLU(name="stem_relu")(x)
    for stage, width in enumerate(filters, start=1):
        x = normalized_convolution(x, width, f"stage{stage}", stride=2)
        x = layers.ReLU(name=f"stage{stage}_relu")(x)
        x = _residual_block(x, width, name=f"block{stage}")
    x = layers.GlobalAveragePooling2D(name="average")(x)
    return keras.Model(inputs, _logits(x, num_classes), name="residual_cnn")


def any_size_cnn(
    channels: int = 3, num_classes: int = 10, filters: tuple[int, ...] = (16, 32, 64, 128)
) -> keras.Model:
    """Builds convolutions with batch normalisation that take images of any size.

    Each is 3×3 and pooled to half size. What the last one finds is averaged over all positions,
    however many there are, so no weight depends on the size of the images.

    Args:
        channels: 3 for colour, 1 for grey images.
        num_classes: how many logits to give.
        filters: how many each convolution has.

    Returns:
        A model from ``(batch, height, width, channels)``, height and width open, to
        ``(batch, num_classes)``. It behaves differently while training.
    """
    inputs = keras.Input((None, None, channels), name="images")
    x = inputs
    for index, count in enumerate(filters, start=1):
        x = normalized_convolution(x, count, f"conv{index}")
        x = layers.ReLU(name=f"relu{index}")(x)
        x = layers.MaxPooling2D(2, padding="same", name=f"pool{index}")(x)
    x = layers.GlobalAveragePooling2D(name="average")(x)
    return keras.Model(inputs, _logits(x, num_classes), name="any_size_cnn")


def _residual_block(x: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
    branch = normalized_convolution(x, filters, f"{name}_1")
    branch = layers.ReLU(name=f"{name}_1_relu")(branch)
    branch = normalized_convolution(branch, filters, f"{name}_2")
    x = layers.Add(name=f"{name}_add")([x, branch])
    return layers.ReLU(name=f"{name}_relu")(x)


def _logits(x: keras.KerasTensor, num_classes: int) -> keras.KerasTensor:
    return layers.Dense(num_classes, name="softmax_linear")(x)
