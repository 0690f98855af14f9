import keras


def probability_model(network):
    outputs = keras.layers.Softmax()(network.output)
    return keras.Model(network.input, outputs)
