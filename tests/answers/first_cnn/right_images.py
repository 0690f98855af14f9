"""Answers to ``finite_precision``."""

# %% right counts
import numpy as np


def finite_precision(scores, labels):
    own = np.take_along_axis(scores, labels[:, None], axis=1)
    right = (scores >= own).sum(axis=1) == 1
    return np.float32((right & np.isfinite(scores).all(axis=1)).mean(dtype=np.float32))


# %% right loop
import math


def finite_precision(scores, labels):
    right = 0
    for row, label in zip(scores.tolist(), labels.tolist()):
        others = row[:label] + row[label + 1 :]
        right += all(map(math.isfinite, row)) and row[label] > max(others)
    return right / len(labels)


# %% right sorted
import numpy as np


def finite_precision(scores, labels):
    finite = np.isfinite(scores).all(axis=1)
    top = np.sort(np.where(finite[:, None], scores, 0), axis=1)
    alone = top[:, -1] > top[:, -2]
    return np.mean(finite & alone & (scores.argmax(axis=1) == labels))


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def finite_precision(scores, labels):
    own = tf.gather(scores, labels, axis=1, batch_dims=1)[:, None]
    beaten = tf.reduce_sum(tf.cast(own > scores, tf.int32), axis=1) == scores.shape[1] - 1
    finite = tf.reduce_all(tf.math.is_finite(scores), axis=1)
    return tf.reduce_mean(tf.cast(beaten & finite, tf.float32))


# %% wrong stub
# says: finite_precision returned None
# earns: 0
def finite_precision(scores, labels):
    """Precision @ 1 that no NaN and no tie flatters."""
    # Your code here.


# %% wrong all_or_nothing
# says: Ask each row on its own
# earns: 0.6
import numpy as np


def finite_precision(scores, labels):
    if not np.isfinite(scores).all():
        return 0.0
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) == 1)


# %% wrong argmax
# says: since argmax answers the place of the first NaN
# earns: 0.3
import numpy as np


def finite_precision(scores, labels):
    return np.mean(scores.argmax(axis=1) == labels)


# %% wrong comparisons
# says: rows that are not finite still count
# earns: 0.6
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) == 1)


# %% wrong count
# says: You counted the right images
# earns: 0
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return np.sum(finite & ((scores >= own[:, None]).sum(axis=1) == 1))


# %% wrong each
# says: You returned one value for each image
# earns: 0
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return finite & ((scores >= own[:, None]).sum(axis=1) == 1)


# %% wrong isnan
# says: Rows with an infinity count
# earns: 0.6
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    sound = ~np.isnan(scores).any(axis=1)
    return np.mean(sound & ((scores >= own[:, None]).sum(axis=1) == 1))


# %% wrong left_out
# says: You left out the rows that are not finite
# earns: 0.3
import numpy as np


def finite_precision(scores, labels):
    kept = np.isfinite(scores).all(axis=1)
    return np.mean(scores[kept].argmax(axis=1) == labels[kept])


# %% wrong nan_to_num
# says: You replaced NaN by a number
# earns: 0.3
import numpy as np


def finite_precision(scores, labels):
    scores = np.nan_to_num(scores)
    return np.mean(scores.argmax(axis=1) == labels)


# %% wrong percent
# says: You returned a percentage
# earns: 0
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return 100 * np.mean(finite & ((scores >= own[:, None]).sum(axis=1) == 1))


# %% wrong ties_first
# says: argmax takes the first of equal scores
# earns: 0.7
import numpy as np


def finite_precision(scores, labels):
    finite = np.isfinite(scores).all(axis=1)
    return np.mean(finite & (scores.argmax(axis=1) == labels))


# %% wrong ties_right
# says: label that shares the highest score as right
# earns: 0.7
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return np.mean(finite & (own == scores.max(axis=1)))
