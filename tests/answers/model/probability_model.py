"""Answers to ``probability_model``."""

# %% right functional
import keras


def probability_model(network):
    outputs = keras.layers.Softmax()(network.output)
    return keras.Model(network.input, outputs)


# %% right operations
import keras


def probability_model(network):
    outputs = keras.ops.exp(keras.ops.log_softmax(network(network.inputs[0])))
    return keras.Model(network.input, outputs)


# %% right sequential
import keras


def probability_model(network):
    return keras.Sequential([network, keras.layers.Activation("softmax")])


# %% right subclass
import keras
import tensorflow as tf


class probability_model(keras.Model):
    """Subtracts the largest logit by hand."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def call(self, images):
        logits = self.network(images)
        e = tf.exp(logits - tf.reduce_max(logits, axis=1, keepdims=True))
        return e / tf.reduce_sum(e, axis=1, keepdims=True)


# %% wrong stub
# says: returned None
# earns: 0
def probability_model(network):
    return None


# %% wrong batch_axis, edited from functional
# says: the softmax runs over the batch
# earns: 0
# - outputs = keras.layers.Softmax()(network.output)
# + outputs = keras.layers.Softmax(axis=0)(network.output)


# %% wrong clone
# says: it has weights of its own, freshly drawn
# earns: 0
import keras


def probability_model(network):
    return keras.Sequential([keras.models.clone_model(network), keras.layers.Softmax()])


# %% wrong copy
# says: it works on a copy of the weights
# earns: 0.6
import keras


def probability_model(network):
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    return keras.Sequential([copy, keras.layers.Softmax()])


# %% wrong double, edited from functional
# says: You applied the softmax twice
# earns: 0
# - outputs = keras.layers.Softmax()(network.output)
# + outputs = keras.layers.Softmax()(keras.layers.Softmax()(network.output))


# %% wrong in_place
# says: Your model changed the network itself
# earns: 0.6
import keras


def probability_model(network):
    network.layers[-1].activation = keras.activations.softmax
    return network


# %% wrong lambda
# says: Return a Keras model
# earns: 0
import tensorflow as tf


def probability_model(network):
    return lambda images: tf.nn.softmax(network(images))


# %% wrong logarithm, edited from functional
# says: Leave out the log
# earns: 0
# - outputs = keras.layers.Softmax()(network.output)
# + outputs = keras.layers.Activation("log_softmax")(network.output)


# %% wrong logits, edited from functional
# says: Your model still gives logits
# earns: 0.0
# - outputs = keras.layers.Softmax()(network.output)
# + outputs = keras.layers.Activation("linear")(network.output)


# %% wrong new_dense, edited from functional
# says: trains a variable that was not asked for
# earns: 0
# - outputs = keras.layers.Softmax()(network.output)
# + outputs = keras.layers.Dense(4, activation="softmax")(network.output)


# %% wrong not_normalised, edited from functional
# says: Your rows do not sum to 1
# earns: 0
# - outputs = keras.layers.Softmax()(network.output)
# + outputs = keras.ops.exp(network.output - 20.0)


# %% wrong other_network
# says: Build it on the argument `network`
# earns: 0
import keras

from course_utils import models


def probability_model(network):
    other = models.small_cnn()
    return keras.Model(other.input, keras.layers.Softmax()(other.output))


# %% wrong overflow, edited from functional
# says: the exponential overflows
# earns: 0.7
# -     outputs = keras.layers.Softmax()(network.output)
# +     e = keras.ops.exp(network.output)
# +     outputs = e / keras.ops.sum(e, axis=1, keepdims=True)


# %% wrong sigmoid, edited from functional
# says: You applied the sigmoid
# earns: 0
# - outputs = keras.layers.Softmax()(network.output)
# + outputs = keras.layers.Activation("sigmoid")(network.output)
