"""Answers to ``softmax_jacobian``."""

# %% right loops_and_lists
import math


def softmax_jacobian(logits):
    top = max(logits)
    e = [math.exp(x - top) for x in logits]
    p = [x / sum(e) for x in e]
    return p, [[p[i] * ((i == j) - p[j]) for j in range(len(p))] for i in range(len(p))]


# %% right outer
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits - logits.max())
    p = p / p.sum()
    return p, np.diag(p) - np.outer(p, p)


# %% right tensorflow
import tensorflow as tf


def softmax_jacobian(logits):
    logits = tf.constant(logits)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        p = tf.nn.softmax(logits)
    return [p, tape.jacobian(p, logits)]


# %% wrong stub
# says: not written yet
# earns: 0
def softmax_jacobian(logits):
    raise NotImplementedError


# %% wrong diagonal, edited from outer
# says: 0 off its diagonal
# earns: 0.3
# - return p, np.diag(p) - np.outer(p, p)
# + return p, np.diag(p * (1 - p))


# %% wrong not_normalised
# says: not divided by their sum
# earns: 0
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits)
    return p, np.diag(p)


# %% wrong one_result
# says: returned 1 value instead of 2. End it with: return probabilities, jacobian.
# earns: 0
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits - logits.max())
    return p / p.sum()


# %% wrong overflow
# says: Subtract the largest logit first
# earns: 0.7
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits) / np.exp(logits).sum()
    return p, np.diag(p) - np.outer(p, p)


# %% wrong raises_on_large
# says: OverflowError: math range error
# earns: 0.7
import math

import numpy as np


def softmax_jacobian(logits):
    e = np.array([math.exp(x) for x in logits])
    p = e / e.sum()
    return p, np.diag(p) - np.outer(p, p)


# %% wrong sign, edited from outer
# says: wrong sign
# earns: 0.3
# - return p, np.diag(p) - np.outer(p, p)
# + return p, np.outer(p, p) - np.diag(p)
