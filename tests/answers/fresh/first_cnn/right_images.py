"""Fresh answers to ``finite_precision``."""

# %% right solution
import numpy as np


def finite_precision(scores, labels):
    """Share of rows that are finite and highest at their label alone: (N, 10), (N,) -> 0..1."""
    own = scores[np.arange(len(labels)), labels]
    alone = (scores >= own[:, None]).sum(axis=1) == 1
    return np.mean(np.isfinite(scores).all(axis=1) & alone)


# %% right python
import math


def finite_precision(scores, labels):
    right = 0
    for row, label in zip(scores.tolist(), labels.tolist(), strict=True):
        others = row[:label] + row[label + 1 :]
        right += all(map(math.isfinite, row)) and row[label] > max(others)
    return right / len(labels)


# %% right fraction
from fractions import Fraction

import numpy as np


def finite_precision(scores, labels):
    good = [
        bool(np.isfinite(row).all() and row[y] > np.delete(row, y).max())
        for row, y in zip(scores, labels, strict=True)
    ]
    return Fraction(sum(good), len(good))


# %% right masked
import numpy as np


def finite_precision(scores, labels):
    finite = np.isfinite(scores.sum(axis=1, dtype=np.float64))
    own = np.take_along_axis(scores, labels[:, None], 1)[:, 0]
    mask = np.arange(scores.shape[1]) != labels[:, None]
    others = np.where(mask, scores, -np.inf).max(axis=1)
    return np.count_nonzero(finite & (own > others)) / len(labels)


# %% right unique_top
import numpy as np


def finite_precision(scores, labels):
    right = []
    for row, label in zip(scores, labels, strict=True):
        top = np.flatnonzero(row == row.max())
        right.append(bool(np.isfinite(row).all()) and top.tolist() == [label])
    return np.float32(np.mean(right))


# %% wrong tie_with_next_only, edited from solution
# about: tie|equal|alone
# - (scores >= own[:, None]).sum(axis=1) == 1
# + (scores > own[:, None]).sum(axis=1) == 0


# %% wrong infinity_allowed, edited from solution
# about: infin|isfinite|finite
# - np.isfinite(scores)
# + ~np.isnan(scores)


# %% wrong positive_infinity_only, edited from solution
# about: infin|isfinite|finite
# - np.isfinite(scores).all(axis=1)
# + (scores < np.inf).all(axis=1)


# %% wrong own_finite_only, edited from solution
# about: all ten|row|finite
# - np.isfinite(scores).all(axis=1)
# + np.isfinite(own)


# %% wrong finite_somewhere, edited from solution
# about: all|finite
# - np.isfinite(scores).all(axis=1)
# + np.isfinite(scores).any(axis=1)


# %% wrong finite_images_only
# about: left out|still|all images|count|divide
import numpy as np


def finite_precision(scores, labels):
    good = np.isfinite(scores).all(axis=1)
    scores, labels = scores[good], labels[good]
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) == 1) if len(labels) else 0.0


# %% wrong errors_share, edited from solution
# about: right|wrong|1 minus|error
# - return np.mean(
# + return 1 - np.mean(


# %% wrong zeros_for_nan
# about: NaN|finite
import numpy as np


def finite_precision(scores, labels):
    scores = np.where(np.isfinite(scores), scores, -np.inf)
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) == 1)


# %% wrong rounded, edited from solution
# about: round|digit|decimal|exact
# - return np.mean(np.isfinite(scores).all(axis=1) & alone)
# + return round(float(np.mean(np.isfinite(scores).all(axis=1) & alone)), 2)


# %% wrong margin, edited from solution
# about: above|margin|close|tie
# - (scores >= own[:, None])
# + (scores >= own[:, None] - 0.1)


# %% wrong by_batches_of_ten, edited from solution
# about: image|all|mean
# - return np.mean(np.isfinite(scores).all(axis=1) & alone)
# + right = np.isfinite(scores).all(axis=1) & alone
# +     return right[: len(right) // 10 * 10].mean()
