"""The networks of the student reports, by name: `models.VARIANTS["B base"].build()`.

Report B asks how many layers MNIST needs; report D goes from softmax regression to LeNet and a
residual network. Every network here takes float32 images (batch, height, width, channels) and
returns logits (batch, classes), whatever its report did: the softmax belongs to the loss.

What a report leaves open was chosen so that parameters and multiply-adds are the reported ones, and
stands in `Variant.reading`. `course_utils.stacks` builds most of them.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import keras

from course_utils.stacks import MNIST, Shape, Stage, lenet, stacked_cnn


@dataclass(frozen=True)
class Variant:
    """A network of a report, and what the report says about it.

    Attributes:
        claim: What the report measured, in its own numbers; accuracies are on MNIST's test images.
        parameters: How many there are for images of 28×28×1 and ten classes, with the statistics
            of batch normalisation.
        multiply_adds: Of one such image on its way through convolutions and dense layers.
        reading: What the report leaves open, and what was chosen.
    """

    claim: str
    parameters: int
    multiply_adds: int
    reading: str
    builder: Callable[[Shape, int], keras.Model]

    def build(self, input_shape: Shape = MNIST, num_classes: int = 10) -> keras.Model:
        """Builds the network with new weights.

        Args:
            input_shape: Height, width and channels of the images.
            num_classes: How many logits to give.

        Returns:
            A model from float32 (batch, *input_shape) to float32 (batch, num_classes). Where it has
            dropout, call it with ``training=True`` while training.

        Raises:
            ValueError: The images are too small for the network.
        """
        return self.builder(input_shape, num_classes)


# `course_utils.models` shows VARIANTS, so it can only be imported once somebody builds.


def _softmax_regression(input_shape: Shape, num_classes: int) -> keras.Model:
    from course_utils import models

    return models.softmax_regression(input_shape, num_classes)


def _residual_cnn(input_shape: Shape, num_classes: int) -> keras.Model:
    from course_utils import models

    return models.residual_cnn(input_shape, num_classes)


def _stacked(
    *stages: Stage, units: int = 1_024, pool_dropout: float = 0.0
) -> Callable[[Shape, int], keras.Model]:
    return functools.partial(stacked_cnn, stages=stages, units=units, pool_dropout=pool_dropout)


_BASE = (Stage(32), Stage(64))
_A = (Stage(32), Stage(64), Stage(32))
_FOUR = (Stage(32), Stage(64), Stage(64), Stage(64, kernel=2))
_ALL_IN_A = "Every one of the three convolutions has this number of filters."

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
_REPORT_D = {
    "D softmax regression": Variant(
        "0.875 after 30 epochs, 0.88 after 80; 0.90 after 100 with a learning rate that falls",
        7_850,
        7_840,
        "Written there in NumPy, one image a step; here as a Keras model that starts at zero.",
        _softmax_regression,
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
        _residual_cnn,
    ),
}
VARIANTS: Mapping[str, Variant] = MappingProxyType(_REPORT_B | _REPORT_D)
"""Every network of reports B and D, by the report's letter and a name."""
