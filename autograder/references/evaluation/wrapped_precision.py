"""Right answers to ``wrapped_precision``: reported and exact precisions, and those of mistakes."""

import math

import numpy as np

from autograder.references.evaluation._mistakes import with_mistakes
from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return what is reported and what is exact for each queue, and mistakes for the first one."""
    answers = {}
    for queue in ("", " that fits", " that wraps often"):
        right, batch = question[f"right{queue}"], int(question[f"batch size{queue}"])
        total = math.ceil(len(right) / batch) * batch
        answers[f"reported{queue}"] = np.take(right, np.arange(total), mode="wrap").mean()
        answers[f"exact{queue}"] = right.mean()
    right, batch = question["right"], int(question["batch size"])
    whole = len(right) // batch * batch
    total = whole + batch
    extra = total - len(right)
    again = right.sum() + right[:extra].sum()
    parts = [right[start : start + batch].mean() for start in range(0, len(right), batch)]
    return with_mistakes(
        answers,
        {
            "dropped": right[:whole].mean(),
            "divided by images": again / len(right),
            "counted once": right.sum() / total,
            "last ones again": (right.sum() + right[-extra:].sum()) / total,
            "mean of means": np.mean(parts),
        },
    )
