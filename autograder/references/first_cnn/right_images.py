"""Right answers to ``right_images``: of three networks, and those of foreseen mistakes."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return which images each network has right; the others are those of mistakes."""
    labels = question["labels"]
    answers = {
        f"right by {name}": _strict(question[name], labels)
        for name in ("scores", "scores with NaN", "tied scores")
    }
    broken, tied = question["scores with NaN"], question["tied scores"]
    sound = ~np.isnan(broken).any(axis=1)
    own = broken[np.arange(len(labels)), labels]
    answers[PREFIX + "comparisons"] = (broken >= own[:, None]).sum(axis=1) == 1
    others = (broken > own[:, None]).sum(axis=1) == 0  # also where the label's score is NaN
    answers[PREFIX + "comparisons of others"] = others
    answers[PREFIX + "without NaN"] = sound & (broken.argmax(axis=1) == labels)
    own = tied[np.arange(len(labels)), labels]
    answers[PREFIX + "ties right"] = own == tied.max(axis=1)
    return {name: np.asarray(value, np.float64) for name, value in answers.items()}


def _strict(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return which rows are finite, with their label's score above all others."""
    rows = np.arange(len(labels))
    others = scores.copy()
    others[rows, labels] = -np.inf
    return np.isfinite(scores).all(axis=1) & (scores[rows, labels] > others.max(axis=1))
