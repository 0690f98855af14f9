"""The derivatives of probabilities by logits."""

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
from course_utils.exercises.softmax._logits import (
    LARGE,
    SPREAD,
    around,
    not_finite,
    ordinary_first,
    spread,
)

# Right solutions may compute in float32: an exponential, a sum of at most 8, a product.
JACOBIAN = Tolerance(100, "a dozen roundings to 32 bits, ten times over")


def draw_jacobian(rng: np.random.Generator) -> Arrays:
    """Draw the logits of one image (K,): of ordinary size, around 1,000, and around -1,000."""
    classes = int(rng.integers(5, 9))
    return {
        "logits": rng.normal(0, 1.5, classes),
        "large logits": around(rng, LARGE, (classes,)),
        "small logits": around(rng, -LARGE, (classes + 1,)),
        "spread logits": spread(rng, (12,)),
    }


TASK = Task(
    "softmax_jacobian",
    "function",
    draw_jacobian,
    asks(
        Call(("logits",), ("jacobian",)),
        Call(("large logits",), ("jacobian at large logits",)),
        Call(("small logits",), ("jacobian at small logits",)),
        Call(("spread logits",), ("jacobian at spread logits",)),
    ),
    compares(
        Property(
            name="Jacobian",
            share=0.7,
            parts=("jacobian",),
            tolerance=JACOBIAN,
            right="The Jacobian is right on its diagonal and off it.",
            step="Entry (i, j) is how probability i changes with logit j. Compare yours with "
            "central differences.",
            mistakes=(
                Mistake(
                    "Your Jacobian is 0 off its diagonal, but each logit changes every "
                    "probability, since all of them share one sum. Derive the entries with "
                    "i ≠ j, too.",
                    lambda question, expected: np.diag(np.diag(expected["jacobian"])),
                ),
                Symptom(
                    "Your result has one axis. Return the whole matrix: each of K probabilities "
                    "changes with each of K logits.",
                    lambda question, expected, answer: answer["jacobian"].ndim == 1,
                ),
                Mistake(
                    "Your Jacobian has the wrong sign. A larger logit makes its own probability "
                    "larger: the diagonal is positive.",
                    lambda question, expected: -expected["jacobian"],
                ),
                Mistake(
                    "Your Jacobian is positive off its diagonal. A larger logit takes probability "
                    "away from the other classes: those entries are -p_i p_j.",
                    lambda question, expected: np.abs(expected["jacobian"]),
                ),
                mistake(
                    "p on the diagonal",
                    "Your diagonal holds p_i alone. The product p_i p_j is subtracted there, too, "
                    "with i = j.",
                ),
                mistake(
                    "p everywhere",
                    "You subtracted p_i p_j from p_i in every entry. Off the diagonal there is "
                    "nothing to subtract it from: np.diag(p) puts p on the diagonal alone.",
                ),
                mistake(
                    "squares",
                    "p * p holds the squares p_j p_j. np.outer(p, p) holds all products p_i p_j.",
                ),
                mistake(
                    "one number",
                    "The product of p with itself is one number here: p.T of one axis is p. "
                    "np.outer(p, p) holds all products p_i p_j.",
                ),
                mistake(
                    "products alone",
                    "Off its diagonal your Jacobian is right. On it, one more term appears: add "
                    "p_i.",
                ),
            ),
        ),
        Property(
            name="large logits",
            share=0.3,
            parts=(
                "jacobian at large logits",
                "jacobian at small logits",
                "jacobian at spread logits",
            ),
            tolerance=JACOBIAN,
            right="Logits around 1,000 and -1,000 overflow nothing.",
            step="Try your function on logits around 1,000, and on logits around -1,000.",
            mistakes=(
                not_finite(
                    "jacobian at large logits",
                    "Logits around 1,000 give NaN: the exponential overflows. Use your own "
                    "softmax, or subtract the largest logit first.",
                ),
                not_finite(
                    "jacobian at small logits",
                    "Logits around -1,000 give NaN: all exponentials become 0. Use your own "
                    "softmax, or subtract the largest logit first.",
                ),
                not_finite("jacobian at spread logits", SPREAD),
                ordinary_first("jacobian"),
            ),
        ),
    ),
)
