"""Fresh answers to ``probability_model``."""

# %% right solution
import keras


def probability_model(network):
    """A Keras model from the network's images to probabilities, on the network's own weights."""
    return keras.Model(network.input, keras.layers.Softmax()(network.output))


# %% right activation_layer
import keras


def probability_model(network):
    probabilities = keras.layers.Activation("softmax")(network.outputs[0])
    return keras.Model(inputs=network.inputs, outputs=probabilities)


# %% right called_on_new_input
import keras


def probability_model(network):
    images = keras.Input(network.input_shape[1:])
    return keras.Model(images, keras.ops.softmax(network(images), axis=-1))


# %% right exponent_of_logarithm
import keras
from keras import ops


def probability_model(network):
    return keras.Model(network.input, ops.exp(ops.log_softmax(network.output)))


# %% right sequential_unbuilt
import keras


def probability_model(network):
    model = keras.Sequential()
    model.add(network)
    model.add(keras.layers.Softmax(axis=-1))
    return model


# %% wrong other_axis, edited from solution
# about: axis|row|sum
# - keras.layers.Softmax()(
# + keras.layers.Softmax(axis=0)(


# %% wrong twice, edited from solution
# about: twice|softmax
# - keras.layers.Softmax()(network.output)
# + keras.layers.Softmax()(keras.layers.Softmax()(network.output))


# %% wrong divided_by_sum, edited from solution
# about: softmax|exponential|divide|sum
# - keras.layers.Softmax()(network.output)
# + network.output / keras.ops.sum(network.output, axis=-1, keepdims=True)


# %% wrong clipped_exponentials
# about: overflow|largest|clip|10,000|large
import keras
from keras import ops


def probability_model(network):
    powers = ops.exp(ops.clip(network.output, -50, 50))
    return keras.Model(network.input, powers / ops.sum(powers, axis=-1, keepdims=True))


# %% wrong temperature, edited from solution
# about: logits|divide|scale|temperature|softmax
# - (network.output)
# + (network.output / 2)


# %% wrong last_layer_changed
# about: network itself|still gives logits|changed
import keras


def probability_model(network):
    network.layers[-1].activation = keras.activations.softmax
    return network


# %% wrong frozen
# about: train
import keras


def probability_model(network):
    for layer in network.layers:
        layer.trainable = False
    return keras.Model(network.input, keras.layers.Softmax()(network.output))


# %% wrong weights_copied_once
# about: share|copy|same weights|own weights
import keras


def probability_model(network):
    twin = keras.Model.from_config(network.get_config())
    twin.set_weights(network.get_weights())
    return keras.Model(twin.input, keras.layers.Softmax()(twin.output))


# %% wrong a_function
# about: Keras model|function|model
import keras


def probability_model(network):
    def predict(images):
        return keras.ops.softmax(network(images))

    return predict


# %% wrong hard_maximum
# about: softmax|one|probab
import keras
from keras import ops


def probability_model(network):
    top = ops.max(network.output, axis=-1, keepdims=True)
    return keras.Model(network.input, ops.cast(ops.equal(network.output, top), "float32"))


# %% wrong hidden_layer, edited from solution
# about: output|last layer|logits|shape
# - network.output)
# + network.layers[-2].output)
