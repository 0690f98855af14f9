"""Networks that are one stack of layers: the families of reports A and B, and LeNet.

ReLU follows each convolution and hidden layer. Initial weights are He's normal ones, biases zero.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import keras
from keras import layers

from course_utils.errors import CourseError
from course_utils.layers import BatchNormalization

Shape = tuple[int, int, int]
MNIST: Shape = (28, 28, 1)
CIFAR: Shape = (32, 32, 3)


class Stage(NamedTuple):
    """A convolution and the max-pooling after it, both SAME."""

    filters: int
    kernel: int = 3
    pool: int = 2
    stride: int | None = None  # of the pool; None: as large as its window


def stacked_cnn(
    input_shape: Shape,
    num_classes: int,
    *,
    stages: tuple[Stage, ...],
    units: int,
    pool_dropout: float = 0.0,
    name: str = "stacked_cnn",
) -> keras.Model:
    """Build a network of report B: pooled convolutions, a hidden layer with dropout, logits.

    Args:
        input_shape: Height, width and channels of the images.
        num_classes: How many logits to give.
        stages: The convolutions, first to last.
        units: Size of the hidden layer, which drops half of its outputs while training.
        pool_dropout: Share of the outputs of each pool that is dropped while training.
        name: Of the model.

    Returns:
        A model with the layers conv1, pool1, ..., hidden, softmax_linear.
    """
    inputs = keras.Input(input_shape, name="images")
    x = inputs
    for index, stage in enumerate(stages, start=1):
        x = layers.Conv2D(
            stage.filters,
            stage.kernel,
            padding="same",
            activation="relu",
            kernel_initializer="he_normal",
            name=f"conv{index}",
        )(x)
        x = layers.MaxPooling2D(stage.pool, stage.stride, padding="same", name=f"pool{index}")(x)
        if pool_dropout:
            x = layers.Dropout(pool_dropout, name=f"pool{index}_dropout")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(units, activation="relu", kernel_initializer="he_normal", name="hidden")(x)
    x = layers.Dropout(0.5, name="hidden_dropout")(x)
    return keras.Model(inputs, softmax_linear(x, num_classes), name=name)


def pooled_cnn(
    input_shape: Shape = (32, 32, 3),
    num_classes: int = 10,
    *,
    more: int = 0,
    batch_norm: bool = True,
    dropout: float = 0.0,
    reshape: int | None = None,
) -> keras.Model:
    """Build a network of report A: pooled convolutions, a hidden layer, logits.

    The convolutions are 3×3 with 32 filters, 3×3 with 128 and 5×5 with 256; each is pooled to half
    its size, rounded up.

    Args:
        input_shape: Height, width and channels of the images.
        num_classes: How many logits to give.
        more: How many convolutions 3×3 with 256 filters, each pooled, to put after these.
        batch_norm: Whether each convolution and the hidden layer are normalised before their ReLU.
        dropout: Share of the hidden layer's outputs that is dropped while training.
        reshape: So many numbers a row go to the hidden layer, as the report has it in its code;
            None for ``Flatten``, which takes the number from the layer before it.

    Returns:
        A model with the layers conv1, pool1, ..., hidden, softmax_linear; 2,961,994 of its
        parameters are trained at the default sizes.

    Raises:
        ReshapeError: ``reshape`` would put numbers of several images into one row.
    """
    inputs = keras.Input(input_shape, name="images")
    x = inputs
    stages = [(32, 3), (128, 3), (256, 5), *[(256, 3)] * more]
    for index, (filters, kernel) in enumerate(stages, start=1):
        name = f"conv{index}"
        x = layers.Conv2D(
            filters, kernel, padding="same", kernel_initializer="he_normal", name=name
        )(x)
        x = _normalized_relu(x, batch_norm, name)
        x = layers.MaxPooling2D(2, padding="same", name=f"pool{index}")(x)
    x = layers.Flatten(name="flatten")(x) if reshape is None else _rows_of(x, reshape)
    x = layers.Dense(512, kernel_initializer="he_normal", name="hidden")(x)
    x = _normalized_relu(x, batch_norm, "hidden")
    if dropout:
        x = layers.Dropout(dropout, name="hidden_dropout")(x)
    return keras.Model(inputs, softmax_linear(x, num_classes), name="pooled_cnn")


def _normalized_relu(x: keras.KerasTensor, batch_norm: bool, name: str) -> keras.KerasTensor:
    if batch_norm:
        # Keras' momentum 0.99 needs some 500 steps before the statistics of evaluation follow.
        x = BatchNormalization(momentum=0.9, name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)


class ReshapeError(CourseError):
    """A reshape to rows of a fixed size would mix images; the message says what to do."""


def _rows_of(x: keras.KerasTensor, size: int) -> keras.KerasTensor:
    """Reshape as ``tf.reshape(x, (-1, size))`` does, but refuse to mix images.

    The reshape itself raises nothing: it takes as many numbers as it needs, and what the -1 stands
    for, the number of rows, is no longer the number of images.

    Raises:
        ReshapeError: An image has another number of numbers.
    """
    own = math.prod(x.shape[1:])
    if own != size:
        raise ReshapeError(
            f"reshape(-1, {size}) changes the batch: an image has {own:,} numbers here "
            f"({' × '.join(map(str, x.shape[1:]))}), so 128 images would become "
            f"{128 * own / size:,.0f} rows, and logits would no longer belong to labels. Use "
            "Flatten, which keeps one row an image."
        )
    return layers.Reshape((size,), name="reshape")(x)


def lenet(input_shape: Shape = MNIST, num_classes: int = 10) -> keras.Model:
    """Build report D's LeNet: 6 and 16 filters of 5×5 without padding, then 120, 84 and classes.

    Each convolution is pooled to half its size; an odd row or column at the end is dropped.

    Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition" (1998), here with ReLU and max-pooling, as the report has it.

    Args:
        input_shape: Height, width and channels of the images, 16×16 at least.
        num_classes: How many logits to give.

    Returns:
        A model with 44,426 parameters for 28×28×1, 62,006 for 32×32×3, 1,628,726 for 128×128×3.

    Raises:
        ValueError: The images are smaller than 16×16.
    """
    if min(input_shape[:2]) < 16:
        raise ValueError(
            f"This LeNet needs images of at least 16×16 pixels, not {input_shape[0]}×"
            f"{input_shape[1]}: two convolutions without padding and two pools leave nothing else."
        )
    inputs = keras.Input(input_shape, name="images")
    x = inputs
    for index, filters in enumerate((6, 16), start=1):
        x = layers.Conv2D(
            filters, 5, activation="relu", kernel_initializer="he_normal", name=f"conv{index}"
        )(x)
        x = layers.MaxPooling2D(2, name=f"pool{index}")(x)
    x = layers.Flatten(name="flatten")(x)
    x = hidden_layers(x, (120, 84))
    return keras.Model(inputs, softmax_linear(x, num_classes), name="lenet")


def normalized_convolution(
    x: keras.KerasTensor, filters: int, name: str, *, kernel: int = 3, stride: int = 1
) -> keras.KerasTensor:
    """Add a SAME convolution without bias, and batch normalisation.

    Args:
        x: (batch, height, width, channels).
        filters: how many channels to give.
        name: the layers are called ``{name}_conv`` and ``{name}_norm``.
        kernel: height and width of the kernel.
        stride: by how many pixels it moves.
    """
    x = layers.Conv2D(
        filters,
        kernel,
        strides=stride,
        padding="same",
        use_bias=False,  # the normalisation that follows would subtract it again
        kernel_initializer="he_normal",
        name=f"{name}_conv",
    )(x)
    # Keras' momentum 0.99 needs some 500 steps before the statistics used in evaluation follow.
    return BatchNormalization(momentum=0.9, name=f"{name}_norm")(x)


def hidden_layers(x: keras.KerasTensor, sizes: Sequence[int]) -> keras.KerasTensor:
    """Add fully connected layers with ReLU, called ``hidden1``, ``hidden2`` and so on.

    Args:
        x: (batch, features).
        sizes: how many units each has.
    """
    for index, units in enumerate(sizes, start=1):
        x = layers.Dense(
            units, activation="relu", kernel_initializer="he_normal", name=f"hidden{index}"
        )(x)
    return x


def softmax_linear(x: keras.KerasTensor, num_classes: int) -> keras.KerasTensor:
    """Add the layer ``softmax_linear``, which gives the logits, (batch, num_classes)."""
    return layers.Dense(num_classes, name="softmax_linear")(x)
