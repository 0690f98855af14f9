# says: it works on a copy of the weights
# earns: 0.6
import keras


def probability_model(network):
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    return keras.Sequential([copy, keras.layers.Softmax()])
