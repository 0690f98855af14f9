"""Fresh answers to ``exact_interval``."""

# %% right solution
import numpy as np
from scipy import stats


def exact_interval(correct, total, confidence):
    """Clopper and Pearson's interval: counts and a confidence -> lower and upper end, 0..1."""
    t = (1 - confidence) / 2
    p = np.linspace(0, 1, 200_001)
    enough = stats.binom.sf(correct - 1, total, p) >= t
    few = stats.binom.cdf(correct, total, p) >= t
    return p[enough][0], p[few][-1]


# %% right four_digits
from scipy import stats


def exact_interval(correct, total, confidence):
    t = (1 - confidence) / 2
    low = stats.beta.ppf(t, correct, total - correct + 1) if correct else 0.0
    high = stats.beta.isf(t, correct + 1, total - correct) if correct < total else 1.0
    return round(float(low), 4), round(float(high), 4)


# %% right brent
import numpy as np
from scipy import optimize, stats


def exact_interval(correct, total, confidence):
    t, low, high = 0.5 - confidence / 2, 0.0, 1.0
    if correct > 0:
        low = optimize.brentq(lambda p: stats.binom.sf(correct - 1, total, p) - t, 0, 1)
    if correct < total:
        high = optimize.brentq(lambda p: stats.binom.cdf(correct, total, p) - t, 0, 1)
    return np.array([low, high])


# %% right incomplete_beta
from scipy import special


def exact_interval(correct, total, confidence):
    t = (1 - confidence) / 2
    low = 0 if correct == 0 else special.betaincinv(correct, total - correct + 1, t)
    high = 1 if correct == total else special.betaincinv(correct + 1, total - correct, 1 - t)
    return [low, high]


# %% right f_distribution
from scipy import stats


def exact_interval(correct, total, confidence):
    t, r, n = (1 - confidence) / 2, int(correct), int(total)
    low, high = 0.0, 1.0
    if r:
        low = 1 / (1 + (n - r + 1) / (r * stats.f.ppf(t, 2 * r, 2 * (n - r + 1))))
    if r != n:
        f = stats.f.ppf(1 - t, 2 * (r + 1), 2 * (n - r))
        high = (r + 1) * f / (n - r + (r + 1) * f)
    return low, high


# %% wrong two_digits, edited from solution
# about: digit|four|exact|round
# - return p[enough][0], p[few][-1]
# + return p[enough][0].round(2), p[few][-1].round(2)


# %% wrong coarse_grid, edited from solution
# about: digit|step|grid|exact|four
# - 200_001
# + 201


# %% wrong strictly_more, edited from solution
# about: or more|lower
# - correct - 1, total, p
# + correct, total, p


# %% wrong strictly_fewer, edited from solution
# about: or fewer|upper
# - stats.binom.cdf(correct, total, p)
# + stats.binom.cdf(correct - 1, total, p)


# %% wrong always_95, edited from solution
# about: confidence|0\.95
# - (1 - confidence) / 2
# + 0.025


# %% wrong confidence_as_tail, edited from solution
# about: confidence|tail|t
# - (1 - confidence) / 2
# + confidence / 2


# %% wrong jeffreys
# about: Clopper|Jeffreys|exact|lower|always
from scipy import stats


def exact_interval(correct, total, confidence):
    t = (1 - confidence) / 2
    low, high = stats.beta.ppf([t, 1 - t], correct + 0.5, total - correct + 0.5)
    return (0.0 if correct == 0 else low), (1.0 if correct == total else high)


# %% wrong continuity_corrected_normal
# about: normal|Clopper|exact
import numpy as np
from scipy import stats


def exact_interval(correct, total, confidence):
    p = correct / total
    half = stats.norm.isf((1 - confidence) / 2) * np.sqrt(p * (1 - p) / total) + 0.5 / total
    return max(p - half, 0), min(p + half, 1)


# %% wrong bootstrap
# about: random|exact|bootstrap|Clopper|percentile
import numpy as np


def exact_interval(correct, total, confidence):
    draws = np.random.default_rng(1).binomial(total, correct / total, 20_000) / total
    t = (1 - confidence) / 2
    low, high = np.quantile(draws, [t, 1 - t])
    return low, high


# %% wrong errors_counted, edited from solution
# about: right|wrong|errors
# - t = (1 - confidence) / 2
# + t = (1 - confidence) / 2
# +     correct = total - correct


# %% wrong open_at_the_ends
# about: 0|1|end|r =
from scipy import stats


def exact_interval(correct, total, confidence):
    t = (1 - confidence) / 2
    low = stats.beta.ppf(t, max(correct, 1), total - correct + 1)
    high = stats.beta.ppf(1 - t, correct + 1, max(total - correct, 1))
    return low, high
