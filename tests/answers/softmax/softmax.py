"""Answers to ``softmax``."""

# %% right float32
import numpy as np


def softmax(logits):
    z = logits.astype(np.float32).T
    z = z - np.max(z, axis=0)
    return (np.exp(z) / np.sum(np.exp(z), axis=0)).T


# %% right keepdims
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% right logarithms
import numpy as np


def softmax(logits):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=1)[:, None])


# %% right loops
import math


def softmax(logits):
    rows = []
    for row in logits:
        top = max(row)
        e = [math.exp(z - top) for z in row]
        rows.append([x / sum(e) for x in e])
    return rows


# %% right tensorflow
import tensorflow as tf


def softmax(logits):
    return tf.nn.softmax(tf.constant(logits), axis=-1)


# %% wrong stub
# says: softmax returned None
# earns: 0
def softmax(logits):
    """Probabilities of each row of logits: float (N, K) -> float (N, K)."""
    # Your code here.


# %% wrong axes_lost
# says: a sum or a maximum gets it with keepdims=True
# earns: 0
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1))
    return e / e.sum(axis=1)


# %% wrong axis
# says: Your columns sum to 1, not your rows
# earns: 0
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max(axis=0))
    return e / e.sum(axis=0)


# %% wrong axis_of_sum, edited from keepdims
# says: Your columns sum to 1, not your rows
# earns: 0
# - return e / e.sum(axis=1, keepdims=True)
# + return e / e.sum(axis=0)


# %% wrong fixed_number, edited from keepdims
# says: and no fixed number
# earns: 0.35
# - e = np.exp(logits - logits.max(axis=1, keepdims=True))
# + e = np.exp(logits - 1000)


# %% wrong logarithm
# says: You returned the logarithms
# earns: 0
import numpy as np


def softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


# %% wrong maximum_added, edited from keepdims
# says: do not add it
# earns: 0.4
# - e = np.exp(logits - logits.max(axis=1, keepdims=True))
# + e = np.exp(logits + logits.max(axis=1, keepdims=True))


# %% wrong no_exponential
# says: without the exponential
# earns: 0
def softmax(logits):
    return logits / logits.sum(axis=1, keepdims=True)


# %% wrong not_divided
# says: not divided by their sums
# earns: 0
import numpy as np


def softmax(logits):
    return np.exp(logits)


# %% wrong one_maximum, edited from keepdims
# says: its own maximum, not that of the whole batch
# earns: 0.75
# - e = np.exp(logits - logits.max(axis=1, keepdims=True))
# + e = np.exp(logits - logits.max())


# %% wrong overflow
# says: Subtract the largest logit of each row first
# earns: 0.4
import numpy as np


def softmax(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


# %% wrong shapes
# says: ValueError: operands could not be broadcast
# earns: 0
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1))
    return e / e.sum(axis=1)


# %% wrong shifted_not_divided
# says: Your rows are not divided by their sums
# earns: 0
import numpy as np


def softmax(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))


# %% wrong whole_batch
# says: The whole batch sums to 1
# earns: 0
import numpy as np


def softmax(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum()
