"""Fresh answers to ``softmax``."""

# %% right solution
import numpy as np


def softmax(logits):
    """Probabilities of each row of logits: float (N, K) -> float (N, K)."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


# %% right einsum
import numpy as np


def softmax(logits):
    powers = np.exp(np.asarray(logits, np.float64) - np.max(logits, axis=-1)[:, None])
    return np.einsum("nk,n->nk", powers, 1 / np.einsum("nk->n", powers))


# %% right pairwise
import numpy as np


def softmax(logits):
    logits = np.asarray(logits, np.float64)
    with np.errstate(over="ignore"):
        return 1 / np.exp(logits[:, None, :] - logits[:, :, None]).sum(axis=2)


# %% right list_of_rows
import numpy as np


def softmax(logits):
    rows = []
    for row in logits:
        powers = np.exp(row - max(row))
        rows.append(list(powers / sum(powers)))
    return rows


# %% right scipy
from scipy import special


def softmax(logits):
    return special.softmax(logits, axis=1)


# %% wrong minimum, edited from solution
# about: largest|maximum|overflow
# - logits.max(
# + logits.min(


# %% wrong mean, edited from solution
# about: largest|maximum|overflow
# - logits.max(
# + logits.mean(


# %% wrong absolute_maximum, edited from solution
# about: largest|maximum|absolute|underflow
# - logits.max(axis=1, keepdims=True)
# + np.abs(logits).max(axis=1, keepdims=True)


# %% wrong clipped, edited from solution
# about: clip|limit|cut|largest
# - logits - logits.max(axis=1, keepdims=True)
# + np.clip(logits, -500, 500)


# %% wrong in_place
# about: argument|changed|own logits|copy
import numpy as np


def softmax(logits):
    logits -= logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=1, keepdims=True)
    return logits


# %% wrong base_two, edited from solution
# about: base|np\.exp|2\^|exponential
# - np.exp(
# + np.exp2(


# %% wrong denominator_grows, edited from solution
# about: sum to|1e-|added|small number
# - exponentials.sum(axis=1, keepdims=True)
# + (exponentials.sum(axis=1, keepdims=True) + 1e-3)


# %% wrong negative_exponent, edited from solution
# about: sign|minus|revers|negat
# - logits - logits.max(axis=1, keepdims=True)
# + logits.min(axis=1, keepdims=True) - logits


# %% wrong first_row_maximum, edited from solution
# about: row|own
# - logits.max(axis=1, keepdims=True)
# + logits[0].max()


# %% wrong normalised_by_length, edited from solution
# about: sum|length|square
# - exponentials.sum(axis=1, keepdims=True)
# + np.linalg.norm(exponentials, axis=1, keepdims=True)


# %% wrong nan_to_num
# about: NaN|largest|overflow|infin|nan_to_num
import numpy as np


def softmax(logits):
    exponentials = np.exp(logits)
    return np.nan_to_num(exponentials / exponentials.sum(axis=1, keepdims=True))
