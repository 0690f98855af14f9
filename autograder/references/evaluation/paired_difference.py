"""Right answers to ``paired_difference``: differences, standard errors, and those of mistakes."""

import math

import numpy as np

from autograder.references.evaluation._mistakes import with_mistakes
from course_utils.exchange import Arrays
from course_utils.exercises.evaluation.paired_difference import PAIRS


def expected(question: Arrays) -> Arrays:
    """Return difference and standard error of each pair, and mistakes for the first pair."""
    answers = {}
    for pair in PAIRS:
        first, second = (
            question[f"{name} scores{pair}"].argmax(axis=1) == question["labels"]
            for name in ("first", "second")
        )
        gained = second.astype(np.float64) - first
        answers[f"difference{pair}"] = gained.mean()
        answers[f"standard error{pair}"] = gained.std() / math.sqrt(len(gained))
    labels = question["labels"]
    first = question["first scores"].argmax(axis=1) == labels
    second = question["second scores"].argmax(axis=1) == labels
    n, p, q = len(labels), first.mean(), second.mean()
    discordant = (first != second).sum()
    gained = second.astype(np.float64) - first
    return with_mistakes(
        answers,
        {
            "unpaired": math.sqrt((p * (1 - p) + q * (1 - q)) / n),
            "one network's": math.sqrt(q * (1 - q) / n),
            "without the difference": math.sqrt(discordant) / n,
            "n - 1": gained.std(ddof=1) / math.sqrt(n),
            "deviation": gained.std(),
            "variance": gained.var() / n,
            "of discordant images": (second.sum() - first.sum()) / discordant,
        },
    )
