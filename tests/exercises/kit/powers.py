"""How likely the statistics of random tasks are to catch a mistake."""

from collections.abc import Callable

import numpy as np
from scipy import stats

from course_utils.exercises.kit.randoms import FAILS_BELOW


def chisquare_power(draws: int, right: np.ndarray, wrong: np.ndarray) -> float:
    """Return how likely ``randoms.uneven`` is to catch another distribution of classes, 0..1.

    Args:
        draws: How many draws there are.
        right: The classes' right probabilities, each above 0.
        wrong: Their probabilities under the mistake.
    """
    right, wrong = np.asarray(right, float), np.asarray(wrong, float)
    limit = stats.chi2.isf(FAILS_BELOW, len(right) - 1)
    shift = draws * ((wrong - right) ** 2 / right).sum()
    return float(stats.ncx2.sf(limit, len(right) - 1, shift)) if shift else FAILS_BELOW


def ks_power(
    draws: int,
    right: Callable[[np.ndarray], np.ndarray],
    wrong: Callable[[np.ndarray], np.ndarray],
    at: np.ndarray,
) -> float:
    """Return a lower bound (Hoeffding's) on how likely ``randoms.unlike`` is to catch a mistake.

    Args:
        draws: How many draws there are.
        right: The right cumulative distribution.
        wrong: The one under the mistake.
        at: Where to compare them; the largest difference counts.
    """
    gap = float(np.abs(right(at) - wrong(at)).max()) - stats.kstwo.isf(FAILS_BELOW, draws)
    return float(1 - np.exp(-2 * draws * gap**2)) if gap > 0 else 0.0
