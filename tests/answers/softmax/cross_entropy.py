"""Answers to ``cross_entropy``."""

# %% right loops
import math


def cross_entropy(logits, labels):
    total = 0.0
    for row, label in zip(logits, labels):
        top = max(row)
        total += top + math.log(sum(math.exp(z - top) for z in row)) - row[label]
    return total / len(labels)


# %% right one_hot
import numpy as np


def cross_entropy(logits, labels):
    logits = logits.astype(np.float32)
    one_hot = np.eye(logits.shape[1], dtype=np.float32)[labels]
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.sum(one_hot * log_p) / np.float32(len(labels))


# %% right shifted
import numpy as np


def cross_entropy(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])


# %% right tensorflow
import tensorflow as tf


def cross_entropy(logits, labels):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    return tf.reduce_mean(losses)


# %% wrong stub
# says: cross_entropy returned None
# earns: 0
def cross_entropy(logits, labels):
    """Mean loss of a batch: float (N, K), int (N,) -> one number."""
    # Your code here.


# %% wrong bits, edited from shifted
# says: Your loss is in bits
# earns: 0
# -     return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])
# +     losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels]
# +     return losses.mean() / np.log(2)


# %% wrong clipped
# says: keep the probability away from 0
# earns: 0.6
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    p = probabilities(logits)[np.arange(len(labels)), labels]
    return -np.log(np.maximum(p, 1e-300)).mean()


# %% wrong every_label, edited from shifted
# says: takes the logits of all labels from each row
# earns: 0
# - return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])
# + return (np.log(np.exp(z).sum(axis=1)) - z[:, labels]).mean()


# %% wrong likeliest
# says: You took the largest probability
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    return -np.log(probabilities(logits).max(axis=1)).mean()


# %% wrong log_of_mean
# says: Take the mean of the logarithms
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    return -np.log(probabilities(logits)[np.arange(len(labels)), labels].mean())


# %% wrong log_of_softmax
# says: Never take the logarithm of a softmax
# earns: 0.6
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    return -np.mean(np.log(probabilities(logits)[np.arange(len(labels)), labels]))


# %% wrong mean_over_classes
# says: You averaged over images and classes
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    log_p = np.log(probabilities(logits) + 1e-300)
    return -np.mean(np.eye(logits.shape[1])[labels] * log_p)


# %% wrong one_each, edited from shifted
# says: one loss for each image
# earns: 0
# -     return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])
# +     losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels]
# +     return losses


# %% wrong one_sum, edited from shifted
# says: Your sum of exponentials runs over the whole batch
# earns: 0
# - return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])
# + return (np.log(np.exp(z).sum()) - z[np.arange(len(labels)), labels]).mean()


# %% wrong overflow
# says: Never take the logarithm of a softmax
# earns: 0.6
import numpy as np


def cross_entropy(logits, labels):
    own = logits[np.arange(len(labels)), labels]
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - own)


# %% wrong shifted_once, edited from shifted
# says: Use the shifted logits in both terms
# earns: 0
# - return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])
# + return (np.log(np.exp(z).sum(axis=1)) - logits[np.arange(len(labels)), labels]).mean()


# %% wrong sign, edited from shifted
# says: Put a minus sign
# earns: 0
# -     return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])
# +     losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels]
# +     return -losses.mean()


# %% wrong small_number_added
# says: keep the probability away from 0
# earns: 0.6
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    p = probabilities(logits)[np.arange(len(labels)), labels]
    return -np.mean(np.log(p + 1e-12))


# %% wrong sum, edited from shifted
# says: You added the losses
# earns: 0
# -     return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])
# +     losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels]
# +     return losses.sum()
