"""Fresh answers to ``softmax_jacobian``."""

# %% right solution
import numpy as np


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def softmax_jacobian(logits):
    """Derivatives of the probabilities of one image: float (K,) -> float (K, K)."""
    p = softmax(logits[None])[0]
    return np.diag(p) - np.outer(p, p)


# %% right einsum
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits - np.max(logits))
    p = p / p.sum()
    return np.einsum("i,ij->ij", p, np.eye(len(p))) - np.einsum("i,j->ij", p, p)


# %% right broadcast
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(np.float64(logits) - max(logits))
    p /= p.sum()
    return p[:, None] * (np.identity(p.size) - p)


# %% right list_of_lists
import math


def softmax_jacobian(logits):
    top = max(logits)
    powers = [math.exp(z - top) for z in logits]
    p = [power / sum(powers) for power in powers]
    return [[p[i] * ((i == j) - p[j]) for j in range(len(p))] for i in range(len(p))]


# %% right quotient_rule
import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - logits.max())
    total = e.sum()
    jacobian = -np.outer(e, e) / total**2
    jacobian[np.diag_indices(len(e))] += e / total
    return jacobian


# %% right differences
# Filed as wrong at first. But the text asks for the matrix, not for a formula, and these numbers
# are as exact as those of float32.
import numpy as np


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def softmax_jacobian(logits):
    columns = []
    for j in range(len(logits)):
        move = np.zeros(len(logits))
        move[j] = 1e-4
        columns.append((softmax((logits + move)[None]) - softmax((logits - move)[None]))[0] / 2e-4)
    return np.stack(columns, axis=1)


# %% wrong halved, edited from solution
# about: factor|half|twice
# - np.diag(p) - np.outer(p, p)
# + (np.diag(p) - np.outer(p, p)) / 2


# %% wrong identity, edited from solution
# about: diagonal|diag\(p\)|p_i
# - np.diag(p) - np.outer(p, p)
# + np.eye(len(p)) - np.outer(p, p)


# %% wrong plus, edited from solution
# about: sign|minus|plus|off the diagonal
# - np.diag(p) - np.outer(p, p)
# + np.diag(p) + np.outer(p, p)


# %% wrong of_logarithms, edited from solution
# about: logarithm|p_i|row
# - np.diag(p) - np.outer(p, p)
# + np.eye(len(p)) - p[None, :]


# %% wrong ten_classes, edited from solution
# about: ten|10|classes|broadcast|size
# - np.diag(p)
# + np.eye(10) * p


# %% wrong shifted_by_minimum, edited from solution
# about: largest|overflow|maximum|NaN
# - p = softmax(logits[None])[0]
# + p = np.exp(logits - logits.min())
# +     p = p / p.sum()


# %% wrong in_place, edited from solution
# about: argument|changed|copy
# - p = softmax(logits[None])[0]
# + logits -= logits.max()
# +     p = softmax(logits[None])[0]


# %% wrong squared_off_diagonal, edited from solution
# about: off the diagonal|p_j|product
# - np.outer(p, p)
# + np.outer(p, p**2)


# %% wrong rows_sum_to_one, edited from solution
# about: diagonal|sum
# - return np.diag(p) - np.outer(p, p)
# + jacobian = np.diag(p) - np.outer(p, p)
# +     return jacobian + np.eye(len(p)) / len(p)


# %% wrong columns_as_batch, edited from solution
# about: softmax|batch|row|\[None\]
# - softmax(logits[None])[0]
# + softmax(logits[:, None])[:, 0]
