"""The mean loss, from logits of any size."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task
from course_utils.exercises.softmax._logits import LARGE, around, not_finite, ordinary_first, sizes

# The loss where an honest one is over a thousand, but the probability was kept above some 1e-30:
# -log(1e-30) is 69, and a float64 holds nothing below 1e-323, whose logarithm is -744.
CLIPPED = 750.0


def draw_cross_entropy(rng: np.random.Generator) -> Arrays:
    """Draw logits (N, K) and labels (N,): a batch, a batch of one, and large logits.

    The one image has float32 logits of more than ten classes.

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
        "logits of one": rng.normal(0, 2, (1, classes + 8)).astype(np.float32),
        "label of one": rng.integers(0, classes + 8, 1),
        "large logits": large,
        "large labels": labels,
    }


TASK = Task(
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
                    lambda question, expected, answer: bool(
                        0 <= answer["loss of large logits"] < CLIPPED
                        and abs(answer["loss"] - expected["loss"]) < 0.01
                    ),
                ),
                ordinary_first("loss"),
            ),
        ),
    ),
)
