"""Residual networks of bottleneck blocks: the "Custom ResNet" of report C.

Source: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition" (2015), whose blocks
of three convolutions these are. The stride is that of the 3×3 convolution.
"""

from typing import NamedTuple

import keras
from keras import layers

from course_utils.layers import BatchNormalization

Shape = tuple[int, int, int]
CIFAR: Shape = (32, 32, 3)
NARROWER = 4  # by how much a block's 3×3 convolution has fewer channels than the block


class Group(NamedTuple):
    """Blocks of one size; the first of them moves by ``stride``."""

    blocks: int
    channels: int
    stride: int


REPORT_C = (Group(3, 64, 1), Group(4, 128, 2), Group(6, 256, 2), Group(3, 512, 2))


def bottleneck_resnet(
    input_shape: Shape = CIFAR,
    num_classes: int = 10,
    *,
    groups: tuple[Group, ...] = REPORT_C,
    stem: int = 64,
    dropout: float = 0.1,
) -> keras.Model:
    """Builds a stem of 7×7 that halves the image, groups of bottleneck blocks, a mean, and logits.

    Args:
        input_shape: Height, width and channels of the images.
        num_classes: How many logits to give.
        groups: The blocks, first to last.
        stem: Filters of the first convolution.
        dropout: Share of each block's outputs that is dropped while training.

    Returns:
        A model from float32 (batch, *input_shape) to float32 (batch, num_classes). Call it with
        ``training=True`` while training.
    """
    inputs = keras.Input(input_shape, name="images")
    x = normalized_convolution(inputs, stem, "stem", kernel=7, stride=2)
    x = layers.ReLU(name="stem_relu")(x)
    for number, group in enumerate(groups, start=1):
        for index in range(group.blocks):
            stride = group.stride if index == 0 else 1
            x = _bottleneck(x, group.channels, stride, dropout, f"block{number}_{index + 1}")
    x = layers.GlobalAveragePooling2D(name="average")(x)
    logits = layers.Dense(num_classes, name="softmax_linear")(x)
    return keras.Model(inputs, logits, name="bottleneck_resnet")


def _bottleneck(
    x: keras.KerasTensor, channels: int, stride: int, dropout: float, name: str
) -> keras.KerasTensor:
    inner = channels // NARROWER
    branch = layers.ReLU(name=f"{name}_relu1")(
        normalized_convolution(x, inner, f"{name}_1", kernel=1)
    )
    branch = layers.ReLU(name=f"{name}_relu2")(
        normalized_convolution(branch, inner, f"{name}_2", stride=stride)
    )
    branch = normalized_convolution(branch, channels, f"{name}_3", kernel=1)
    if stride > 1 or x.shape[-1] != channels:  # else a sum of unlike shapes
        x = normalized_convolution(x, channels, f"{name}_projection", kernel=1, stride=stride)
    x = layers.ReLU(name=f"{name}_relu")(layers.Add(name=f"{name}_add")([x, branch]))
    return layers.Dropout(dropout, name=f"{name}_dropout")(x)


def normalized_convolution(
    x: keras.KerasTensor, filters: int, name: str, *, kernel: int = 3, stride: int = 1
) -> keras.KerasTensor:
    """Adds a SAME convolution without bias, and batch normalisation.

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
