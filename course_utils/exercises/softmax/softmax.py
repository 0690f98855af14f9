"""Tasks of ``01_softmax`` on probabilities: the softmax of logits, and the cross-entropy."""

from collections.abc import Callable

import numpy as np

from course_utils.checks.functions import Call, asks
from course_utils.checks.logits import HALF, LARGE, around, not_finite, ordinary_first
from course_utils.checks.mistakes import mistake
from course_utils.checks.properties import Mistake, Property, Symptom, Tolerance, compares
from course_utils.checks.task import Task
from course_utils.exchange import Arrays

# The loss where an honest one is over a thousand, but the probability was kept above some 1e-30:
# -log(1e-30) is 69, and a float64 holds nothing below 1e-323, whose logarithm is -744.
CLIPPED = 750.0

# Right solutions may compute in float32: an exponential, a sum of at most 9, a quotient.
PROBABILITIES = Tolerance(50, "a handful of roundings to 32 bits, ten times over")


def sizes(rng: np.random.Generator) -> tuple[int, int]:
    """Draw a number of images and a number of classes, which are never the same."""
    return int(rng.integers(10, 16)), int(rng.integers(4, 9))


# ---- softmax -----------------------------------------------------------------------------------


def draw_softmax(rng: np.random.Generator) -> Arrays:
    """Draw logits of several batches (N, K): ordinary ones, and large ones of either sign.

    Returns:
        ``logits``: float64, of ordinary size. ``float32 logits``: likewise. ``one row``: N = 1.
        ``logits of 500`` and ``logits of 1000``: float64, around these. ``mixed logits``: float64,
        rows around 1,000 and rows around -1,000 in turn, in the last one of which one class is
        ahead of the others by 100.
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


softmax = Task(
    "softmax",
    "function",
    draw_softmax,
    asks(
        *(
            Call((part,), (of(part),))
            for part in ("logits", "float32 logits", "one row", "logits of 500", "logits of 1000")
        ),
        Call(("mixed logits",), (of("mixed logits"),)),
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
            parts=(of("mixed logits"),),
            tolerance=PROBABILITIES,
            right="Rows around 1,000 and rows around -1,000 stand side by side in one batch.",
            step="Try a batch with one row around 1,000 and one row around -1,000.",
            mistakes=(
                not_finite(
                    of("mixed logits"),
                    "A batch with rows around 1,000 and rows around -1,000 gives NaN: all "
                    "exponentials of a row overflowed, or all became 0. Subtract from each row "
                    "its own maximum, not that of the whole batch: logits.max(axis=1, "
                    "keepdims=True).",
                ),
                ordinary_first(of("logits")),
            ),
        ),
    ),
)


# ---- cross_entropy -----------------------------------------------------------------------------


def draw_cross_entropy(rng: np.random.Generator) -> Arrays:
    """Draw logits (N, K) and labels (N,): a batch, a batch of one in float32, and large logits.

    In ``large logits`` each row has logits around 0 and around -2,000, and the label's is often one
    of the latter, so that its probability is 0 in floating point and the loss still finite.
    """
    count, classes = sizes(rng)
    behind = rng.random((count, classes)) < 0.5
    labels = rng.integers(0, classes, count)
    behind[np.arange(count), labels] = np.arange(count) % 3 > 0
    behind[np.arange(count), (labels + 1) % classes] = False  # one class of each row is ahead
    large = around(rng, 0.0, (count, classes)) - 2 * LARGE * behind
    large += np.where(np.arange(count) % 2, -LARGE, LARGE)[:, None]
    return {
        "logits": rng.normal(0, 2, (count, classes)),
        "labels": rng.integers(0, classes, count),
        "logits of one": rng.normal(0, 2, (1, classes)).astype(np.float32),
        "label of one": rng.integers(0, classes, 1),
        "large logits": large,
        "large labels": labels,
    }


cross_entropy = Task(
    "cross_entropy",
    "function",
    draw_cross_entropy,
    asks(
        Call(("logits", "labels"), ("loss",)),
        Call(("logits of one", "label of one"), ("loss of one",)),
        Call(("large logits", "large labels"), ("loss of large logits",)),
    ),
    compares(
        Property(
            name="cross-entropy",
            share=0.6,
            parts=("loss", "loss of one"),
            # The logits and their sum of exponentials may be ten times the loss.
            tolerance=Tolerance(200, "a dozen roundings to 32 bits, of numbers up to 10"),
            right="The loss is the mean over the images.",
            step="Average -log of the probability of each image's own class.",
            mistakes=(
                Symptom(
                    "You returned one loss for each image. Return their mean, one number.",
                    lambda question, expected, answer: (
                        answer["loss"].shape == question["labels"].shape
                    ),
                ),
                mistake(
                    "sum",
                    "You added the losses of the images. Take their mean, so that the loss does "
                    "not grow with the batch.",
                ),
                Mistake(
                    "You averaged over images and classes. Add over the classes of an image, "
                    "where one term alone is not 0, and average over the images.",
                    lambda question, expected: expected["loss"] / question["logits"].shape[1],
                ),
                Mistake(
                    "Your loss is negative: the logarithm of a probability is. Put a minus sign "
                    "before it.",
                    lambda question, expected: -expected["loss"],
                ),
                Mistake(
                    "Your loss is in bits. Take the natural logarithm, np.log.",
                    lambda question, expected: expected["loss"] / np.log(2),
                ),
                mistake(
                    "log of the mean",
                    "You took the logarithm of the mean probability. Take the mean of the "
                    "logarithms.",
                ),
                mistake(
                    "every label",
                    "logits[:, labels] takes the logits of all labels from each row. Take one from "
                    "each row, that of its own label: logits[np.arange(len(labels)), labels].",
                ),
                mistake(
                    "one sum",
                    "Your sum of exponentials runs over the whole batch. Each row has a sum of its "
                    "own: axis=1.",
                ),
                Mistake(
                    "You subtracted the largest logit in the sum alone. Use the shifted logits in "
                    "both terms: z_y is shifted, too.",
                    lambda asked, expected: expected["loss"] - asked["logits"].max(axis=1).mean(),
                ),
                mistake(
                    "likeliest",
                    "You took the largest probability of each row. Take that of the label, "
                    "whether the classifier is right or wrong.",
                ),
            ),
        ),
        Property(
            name="probabilities near 0",
            share=0.4,
            parts=("loss of large logits",),
            tolerance=Tolerance(50, "a dozen roundings to 32 bits"),
            right="An image whose class is far behind has a large loss, and a finite one.",
            step="Try logits of 0 and 2,000, where the label is the class of the 0.",
            mistakes=(
                not_finite(
                    "loss of large logits",
                    "Your loss is infinite or NaN where the probability of the label "
                    "becomes 0 in floating point. Never take the logarithm of a softmax: after "
                    "subtracting each row's maximum, the loss is log(sum of exponentials) minus "
                    "the label's logit.",
                ),
                Symptom(
                    "Your loss stays small where the label is far behind: it seems that you keep "
                    "the probability away from 0 with a small number. That hides the worst "
                    "mistakes of the classifier. Compute the loss from the logits instead: "
                    "log(sum of exponentials) minus the label's logit.",
                    lambda question, expected, answer: (
                        0 <= answer["loss of large logits"] < CLIPPED
                        and abs(answer["loss"] - expected["loss"]) < 0.01
                    ),
                ),
                ordinary_first("loss"),
            ),
        ),
    ),
)
