"""Kind layer: tanh(inputs · kernel + bias), with variables of one's own."""

import numpy as np
from scipy import stats

from course_utils.exercises.kit import layers, variables
from course_utils.exercises.kit.properties import Mistake, Property, Tolerance, compares
from course_utils.exercises.kit.randoms import Distribution
from course_utils.exercises.kit.task import Task

SD, BIAS = 0.05, 0.1
SAMPLES = 4  # fresh layers, of 24 × 50 weights at least

# float32: sums of up to 40 products, whose roundings add up like a random walk.
TOLERANCE = Tolerance(200, "40 products and a tanh, with room for another order of adding")


def draw(rng):
    """Sizes, inputs, the variables' values, and weights of the outputs."""
    count, features, units = 8, int(rng.integers(24, 40)), int(rng.integers(50, 60))
    return {
        "units": np.array(units),
        "inputs": rng.normal(0, 1, (count, features)).astype(np.float32),
        "cotangent": rng.normal(0, 1, (count, units)).astype(np.float32),
        **variables.given(
            {
                "kernel": rng.normal(0, 0.3, (features, units)).astype(np.float32),
                "bias": rng.normal(0, 1, units).astype(np.float32),
            }
        ),
    }


ask = layers.asks(lambda affine, question: affine(question["units"].item()), samples=SAMPLES)


def outputs_without(question, bias=True, tanh=True):
    values = variables.stated(question)
    sums = question["inputs"].astype(np.float64) @ values["kernel"] + bias * values["bias"]
    return np.tanh(sums) if tanh else sums


truncated = stats.truncnorm(-2, 2, scale=SD)

compare = compares(
    Property(
        name="outputs",
        share=0.4,
        parts=("outputs",),
        tolerance=TOLERANCE,
        right="The outputs are right.",
        step="Compute tanh(inputs · kernel + bias).",
        mistakes=(
            Mistake(
                "Your outputs ignore the bias. Add it before tanh.",
                lambda question, expected: outputs_without(question, bias=False),
            ),
            Mistake(
                "Your outputs are not passed through tanh.",
                lambda question, expected: outputs_without(question, tanh=False),
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
                "The weights are normal, but some are beyond 2 standard deviations. Use "
                "TruncatedNormal instead of RandomNormal.",
                stats.norm(0, SD).cdf,
            ),
            (
                "The weights are uniform. Use keras.initializers.TruncatedNormal.",
                stats.uniform(-SD, 2 * SD).cdf,
            ),
        ),
        constants=((layers.fresh("bias"), BIAS),),
    ),
)

TASK = Task("affine", "layer", draw, ask, compare, cases=1)
