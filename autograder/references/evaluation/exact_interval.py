"""Right answers to ``exact_interval``: both ends of intervals, and those of mistakes."""

import math
from collections.abc import Callable

from scipy import optimize, stats

from autograder.references.evaluation._mistakes import with_mistakes
from course_utils.exchange import Arrays
from course_utils.exercises.evaluation.exact_interval import EXTREMES, SAMPLES


def expected(question: Arrays) -> Arrays:
    """Return both ends for each sample: the shares at which a tail has the required probability."""
    answers = {}
    for sample in (*SAMPLES, *EXTREMES):
        low, high = _clopper_pearson(*_sample(question, sample))
        answers[f"low of {sample}"], answers[f"high of {sample}"] = low, high
    right, total, confidence = _sample(question, SAMPLES[0])
    z = stats.norm.ppf((1 + confidence) / 2)
    share = right / total
    half = z * math.sqrt(share * (1 - share) / total)
    scale = 1 + z**2 / total
    middle = (share + z**2 / (2 * total)) / scale
    wilson = z / scale * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    tail = (1 - confidence) / 2
    return with_mistakes(
        answers,
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


def _share_where(rising: Callable[[float], float]) -> float:
    """Return the share at which a rising function is 0."""
    return optimize.brentq(rising, 0.0, 1.0, xtol=1e-14)
