"""Fresh answers to ``right_images``."""

# %% right solution
import numpy as np


def right_images(scores, labels):
    """Which rows are finite and highest at their label alone: (N, 10), (N,) -> bool (N,)."""
    own = scores[np.arange(len(labels)), labels]
    alone = (scores >= own[:, None]).sum(axis=1) == 1
    return np.isfinite(scores).all(axis=1) & alone


# %% right python
import math


def right_images(scores, labels):
    right = []
    for row, label in zip(scores.tolist(), labels.tolist(), strict=True):
        others = row[:label] + row[label + 1 :]
        right.append(all(map(math.isfinite, row)) and row[label] > max(others))
    return right


# %% right fraction
import numpy as np


def right_images(scores, labels):
    return np.array(
        [
            int(np.isfinite(row).all() and row[y] > np.delete(row, y).max())
            for row, y in zip(scores, labels, strict=True)
        ]
    )


# %% right masked
import numpy as np


def right_images(scores, labels):
    finite = np.isfinite(scores.sum(axis=1, dtype=np.float64))
    own = np.take_along_axis(scores, labels[:, None], 1)[:, 0]
    mask = np.arange(scores.shape[1]) != labels[:, None]
    others = np.where(mask, scores, -np.inf).max(axis=1)
    return finite & (own > others)


# %% right unique_top
import numpy as np


def right_images(scores, labels):
    right = []
    for row, label in zip(scores, labels, strict=True):
        top = np.flatnonzero(row == row.max())
        right.append(bool(np.isfinite(row).all()) and top.tolist() == [label])
    return np.array(right)


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


def right_images(scores, labels):
    good = np.isfinite(scores).all(axis=1)
    scores, labels = scores[good], labels[good]
    own = scores[np.arange(len(labels)), labels]
    return (scores >= own[:, None]).sum(axis=1) == 1


# %% wrong errors_share, edited from solution
# about: right|wrong
# - return np.isfinite(scores).all(axis=1) & alone
# + return ~(np.isfinite(scores).all(axis=1) & alone)


# %% wrong zeros_for_nan
# about: NaN|finite
import numpy as np


def right_images(scores, labels):
    scores = np.where(np.isfinite(scores), scores, -np.inf)
    own = scores[np.arange(len(labels)), labels]
    return (scores >= own[:, None]).sum(axis=1) == 1


# %% wrong share, edited from solution
# about: each image|one number|mean
# - return np.isfinite(scores).all(axis=1) & alone
# + return np.mean(np.isfinite(scores).all(axis=1) & alone)


# %% wrong margin, edited from solution
# about: above|margin|close|tie
# - (scores >= own[:, None])
# + (scores >= own[:, None] - 0.1)


# %% wrong by_batches_of_ten, edited from solution
# about: image|all|each
# - return np.isfinite(scores).all(axis=1) & alone
# + right = np.isfinite(scores).all(axis=1) & alone
# +     return right[: len(right) // 10 * 10]
