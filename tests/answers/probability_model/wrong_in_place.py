# says: Your model changed the network itself
# earns: 0.6
import keras


def probability_model(network):
    network.layers[-1].activation = keras.activations.softmax
    return network
