"""Fresh answers to ``first_cnn_accuracy``."""

# %% right solution
from course_utils import evaluation


def first_cnn_accuracy(images):
    return evaluation.scores(network, images)


# %% right one_by_one
import numpy as np

from course_utils import evaluation


def first_cnn_accuracy(images):
    parts = np.array_split(images, max(len(images) // 50, 1))
    return np.concatenate([evaluation.scores(network, part) for part in parts])


# %% right log_probabilities
import tensorflow as tf

from course_utils import evaluation


def first_cnn_accuracy(images):
    return tf.nn.log_softmax(evaluation.scores(network, images, batch_size=32))


# %% right nested_lists
from course_utils import evaluation


def first_cnn_accuracy(images):
    return evaluation.scores(network, images).astype(float).tolist()


# %% right centred
import numpy as np

from course_utils import evaluation


def first_cnn_accuracy(images):
    scores = np.float64(evaluation.scores(network, images))
    return scores - scores.mean(axis=1, keepdims=True)


# %% wrong constant, edited from solution
# about: equal|same|constant
# - return evaluation.scores(network, images)
# + return 0 * evaluation.scores(network, images)


# %% wrong one_class, edited from solution
# about: same|one class|constant|chance|guess
# - return evaluation.scores(network, images)
# + return 0 * evaluation.scores(network, images) + list(range(10))


# %% wrong negated, edited from solution
# about: negat|sign|lowest|turned
# - return evaluation.scores
# + return -evaluation.scores


# %% wrong permuted, edited from solution
# about: order|label|column|class
# - return evaluation.scores(network, images)
# + return evaluation.scores(network, images)[:, ::-1]


# %% wrong nan_for_some, edited from solution
# about: NaN|finite
# - return evaluation.scores(network, images)
# + scores = evaluation.scores(network, images)
# +     scores[images.mean(axis=(1, 2, 3)) > 1, 3] = float("nan")
# +     return scores


# %% wrong relu
# about: negative|ReLU|zero|equal
import numpy as np

from course_utils import evaluation


def first_cnn_accuracy(images):
    scores = evaluation.scores(network, images)
    return np.maximum(scores - scores.max(), 0)


# %% wrong inverted_images, edited from solution
# about: standard|input|pixels|images
# - (network, images)
# + (network, 255 - images)


# %% wrong raw_pixels
# about: standard|input|pixels|scal
import numpy as np


def first_cnn_accuracy(images):
    return network.predict(images.astype(np.float32) * 100 + 1e4, verbose=0)


# %% wrong untrained
# about: trained|chance|guess
import keras

from course_utils import evaluation, models

keras.utils.set_random_seed(3)
fresh_one = models.small_cnn((28, 28, 1))


def first_cnn_accuracy(images):
    return evaluation.scores(fresh_one, images)


# %% wrong of_the_batch, edited from solution
# about: batch|itself|again
# - return evaluation.scores(network, images)
# + scores = evaluation.scores(network, images)
# +     return scores - 2 * scores.mean(axis=0)


# %% wrong sorted_scores, edited from solution
# about: order|column|class|sort
# - return evaluation.scores(network, images)
# + scores = evaluation.scores(network, images)
# +     scores.sort(axis=1)
# +     return scores
