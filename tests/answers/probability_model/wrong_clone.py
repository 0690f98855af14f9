# says: it has weights of its own, freshly drawn
import keras


def probability_model(network):
    return keras.Sequential([keras.models.clone_model(network), keras.layers.Softmax()])
