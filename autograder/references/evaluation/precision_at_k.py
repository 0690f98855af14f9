"""Right answers to ``precision_at_k``: shares, and those by other rules."""

import numpy as np

from autograder.references.evaluation._mistakes import with_mistakes
from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return the shares, and those by other rules for ranks, ties and rows that are not finite."""
    labels, k, more = question["labels"], int(question["k"]), int(question["larger k"])
    scores, broken, tied = (question[name] for name in ("scores", "scores with NaN", "tied scores"))
    sound = np.isfinite(broken).all(axis=1)
    no_nan = ~np.isnan(broken).any(axis=1)
    ranks = _beaten_by(scores, labels)
    replaced = np.nan_to_num(broken)
    low = np.argsort(np.argsort(scores, axis=1), axis=1)[np.arange(len(labels)), labels]
    return with_mistakes(
        {
            "share of scores": (ranks < k).mean(),
            "share with larger k": (ranks < more).mean(),
            "share with least k": (ranks < 1).mean(),
            "share with most k": (ranks < int(question["most k"])).mean(),
            "share of scores with NaN": (sound & (_not_below(broken, labels) < k)).mean(),
            "share with NaN and larger k": (sound & (_not_below(broken, labels) < more)).mean(),
            "share of tied scores": (_not_below(tied, labels) < k).mean(),
            "share of ties with larger k": (_not_below(tied, labels) < more).mean(),
        },
        {
            "one rank less": (ranks < k - 1).mean(),
            "one rank more": (ranks <= k).mean(),
            "lowest": (low < k).mean(),
            "first only": (ranks < 1).mean(),
            "divided by k": (ranks < k).mean() / k,
            "last of argsort": _listed(np.argsort(broken, axis=1)[:, -k:], labels),
            "first of argsort": _listed(np.argsort(-broken, axis=1)[:, :k], labels),
            "comparisons above": (_beaten_by(broken, labels) < k).mean(),
            "comparisons not below": (_not_below(broken, labels) < k).mean(),
            "left out": (_not_below(broken, labels) < k)[sound].mean(),
            "without NaN": (no_nan & (_not_below(broken, labels) < k)).mean(),
            "replaced": (_not_below(replaced, labels) < k).mean(),
            "ties in favour": (_beaten_by(tied, labels) < k).mean(),
            "ties by order": _listed(np.argsort(-tied, axis=1, kind="stable")[:, :k], labels),
            "ties by reverse order": _listed(
                np.argsort(tied, axis=1, kind="stable")[:, -k:], labels
            ),
            "ties never": (
                (_not_below(tied, labels) < k)
                & (_not_below(tied, labels) == _beaten_by(tied, labels))
            ).mean(),
        },
    )


def _own(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return np.take_along_axis(scores, labels[:, None], axis=1)


def _beaten_by(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Count the scores of each row that are above its label's."""
    return (scores > _own(scores, labels)).sum(axis=1)


def _not_below(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Count the scores of each row, other than its label's, that are at least as high."""
    return (scores >= _own(scores, labels)).sum(axis=1) - 1


def _listed(classes: np.ndarray, labels: np.ndarray) -> float:
    return float((classes == labels[:, None]).any(axis=1).mean())
