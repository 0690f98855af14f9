"""Right answers to ``confusion_rates``: rates, and those that other ways of counting give."""

import numpy as np

from autograder.references.evaluation._mistakes import with_mistakes
from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return the rates of each call, and what other ways of counting give."""
    labels, few = question["labels"], question["labels of some classes"]
    scores, broken = question["scores"], question["scores with NaN"]
    counts = _counts(scores, labels)
    sound = np.isfinite(broken).all(axis=1)
    once = np.minimum(counts, 1)
    rows = counts.sum(axis=1, keepdims=True)
    broken_rows = _counts(scores, labels).sum(axis=1, keepdims=True)
    kept = _counts(broken[sound], labels[sound])
    no_nan = ~np.isnan(broken).any(axis=1)
    return with_mistakes(
        {
            "rates": counts / rows,
            "rates with NaN": kept / broken_rows,
            "rates of some classes": _counts(scores, few)
            / np.maximum(_counts(scores, few).sum(axis=1, keepdims=True), 1),
        },
        {
            "by column": counts / np.maximum(counts.sum(axis=0), 1),
            "by column, transposed": (counts / np.maximum(counts.sum(axis=0), 1)).T,
            "of all": counts / counts.sum(),
            "counts": counts,
            "once": once / rows,
            "once of ones": once / once.sum(axis=1, keepdims=True),
            "NaN as classes": _counts(broken, labels) / broken_rows,
            "left out": kept / np.maximum(kept.sum(axis=1, keepdims=True), 1),
            "without NaN": _counts(broken[no_nan], labels[no_nan]) / broken_rows,
            "replaced": _counts(np.nan_to_num(broken), labels) / broken_rows,
        },
    )


def _counts(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Count the images of each class (rows) that are taken for each class (columns)."""
    counts = np.zeros((scores.shape[1], scores.shape[1]))
    np.add.at(counts, (labels, scores.argmax(axis=1)), 1)
    return counts
