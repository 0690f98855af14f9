"""Answers to ``ablation_effects``."""

# %% right einsum
import numpy as np

CONTRASTS = np.array([[[-1, -1], [1, 1]], [[-1, 1], [-1, 1]], [[2, -2], [-2, 2]]]) / 2


def ablation_effects(right):
    each = np.einsum("kij,ijn->kn", CONTRASTS, right.astype(np.float32))
    return each.mean(-1), each.std(-1) / len(right[0, 0]) ** 0.5


# %% right loops
import math


def ablation_effects(right):
    tables = [[[1 if one else 0 for one in row] for row in rows] for rows in right]
    effects, errors = [], []
    for signs, scale in (((-1, -1, 1, 1), 2), ((-1, 1, -1, 1), 2), ((1, -1, -1, 1), 1)):
        four = tables[0][0], tables[0][1], tables[1][0], tables[1][1]
        each = [sum(sign * one for sign, one in zip(signs, image)) / scale for image in zip(*four)]
        mean = sum(each) / len(each)
        variance = sum((one - mean) ** 2 for one in each) / (len(each) - 1)
        effects.append(mean)
        errors.append(math.sqrt(variance / len(each)))
    return effects, errors


# %% right stacked
import numpy as np


def ablation_effects(right):
    right = np.asarray(right, np.float64)
    none, second, first, both = right[0, 0], right[0, 1], right[1, 0], right[1, 1]
    each = np.stack(
        [
            (first - none + both - second) / 2,
            (second - none + both - first) / 2,
            both - second - first + none,
        ]
    )
    return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])


# %% right tensorflow
import tensorflow as tf


def ablation_effects(right):
    right = tf.cast(right, tf.float32)
    first, second = right[1] - right[0], right[:, 1] - right[:, 0]
    each = tf.stack([tf.reduce_mean(first, 0), tf.reduce_mean(second, 0), first[1] - first[0]])
    mean = tf.reduce_mean(each, axis=1)
    variance = tf.math.reduce_variance(each, axis=1)
    return mean, tf.sqrt(variance / tf.cast(tf.shape(each)[1], tf.float32))


# %% wrong stub
# says: ablation_effects returned 1 value instead of 2
# earns: 0
def ablation_effects(right):
    """Main effects, interaction, and their standard errors."""
    # Your code here.


# %% wrong beside, edited from stacked
# says: with the network that has only the other one
# earns: 0
# -             (first - none + both - second) / 2,
# -             (second - none + both - first) / 2,
# +             both - second,
# +             both - first,


# %% wrong booleans, edited from stacked
# says: boolean subtract
# earns: 0
# - def ablation_effects(right):
# -     right = np.asarray(right, np.float64)
# + def ablation_effects(right):


# %% wrong both, edited from stacked
# says: gain of both changes together
# earns: 0
# - both - second - first + none,
# + both - none,


# %% wrong divides_by_n, edited from stacked
# says: Divide by its root
# earns: 0.6
# - return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
# + return each.mean(axis=1), each.std(axis=1, ddof=1) / right.shape[-1]


# %% wrong half_interaction, edited from stacked
# says: Your interaction is half
# earns: 0
# - both - second - first + none,
# + (both - second - first + none) / 2,


# %% wrong interval, edited from stacked
# says: You multiplied by 1.96
# earns: 0.6
# - return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
# + return each.mean(axis=1), 1.96 * each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])


# %% wrong per_image, edited from stacked
# says: hold a number for each image
# earns: 0.4
# - return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
# + return each, each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])


# %% wrong percent, edited from stacked
# says: in percent
# earns: 0
# -     )
# +     )
# +     each *= 100


# %% wrong sd, edited from stacked
# says: standard deviations of one image's effect
# earns: 0.6
# - return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
# + return each.mean(axis=1), each.std(axis=1, ddof=1)


# %% wrong sign, edited from stacked
# says: Your interaction has the wrong sign
# earns: 0.4
# - both - second - first + none,
# + first + second - none - both,


# %% wrong simple, edited from stacked
# says: with the network that has neither
# earns: 0
# -             (first - none + both - second) / 2,
# -             (second - none + both - first) / 2,
# +             first - none,
# +             second - none,


# %% wrong sums, edited from stacked
# says: twice too large
# earns: 0
# -             (first - none + both - second) / 2,
# -             (second - none + both - first) / 2,
# +             first - none + both - second,
# +             second - none + both - first,


# %% wrong swapped, edited from stacked
# says: changed places
# earns: 0
# - none, second, first, both = right[0, 0], right[0, 1], right[1, 0], right[1, 1]
# + none, first, second, both = right[0, 0], right[0, 1], right[1, 0], right[1, 1]


# %% wrong turned, edited from stacked
# says: All your signs are turned
# earns: 0.4
# - return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
# + return -each.mean(axis=1) * [1, 1, -1], each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])


# %% wrong unpaired
# says: as if each had its own images
# earns: 0.6
import numpy as np


def ablation_effects(right):
    (none, second), (first, both) = right.mean(axis=-1)
    effects = (first + both - none - second) / 2, (second + both - none - first) / 2
    variance = (right.var(axis=-1, ddof=1) / right.shape[-1]).sum()
    errors = np.sqrt(variance) * np.array([0.5, 0.5, 1])
    return [*effects, both - first - second + none], errors


# %% wrong variance, edited from stacked
# says: Take their root
# earns: 0.6
# - return each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
# + return each.mean(axis=1), each.var(axis=1, ddof=1) / right.shape[-1]
