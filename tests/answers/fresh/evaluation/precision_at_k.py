"""Fresh answers to ``precision_at_k``."""

# %% right solution
import numpy as np


def precision_at_k(scores, labels, k):
    """Share of rows that are finite, with their label among the first k: (N, C), (N,) -> 0..1."""
    own = scores[np.arange(len(labels)), labels]
    others = (scores >= own[:, None]).sum(axis=1) - 1
    return np.mean(np.isfinite(scores).all(axis=1) & (others < k))


# %% right python
import math


def precision_at_k(scores, labels, k):
    right = 0
    for row, label in zip(scores.tolist(), labels.tolist(), strict=True):
        if all(math.isfinite(s) for s in row):
            ahead = [s for c, s in enumerate(row) if c != label and s >= row[label]]
            right += len(ahead) < k
    return right / len(labels)


# %% right fraction
from fractions import Fraction

import numpy as np


def precision_at_k(scores, labels, k):
    good = np.isfinite(scores).all(axis=1)
    others = np.array([np.delete(row, y) for row, y in zip(scores, labels, strict=True)])
    own = np.take_along_axis(scores, labels[:, None], axis=1)
    right = good & (np.sum(others >= own, axis=1) < k)
    return Fraction(int(right.sum()), len(labels))


# %% right kth_largest_of_others
import numpy as np


def precision_at_k(scores, labels, k):
    mask = np.arange(scores.shape[1]) == labels[:, None]
    others = np.sort(np.where(mask, -np.inf, scores), axis=1)[:, ::-1]
    beaten = scores[mask] > others[:, k - 1]
    return np.average(beaten & np.isfinite(scores).all(axis=1))


# %% right lexicographic
import numpy as np


def precision_at_k(scores, labels, k):
    hits = []
    for row, y in zip(scores, labels, strict=True):
        order = np.lexsort((np.arange(len(row)) == y, -row))  # the label comes last among equals
        hits.append(np.isfinite(row).all() and int(np.flatnonzero(order == y)[0]) < k)
    return np.array(np.mean(hits))


# %% wrong ties_ignored, edited from solution
# about: tie|equal|at least|as high
# - (scores >= own[:, None]).sum(axis=1) - 1
# + (scores > own[:, None]).sum(axis=1)


# %% wrong k_included, edited from solution
# about: fewer than k|one|k
# - (others < k)
# + (others <= k)


# %% wrong one_less, edited from solution
# about: k|one
# - (others < k)
# + (others < k - 1)


# %% wrong infinity_allowed, edited from solution
# about: infin|finite
# - np.isfinite(scores)
# + ~np.isnan(scores)


# %% wrong own_score_finite, edited from solution
# about: all|row|finite
# - np.isfinite(scores).all(axis=1)
# + np.isfinite(own)


# %% wrong any_finite, edited from solution
# about: all|finite
# - .all(axis=1) & (others
# + .any(axis=1) & (others


# %% wrong always_three, edited from solution
# about: k|3
# - (others < k)
# + (others < 3)


# %% wrong lowest, edited from solution
# about: lowest|highest|as high|revers
# - scores >= own[:, None]
# + scores <= own[:, None]


# %% wrong wrong_share, edited from solution
# about: right|wrong|share|1 minus
# - return np.mean(
# + return 1 - np.mean(


# %% wrong ten_classes, edited from solution
# about: classes|10|columns
# - (scores >= own[:, None]).sum
# + (scores[:, :10] >= own[:, None]).sum


# %% wrong nan_made_low
# about: NaN|finite
import numpy as np


def precision_at_k(scores, labels, k):
    scores = np.where(np.isfinite(scores), scores, -1e30)
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) - 1 < k)
