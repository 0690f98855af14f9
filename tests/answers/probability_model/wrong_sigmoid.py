# says: You applied the sigmoid
import keras


def probability_model(network):
    outputs = keras.layers.Activation("sigmoid")(network.output)
    return keras.Model(network.input, outputs)
