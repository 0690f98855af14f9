"""Right answers to ``softmax_jacobian``: the matrices, and those that mistakes give."""

import numpy as np

from autograder.references.softmax._probabilities import probabilities
from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return ``jacobian`` and those at large and at small logits: diag(p) - p pᵀ, (K, K) each."""
    answers = {}
    for part, logits in question.items():
        p = probabilities(logits)
        suffix = "" if part == "logits" else f" at {part}"
        answers[f"jacobian{suffix}"] = np.diag(p) - np.outer(p, p)
    p = probabilities(question["logits"])
    answers[PREFIX + "p on the diagonal"] = np.diag(p) - np.outer(p, p) * (1 - np.eye(len(p)))
    answers[PREFIX + "p everywhere"] = p[:, None] - np.outer(p, p)
    answers[PREFIX + "squares"] = np.diag(p) - p * p
    answers[PREFIX + "one number"] = np.diag(p) - p @ p
    answers[PREFIX + "products alone"] = -np.outer(p, p)
    return answers
