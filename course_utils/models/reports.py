"""The networks of the student reports, by name: `reports.VARIANTS["B base"].build()`.

Report A adds layers and batch normalisation to a network for CIFAR-10; report B asks how many
layers MNIST needs; report C goes from a dense network to a residual one of bottleneck blocks;
report D goes from softmax regression to LeNet and a residual network. Every network here takes
float32 images (batch, height, width, channels) and returns logits (batch, classes), whatever its
report did: the softmax belongs to the loss.

What a report leaves open was chosen so that parameters and multiply-adds are the reported ones, and
is stated in `Variant.reading`. `course_utils.models.stacks` builds most of them, and
:func:`bottleneck_resnet` the "Custom ResNet" of report C. Source of its blocks of three
convolutions: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition" (2015); the
stride is that of the 3×3 convolution.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import keras
from keras import layers

from course_utils import models
from course_utils.models.stacks import (
    CIFAR,
    MNIST,
    Shape,
    Stage,
    lenet,
    normalized_convolution,
    pooled_cnn,
    softmax_linear,
    stacked_cnn,
)

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
    """Build a stem of 7×7 that halves the image, groups of bottleneck blocks, a mean, and logits.

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
    return keras.Model(inputs, softmax_linear(x, num_classes), name="bottleneck_resnet")


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


@dataclass(frozen=True)
class Variant:
    """A network of a report, and what the report says about it.

    Attributes:
        claim: What the report measured, in its own numbers; accuracies are on the test images of
            MNIST (reports B and D) or CIFAR-10 (A and C).
        parameters: How many there are for the report's images and ten classes, with the statistics
            of batch normalisation, which are not trained.
        multiply_adds: Of one such image on its way through convolutions and dense layers.
        reading: What the report leaves open, and what was chosen.
        input_shape: Height, width and channels of the report's images.
    """

    claim: str
    parameters: int
    multiply_adds: int
    reading: str
    builder: Callable[[Shape, int], keras.Model]
    input_shape: Shape = MNIST

    def build(self, input_shape: Shape | None = None, num_classes: int = 10) -> keras.Model:
        """Build the network with new weights.

        Args:
            input_shape: Height, width and channels of the images; None for the report's.
            num_classes: How many logits to give.

        Returns:
            A model from float32 (batch, *input_shape) to float32 (batch, num_classes). Where it has
            dropout, call it with ``training=True`` while training.

        Raises:
            ValueError: The images are too small for the network.
        """
        return self.builder(input_shape or self.input_shape, num_classes)


def _pooled(**options: Any) -> Callable[[Shape, int], keras.Model]:
    return functools.partial(pooled_cnn, **options)


def _stacked(
    *stages: Stage, units: int = 1_024, pool_dropout: float = 0.0
) -> Callable[[Shape, int], keras.Model]:
    return functools.partial(stacked_cnn, stages=stages, units=units, pool_dropout=pool_dropout)


_BASE = (Stage(32), Stage(64))
_A = (Stage(32), Stage(64), Stage(32))
_FOUR = (Stage(32), Stage(64), Stage(64), Stage(64, kernel=2))
_ALL_IN_A = "Every one of the three convolutions has this number of filters."

_PADDING = "SAME padding and biases in all layers give the reported counts."

_REPORT_A = {
    "A without batch norm": Variant(
        "0.2 to 0.3 after 100 epochs with Adam at 0.01; 0.6 at 0.001",
        2_960_138,
        64_852_992,
        f"{_PADDING} The report drops no outputs here.",
        _pooled(batch_norm=False),
        CIFAR,
    ),
    "A with batch norm": Variant(
        "0.7 to 0.8 with Adam at 0.001; 2,961,994 parameters are trained",
        2_963_850,
        64_852_992,
        f"{_PADDING} Keras' statistics follow with momentum 0.9.",
        _pooled(),
        CIFAR,
    ),
    "A with dropout": Variant(
        "slightly lower than without; in the end about 0.78",
        2_963_850,
        64_852_992,
        "The report's 0.7 is read as the share that is kept, as TensorFlow 1 has it: 0.3 of the "
        "hidden layer's outputs are dropped.",
        _pooled(dropout=0.3),
        CIFAR,
    ),
    "A with eight more convolutions": Variant(
        "did not train: reshape(-1, 4096) made 8 rows of 128 images",
        5_726_602,
        78_222_336,
        "Widths are not given: 3×3 with 256 filters each, and a SAME pool. Flatten stands where "
        "the report's reshape did; the parameter `reshape` of `stacks.pooled_cnn` brings it back.",
        _pooled(more=8),
        CIFAR,
    ),
}
_REPORT_B = {
    "B base": Variant(
        "reaches 99 % after 12,100 steps in the mean of 20 runs; after 20,000 steps mean 0.9906, "
        "best 0.9914",
        3_241_354,
        7_059_968,
        "Nothing: SAME padding gives the reported counts.",
        _stacked(*_BASE),
    ),
    "B A": Variant(
        "mean 0.9913, best 0.9938",
        572_842,
        5_276_160,
        "Pools are SAME, 28 → 14 → 7 → 4, which gives the reported 572,842 parameters.",
        _stacked(*_A),
    ),
    "B A with 16 filters": Variant(
        "mean 0.9885", 278_218, 949_760, _ALL_IN_A, _stacked(Stage(16), Stage(16), Stage(16))
    ),
    "B A with 24 filters": Variant(
        "mean 0.9884", 415_146, 1_842_880, _ALL_IN_A, _stacked(Stage(24), Stage(24), Stage(24))
    ),
    "B A with dropout": Variant(
        "after 40,000 steps mean 0.9920, best 0.9934",
        572_842,
        5_276_160,
        "Half of each pool's outputs is dropped, and half of the hidden layer's as in the base.",
        _stacked(*_A, pool_dropout=0.5),
    ),
    "B 32/64/64 + 2x2": Variant(
        "mean 0.9022, best 0.9140 (probably a slip of the pen for 0.99)",
        140_554,
        5_975_040,
        "The fourth convolution has 64 filters of 2×2 and a pool: 140,554 parameters, as reported "
        "for four convolutions.",
        _stacked(*_FOUR, units=256),
    ),
    "B 32/64/64 + 2x2 with dropout": Variant(
        "after 150,000 steps mean 0.9942, best 0.9951 of 10 runs; those that ended in NaN are left "
        "out",
        140_554,
        5_975_040,
        "The report says four convolutions and dropout; these four give the reported parameters.",
        _stacked(*_FOUR, units=256, pool_dropout=0.5),
    ),
    "B one hidden convolution": Variant(
        "reaches 99 % after 12,157 steps",
        3_278_282,
        8_866_304,
        "A third convolution of 64 filters, and a SAME pool of 2×2 that moves by one pixel.",
        _stacked(*_BASE, Stage(64, stride=1)),
    ),
    "B two hidden convolutions": Variant(
        "reaches 99 % after 10,080 steps; elsewhere mean 0.98962, best 0.9902",
        3_315_210,
        10_672_640,
        "Two more convolutions of 64 filters; their pools of 1×1 change nothing.",
        _stacked(*_BASE, *[Stage(64, pool=1)] * 2),
    ),
    "B four hidden convolutions": Variant(
        "loss 605 at step 12,000, NaN from 14,000, accuracy 0.0980",
        3_389_066,
        14_285_312,
        "Four more convolutions as in the net with two. The NaN came from log(0) in a loss written "
        "by hand, which is no part of the network.",
        _stacked(*_BASE, *[Stage(64, pool=1)] * 4),
    ),
    "B simpler": Variant(
        "reaches 99 % after 12,450 steps",
        1_643_370,
        7_260_672,
        "Both convolutions are 5×5 with 32 filters and a pool of 2×2: 7.26 million multiply-adds, "
        "more than the base.",
        _stacked(Stage(32, kernel=5), Stage(32, kernel=5)),
    ),
}
_UNSTATED = "The report gives no widths:"
_REPORT_C = {
    "C DNN": Variant(
        "52.64 %, best test loss 1.3459 at epoch 17, then it diverges",
        820_874,
        820_480,
        f"{_UNSTATED} the course's `fully_connected` with 256 and 128 units stands for it.",
        models.fully_connected,
        CIFAR,
    ),
    "C CNN": Variant(
        "77.14 % in its text, 77.17 % in its table; best test loss 0.6787 at epoch 67",
        1_422_218,
        40_569_344,
        f"{_UNSTATED} three pooled convolutions of 64, 128 and 256 filters and 256 hidden units.",
        _stacked(Stage(64), Stage(128), Stage(256), units=256),
        CIFAR,
    ),
    "C ResNet": Variant(
        "80.85 %, best test loss 0.5801 at epoch 11, then it overfits",
        488_314,
        18_138_368,
        f"{_UNSTATED} the course's `residual_cnn` stands for it.",
        models.residual_cnn,
        CIFAR,
    ),
    "C Custom ResNet": Variant(
        "90.47 %, best test loss 0.3053 at epoch 62 of at most 300",
        1_506_122,
        22_598_656,
        "The width inside a block is not given: a quarter of the block's, with the stride in its "
        "3×3 convolution. That makes 22.6 million multiply-adds. Dropout: 0.1 is chosen.",
        bottleneck_resnet,
        CIFAR,
    ),
}
_REPORT_D = {
    "D softmax regression": Variant(
        "0.875 after 30 epochs, 0.88 after 80; 0.90 after 100 with a learning rate that falls",
        7_850,
        7_840,
        "Written there in NumPy, one image a step; here as a Keras model that starts at zero.",
        models.softmax_regression,
    ),
    "D LeNet": Variant(
        "0.97 after one epoch of single images",
        44_426,
        281_640,
        "No padding, 6 and 16 filters: the reported 44,426 parameters.",
        lenet,
    ),
    "D ResNet-like": Variant(
        "36.07 % of 1,500 scene photographs, LeNet 32 %",
        488_026,
        15_044_096,
        "The report gives no widths: the course's `residual_cnn` stands for it.",
        models.residual_cnn,
    ),
}
VARIANTS: Mapping[str, Variant] = MappingProxyType(_REPORT_A | _REPORT_B | _REPORT_C | _REPORT_D)
"""Every network of the four reports, by the report's letter and a name."""
