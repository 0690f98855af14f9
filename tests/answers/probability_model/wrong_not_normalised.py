# says: Your rows do not sum to 1
import keras


def probability_model(network):
    outputs = keras.ops.exp(network.output - 20.0)
    return keras.Model(network.input, outputs)
