"""Answers to ``softmax_jacobian``."""

# %% right float32
import numpy as np


def softmax_jacobian(logits):
    z = (logits - np.max(logits)).astype(np.float32)
    p = np.exp(z) / np.exp(z).sum()
    return p[:, None] * (np.eye(len(p), dtype=np.float32) - p)


# %% right loops
import math


def softmax_jacobian(logits):
    top = max(logits)
    e = [math.exp(z - top) for z in logits]
    p = [x / sum(e) for x in e]
    return [
        [p[i] * (1 - p[i]) if i == j else -p[i] * p[j] for j in range(len(p))]
        for i in range(len(p))
    ]


# %% right outer
import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    return np.diag(p) - np.outer(p, p)


# %% right tensorflow
import tensorflow as tf


def softmax_jacobian(logits):
    logits = tf.constant(logits)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        p = tf.nn.softmax(logits)
    return tape.jacobian(p, logits)


# %% wrong stub
# says: softmax_jacobian returned None
# earns: 0
def softmax_jacobian(logits):
    """Derivatives of the probabilities of one image: float (K,) -> float (K, K)."""
    # Your code here.


# %% wrong diagonal, edited from outer
# says: 0 off its diagonal
# earns: 0
# - return np.diag(p) - np.outer(p, p)
# + return np.diag(p - p**2)


# %% wrong no_batch
# says: e = np.exp(logits - logits.max(axis=1, keepdims=True))
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_jacobian(logits):
    p = probabilities(logits)
    return np.diag(p) - np.outer(p, p)


# %% wrong one_number
# says: is one number here
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_jacobian(logits):
    p = probabilities(logits[None])[0]
    return np.diag(p) - p @ p.T


# %% wrong only_large, edited from outer
# says: Logits around -1,000 give NaN
# earns: 0.7
# - e = np.exp(logits - logits.max())
# + e = np.exp(logits - max(0, logits.max()))


# %% wrong overflow
# says: Logits around 1,000 give NaN
# earns: 0.7
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits) / np.exp(logits).sum()
    return np.diag(p) - np.outer(p, p)


# %% wrong p_alone, edited from outer
# says: Your diagonal holds p_i alone
# earns: 0
# -     return np.diag(p) - np.outer(p, p)
# +     jacobian = -np.outer(p, p)
# +     np.fill_diagonal(jacobian, p)
# +     return jacobian


# %% wrong p_everywhere, edited from outer
# says: np.diag(p) puts p on the diagonal alone
# earns: 0
# - return np.diag(p) - np.outer(p, p)
# + return p[:, None] - np.outer(p, p)


# %% wrong positive, edited from outer
# says: positive off its diagonal
# earns: 0
# - return np.diag(p) - np.outer(p, p)
# + return np.abs(np.diag(p) - np.outer(p, p))


# %% wrong products_alone
# says: Off its diagonal your Jacobian is right
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_jacobian(logits):
    p = probabilities(logits[None])[0]
    return -np.outer(p, p)


# %% wrong sign, edited from outer
# says: wrong sign
# earns: 0
# - return np.diag(p) - np.outer(p, p)
# + return np.outer(p, p) - np.diag(p)


# %% wrong squares
# says: np.outer(p, p) holds all products
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_jacobian(logits):
    p = probabilities(logits[None])[0]
    return np.diag(p) - p * p


# %% wrong vector, edited from outer
# says: Your result has one axis
# earns: 0
# - return np.diag(p) - np.outer(p, p)
# + return p - p**2
