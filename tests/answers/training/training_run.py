"""Answers to ``training_run``: ``networks`` are the notebook's own, at three places."""

# %% right log_probabilities
import tensorflow as tf

from course_utils import evaluation


def predictor(network):
    def predict(images):  # logits up to a constant in each row
        return tf.nn.log_softmax(evaluation.scores(network, images, batch_size=100)).numpy()

    return predict


training_run = {name: predictor(network) for name, network in networks.items()}


# %% right scores
import functools

from course_utils import evaluation

training_run = {
    name: functools.partial(evaluation.scores, network) for name, network in networks.items()
}


# %% wrong stub
# says: There are no networks yet
# earns: 0
training_run = {}


# %% wrong exchanged
# says: Did you exchange the two?
# earns: 0
import functools

from course_utils import evaluation

places = {"early": networks["late"], "middle": networks["middle"], "late": networks["early"]}
training_run = {
    name: functools.partial(evaluation.scores, network) for name, network in places.items()
}


# %% wrong late_binding
# says: they are one network
# earns: 0
from course_utils import evaluation

training_run = {}
for name, network in networks.items():

    def predict(images):
        return evaluation.scores(network, images)  # noqa: B023 - the mistake

    training_run[name] = predict


# %% wrong list
# says: this is a list
# earns: 0
from course_utils import evaluation

training_run = [
    lambda images, network=network: evaluation.scores(network, images)
    for network in networks.values()
]


# %% wrong nan
# says: All scores are NaN
# earns: 0
import functools

import numpy as np

from course_utils import evaluation

training_run = {
    name: functools.partial(evaluation.scores, network) for name, network in networks.items()
}
training_run["late"] = lambda images: np.full((len(images), 10), np.nan, np.float32)


# %% wrong noise
# says: Did you load its trained weights?
# earns: 0
import zlib

import numpy as np


def noise(seed, scale):
    def predict(images):  # the same image gets the same scores again
        rows = [np.random.default_rng([seed, zlib.crc32(image.tobytes())]) for image in images]
        return scale * np.stack([rng.normal(size=10) for rng in rows])

    return predict


# The smaller the scores, the less a wrong guess costs: the loss falls, and nothing is learnt.
training_run = {"early": noise(1, 9.0), "middle": noise(2, 3.0), "late": noise(3, 0.3)}


# %% wrong probabilities
# says: These scores are probabilities
# earns: 0.75
import tensorflow as tf

from course_utils import evaluation


def predictor(network):
    return lambda images: tf.nn.softmax(evaluation.scores(network, images)).numpy()


training_run = {name: predictor(network) for name, network in networks.items()}


# %% wrong untrained
# says: Did you load its trained weights?
# earns: 0
import functools

import keras

from course_utils import evaluation, models

training_run = {}
for seed, name in enumerate(("early", "middle", "late"), start=1):
    keras.utils.set_random_seed(seed)
    training_run[name] = functools.partial(evaluation.scores, models.small_cnn())
