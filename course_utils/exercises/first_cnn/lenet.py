"""LeNet-5 of 1998, for images of any size."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import layers, variables
from course_utils.exercises.kit.layers import OUTPUTS
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

KERNEL = 5
FILTERS = (6, 16)
UNITS = (120, 84)
IMAGES = 3
NO_FLATTEN = "Between the second average and hidden1, flatten: keras.layers.Flatten()."

# A solution in float32 is off by at most 10 roundings of the largest number in 60 drawings; the
# mistakes below change the logits by at least 600,000.
TOLERANCE = Tolerance(400, "five layers, whose sums of up to 576 products come in any order")


def draw_lenet(rng: np.random.Generator) -> Arrays:
    """Draw a size of images, the images, a number of classes, and a value for each variable.

    Height, width and channels differ. Of the two sides one at least is odd after each convolution,
    so that both averages drop a row or a column; two rows and columns or more are left, so that a
    side that is forgotten shows. tanh and averages have no kinks, at which rounding changes a
    gradient.
    """
    while True:
        sides = rng.permutation(np.arange(20, 27))[:2]
        first = sides - KERNEL + 1
        second = first // 2 - KERNEL + 1
        # SAME convolutions and a missing second average give numbers that can be told apart.
        telling = (sides // 4).prod() != second.prod()
        if (first % 2).any() and (second % 2).any() and telling:
            break
    height, width = map(int, sides)
    channels, classes = int(rng.integers(2, 5)), int(rng.integers(3, 8))
    values: Arrays = {}
    for name, shape in shapes(height, width, channels, classes).items():
        # Sums of about unit size: tanh neither saturates nor is it a straight line.
        spread = 1 / np.sqrt(np.prod(shape[:-1])) if len(shape) > 1 else 0.3
        values[name] = rng.normal(0, spread, shape).astype(np.float32)
    return {
        "image shape": np.array((height, width, channels)),
        "classes": np.array(classes),
        "inputs": rng.normal(0, 1.5, (IMAGES, height, width, channels)).astype(np.float32),
        "cotangent": rng.normal(0, 1, (IMAGES, classes)).astype(np.float32),
        **variables.given(values),
    }


def shapes(height: int, width: int, channels: int, classes: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each variable by its stated name."""
    high, wide = (((side - KERNEL + 1) // 2 - KERNEL + 1) // 2 for side in (height, width))
    sizes = {
        "conv1": (KERNEL, KERNEL, channels, FILTERS[0]),
        "conv2": (KERNEL, KERNEL, *FILTERS),
        "hidden1": (high * wide * FILTERS[1], UNITS[0]),
        "hidden2": UNITS,
        "softmax_linear": (UNITS[1], classes),
    }
    return variables.with_biases(sizes)


def build(lenet: Any, question: Arrays) -> Any:
    """Build the student's network for the size that was drawn.

    Raises:
        ExchangeError: There is no network, or it takes images of another size.
    """
    shape = tuple(question["image shape"].tolist())
    model = lenet(shape, int(question["classes"]))
    if model is None:
        raise ExchangeError(
            "lenet returned None. Is its body written, and does it end with a return statement?"
        )
    own = getattr(model, "input_shape", None)
    if isinstance(own, tuple) and own[1:] != shape and None not in own[1:]:
        raise ExchangeError(
            f"For images of shape {shape} your network takes images of shape {own[1:]}: a size is "
            "written into it. Begin with keras.Input(image_shape)."
        )
    refuse_other_flat(model, shape)
    return model


def refuse_other_flat(model: Any, shape: tuple[int, ...]) -> None:
    """Say which layer before ``hidden1`` differs, if a wrong number of values reaches it.

    Other kernels of the convolutions are reported more clearly where the variables are found.

    Raises:
        ExchangeError: A wrong number of values reaches ``hidden1``.
    """
    sizes = {variables.path(one): tuple(one.shape) for one in getattr(model, "variables", [])}
    height, width, channels = shape
    wanted = shapes(height, width, channels, classes=1)
    conv1, conv2, hidden1 = (
        next((own for name, own in sizes.items() if f"/{name}".endswith(f"/{layer}/kernel")), None)
        for layer in ("conv1", "conv2", "hidden1")
    )
    count = wanted["hidden1/kernel"][0]
    if (
        (conv1, conv2) != (wanted["conv1/kernel"], wanted["conv2/kernel"])
        or hidden1 is None
        or hidden1[0] == count
    ):
        return
    before = [(side - KERNEL + 1) // 2 - KERNEL + 1 for side in (height, width)]
    reasons = {
        (height // 4) * (width // 4) * FILTERS[1]: "Your convolutions are SAME; take VALID.",
        before[0] * before[1] * FILTERS[1]: "Your second average of 2 × 2 is missing.",
        FILTERS[1]: NO_FLATTEN,
    }
    raise ExchangeError(
        f"For images of shape {shape}, {count} numbers reach the layer hidden1, but in your "
        f"network {hidden1[0]}. "
        + reasons.get(hidden1[0], "Look at the layers before it: padding, averages, flatten.")
    )


def _softmax(question: Arrays, expected: Arrays) -> np.ndarray:
    powers = np.exp(expected[OUTPUTS])
    return powers / powers.sum(axis=1, keepdims=True)


GRADIENTS = tuple(
    layers.gradient(name)
    for name in ("inputs", "conv1/kernel", "conv1/bias", "conv2/kernel", "softmax_linear/kernel")
)

# A network that the course ships: forgiven, it would earn the layers.
OF_REPORT_D = mistake(
    "relu and maxima",
    "The logits are those of a network with ReLU and maxima, as report D has it. The one of 1998 "
    "has tanh and averages.",
)
# What a network gives whose layers are right, but for one choice.
SLIPS = (
    Mistake(
        "Your network ends in a softmax. Leave it out: the loss applies it to logits.",
        _softmax,
    ),
    mistake(
        "maxima",
        "The logits are those of a network that takes the maximum of 2 × 2 pixels. Take "
        "their average: AveragePooling2D.",
    ),
    mistake(
        "relu",
        "The logits are those of a network with ReLU. The one of 1998 has tanh.",
    ),
    OF_REPORT_D,
    mistake(
        "linear layers",
        "Your two hidden layers have no tanh, so with the last one they are one linear "
        "layer. Give them activation='tanh'.",
    ),
    mistake(
        "linear convolutions",
        "Your convolutions have no tanh. Give them activation='tanh'.",
    ),
    mistake(
        "no tanh",
        "Your network has no tanh at all. Give both convolutions and both hidden layers "
        "activation='tanh'.",
    ),
    Mistake(
        "Your last layer has a tanh, which keeps the logits between -1 and 1. Leave it linear.",
        lambda question, expected: np.tanh(expected[OUTPUTS]),
    ),
)
LAYERS = (
    "Two times convolution (5 × 5, VALID), tanh, average of 2 × 2; then 120 and 84 units with "
    "tanh, and a linear layer."
)

compare_lenet = compares(
    Property(
        name="layers",
        share=0.3,
        parts=(OUTPUTS,),
        tolerance=TOLERANCE,
        right="The layers have the right sizes and are in the right order.",
        step=LAYERS,
        mistakes=(
            Symptom(
                NO_FLATTEN,  # told here where maps of 1 × 1 hide it from the sizes
                lambda question, expected, answer: answer[OUTPUTS].ndim == 4,
            ),
            Symptom(
                "Your network answers another number of images than it is given. A reshape with a "
                "fixed size moves values from image to image: use Flatten.",
                lambda question, expected, answer: len(answer[OUTPUTS]) != len(question["inputs"]),
            ),
            OF_REPORT_D,
        ),
        despite=tuple(slip for slip in SLIPS if slip is not OF_REPORT_D),
    ),
    Property(
        name="logits",
        share=0.4,
        parts=(OUTPUTS,),
        tolerance=TOLERANCE,
        right="The logits are right for images of this size.",
        step=LAYERS,
        mistakes=SLIPS,
    ),
    Property(
        name="gradients",
        share=0.3,
        parts=GRADIENTS,
        tolerance=TOLERANCE,
        right="Gradients reach the images, the kernels and the biases.",
        step="Compute with Keras' layers all the way from the images to the logits.",
    ),
)

TASK = Task("lenet", "model", draw_lenet, layers.asks(build), compare_lenet)
