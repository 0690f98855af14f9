"""Answers to ``paired_difference``."""

# %% right counts
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n = len(labels)
    b, c = np.sum(first & ~second), np.sum(second & ~first)
    return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n


# %% right differences
import numpy as np


def paired_difference(first_scores, second_scores, labels):
    hits = [np.float32(s.argmax(axis=1) == labels) for s in (first_scores, second_scores)]
    gained = hits[1] - hits[0]
    return gained.mean(), gained.std() / np.sqrt(np.float32(len(gained)))


# %% right loop
import math


def paired_difference(first_scores, second_scores, labels):
    b = c = 0
    for first, second, label in zip(first_scores.tolist(), second_scores.tolist(), labels.tolist()):
        one, other = first.index(max(first)) == label, second.index(max(second)) == label
        b += one and not other
        c += other and not one
    n = len(labels)
    return (c - b) / n, math.sqrt(b + c - (b - c) ** 2 / n) / n


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def paired_difference(first_scores, second_scores, labels):
    first = tf.cast(tf.argmax(first_scores, axis=1) == labels, tf.float64)
    second = tf.cast(tf.argmax(second_scores, axis=1) == labels, tf.float64)
    gained = second - first
    n = tf.cast(tf.size(gained), tf.float64)
    return tf.reduce_mean(gained), tf.math.reduce_std(gained) / tf.sqrt(n)


# %% wrong stub
# says: paired_difference returned 1 value instead of 2
# earns: 0
def paired_difference(first_scores, second_scores, labels):
    """Difference of two precisions, and its standard error."""
    # Your code here.


# %% wrong ddof, edited from counts
# says: divided by n - 1
# earns: 0.4
# -     b, c = np.sum(first & ~second), np.sum(second & ~first)
# -     return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# +     gained = second.astype(float) - first
# +     return gained.mean(), gained.std(ddof=1) / np.sqrt(n)


# %% wrong deviation
# says: Divide it by the root of n
# earns: 0.4
def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    gained = second.astype(float) - first
    return gained.mean(), gained.std()


# %% wrong discordant, edited from counts
# says: images on which the networks differ
# earns: 0.6
# - return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# + return (c - b) / max(b + c, 1), np.sqrt(b + c - (b - c) ** 2 / n) / n


# %% wrong one_network, edited from counts
# says: standard error of one precision
# earns: 0.4
# -     b, c = np.sum(first & ~second), np.sum(second & ~first)
# -     return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# +     q = second.mean()
# +     return q - first.mean(), np.sqrt(q * (1 - q) / n)


# %% wrong points, edited from counts
# says: The difference is in points
# earns: 0
# - return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# + return 100 * (c - b) / n, 100 * np.sqrt(b + c - (b - c) ** 2 / n) / n


# %% wrong sign, edited from counts
# says: wrong sign
# earns: 0.6
# - return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# + return (b - c) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n


# %% wrong square, edited from counts
# says: Take the root
# earns: 0.4
# - return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# + return (c - b) / n, (b + c - (b - c) ** 2 / n) / n**2


# %% wrong subtracted_booleans, edited from counts
# says: Your code raised TypeError
# earns: 0
# -     b, c = np.sum(first & ~second), np.sum(second & ~first)
# -     return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# +     gained = second - first
# +     return gained.mean(), gained.std() / np.sqrt(n)


# %% wrong unpaired, edited from counts
# says: two networks on different images
# earns: 0.4
# -     b, c = np.sum(first & ~second), np.sum(second & ~first)
# -     return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# +     p, q = first.mean(), second.mean()
# +     return q - p, np.sqrt(p * (1 - p) / n + q * (1 - q) / n)


# %% wrong without_difference, edited from counts
# says: a little too large
# earns: 0.4
# - return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
# + return (c - b) / n, np.sqrt(b + c) / n
