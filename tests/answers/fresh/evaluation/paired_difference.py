"""Fresh answers to ``paired_difference``."""

# %% right solution
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    """Second precision minus first, and its standard error: (N, C), (N, C), (N,) -> two shares."""
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n, b, c = len(labels), np.sum(first & ~second), np.sum(~first & second)
    return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n


# %% right array
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    d = [
        int(np.argmax(b) == y) - int(np.argmax(a) == y)
        for a, b, y in zip(first_scores, second_scores, labels, strict=True)
    ]
    return np.array([np.mean(d), np.std(d) / len(d) ** 0.5])


# %% right variance
import math
import statistics


def paired_difference(first_scores, second_scores, labels):
    right = [(s.argmax(axis=1) == labels).tolist() for s in (first_scores, second_scores)]
    each = [b - a for a, b in zip(*right, strict=True)]
    return [statistics.fmean(each), math.sqrt(statistics.pvariance(each) / len(each))]


# %% right fraction
from fractions import Fraction

import numpy as np


def paired_difference(first_scores, second_scores, labels):
    n = len(labels)
    own = np.arange(n), labels
    first = first_scores[own] == first_scores.max(axis=1)
    second = second_scores[own] == second_scores.max(axis=1)
    difference = Fraction(int(second.sum()) - int(first.sum()), n)
    error = np.sqrt(np.logical_xor(first, second).mean() - float(difference) ** 2) / np.sqrt(n)
    return difference, error


# %% right covariance
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    hits = np.stack([np.argmax(s, axis=-1) == labels for s in (first_scores, second_scores)])
    cov = np.cov(hits.astype(float), bias=True)
    variance = max(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1], 0.0)
    return hits[1].mean() - hits[0].mean(), np.sqrt(variance / len(labels))


# %% wrong first_minus_second, edited from solution
# about: second|sign|minus
# - return (c - b) / n,
# + return (b - c) / n,


# %% wrong sum_of_variances
# about: pair|covar|independent|formula
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n, p, q = len(labels), first.mean(), second.mean()
    return q - p, np.sqrt((p * (1 - p) + q * (1 - q)) / n)


# %% wrong doubtless, edited from solution
# about: \(b - c\)|difference|square|formula
# - b + c - (b - c) ** 2 / n
# + b + c - (b + c) ** 2 / n


# %% wrong root_n_forgotten, edited from solution
# about: n|divide|root|deviation
# - (b - c) ** 2 / n) / n
# + (b - c) ** 2 / n) / np.sqrt(n)


# %% wrong interval, edited from solution
# about: standard error|1\.96|interval
# - np.sqrt(b + c
# + 1.96 * np.sqrt(b + c


# %% wrong agreement, edited from solution
# about: same images|both|wrong|right|label
# - np.sum(first & ~second), np.sum(~first & second)
# + np.sum(first), np.sum(second)


# %% wrong scores_compared
# about: argmax|class|score|right
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    own = np.arange(len(labels)), labels
    d = np.sign(second_scores[own] - first_scores[own])
    return d.mean(), d.std() / np.sqrt(len(d))


# %% wrong absolute, edited from solution
# about: sign|absolute|negative|minus
# - return (c - b) / n,
# + return abs(c - b) / n,


# %% wrong disagreements_only, edited from solution
# about: n|images|divide|all
# - n, b, c = len(labels), np.sum
# + n, b, c = np.sum(first ^ second), np.sum


# %% wrong accuracies_of_both, edited from solution
# about: difference|precision|minus
# - return (c - b) / n,
# + return np.mean(second),


# %% wrong nan_for_equal
# about: 0|NaN|same images
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    b, c = np.sum(first & ~second), np.sum(~first & second)
    mean = (c - b) / (b + c)
    share = (b + c) / len(labels)
    return mean * share, np.sqrt(share - (mean * share) ** 2) / np.sqrt(len(labels))
