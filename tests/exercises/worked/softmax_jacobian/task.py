"""Kind function: the softmax of one image's logits, and its Jacobian."""

import numpy as np

from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import Mistake, Property, Symptom, Tolerance, compares
from course_utils.exercises.kit.task import Task

CLASSES = 7
LARGE = 1_000.0  # exp overflows above 709, in float32 above 88

# float32 solutions are right: an exponential, a sum of seven, a product, a few roundings each.
TOLERANCE = Tolerance(100, "a dozen roundings, ten times over")


def draw(rng):
    """Logits of one image, and the same kind of logits, but large: float32 (7,)."""
    return {
        "logits": rng.normal(0, 2, CLASSES).astype(np.float32),
        "large logits": (LARGE + rng.normal(0, 2, CLASSES)).astype(np.float32),
    }


ask = asks(
    Call(("logits",), ("probabilities", "jacobian")),
    Call(("large logits",), ("probabilities of large logits", "jacobian of large logits")),
)


def diagonal_only(question, expected):
    return np.diag(np.diag(expected["jacobian"]))


def with_the_wrong_sign(question, expected):
    return -expected["jacobian"]


def overflows(question, expected, answer):
    return not np.isfinite(answer["probabilities of large logits"]).all()


compare = compares(
    Property(
        name="softmax",
        share=0.3,
        parts=("probabilities",),
        tolerance=TOLERANCE,
        right="The probabilities are right.",
        step="Divide each exponential by the sum of all of them.",
        mistakes=(
            Mistake(
                "Your probabilities are not divided by their sum. Divide, so that they sum to 1.",
                lambda question, expected: np.exp(question["logits"].astype(np.float64)),
            ),
        ),
    ),
    Property(
        name="Jacobian",
        share=0.4,
        parts=("jacobian",),
        tolerance=TOLERANCE,
        right="The Jacobian is right off its diagonal, too.",
        step="Entry (i, j) is how probability i changes with logit j.",
        mistakes=(
            Mistake(
                "Your Jacobian is 0 off its diagonal, but each logit changes every probability, "
                "since all of them share one sum. Derive the entries with i ≠ j, too.",
                diagonal_only,
            ),
            Mistake("Your Jacobian has the wrong sign. Swap the two terms.", with_the_wrong_sign),
            Symptom(
                "Your second result has one axis. Return the whole matrix of 7 × 7 derivatives.",
                lambda question, expected, answer: answer["jacobian"].ndim == 1,
            ),
        ),
    ),
    Property(
        name="large logits",
        share=0.3,
        parts=("probabilities of large logits", "jacobian of large logits"),
        tolerance=TOLERANCE,
        right="Large logits overflow nothing.",
        step="Try your function on logits around 1,000.",
        mistakes=(
            Symptom(
                "Logits around 1,000 give NaN: the exponential overflows. Subtract the largest "
                "logit first, which changes no probability.",
                overflows,
            ),
        ),
    ),
)

TASK = Task("softmax_jacobian", "function", draw, ask, compare)
