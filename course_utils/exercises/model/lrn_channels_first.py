"""Local response normalisation of images whose channels come first."""

from collections.abc import Callable

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import ERROR
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import Property, Symptom, Tolerance, compares, mistake
from course_utils.exercises.kit.task import Finding, Task

# float32: a sum of up to 30 squares, a power (its error grows by the logarithm), a product.
TOLERANCE = Tolerance(200, "30 squares, a power and a product, in any order")
PARAMETERS = ("radius", "bias", "alpha", "beta")


def draw(rng: np.random.Generator) -> Arrays:
    """Draw activations, the parameters, and a second radius that covers all channels.

    Returns:
        ``activations`` float32 (N, C, H, W), of either sign, none near 0, of four different sizes;
        at one place all are so far below 0 that (bias + alpha · their sum), unlike that of their
        squares, is negative; ``radius`` 2..4, less than half of C; ``wide radius`` reaches from the
        first channel to the last, and ``wider radius`` beyond; ``bias``, ``alpha`` and ``beta``.
    """
    sizes = (2, int(rng.integers(10, 13)), 3, int(rng.integers(4, 6)))
    bias, alpha = rng.uniform(0.6, 2), rng.uniform(0.02, 0.2)
    signs = rng.choice(np.array([-1, 1], np.float32), sizes)
    activations = signs * (np.abs(rng.normal(0, 3, sizes)).astype(np.float32) + np.float32(0.1))
    activations[0, :, 1, 2] = -bias / alpha * rng.uniform(0.25, 0.4, sizes[1])  # of 5 or more
    return {
        "activations": activations,
        "radius": np.array(rng.integers(2, 5)),
        "wide radius": np.array(sizes[1] - 1),
        "wider radius": np.array(sizes[1] + rng.integers(1, 4)),
        "bias": np.array(bias),
        "alpha": np.array(alpha),
        "beta": np.array(rng.uniform(0.3, 0.45) if rng.random() < 0.5 else rng.uniform(0.6, 0.9)),
    }


ask = asks(
    Call(("activations", *PARAMETERS), ("normalised",)),
    Call(("activations", "wide radius", *PARAMETERS[1:]), ("wide",)),
    Call(("activations", "wider radius", *PARAMETERS[1:]), ("wider",)),
)


def middle(question: Arrays, array: np.ndarray) -> np.ndarray:
    """Return the channels whose window is whole."""
    radius = int(question["radius"])
    return array[:, radius : array.shape[1] - radius]


def edges(question: Arrays, array: np.ndarray) -> np.ndarray:
    """Return the channels whose window ends early."""
    radius = int(question["radius"])
    return np.concatenate([array[:, :radius], array[:, array.shape[1] - radius :]], axis=1)


def apart(question: Arrays, arrays: Arrays) -> Arrays:
    """Add the middle and the edges of an answer, or of an expectation, as parts of their own.

    Where the whole has another shape, it takes the place of both.
    """
    said, whole = arrays.get("normalised" + ERROR), arrays.get("normalised")
    if said is not None:
        return {**arrays, "middle" + ERROR: said, "edges" + ERROR: said}
    if whole is None:
        return arrays
    fits = whole.shape == question["activations"].shape
    return arrays | {
        "middle": middle(question, whole) if fits else whole,
        "edges": edges(question, whole) if fits else whole,
    }


def moved(order: tuple[int, ...]) -> Callable[[Arrays, Arrays, Arrays], bool]:
    """Return the test whether an answer has the sizes of the activations in another order."""

    def shows(question: Arrays, expected: Arrays, answer: Arrays) -> bool:
        sizes = question["activations"].shape
        return answer["normalised"].shape == tuple(sizes[axis] for axis in order)

    return shows


STEP = (
    "Divide each activation by (bias + alpha · sum of squares) ** beta. The sum runs over axis 1: "
    "from radius channels before it to radius channels after it."
)
MIDDLE_FIRST = Symptom(
    "Correct the channels in the middle first.",
    lambda question, expected, answer: not TOLERANCE.holds(answer["middle"], expected["middle"]),
)
judge = compares(
    Property(
        name="channels in the middle",
        share=0.5,
        parts=("middle",),
        tolerance=TOLERANCE,
        right="Channels with neighbours on both sides are right.",
        step=STEP,
        label=lambda question, part: "the result",
        mistakes=(
            Symptom(
                "Your sums go below 0, and a power of such a number is NaN. Sum their squares: "
                "square each activation before you add.",
                lambda question, expected, answer: (
                    bool(np.isnan(answer["middle"]).any())
                    and answer["normalised"].shape == question["activations"].shape
                ),
            ),
            Symptom(
                "Your channels come last. Hand the array back in the order it came, (N, C, H, W): "
                "axes (0, 3, 1, 2) of yours.",
                moved((0, 2, 3, 1)),
            ),
            Symptom(
                "Your channels come before the batch. Stack them along axis 1.",
                moved((1, 0, 2, 3)),
            ),
            Symptom(
                "Your axes are in another order than (N, C, H, W). From (N, H, W, C), the way back "
                "is (0, 3, 1, 2).",
                lambda question, expected, answer: (
                    answer["normalised"].shape != question["activations"].shape
                    and sorted(answer["normalised"].shape) == sorted(question["activations"].shape)
                ),
            ),
            mistake(
                "channels last",
                "You normalised over the last axis, the width. Here the channels are axis 1.",
                "normalised",
            ),
            mistake(
                "narrow",
                "Your window is radius channels wide in all. It reaches radius channels to each "
                "side: 2 · radius + 1 of them.",
                middle,
            ),
            mistake(
                "upper end",
                "Your window leaves out its last channel: the end of a slice is not included.",
                middle,
            ),
            mistake(
                "divided",
                "You divide alpha by the width of the window. Multiply the sum by alpha as it is.",
                middle,
            ),
            mistake("root", "You take the square root. Raise to the power beta instead.", middle),
            mistake("multiplied", "You multiply by the power. Divide by it.", middle),
            mistake("no bias", "Your sum starts at 0. Add bias to alpha · sum.", middle),
            mistake("squared sum", "You square the sum. Sum the squares.", middle),
            mistake(
                "power of the sum",
                "Only the sum is raised to the power. Add the bias first: (bias + alpha · sum) ** "
                "beta.",
                middle,
            ),
            mistake(
                "neighbours alone",
                "Your window leaves out the channel itself. It counts among its neighbours.",
                middle,
            ),
            mistake(
                "in place",
                "You write results into the array that you go on reading, so that channels see "
                "normalised neighbours. Put them into an array of their own.",
                middle,
            ),
        ),
    ),
    Property(
        name="first and last channels",
        share=0.3,
        parts=("edges",),
        tolerance=TOLERANCE,
        right="The window ends at the first and at the last channel.",
        step="Near the first and the last channel, the window holds only the channels that exist.",
        label=lambda question, part: "the result for the first or last channels",
        mistakes=(
            mistake(
                "wraps",
                "At the first channel you count the last ones as neighbours. End the window there.",
                edges,
            ),
            mistake(
                "repeats",
                "You repeat the outermost channel beyond the edge. Nothing is there: add 0.",
                edges,
            ),
            mistake(
                "empty",
                "The first channels have an empty window: a slice from a number below 0 counts "
                "from the end. Begin it at max(channel - radius, 0).",
                edges,
            ),
            MIDDLE_FIRST,
        ),
    ),
    Property(
        name="a window as wide as all channels",
        share=0.2,
        parts=("wide", "wider"),
        tolerance=TOLERANCE,
        right="A radius beyond all channels works, too.",
        step="With a radius as large as the number of channels, each window holds all channels.",
        label=lambda question, part: "the result with a large radius",
        mistakes=(
            MIDDLE_FIRST,
            Symptom(
                "Correct the first and the last channels first.",
                lambda question, expected, answer: (
                    not TOLERANCE.holds(answer["edges"], expected["edges"])
                ),
            ),
        ),
    ),
)


def compare(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Judge the middle channels, the outer ones, and a window that covers all of them."""
    return judge(question, apart(question, expected), apart(question, answer))


TASK = Task("lrn_channels_first", "function", draw, ask, compare)
