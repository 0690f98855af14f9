"""A layer on sequences whose weights are not shared between positions."""

from functools import partial
from typing import Any

import numpy as np
from scipy import stats

from course_utils.exchange import Arrays
from course_utils.exercises.kit import layers, variables
from course_utils.exercises.kit.answers import put
from course_utils.exercises.kit.properties import Property, Symptom, Tolerance, compares, mistake
from course_utils.exercises.kit.randoms import Distribution
from course_utils.exercises.kit.task import Task

SD, BIAS = 0.04, 0.1  # those of the tutorial's local3 and local4
SAMPLES = 4  # fresh layers, of some 700 weights each
OTHER = "other "  # a question's array that is about a second layer
OTHER_OUTPUTS = "outputs of another stride"

# float32: sums of up to 24 products, whose roundings add up like a random walk.
TOLERANCE = Tolerance(200, "24 products, with room for another order of adding")


def draw(rng: np.random.Generator) -> Arrays:
    """Draw sizes, inputs, the variables' values, and weights of the outputs; most axes differ.

    The stride is 3, and the last window ends before the last step. The same of another layer, whose
    names begin with ``OTHER``: it has a stride of 2, and its last window ends at the last step.
    """
    size, channels, filters = (int(rng.integers(low, low + 2)) for low in (4, 5, 8))
    positions = int(rng.integers(5, 7))
    steps = size + 3 * (positions - 1) + int(rng.integers(1, 3))
    first = sized(rng, (3, steps, channels), (positions, size, channels, filters), 3)
    places = int(rng.integers(3, 6))
    other = sized(rng, (2, 3 + 2 * (places - 1), 4), (places, 3, 4, 2), 2)
    cotangent = rng.normal(0, 1, (3, positions, filters)).astype(np.float32)
    return first | {"cotangent": cotangent} | {OTHER + name: a for name, a in other.items()}


def sized(
    rng: np.random.Generator, inputs: tuple[int, ...], kernel: tuple[int, ...], stride: int
) -> Arrays:
    """Draw the inputs and the variables' values of a layer of some sizes.

    Args:
        rng: The generator.
        inputs: Their shape.
        kernel: Its shape: positions, size, channels, filters.
        stride: The layer's.
    """
    positions, size, _, filters = kernel
    return {
        "filters": np.array(filters),
        "size": np.array(size),
        "stride": np.array(stride),
        "inputs": rng.normal(0, 1, inputs).astype(np.float32),
        **variables.given(
            {
                "kernel": rng.normal(0, 0.3, kernel).astype(np.float32),
                "bias": rng.normal(0, 0.5, (positions, filters)).astype(np.float32),
            }
        ),
    }


def of_the_other(question: Arrays) -> Arrays:
    """Return the part of a question that is about the other layer, as if it were all."""
    return {
        name.removeprefix(OTHER): array
        for name, array in question.items()
        if name.startswith(OTHER)
    }


def build(layer: Any, question: Arrays) -> Any:
    """Make a layer of the student's class."""
    return layer(*(int(question[name]) for name in ("filters", "size", "stride")))


ask_first = layers.asks(build, samples=SAMPLES)


def ask(layer: Any, question: Arrays) -> Arrays:
    """Return what ``layers.asks`` asks of the first layer, and the outputs of the other one."""
    answer = ask_first(layer, question)
    put(answer, OTHER_OUTPUTS, partial(outputs, layer, of_the_other(question)), "Your layer")
    return answer


def outputs(layer: Any, own: Arrays) -> Any:
    """Return what a layer makes of its inputs with the variables' drawn values."""
    import tensorflow as tf

    made, found = layers.built(build, layer, own, {})
    variables.assign(found, variables.stated(own))
    return made(tf.constant(own["inputs"]))


truncated = stats.truncnorm(-2, 2, scale=SD)

compare = compares(
    Property(
        name="outputs",
        share=0.4,
        parts=(layers.OUTPUTS, OTHER_OUTPUTS),
        tolerance=TOLERANCE,
        right="Each position has its own kernel and bias.",
        step="Position p sees inputs[:, p · stride : p · stride + size], multiplies it with "
        "kernel[p], sums over size and channels, adds bias[p] and applies ReLU.",
        mistakes=(
            mistake(
                "shared",
                "All positions use the first one's kernel, as in a convolution. Position p has "
                "kernel[p].",
            ),
            mistake("no bias", "Your outputs ignore the bias. Add it before ReLU."),
            mistake("one bias", "All positions add the first one's bias. Position p has bias[p]."),
            mistake("linear", "Your outputs are not passed through ReLU."),
            mistake("bias last", "You add the bias after ReLU. Add it before."),
            Symptom(
                "Your positions come before the batch. Put them on axis 1: tf.stack(..., axis=1).",
                lambda question, expected, answer: (
                    answer[layers.OUTPUTS].shape
                    == tuple(expected[layers.OUTPUTS].shape[axis] for axis in (1, 0, 2))
                ),
            ),
            Symptom(
                "Each window still has its places apart. Sum over them, too: tf.tensordot(window, "
                "self.kernel[p], axes=2).",
                lambda question, expected, answer: answer[layers.OUTPUTS].ndim == 4,
            ),
            mistake(
                "channels before size",
                "Your kernel lists channels before places in the window. Its axes are positions, "
                "size, channels, filters.",
            ),
            mistake("reversed", "Your kernel runs through the window backwards."),
            mistake(
                "stride of 1",
                "Your windows begin at 0, 1, 2, ... Position p begins at p · stride.",
            ),
        ),
    ),
    Property(
        name="gradients",
        share=0.3,
        parts=tuple(map(layers.gradient, ("inputs", "kernel", "bias"))),
        tolerance=TOLERANCE,
        right="Gradients reach the inputs and both variables.",
        step="Build the outputs from inputs, kernel and bias with TensorFlow's operations.",
        mistakes=(
            Symptom(
                "The gradients go wrong, too: correct the outputs first.",
                lambda question, expected, answer: (
                    not TOLERANCE.holds(answer[layers.OUTPUTS], expected[layers.OUTPUTS])
                ),
            ),
        ),
    ),
    Distribution(
        name="initial values",
        share=0.3,
        part=layers.fresh("kernel"),
        cdf=truncated.cdf,
        support=(-2.001 * SD, 2.001 * SD),
        right=f"The weights start truncated normal with sd {SD}, the biases at {BIAS}.",
        step=f"Start with keras.initializers.TruncatedNormal(stddev={SD}).",
        mistakes=(
            (
                "Some weights are beyond 2 standard deviations of 0.04. RandomNormal does not cut "
                "there, and TruncatedNormal has the sd 0.05 unless you hand over stddev=0.04.",
                stats.norm(0, 0.042).cdf,  # between those two, which so few weights tell not apart
            ),
        ),
        constants=((layers.fresh("bias"), BIAS),),
    ),
)

TASK = Task("LocallyConnected1D", "layer", draw, ask, compare, cases=1)
