import keras


def probability_model(network):
    outputs = keras.ops.exp(keras.ops.log_softmax(network(network.inputs[0])))
    return keras.Model(network.input, outputs)
