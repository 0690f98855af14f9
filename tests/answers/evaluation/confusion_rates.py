"""Answers to ``confusion_rates``."""

# %% right add_at
import numpy as np


def confusion_rates(scores, labels):
    classes, predicted = scores.shape[1], scores.argmax(axis=1)
    finite = np.isfinite(scores).all(axis=1)
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels[finite], predicted[finite]), 1)
    sizes = np.bincount(labels, minlength=classes)[:, None]
    return counts / np.maximum(sizes, 1)


# %% right loop
import math


def confusion_rates(scores, labels):
    classes = len(scores[0])
    counts, sizes = [[0] * classes for _ in range(classes)], [0] * classes
    for row, label in zip(scores.tolist(), labels.tolist()):
        sizes[label] += 1
        if all(map(math.isfinite, row)):
            counts[label][row.index(max(row))] += 1
    return [[count / max(size, 1) for count in row] for row, size in zip(counts, sizes)]


# %% right one_hot
import numpy as np


def confusion_rates(scores, labels):
    finite = np.isfinite(scores).all(axis=1)
    true = np.eye(scores.shape[1], dtype=np.float32)[labels]
    predicted = np.eye(scores.shape[1], dtype=np.float32)[scores.argmax(axis=1)]
    predicted[~finite] = 0
    return true.T @ predicted / np.maximum(true.sum(axis=0), 1)[:, None]


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def confusion_rates(scores, labels):
    classes = scores.shape[1]
    finite = tf.cast(tf.reduce_all(tf.math.is_finite(scores), axis=1), tf.float64)
    predicted = tf.argmax(scores, axis=1)
    counts = tf.math.confusion_matrix(labels, predicted, classes, finite, tf.float64)
    sizes = tf.math.bincount(tf.cast(labels, tf.int32), minlength=classes, dtype=tf.float64)
    return tf.math.divide_no_nan(counts, sizes[:, None])


# %% wrong stub
# says: confusion_rates returned None
# earns: 0
def confusion_rates(scores, labels):
    """What is taken for what."""
    # Your code here.


# %% wrong by_column, edited from add_at
# says: divided by how often a class is predicted
# earns: 0
# -     sizes = np.bincount(labels, minlength=classes)[:, None]
# -     return counts / np.maximum(sizes, 1)
# +     return counts / np.maximum(counts.sum(axis=0), 1)


# %% wrong classes_that_occur
# says: has no row in your table
# earns: 0.7
import numpy as np


def confusion_rates(scores, labels):
    finite = np.isfinite(scores).all(axis=1)
    predicted = scores.argmax(axis=1)
    rows = []
    for label in np.unique(labels):
        own = labels == label
        counts = np.bincount(predicted[own & finite], minlength=scores.shape[1])
        rows.append(counts / own.sum())
    return np.array(rows)


# %% wrong counts, edited from add_at
# says: You returned counts
# earns: 0
# -     sizes = np.bincount(labels, minlength=classes)[:, None]
# -     return counts / np.maximum(sizes, 1)
# +     return counts


# %% wrong isnan, edited from add_at
# says: Rows with an infinity are counted
# earns: 0.7
# - finite = np.isfinite(scores).all(axis=1)
# + finite = ~np.isnan(scores).any(axis=1)


# %% wrong left_out, edited from add_at
# says: which flatters the rates
# earns: 0.7
# -     sizes = np.bincount(labels, minlength=classes)[:, None]
# -     return counts / np.maximum(sizes, 1)
# +     return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


# %% wrong nan_as_class, edited from add_at
# says: argmax answers the place of the first NaN
# earns: 0.7
# -     classes, predicted = scores.shape[1], scores.argmax(axis=1)
# -     finite = np.isfinite(scores).all(axis=1)
# +     classes, predicted = scores.shape[1], scores.argmax(axis=1)
# - np.add.at(counts, (labels[finite], predicted[finite]), 1)
# + np.add.at(counts, (labels, predicted), 1)


# %% wrong of_all, edited from add_at
# says: divided by the number of all images
# earns: 0
# -     sizes = np.bincount(labels, minlength=classes)[:, None]
# -     return counts / np.maximum(sizes, 1)
# +     return counts / len(labels)


# %% wrong once, edited from add_at
# says: You count each pair of classes once
# earns: 0
# - np.add.at(counts, (labels[finite], predicted[finite]), 1)
# + counts[labels[finite], predicted[finite]] += 1


# %% wrong transposed, edited from add_at
# says: Rows and columns are exchanged
# earns: 0
# - return counts / np.maximum(sizes, 1)
# + return (counts / np.maximum(sizes, 1)).T


# %% wrong zero_by_zero, edited from add_at
# says: has a row of NaN
# earns: 0.7
# -     sizes = np.bincount(labels, minlength=classes)[:, None]
# -     return counts / np.maximum(sizes, 1)
# +     with np.errstate(invalid="ignore"):
# +         return counts / np.bincount(labels, minlength=classes)[:, None]
