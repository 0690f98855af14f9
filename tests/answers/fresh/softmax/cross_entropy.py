"""Fresh answers to ``cross_entropy``."""

# %% right solution
import numpy as np


def cross_entropy(logits, labels):
    """Mean loss of a batch: float (N, K), int (N,) -> one number."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    own = shifted[np.arange(len(labels)), labels]
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - own)


# %% right scipy
import numpy as np
from scipy import special


def cross_entropy(logits, labels):
    own = np.take_along_axis(logits, labels[:, None], axis=1)[:, 0]
    return (special.logsumexp(logits, axis=1) - own).mean()


# %% right logaddexp
import numpy as np


def cross_entropy(logits, labels):
    return np.average(
        [np.logaddexp.reduce(row) - row[y] for row, y in zip(logits, labels, strict=True)]
    )


# %% right differences
import numpy as np


def cross_entropy(logits, labels):
    apart = logits.astype(np.float64) - logits[np.arange(len(labels)), labels][:, None]
    top = apart.max(axis=1)
    return float(np.mean(top + np.log(np.exp(apart - top[:, None]).sum(axis=1))))


# %% right array_of_one
import numpy as np


def cross_entropy(logits, labels):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    own = np.einsum("nk,nk->n", shifted, np.eye(logits.shape[1])[labels])
    return np.array(np.mean(np.log(np.exp(shifted).sum(axis=1)) - own))


# %% wrong shifted_by_batch, edited from solution
# about: row|own|each image|whole batch
# - logits.max(axis=1, keepdims=True)
# + logits.max()


# %% wrong base_ten, edited from solution
# about: natural|log10|logarithm
# - np.log(np.exp
# + np.log10(np.exp


# %% wrong shifted_by_minimum, edited from solution
# about: largest|overflow|maximum
# - logits.max(axis=1
# + logits.min(axis=1


# %% wrong median, edited from solution
# about: mean|median
# - np.mean(np.log
# + np.median(np.log


# %% wrong ten_classes, edited from solution
# about: ten|10|classes
# - np.exp(shifted).sum(axis=1)
# + np.exp(shifted)[:, :10].sum(axis=1)


# %% wrong labels_from_one, edited from solution
# about: label|column
# - len(labels)), labels]
# + len(labels)), labels - 1]


# %% wrong no_own_in_sum
# about: sum|all classes|own
import numpy as np


def cross_entropy(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    own = shifted[rows, labels]
    others = np.exp(shifted).sum(axis=1) - np.exp(own)
    return np.mean(np.log(others) - own)


# %% wrong in_place, edited from solution
# about: argument|changed|copy
# - shifted = logits - logits.max(axis=1, keepdims=True)
# + logits -= logits.max(axis=1, keepdims=True)
# +     shifted = logits


# %% wrong squared_distance
# about: logarithm|squar|cross-entropy
import numpy as np


def cross_entropy(logits, labels):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return np.mean((p**2).sum(axis=1))


# %% wrong never_above_hundred, edited from solution
# about: limit|clip|large|1,000|cut
# - - own)
# + - np.maximum(own, -100))


# %% wrong binary
# about: other classes|label|binary
import numpy as np


def cross_entropy(logits, labels):
    target = np.eye(logits.shape[1])[labels]
    each = np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits)))
    return each.sum(axis=1).mean()
