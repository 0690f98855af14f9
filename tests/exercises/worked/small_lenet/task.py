"""Kind model: a small LeNet for images of any size."""

import numpy as np

from course_utils.exercises.kit import layers, variables
from course_utils.exercises.kit.properties import Mistake, Property, Symptom, Tolerance, compares
from course_utils.exercises.kit.task import Task

FILTERS, CLASSES, KERNEL = 3, 4, 3

# float32 through two layers; the convolution adds 27 products, the linear layer up to 150.
TOLERANCE = Tolerance(500, "sums of 150 products after sums of 27, in any order")


def draw(rng):
    """A size of images, the images, and a value for each variable.

    tanh and averages have no kinks, at which rounding could turn a gradient.
    """
    height, width = (2 * int(rng.integers(4, 8)) for _ in range(2))
    flat = ((height - KERNEL + 1) // 2) * ((width - KERNEL + 1) // 2) * FILTERS
    shapes = {
        "conv1/kernel": (KERNEL, KERNEL, 3, FILTERS),
        "conv1/bias": (FILTERS,),
        "softmax_linear/kernel": (flat, CLASSES),
        "softmax_linear/bias": (CLASSES,),
    }
    values = {name: rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
    return {
        "image shape": np.array((height, width, 3)),
        "inputs": rng.normal(0, 1, (5, height, width, 3)).astype(np.float32),
        "cotangent": rng.normal(0, 1, (5, CLASSES)).astype(np.float32),
        **variables.given(values),
    }


def build(small_lenet, question):
    return small_lenet(tuple(question["image shape"].tolist()), CLASSES)


ask = layers.asks(build)


def softmax_of(question, expected):
    exponentials = np.exp(expected["outputs"])
    return exponentials / exponentials.sum(axis=1, keepdims=True)


compare = compares(
    Property(
        name="logits",
        share=0.6,
        parts=("outputs",),
        tolerance=TOLERANCE,
        right="The logits are right for images of this size.",
        step="Convolve (3 × 3, VALID), tanh, average over 2 × 2, flatten, and end in a linear "
        "layer.",
        mistakes=(
            Mistake(
                "Your model ends in a softmax. Leave it out: the loss applies it to logits.",
                softmax_of,
            ),
            Symptom(
                "Your model answers another number of images than it is given. A reshape with a "
                "fixed size moves values from image to image: use Flatten.",
                lambda question, expected, answer: (
                    len(answer["outputs"]) != len(question["inputs"])
                ),
            ),
        ),
    ),
    Property(
        name="gradients",
        share=0.4,
        parts=tuple(map(layers.gradient, ("inputs", "conv1/kernel", "softmax_linear/kernel"))),
        tolerance=TOLERANCE,
        right="Gradients reach the images and the kernels.",
        step="Correct the logits first; their gradients follow.",
    ),
)

TASK = Task("small_lenet", "model", draw, ask, compare, cases=1)
