"""The ladder of smaller and newer networks that the tutorial's is compared with.

``stacks`` has the families that are one stack of layers, ``reports`` the networks of the student
reports by name, and ``costs`` counts what any network costs. The tutorial's own is
``course_utils.cifar10.inference``.

Every model takes *standardised* float32 images of shape ``(batch, height, width, channels)``, as
:mod:`course_utils.cifar10_input` makes them, and returns float32 logits of shape
``(batch, classes)``. Initial weights are drawn when a model is built: call
``training.seed_everything(seed)`` first to draw the same ones again.
"""

import keras
from keras import layers

from course_utils.models.stacks import hidden_layers, normalized_convolution, softmax_linear


def softmax_regression(
    input_shape: tuple[int, int, int] = (32, 32, 3), num_classes: int = 10
) -> keras.Model:
    """Build the linear classifier: one weight per pixel, channel and class, and a bias per class.

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
    """Build a network of two hidden ReLU layers of 256 and 128 units, which ignores geometry.

    Args:
        input_shape: height, width and channels of the images.
        num_classes: how many logits to give.

    Returns:
        A model with 820,874 parameters at the default sizes.
    """
    inputs = keras.Input(input_shape, name="images")
    x = layers.Flatten(name="flatten")(inputs)
    x = hidden_layers(x, (256, 128))
    return keras.Model(inputs, softmax_linear(x, num_classes), name="fully_connected")


def small_cnn(
    input_shape: tuple[int, int, int] = (32, 32, 3), num_classes: int = 10
) -> keras.Model:
    """Build two 3×3 convolutions of 32 and 64 filters, each pooled to half size, and a linear top.

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
    return keras.Model(inputs, softmax_linear(x, num_classes), name="small_cnn")


def residual_cnn(
    input_shape: tuple[int, int, int] = (32, 32, 3),
    num_classes: int = 10,
    filters: tuple[int, ...] = (32, 64, 128),
) -> keras.Model:
    """Build a small residual network with batch normalisation.

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
    return keras.Model(inputs, softmax_linear(x, num_classes), name="residual_cnn")


def any_size_cnn(
    channels: int = 3, num_classes: int = 10, filters: tuple[int, ...] = (16, 32, 64, 128)
) -> keras.Model:
    """Build a convolutional network with batch normalisation for images of any size.

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
    return keras.Model(inputs, softmax_linear(x, num_classes), name="any_size_cnn")


def _residual_block(x: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
    branch = normalized_convolution(x, filters, f"{name}_1")
    branch = layers.ReLU(name=f"{name}_1_relu")(branch)
    branch = normalized_convolution(branch, filters, f"{name}_2")
    x = layers.Add(name=f"{name}_add")([x, branch])
    return layers.ReLU(name=f"{name}_relu")(x)
