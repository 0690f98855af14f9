"""Answers to ``exact_interval``."""

# %% right beta
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    low = stats.beta.ppf(tail, correct, total - correct + 1) if correct else 0.0
    high = stats.beta.ppf(1 - tail, correct + 1, total - correct) if correct < total else 1.0
    return low, high


# %% right grid
import numpy as np
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    p = np.linspace(0, 1, 200_001)
    enough = stats.binom.sf(correct - 1, total, p) >= tail
    few = stats.binom.cdf(correct, total, p) >= tail
    return p[enough][0], p[few][-1]


# %% right halving
from math import comb


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2

    def at_most(right, p):
        return sum(comb(total, i) * p**i * (1 - p) ** (total - i) for i in range(right + 1))

    def share_where(is_above):
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (low, middle) if is_above(middle) else (middle, high)
        return (low + high) / 2

    low = share_where(lambda p: 1 - at_most(correct - 1, p) > tail) if correct > 0 else 0.0
    high = share_where(lambda p: at_most(correct, p) < tail) if correct < total else 1.0
    return low, high


# %% right scipy
from scipy import stats


def exact_interval(correct, total, confidence):
    found = stats.binomtest(correct, total).proportion_ci(confidence, method="exact")
    return found.low, found.high


# %% wrong stub
# says: exact_interval returned 1 value instead of 2
# earns: 0
def exact_interval(correct, total, confidence):
    """The shares that a count leaves possible."""
    # Your code here.


# %% wrong counts
# says: That is where counts are
# earns: 0
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    low, high = stats.binom.ppf([tail, 1 - tail], total, correct / total) / total
    return low, high


# %% wrong exchanged, edited from beta
# says: The ends are exchanged
# earns: 0
# - return low, high
# + return high, low


# %% wrong nan_at_the_ends
# says: an end of yours is NaN
# earns: 0.6
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    low = stats.beta.ppf(tail, correct, total - correct + 1)
    high = stats.beta.ppf(1 - tail, correct + 1, total - correct)
    return low, high


# %% wrong no_width, edited from beta
# says: your interval has no width
# earns: 0.6
# -     tail = (1 - confidence) / 2
# +     tail = (1 - confidence) / 2
# +     if correct in (0, total):
# +         return correct / total, correct / total


# %% wrong normal
# says: That is share ± z standard errors
# earns: 0
import math

from scipy import stats


def exact_interval(correct, total, confidence):
    z = stats.norm.ppf((1 + confidence) / 2)
    share = correct / total
    half = z * math.sqrt(share * (1 - share) / total)
    return share - half, share + half


# %% wrong parameters
# says: Both ends come from beta(correct, total - correct)
# earns: 0
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    if not 0 < correct < total:
        return 0.0, 1.0
    return tuple(stats.beta.ppf([tail, 1 - tail], correct, total - correct))


# %% wrong percent, edited from beta
# says: You returned percentages
# earns: 0
# - return low, high
# + return 100 * low, 100 * high


# %% wrong tails_inside
# says: The number of right images itself is missing
# earns: 0
import numpy as np
from scipy import stats


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2
    p = np.linspace(0, 1, 200_001)
    more = stats.binom.sf(correct, total, p) >= tail
    fewer = stats.binom.cdf(correct - 1, total, p) >= tail
    return p[more][0] if more.any() else 1.0, p[fewer][-1] if fewer.any() else 0.0


# %% wrong upper_parameters, edited from beta
# says: Your upper end has the parameters of the lower one
# earns: 0
# - high = stats.beta.ppf(1 - tail, correct + 1, total - correct) if correct < total else 1.0
# + high = stats.beta.ppf(1 - tail, correct, total - correct + 1)


# %% wrong whole_tail, edited from beta
# says: each tail has all that the confidence leaves
# earns: 0
# - tail = (1 - confidence) / 2
# + tail = 1 - confidence


# %% wrong wilson
# says: That is Wilson's interval
# earns: 0
from scipy import stats

from course_utils.evaluation import wilson_interval


def exact_interval(correct, total, confidence):
    return wilson_interval(correct, total, z=stats.norm.ppf((1 + confidence) / 2))
