"""Two networks on the same images."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

PAIRS = ("", " of one network", " of a worse network")


def draw_pairs(rng: np.random.Generator) -> Arrays:
    """Draw scores of two networks that agree on most images, and of one network twice.

    Returns:
        ``labels``: int64 (N,). ``first scores``, ``second scores``: float32 (N, C); the second is
        right on some more. The same two ``of one network`` are right on the same images, and ``of
        a worse network`` the second is right on fewer.
    """
    n, classes = int(rng.integers(150, 250)), int(rng.integers(4, 8))
    labels = rng.integers(0, classes, n)
    first = rng.permutation(np.arange(n) < 0.55 * n)
    second = first.copy()
    second[np.flatnonzero(first)[: int(rng.integers(10, 18))]] = False
    second[np.flatnonzero(~first)[: int(rng.integers(25, 40))]] = True
    return {
        "labels": labels,
        "first scores": _scores(rng, labels, classes, first),
        "second scores": _scores(rng, labels, classes, second),
        "first scores of one network": _scores(rng, labels, classes, first),
        "second scores of one network": _scores(rng, labels, classes, first),
        "first scores of a worse network": _scores(rng, labels, classes, second),
        "second scores of a worse network": _scores(rng, labels, classes, first),
    }


def _scores(
    rng: np.random.Generator, labels: np.ndarray, classes: int, right: np.ndarray
) -> np.ndarray:
    """Draw scores without ties, whose highest is at the label exactly where ``right`` says so."""
    scores = np.argsort(rng.random((len(labels), classes)), axis=1).astype(np.float32)
    others = (labels + rng.integers(1, classes, len(labels))) % classes
    scores[np.arange(len(labels)), np.where(right, labels, others)] = classes
    return scores


SMALL = Tolerance(40, "sums over 250 images, a root and a division in float32", floor=1e-6)

TASK = Task(
    "paired_difference",
    "function",
    draw_pairs,
    functions.asks(
        *(
            Call(
                (f"first scores{pair}", f"second scores{pair}", "labels"),
                (f"difference{pair}", f"standard error{pair}"),
                ("difference", "standard error"),
            )
            for pair in PAIRS
        )
    ),
    compares(
        Property(
            name="the difference",
            share=0.4,
            parts=tuple(f"difference{pair}" for pair in PAIRS),
            tolerance=SMALL,
            right="The difference of the two precisions is right.",
            step="Return the precision of the second network minus that of the first, a share.",
            mistakes=(
                Mistake(
                    "The difference has the wrong sign. Subtract the first precision from the "
                    "second one.",
                    lambda q, e: -e["difference"],
                ),
                Symptom(
                    "Where the second network is the worse one, the difference is below 0. Keep "
                    "its sign.",
                    lambda q, e, a: (
                        SMALL.holds(a["difference"], e["difference"])
                        and SMALL.holds(
                            a["difference of a worse network"], -e["difference of a worse network"]
                        )
                    ),
                ),
                Mistake(
                    "The difference is in points. Return it as a share, from -1 to 1.",
                    lambda q, e: 100 * e["difference"],
                ),
                Mistake(
                    "You returned a number of images. Divide by how many there are.",
                    lambda q, e: e["difference"] * len(q["labels"]),
                ),
                mistake(
                    "of discordant images",
                    "You divided by the images on which the networks differ. Divide by all images.",
                ),
                Mistake(
                    "Difference and standard error are exchanged. Return the difference first.",
                    lambda q, e: {
                        "difference": e["standard error"],
                        "standard error": e["difference"],
                    },
                ),
            ),
        ),
        Property(
            name="its standard error",
            share=0.6,
            parts=tuple(f"standard error{pair}" for pair in PAIRS),
            tolerance=SMALL,
            right="Its standard error is that of a paired comparison.",
            step="Count the images that only one network gets right, b and c, and return "
            "sqrt(b + c - (b - c)**2 / n) / n.",
            mistakes=(
                mistake(
                    "unpaired",
                    "That is the standard error of two networks on different images. Here both "
                    "saw the same ones: only images on which they differ count, b and c.",
                    "standard error",
                ),
                mistake(
                    "one network's",
                    "That is the standard error of one precision. Count the images that only one "
                    "of the two networks gets right, b and c.",
                    "standard error",
                ),
                mistake(
                    "without the difference",
                    "Your standard error is a little too large: (b - c)**2 / n is missing under "
                    "the root.",
                    "standard error",
                ),
                mistake(
                    "n - 1",
                    "You divided by n - 1 somewhere (ddof=1). The formula above divides by n.",
                    "standard error",
                ),
                mistake(
                    "deviation",
                    "You returned the standard deviation of the images' differences. Divide it by "
                    "the root of n for the error of their mean.",
                    "standard error",
                ),
                mistake(
                    "variance",
                    "You returned the square of the standard error. Take the root.",
                    "standard error",
                ),
                Mistake(
                    "The standard error is in points. Return it as a share.",
                    lambda q, e: {"standard error": 100 * e["standard error"]},
                ),
                Symptom(
                    "The standard error of two networks that are right on the same images must be "
                    "0, not NaN.",
                    lambda q, e, a: bool(np.isnan(a["standard error of one network"])),
                ),
            ),
        ),
    ),
)
