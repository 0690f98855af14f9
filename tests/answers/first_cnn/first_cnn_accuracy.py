"""Answers to ``first_cnn_accuracy``: ``network`` is the notebook's own, trained."""

# %% right scores
from course_utils import evaluation


def first_cnn_accuracy(images):
    return evaluation.scores(network, images)


# %% right softmax_in_sevens
import numpy as np
import tensorflow as tf

from course_utils import cifar10_input


def first_cnn_accuracy(images):
    rows = []
    for start in range(0, len(images), 77):
        batch = tf.constant(images[start : start + 77])
        rows.append(tf.nn.softmax(network(cifar10_input.per_image_standardization(batch))).numpy())
    return np.concatenate(rows)


# %% wrong stub
# says: predict returned None
# earns: 0
def first_cnn_accuracy(images):
    """Scores of images."""
    # Your code here.


# %% wrong classes, edited from scores
# says: Return one row of ten scores for each image
# earns: 0
# - return evaluation.scores(network, images)
# + return evaluation.scores(network, images).argmax(axis=1)


# %% wrong dropout
# says: got the same class when they were asked again
# earns: 0
import numpy as np

from course_utils import evaluation


def first_cnn_accuracy(images):
    """Dropout that was left switched on."""
    scores = evaluation.scores(network, images)
    return scores * (np.random.random(scores.shape) < 0.5)


# %% wrong nan
# says: All scores are NaN or infinite
# earns: 0
import numpy as np


def first_cnn_accuracy(images):
    return np.full((len(images), 10), np.nan)


# %% wrong not_standardised
# says: not above the first cut-off yet
# earns: 0
import tensorflow as tf


def first_cnn_accuracy(images):
    """The network has learnt from standardised images; these are others."""
    return network(tf.cast(255 - images, tf.float32)).numpy()
