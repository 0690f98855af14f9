"""Answers to ``numbers_accuracy``: ``network`` is the notebook's own, trained."""

# %% right mean_of_two
from course_utils import evaluation


def numbers_accuracy(images):
    """The mean of the scores of each image and of its negative: paint may be dark or bright."""
    return evaluation.scores(network, images) + 0.5 * evaluation.scores(network, 255 - images)


# %% right probabilities_in_sevens
import numpy as np
import tensorflow as tf

from course_utils import cifar10_input


def numbers_accuracy(images):
    rows = []
    for start in range(0, len(images), 77):
        batch = cifar10_input.per_image_standardization(tf.constant(images[start : start + 77]))
        rows.append(tf.nn.softmax(network(batch, training=False)).numpy())
    return np.concatenate(rows)


# %% right scores
from course_utils import evaluation


def numbers_accuracy(images):
    return evaluation.scores(network, images)


# %% wrong stub
# says: predict returned None
# earns: 0
def numbers_accuracy(images):
    """Scores of images."""
    # Your code here.


# %% wrong batch_statistics
# says: Score each image by itself
# earns: 0
from course_utils import evaluation


def numbers_accuracy(images):
    """Scores without their mean over the batch."""
    scores = evaluation.scores(network, images)
    return scores - 3 * scores.mean(axis=0)


# %% wrong classes, edited from scores
# says: Return one row of ten scores for each image
# earns: 0
# - return evaluation.scores(network, images)
# + return evaluation.scores(network, images).argmax(axis=1)


# %% wrong labels_of_the_file
# says: not above the first cut-off yet
# earns: 0
import numpy as np

from course_utils import evaluation


def numbers_accuracy(images):
    """The file's labels, 1 to 10, moved down by one: every figure is taken for the one before."""
    return np.roll(evaluation.scores(network, images), -1, axis=1)


# %% wrong nan
# says: All scores are NaN or infinite
# earns: 0
import numpy as np


def numbers_accuracy(images):
    return np.full((len(images), 10), np.nan)


# %% wrong random_shift
# says: draw nothing at random in predict
# earns: 0
import numpy as np

from course_utils import evaluation


def numbers_accuracy(images):
    """The distortion of the training, left switched on."""
    offsets = np.random.randint(-9, 10, size=2)
    return evaluation.scores(network, np.roll(images, offsets, axis=(1, 2)))
