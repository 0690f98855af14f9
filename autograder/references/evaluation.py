"""Right answers to the tasks of ``06_evaluation``, and those of foreseen mistakes."""

import math

import numpy as np
from course_utils.checks.intervals import EXTREMES, SAMPLES
from course_utils.checks.mistakes import PREFIX
from scipy import optimize, stats

from course_utils.exchange import Arrays


def _with_mistakes(expected: dict, mistakes: dict) -> Arrays:
    """Return one dictionary of arrays, with the mistakes under their prefix."""
    named = {**expected, **{PREFIX + name: value for name, value in mistakes.items()}}
    return {name: np.asarray(value, np.float64) for name, value in named.items()}


# ---- precision_at_k ------------------------------------------------------------------------------


def precision_at_k(question: Arrays) -> Arrays:
    """Return the shares, and those by other rules for ranks, ties and rows that are not finite."""
    labels, k, more = question["labels"], int(question["k"]), int(question["larger k"])
    scores, broken, tied = (question[name] for name in ("scores", "scores with NaN", "tied scores"))
    sound = np.isfinite(broken).all(axis=1)
    no_nan = ~np.isnan(broken).any(axis=1)
    ranks = _beaten_by(scores, labels)
    mended = np.nan_to_num(broken)
    low = np.argsort(np.argsort(scores, axis=1), axis=1)[np.arange(len(labels)), labels]
    return _with_mistakes(
        {
            "share of scores": (ranks < k).mean(),
            "share with larger k": (ranks < more).mean(),
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
            "replaced": (_not_below(mended, labels) < k).mean(),
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


# ---- wrapped_precision ---------------------------------------------------------------------------


def wrapped_precision(question: Arrays) -> Arrays:
    """Return what is reported and what is exact for each queue, and mistakes for the first one."""
    expected = {}
    for queue in ("", " that fits", " that wraps often"):
        right, batch = question[f"right{queue}"], int(question[f"batch size{queue}"])
        total = math.ceil(len(right) / batch) * batch
        expected[f"reported{queue}"] = np.take(right, np.arange(total), mode="wrap").mean()
        expected[f"exact{queue}"] = right.mean()
    right, batch = question["right"], int(question["batch size"])
    whole = len(right) // batch * batch
    total = whole + batch
    extra = total - len(right)
    again = right.sum() + right[:extra].sum()
    parts = [right[start : start + batch].mean() for start in range(0, len(right), batch)]
    return _with_mistakes(
        expected,
        {
            "dropped": right[:whole].mean(),
            "divided by images": again / len(right),
            "counted once": right.sum() / total,
            "last ones again": (right.sum() + right[-extra:].sum()) / total,
            "mean of means": np.mean(parts),
        },
    )


# ---- paired_difference ---------------------------------------------------------------------------


def paired_difference(question: Arrays) -> Arrays:
    """Return difference and standard error of both pairs, and mistakes for the first pair."""
    expected = {}
    for pair in ("", " of one network"):
        first, second = (
            question[f"{name} scores{pair}"].argmax(axis=1) == question["labels"]
            for name in ("first", "second")
        )
        gained = second.astype(np.float64) - first
        expected[f"difference{pair}"] = gained.mean()
        expected[f"standard error{pair}"] = gained.std() / math.sqrt(len(gained))
    labels = question["labels"]
    first = question["first scores"].argmax(axis=1) == labels
    second = question["second scores"].argmax(axis=1) == labels
    n, p, q = len(labels), first.mean(), second.mean()
    discordant = (first != second).sum()
    gained = second.astype(np.float64) - first
    return _with_mistakes(
        expected,
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


# ---- exact_interval ------------------------------------------------------------------------------


def exact_interval(question: Arrays) -> Arrays:
    """Return both ends for each sample: the shares at which a tail has the required probability."""
    expected = {}
    for sample in (*SAMPLES, *EXTREMES):
        low, high = _clopper_pearson(*_sample(question, sample))
        expected[f"low of {sample}"], expected[f"high of {sample}"] = low, high
    right, total, confidence = _sample(question, SAMPLES[0])
    z = stats.norm.ppf((1 + confidence) / 2)
    share = right / total
    half = z * math.sqrt(share * (1 - share) / total)
    scale = 1 + z**2 / total
    middle = (share + z**2 / (2 * total)) / scale
    wilson = z / scale * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    tail = (1 - confidence) / 2
    return _with_mistakes(
        expected,
        {
            "normal": (share - half, share + half),
            "Wilson": (middle - wilson, middle + wilson),
            "whole tail": _clopper_pearson(right, total, 2 * confidence - 1),
            "shared parameters": (
                stats.beta.ppf(tail, right, total - right),
                stats.beta.ppf(1 - tail, right, total - right),
            ),
            "low parameters": (
                stats.beta.ppf(tail, right, total - right + 1),
                stats.beta.ppf(1 - tail, right, total - right + 1),
            ),
            "tails inside": (
                _share_where(lambda p: stats.binom.sf(right, total, p) - tail),
                _share_where(lambda p: tail - stats.binom.cdf(right - 1, total, p)),
            ),
            "counts": tuple(stats.binom.ppf((tail, 1 - tail), total, share) / total),
        },
    )


def _sample(question: Arrays, sample: str) -> tuple[int, int, float]:
    right, total = (int(question[f"{name} of {sample}"]) for name in ("correct", "total"))
    return right, total, float(question[f"confidence of {sample}"])


def _clopper_pearson(right: int, total: int, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low = _share_where(lambda p: stats.binom.sf(right - 1, total, p) - tail) if right else 0.0
    high = _share_where(lambda p: tail - stats.binom.cdf(right, total, p)) if right < total else 1.0
    return low, high


def _share_where(rising) -> float:  # noqa: ANN001
    """Return the share at which a rising function is 0."""
    return optimize.brentq(rising, 0.0, 1.0, xtol=1e-14)


# ---- confusion_rates -----------------------------------------------------------------------------


def confusion_rates(question: Arrays) -> Arrays:
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
    return _with_mistakes(
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


# ---- shifted_line --------------------------------------------------------------------------------


def shifted_line(question: Arrays) -> Arrays:
    """Return the line, the residual deviation and the prediction, and those of some mistakes."""
    x, y, new = question["original"], question["shifted"], float(question["new"])
    slope, intercept, rest = _line(x, y)
    back, offset, other_rest = _line(y, x)
    through_origin = float(x @ y / (x @ x))
    return _with_mistakes(
        {
            "slope": slope,
            "intercept": intercept,
            "residual": math.sqrt(rest @ rest / (len(x) - 2)),
            "prediction": slope * new + intercept,
        },
        {
            "exchanged": (back, offset),
            "exchanged residual": math.sqrt(other_rest @ other_rest / (len(x) - 2)),
            "n": math.sqrt(rest @ rest / len(x)),
            "n - 1": math.sqrt(rest @ rest / (len(x) - 1)),
            "variance": rest @ rest / (len(x) - 2),
            "through the origin": through_origin,
            "mean loss": new + (y - x).mean(),
            "turned back": (new - intercept) / slope,
        },
    )


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float, np.ndarray]:
    """Return slope, intercept and residuals of the line of least squares."""
    slope = float((x - x.mean()) @ (y - y.mean()) / ((x - x.mean()) @ (x - x.mean())))
    intercept = float(y.mean() - slope * x.mean())
    return slope, intercept, y - (slope * x + intercept)
