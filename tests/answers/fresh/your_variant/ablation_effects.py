"""Fresh answers to ``ablation_effects``."""

# %% right solution
import numpy as np


def ablation_effects(right):
    """Two main effects and their interaction, and their standard errors: bool (2, 2, N)."""
    right = right.astype(float)
    each = np.stack(
        [
            (right[1, 0] - right[0, 0] + right[1, 1] - right[0, 1]) / 2,
            (right[0, 1] - right[0, 0] + right[1, 1] - right[1, 0]) / 2,
            right[1, 1] - right[0, 1] - right[1, 0] + right[0, 0],
        ]
    )
    effects = each.mean(axis=1)
    errors = each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
    return effects, errors


# %% right matrix
import numpy as np


def ablation_effects(right):
    contrasts = np.array([[-1, -1, 1, 1], [-1, 1, -1, 1], [2, -2, -2, 2]]) / 2
    each = contrasts @ right.reshape(4, -1).astype(np.float64)
    return np.array([each.mean(axis=1), each.std(axis=1) / np.sqrt(each.shape[1])])


# %% right lists
import math
import statistics


def ablation_effects(right):
    values = [[], [], []]
    for r00, r01, r10, r11 in zip(*right.reshape(4, -1).astype(int).tolist(), strict=True):
        values[0].append((r10 - r00 + r11 - r01) / 2)
        values[1].append((r01 - r00 + r11 - r10) / 2)
        values[2].append(r11 - r01 - r10 + r00)
    effects = [statistics.fmean(v) for v in values]
    errors = [math.sqrt(statistics.pvariance(v) / len(v)) for v in values]
    return effects, errors


# %% right covariance
import numpy as np


def ablation_effects(right):
    flat = np.reshape(right, (4, -1)) * 1.0
    weights = np.array([[-0.5, -0.5, 0.5, 0.5], [-0.5, 0.5, -0.5, 0.5], [1, -1, -1, 1]])
    variances = np.diag(weights @ np.cov(flat) @ weights.T)
    return [weights @ flat.mean(axis=1), np.sqrt(np.maximum(variances, 0) / flat.shape[1])]


# %% right fractions
from fractions import Fraction

import numpy as np


def ablation_effects(right):
    r = right.astype(np.int64)
    without, alone = r[1, 0] - r[0, 0], r[0, 1] - r[0, 0]
    beside_second, beside_first = r[1, 1] - r[0, 1], r[1, 1] - r[1, 0]
    n = r.shape[2]
    doubled = [without + beside_second, alone + beside_first, 2 * (beside_second - without)]
    effects = [Fraction(int(d.sum()), 2 * n) for d in doubled]
    errors = [float(np.std(d)) / 2 / n**0.5 for d in doubled]
    return effects, errors


# %% wrong axes_exchanged, edited from solution
# about: first|second|exchang|order
# - right = right.astype(float)
# + right = right.astype(float).swapaxes(0, 1)


# %% wrong beside_only, edited from solution
# about: without|alone|mean|both|first
# - (right[1, 0] - right[0, 0] + right[1, 1] - right[0, 1]) / 2,
# + right[1, 0] - right[0, 0],


# %% wrong not_halved, edited from solution
# about: half|2|mean|twice
# - (right[0, 1] - right[0, 0] + right[1, 1] - right[1, 0]) / 2,
# + right[0, 1] - right[0, 0] + right[1, 1] - right[1, 0],


# %% wrong interaction_sign, edited from solution
# about: interaction|sign
# - right[1, 1] - right[0, 1] - right[1, 0] + right[0, 0],
# + right[1, 0] + right[0, 1] - right[1, 1] - right[0, 0],


# %% wrong interaction_is_both, edited from solution
# about: interaction|together|both
# - right[1, 1] - right[0, 1] - right[1, 0] + right[0, 0],
# + right[1, 1] - right[0, 0],


# %% wrong without_root, edited from solution
# about: root|error|N
# - / np.sqrt(right.shape[-1])
# + / right.shape[-1]


# %% wrong root_of_four, edited from solution
# about: N|images|root|error
# - np.sqrt(right.shape[-1])
# + np.sqrt(right.size)


# %% wrong binomial_errors, edited from solution
# about: error|deviation|paired
# - errors = each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
# + errors = np.sqrt(abs(effects) * (1 - abs(effects)) / right.shape[-1])


# %% wrong deviations_of_sum, edited from solution
# about: effects|mean|sum|images
# - effects = each.mean(axis=1)
# + effects = each.sum(axis=1)


# %% wrong errors_first, edited from solution
# about: order|effects|errors|exchang
# - return effects, errors
# + return errors, effects


# %% wrong two_effects, edited from solution
# about: three|shape|interaction
# - return effects, errors
# + return effects[:2], errors[:2]
