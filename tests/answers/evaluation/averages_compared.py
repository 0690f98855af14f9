"""Answers to ``averages_compared``: ``build`` and the networks are the notebook's own."""

# %% right probabilities
import tensorflow as tf

from course_utils import evaluation


def predictor(weights):
    one = build()
    one.set_weights(weights)
    return lambda images: tf.nn.softmax(evaluation.scores(one, images, batch_size=64))


averages_compared = {
    "raw": predictor(network.get_weights()),
    "averaged": predictor(averaged_network.get_weights()),
}


# %% right scores
import functools

from course_utils import evaluation

averages_compared = {
    "raw": functools.partial(evaluation.scores, network),
    "averaged": functools.partial(evaluation.scores, averaged_network),
}


# %% right swapped_weights
from course_utils import evaluation

one = build()
sets = {"raw": network.get_weights(), "averaged": averaged_network.get_weights()}


def predictor(name):
    def predict(images):
        one.set_weights(sets[name])  # one network that changes its weights each time
        return evaluation.scores(one, images)

    return predict


averages_compared = {name: predictor(name) for name in sets}


# %% wrong stub
# says: The network 'raw' is missing
# earns: 0
averages_compared = {}


# %% wrong accuracies
# says: Your code raised TypeError
# earns: 0
averages_compared = {"raw": 0.62, "averaged": 0.71}


# %% wrong annealed
# says: Take both from the run at a constant learning rate
# earns: 0.6
from course_utils import evaluation

averages_compared = {
    "raw": lambda images: evaluation.scores(annealed_network, images),
    "averaged": lambda images: evaluation.scores(annealed_averaged, images),
}


# %% wrong classes
# says: predict turned 250 images into an array of shape (250,)
# earns: 0
from course_utils import evaluation

averages_compared = {
    "raw": lambda images: evaluation.scores(network, images).argmax(axis=1),
    "averaged": lambda images: evaluation.scores(averaged_network, images).argmax(axis=1),
}


# %% wrong exchanged
# says: Did you exchange the two?
# earns: 0.6
from course_utils import evaluation

averages_compared = {
    "raw": lambda images: evaluation.scores(averaged_network, images),
    "averaged": lambda images: evaluation.scores(network, images),
}


# %% wrong same
# says: they are one network. A network holds one set of weights
# earns: 0
from course_utils import evaluation

averages_compared = {
    "raw": lambda images: evaluation.scores(averaged_network, images),
    "averaged": lambda images: evaluation.scores(averaged_network, images),
}


# %% wrong untrained
# says: Did you load its trained weights?
# earns: 0
from course_utils import evaluation

fresh_one = build()
averages_compared = {
    "raw": lambda images: evaluation.scores(fresh_one, images),
    "averaged": lambda images: evaluation.scores(averaged_network, images),
}
