"""Fresh answers to ``numbers_accuracy``."""

# %% right solution
from course_utils import evaluation


def numbers_accuracy(images):
    return evaluation.scores(network, images)


# %% right in_parts
import numpy as np

from course_utils import evaluation


def numbers_accuracy(images):
    parts = [images[start : start + 37] for start in range(0, len(images), 37)]
    return np.vstack([evaluation.scores(network, part) for part in parts])


# %% right log_probabilities
import tensorflow as tf

from course_utils import evaluation


def numbers_accuracy(images):
    return tf.nn.log_softmax(evaluation.scores(network, images, batch_size=32))


# %% right nested_lists
from course_utils import evaluation


def numbers_accuracy(images):
    return evaluation.scores(network, images).astype(float).tolist()


# %% right centred
import numpy as np

from course_utils import evaluation


def numbers_accuracy(images):
    scores = np.float64(evaluation.scores(network, images))
    return 3 * (scores - scores.min(axis=1, keepdims=True))


# %% wrong all_equal, edited from solution
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


# %% wrong reversed_labels, edited from solution
# about: order|label|column|class
# - return evaluation.scores(network, images)
# + return evaluation.scores(network, images)[:, ::-1]


# %% wrong ten_for_zero, edited from solution
# about: label|order|column|class
# - return evaluation.scores(network, images)
# + scores = evaluation.scores(network, images)
# +     return scores[:, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]]


# %% wrong nan_for_most, edited from solution
# about: NaN|finite
# - return evaluation.scores(network, images)
# + scores = evaluation.scores(network, images)
# +     scores[images.mean(axis=(1, 2, 3)) > 10, 0] = float("nan")
# +     return scores


# %% wrong relu
# about: negative|ReLU|zero|equal
import numpy as np

from course_utils import evaluation


def numbers_accuracy(images):
    scores = evaluation.scores(network, images)
    return np.maximum(scores - scores.max(), 0)


# %% wrong transposed_images, edited from solution
# about: axis|axes|row|image|chance|guess
# - (network, images)
# + (network, images.reshape(len(images), 3, 32, 32).transpose(0, 2, 3, 1))


# %% wrong raw_pixels
# about: standard|input|pixel|scal
import numpy as np


def numbers_accuracy(images):
    return network.predict(images.astype(np.float32) * 100 + 1e4, verbose=0)


# %% wrong untrained
# about: trained|chance|guess
import keras

from course_utils import evaluation, models

keras.utils.set_random_seed(3)
fresh_one = models.small_cnn()


def numbers_accuracy(images):
    return evaluation.scores(fresh_one, images)


# %% wrong noise_added, edited from solution
# about: random|again|draw
# - return evaluation.scores(network, images)
# + from numpy import random
# +
# +     scores = evaluation.scores(network, images)
# +     return scores + random.normal(0, 100, scores.shape)
