"""The probabilities of logits, row by row."""

from collections.abc import Callable

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
)
from course_utils.exercises.kit.task import Task
from course_utils.exercises.softmax._logits import (
    HALF,
    LARGE,
    SPREAD,
    around,
    not_finite,
    ordinary_first,
    sizes,
    spread,
)

# Right solutions may compute in float32: an exponential, a sum of at most 9, a quotient.
PROBABILITIES = Tolerance(50, "a handful of roundings to 32 bits, ten times over")


def draw_softmax(rng: np.random.Generator) -> Arrays:
    """Draw logits of several batches (N, K): ordinary ones, and large ones of either sign.

    Returns:
        ``logits``: float64, of ordinary size. ``float32 logits``: likewise. ``one row``: N = 1.
        ``logits of 500`` and ``logits of 1000``: float64, around these. ``mixed logits``: float64,
        rows around 1,000 and rows around -1,000 in turn, in the last one of which one class is
        ahead of the others by 100. ``spread logits``: each row from 1,000 down to -1,000.
    """
    count, classes = sizes(rng)
    mixed = around(rng, 0.0, (count, classes))
    mixed += np.where(np.arange(count) % 2, -LARGE, LARGE)[:, None]
    mixed[-1, rng.integers(classes)] += 100
    mixed = mixed.astype(np.float32).astype(np.float64)
    return {
        "logits": rng.normal(0, 2, (count, classes)),
        "float32 logits": rng.normal(0, 2, (count + 1, classes + 1)).astype(np.float32),
        "one row": rng.normal(0, 2, (1, classes)),
        "logits of 500": around(rng, HALF, (count, classes)),
        "logits of 1000": around(rng, LARGE, (count, classes)),
        "mixed logits": mixed,
        "spread logits": spread(rng, (count, classes)),
    }


def of(part: str) -> str:
    """Return the name of the part that holds the probabilities of a batch of logits."""
    return f"probabilities of {part}"


def sums_to_one(*axes: int) -> Callable[[Arrays, Arrays, Arrays], bool]:
    """Return the test whether the answer to ordinary logits sums to 1 over axes, shifted or not."""
    return lambda asked, expected, answer: np.allclose(answer[of("logits")].sum(axis=axes), 1)


def in_proportion(question: Arrays, expected: Arrays, answer: Arrays) -> bool:
    """Return whether the rows of the answer would be right if they were divided by their sums."""
    rows = answer[of("logits")]
    return bool(np.allclose(rows / rows.sum(axis=1, keepdims=True), expected[of("logits")]))


TASK = Task(
    "softmax",
    "function",
    draw_softmax,
    asks(
        *(
            Call((part,), (of(part),))
            for part in ("logits", "float32 logits", "one row", "logits of 500", "logits of 1000")
        ),
        Call(("mixed logits",), (of("mixed logits"),)),
        Call(("spread logits",), (of("spread logits"),)),
    ),
    compares(
        Property(
            name="probabilities",
            share=0.4,
            parts=(of("logits"), of("float32 logits"), of("one row")),
            tolerance=PROBABILITIES,
            right="Each row holds the probabilities of its own image.",
            step="Divide the exponential of each logit by the sum of the exponentials in its row.",
            mistakes=(
                Symptom(
                    "A result has lost an axis. Keep it in the sum: keepdims=True turns the sums "
                    "of N rows into the shape (N, 1), which divides row by row.",
                    lambda question, expected, answer: answer[of("logits")].ndim != 2,
                ),
                not_finite(
                    of("logits"),
                    "Ordinary logits give NaN or infinity already. Subtract from each row its own "
                    "largest logit, and no fixed number.",
                ),
                Symptom(
                    "Your columns sum to 1, not your rows. A row is an image, so sum over the "
                    "classes: axis 1.",
                    sums_to_one(0),
                ),
                Symptom(
                    "The whole batch sums to 1, not each row. Give the sum axis=1 and "
                    "keepdims=True.",
                    sums_to_one(0, 1),
                ),
                Symptom(
                    "Your rows are not divided by their sums. Divide each by its own, so that it "
                    "sums to 1.",
                    in_proportion,
                ),
                Mistake(
                    "You returned the logarithms of the probabilities. Return the probabilities.",
                    lambda question, expected: np.log(expected[of("logits")]),
                ),
                Mistake(
                    "You divided the logits by their sum, without the exponential. Take np.exp "
                    "first: probabilities are positive.",
                    lambda question, expected: (
                        question["logits"] / question["logits"].sum(axis=1, keepdims=True)
                    ),
                ),
            ),
        ),
        Property(
            name="large logits",
            share=0.35,
            parts=(of("logits of 500"), of("logits of 1000")),
            tolerance=PROBABILITIES,
            right="Logits around 1,000 overflow nothing.",
            step="Try your function on logits around 1,000.",
            mistakes=(
                not_finite(
                    of("logits of 500"),
                    "Logits around 500 give NaN, though exp(500) is a number that a "
                    "float64 holds: your exponents are larger than the logits. Subtract the "
                    "largest logit of each row; do not add it.",
                ),
                not_finite(
                    of("logits of 1000"),
                    "Logits around 1,000 give NaN: the exponential overflows. Subtract "
                    "the largest logit of each row first, which changes no probability.",
                ),
                ordinary_first(of("logits")),
            ),
        ),
        Property(
            name="a maximum for each row",
            share=0.25,
            parts=(of("mixed logits"), of("spread logits")),
            tolerance=PROBABILITIES,
            right="Rows around 1,000 and rows around -1,000 go together in one batch.",
            step="Try a batch with one row around 1,000 and one row around -1,000.",
            mistakes=(
                not_finite(
                    of("mixed logits"),
                    "A batch with rows around 1,000 and rows around -1,000 gives NaN: all "
                    "exponentials of a row overflowed, or all became 0. Subtract from each row "
                    "its own maximum, not that of the whole batch: logits.max(axis=1, "
                    "keepdims=True).",
                ),
                not_finite(of("spread logits"), SPREAD),
                ordinary_first(of("logits")),
            ),
        ),
    ),
)
