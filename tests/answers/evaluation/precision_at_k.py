"""Answers to ``precision_at_k``."""

# %% right counts
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    others = (scores >= own[:, None]).sum(axis=1) - 1
    return np.mean(np.isfinite(scores).all(axis=1) & (others < k))


# %% right loop
import math


def precision_at_k(scores, labels, k):
    right = 0
    for row, label in zip(scores.tolist(), labels.tolist()):
        others = row[:label] + row[label + 1 :]
        ahead = sum(other >= row[label] for other in others)
        right += all(map(math.isfinite, row)) and ahead < k
    return right / len(labels)


# %% right sorted
import numpy as np


def precision_at_k(scores, labels, k):
    finite = np.isfinite(scores).all(axis=1)
    rows = np.where(finite[:, None], scores, 0)
    own = np.take_along_axis(rows, labels[:, None], axis=1)
    after = np.sort(rows, axis=1)[:, ::-1][:, k]  # the first score that does not count
    return np.float32(np.mean(finite & (own[:, 0] > after), dtype=np.float32))


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def precision_at_k(scores, labels, k):
    own = tf.gather(scores, labels, axis=1, batch_dims=1)[:, None]
    others = tf.reduce_sum(tf.cast(scores >= own, tf.int32), axis=1) - 1
    finite = tf.reduce_all(tf.math.is_finite(scores), axis=1)
    return tf.reduce_mean(tf.cast((others < k) & finite, tf.float32))


# %% wrong stub
# says: precision_at_k returned None
# earns: 0
def precision_at_k(scores, labels, k):
    """Share of images whose label is among the first k."""
    # Your code here.


# %% wrong argsort
# says: argsort puts NaN at the end
# earns: 0.4
import numpy as np


def precision_at_k(scores, labels, k):
    top = np.argsort(scores, axis=1)[:, -k:]
    return np.mean((top == labels[:, None]).any(axis=1))


# %% wrong ascending
# says: You took the k lowest scores
# earns: 0
import numpy as np


def precision_at_k(scores, labels, k):
    finite = np.isfinite(scores).all(axis=1)
    lowest = np.argsort(scores, axis=1)[:, :k]
    return np.mean(finite & (lowest == labels[:, None]).any(axis=1))


# %% wrong comparisons
# says: comparison with NaN is False
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) - 1 < k)


# %% wrong counts_itself
# says: Your k is one too small
# earns: 0
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    return np.mean(np.isfinite(scores).all(axis=1) & ((scores >= own[:, None]).sum(axis=1) < k))


# %% wrong divided_by_k, edited from counts
# says: You divided by k
# earns: 0
# - return np.mean(np.isfinite(scores).all(axis=1) & (others < k))
# + return np.mean(np.isfinite(scores).all(axis=1) & (others < k)) / k


# %% wrong each, edited from counts
# says: You returned one value for each image
# earns: 0
# - return np.mean(np.isfinite(scores).all(axis=1) & (others < k))
# + return np.isfinite(scores).all(axis=1) & (others < k)


# %% wrong first_only
# says: You look at the highest score only
# earns: 0
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    alone = (scores >= own[:, None]).sum(axis=1) == 1
    return np.mean(np.isfinite(scores).all(axis=1) & alone)


# %% wrong isnan, edited from counts
# says: Rows with an infinity count
# earns: 0.7
# - return np.mean(np.isfinite(scores).all(axis=1) & (others < k))
# + return np.mean(~np.isnan(scores).any(axis=1) & (others < k))


# %% wrong left_out
# says: You left out the rows that are not finite
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    kept = np.isfinite(scores).all(axis=1)
    scores, labels = scores[kept], labels[kept]
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) - 1 < k)


# %% wrong negative_argsort
# says: the order of the classes decides
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    top = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    finite = np.isfinite(scores).all(axis=1)
    return np.mean(finite & (top == labels[:, None]).any(axis=1))


# %% wrong no_tie_counts
# says: You count every tie as wrong
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    alone = (scores == own[:, None]).sum(axis=1) == 1
    others = (scores >= own[:, None]).sum(axis=1) - 1
    return np.mean(np.isfinite(scores).all(axis=1) & alone & (others < k))


# %% wrong one_more, edited from counts
# says: Your k is one too large
# earns: 0
# - return np.mean(np.isfinite(scores).all(axis=1) & (others < k))
# + return np.mean(np.isfinite(scores).all(axis=1) & (others <= k))


# %% wrong percent, edited from counts
# says: You returned a percentage
# earns: 0
# - return np.mean(np.isfinite(scores).all(axis=1) & (others < k))
# + return 100 * np.mean(np.isfinite(scores).all(axis=1) & (others < k))


# %% wrong ties_in_favour
# says: Ties count for the label
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    above = (scores > own[:, None]).sum(axis=1)
    return np.mean(np.isfinite(scores).all(axis=1) & (above < k))
