"""Fresh answers to ``training_run``."""

# %% right solution
import functools

from course_utils import evaluation

training_run = {
    name: functools.partial(evaluation.scores, network) for name, network in networks.items()
}


# %% right class
from course_utils import evaluation


class Predictor:
    def __init__(self, network):
        self.network = network

    def __call__(self, images):
        return evaluation.scores(self.network, images).tolist()


training_run = {name: Predictor(networks[name]) for name in ("late", "early", "middle")}


# %% right default_argument
from course_utils import evaluation

training_run = {}
for name in networks:

    def predict(images, network=networks[name]):
        return evaluation.scores(network, images, batch_size=100)

    training_run[name] = predict


# %% right by_hand
import tensorflow as tf


def predictor(network):
    def predict(images):
        parts = []
        for start in range(0, len(images), 100):
            middle = tf.image.resize_with_crop_or_pad(images[start : start + 100], 24, 24)
            standard = tf.image.per_image_standardization(middle)
            parts.append(network(standard, training=False))
        return tf.concat(parts, axis=0)

    return predict


training_run = {name: predictor(network) for name, network in networks.items()}


# %% right one_more
import functools

from course_utils import evaluation

training_run = dict(networks)
for name in list(training_run):
    training_run[name] = functools.partial(evaluation.scores, training_run[name])
training_run["last"] = training_run["late"]


# %% wrong late_twice, edited from solution
# about: one network|same
# - in networks.items()
# + in {**networks, "middle": networks["late"]}.items()


# %% wrong early_and_middle, edited from solution
# about: exchange|middle|fall
# - in networks.items()
# + in {**networks, "early": networks["middle"], "middle": networks["early"]}.items()


# %% wrong middle_missing, edited from solution
# about: missing|middle
# - in networks.items()
# + in networks.items() if name != "middle"


# %% wrong other_names, edited from solution
# about: missing|name|early
# - name: functools
# + f"05_{name}.run": functools


# %% wrong capital_names, edited from solution
# about: missing|name|early
# - name: functools
# + name.capitalize(): functools


# %% wrong negated, edited from solution
# about: negat|sign|trained|above
# - functools.partial(evaluation.scores, network)
# + lambda images, network=network: -evaluation.scores(network, images)


# %% wrong scaled_later, edited from solution
# about: one network|same|logit|scale
# - functools.partial(evaluation.scores, network) for name, network in networks.items()
# + lambda images, factor=factor: factor * evaluation.scores(networks["late"], images)
# +     for name, factor in zip(networks, (0.01, 0.1, 1.0))


# %% wrong classes, edited from solution
# about: ten|shape|row|array
# - functools.partial(evaluation.scores, network)
# + lambda images, network=network: evaluation.scores(network, images).argmax(axis=1)


# %% wrong networks_themselves
# about: standard|uint8|function|trained|image
training_run = {name: (lambda images: 1 / 0) for name in networks}


# %% wrong numbers
# about: function|callable|float
training_run = {"early": 2.1, "middle": 1.4, "late": 0.9}


# %% wrong constant_early, edited from solution
# about: early|trained|same|constant|equal|above
# - in networks.items()
# + in networks.items()
# - }
# + }
# + training_run["early"] = lambda images: 0 * evaluation.scores(networks["late"], images)
