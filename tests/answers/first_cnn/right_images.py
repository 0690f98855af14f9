"""Answers to ``right_images``."""

# %% right counts
import numpy as np


def right_images(scores, labels):
    own = np.take_along_axis(scores, labels[:, None], axis=1)
    right = (scores >= own).sum(axis=1) == 1
    return (right & np.isfinite(scores).all(axis=1)).astype(np.float32)


# %% right loop
import math


def right_images(scores, labels):
    right = []
    for row, label in zip(scores.tolist(), labels.tolist()):
        others = row[:label] + row[label + 1 :]
        right.append(all(map(math.isfinite, row)) and row[label] > max(others))
    return right


# %% right sorted
import numpy as np


def right_images(scores, labels):
    finite = np.isfinite(scores).all(axis=1)
    top = np.sort(np.where(finite[:, None], scores, 0), axis=1)
    alone = top[:, -1] > top[:, -2]
    return finite & alone & (scores.argmax(axis=1) == labels)


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def right_images(scores, labels):
    own = tf.gather(scores, labels, axis=1, batch_dims=1)[:, None]
    beaten = tf.reduce_sum(tf.cast(own > scores, tf.int32), axis=1) == scores.shape[1] - 1
    return beaten & tf.reduce_all(tf.math.is_finite(scores), axis=1)


# %% wrong stub
# says: right_images returned None
# earns: 0
def right_images(scores, labels):
    """Which images are right, where neither NaN nor a tie counts."""
    # Your code here.


# %% wrong all_or_nothing
# says: Ask each row on its own
# earns: 0.6
import numpy as np


def right_images(scores, labels):
    if not np.isfinite(scores).all():
        return np.zeros(len(labels), bool)
    own = scores[np.arange(len(labels)), labels]
    return (scores >= own[:, None]).sum(axis=1) == 1


# %% wrong argmax
# says: since argmax answers the place of the first NaN
# earns: 0.3
import numpy as np


def right_images(scores, labels):
    return scores.argmax(axis=1) == labels


# %% wrong comparisons
# says: rows that are not finite still count
# earns: 0.6
import numpy as np


def right_images(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    return (scores >= own[:, None]).sum(axis=1) == 1


# %% wrong count
# says: You returned one number
# earns: 0
import numpy as np


def right_images(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return np.sum(finite & ((scores >= own[:, None]).sum(axis=1) == 1))


# %% wrong mean
# says: You returned one number
# earns: 0
import numpy as np


def right_images(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return np.mean(finite & ((scores >= own[:, None]).sum(axis=1) == 1))


# %% wrong library
# says: You returned one number
# earns: 0
from course_utils import evaluation


def right_images(scores, labels):
    return evaluation.precision_at_1(scores, labels)


# %% wrong isnan
# says: Rows with an infinity count
# earns: 0.6
import numpy as np


def right_images(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    sound = ~np.isnan(scores).any(axis=1)
    return sound & ((scores >= own[:, None]).sum(axis=1) == 1)


# %% wrong left_out
# says: You left out the rows that are not finite
# earns: 0.3
import numpy as np


def right_images(scores, labels):
    kept = np.isfinite(scores).all(axis=1)
    return scores[kept].argmax(axis=1) == labels[kept]


# %% wrong nan_to_num
# says: You replaced NaN by a number
# earns: 0.3
import numpy as np


def right_images(scores, labels):
    scores = np.nan_to_num(scores)
    return scores.argmax(axis=1) == labels


# %% wrong places
# says: You returned the places of the right images
# earns: 0
import numpy as np


def right_images(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return np.flatnonzero(finite & ((scores >= own[:, None]).sum(axis=1) == 1))


# %% wrong wrong_ones
# says: which images are wrong
# earns: 0
import numpy as np


def right_images(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return ~(finite & ((scores >= own[:, None]).sum(axis=1) == 1))


# %% wrong classes
# says: You returned the class of each image
# earns: 0
import numpy as np


def right_images(scores, labels):
    return scores.argmax(axis=1)


# %% wrong ties_first
# says: argmax takes the first of equal scores
# earns: 0.7
import numpy as np


def right_images(scores, labels):
    finite = np.isfinite(scores).all(axis=1)
    return finite & (scores.argmax(axis=1) == labels)


# %% wrong ties_right
# says: label that shares the highest score as right
# earns: 0.7
import numpy as np


def right_images(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return finite & (own == scores.max(axis=1))
