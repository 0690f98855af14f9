"""Fresh answers to ``averages_compared``."""

# %% right solution
import functools

from course_utils import evaluation

averages_compared = {
    "raw": functools.partial(evaluation.scores, network),
    "averaged": functools.partial(evaluation.scores, averaged_network),
}


# %% right functions
from course_utils import evaluation


def predict_raw(images):
    return evaluation.scores(network, images, batch_size=32)


def predict_averaged(images):
    return evaluation.scores(averaged_network, images).tolist()


averages_compared = dict(raw=predict_raw, averaged=predict_averaged)


# %% right log_probabilities
import tensorflow as tf

from course_utils import evaluation


class Predictor:
    def __init__(self, model):
        self.model = model

    def __call__(self, images):
        return tf.nn.log_softmax(evaluation.scores(self.model, images))


averages_compared = {"averaged": Predictor(averaged_network), "raw": Predictor(network)}


# %% right by_hand
import tensorflow as tf


def predictor(model):
    def predict(images):
        parts = [images[start : start + 100] for start in range(0, len(images), 100)]
        middle = [tf.image.resize_with_crop_or_pad(part, 24, 24) for part in parts]
        standard = [tf.image.per_image_standardization(part) for part in middle]
        return tf.concat([model(part, training=False) for part in standard], axis=0)

    return predict


averages_compared = {"raw": predictor(network), "averaged": predictor(averaged_network)}


# %% right centred
import numpy as np

from course_utils import evaluation


def predictor(model):
    def predict(images):
        scores = np.float64(evaluation.scores(model, images))
        return scores - scores.max(axis=1, keepdims=True)

    return predict


averages_compared = {"raw": predictor(network), "averaged": predictor(averaged_network)}


# %% wrong raw_twice, edited from solution
# about: one network|same
# - evaluation.scores, averaged_network
# + evaluation.scores, network


# %% wrong averaged_missing, edited from solution
# about: missing|averaged
# -     "averaged": functools.partial(evaluation.scores, averaged_network),


# %% wrong capital_names, edited from solution
# about: missing|name|raw
# - "raw":
# + "Raw":
# - "averaged":
# + "Averaged":


# %% wrong list
# about: dictionary|list
import functools

from course_utils import evaluation

averages_compared = [
    functools.partial(evaluation.scores, network),
    functools.partial(evaluation.scores, averaged_network),
]


# %% wrong raw_made_constant, edited from solution
# about: raw|trained|same|constant|equal|above
# - functools.partial(evaluation.scores, network)
# + lambda images: 0 * evaluation.scores(network, images)


# %% wrong raw_negated, edited from solution
# about: raw|trained|negat|sign|above
# - functools.partial(evaluation.scores, network)
# + lambda images: -evaluation.scores(network, images)


# %% wrong averaged_nan, edited from solution
# about: NaN|finite
# - functools.partial(evaluation.scores, averaged_network)
# + lambda images: evaluation.scores(averaged_network, images) * float("nan")


# %% wrong averaged_sees_batch, edited from solution
# about: batch|itself|again
# - functools.partial(evaluation.scores, averaged_network)
# + lambda images: averaged_scores(images)
# - averages_compared = {
# + def averaged_scores(images):
# +     scores = evaluation.scores(averaged_network, images)
# +     return scores - 3 * scores.mean(axis=0)
# +
# +
# + averages_compared = {


# %% wrong permuted, edited from solution
# about: trained|order|column|class|above
# - functools.partial(evaluation.scores, averaged_network)
# + lambda images: evaluation.scores(averaged_network, images)[:, ::-1]


# %% wrong called_at_once
# about: callable|function|array|ndarray
import numpy as np

from course_utils import evaluation

images = np.zeros((4, 32, 32, 3), np.uint8)
averages_compared = {
    "raw": evaluation.scores(network, images),
    "averaged": evaluation.scores(averaged_network, images),
}


# %% wrong networks_themselves
# about: dictionary|function
averages_compared = (network, averaged_network)
