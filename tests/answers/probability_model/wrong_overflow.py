# says: the exponential overflows
# earns: 0.7
import keras


def probability_model(network):
    e = keras.ops.exp(network.output)
    outputs = e / keras.ops.sum(e, axis=1, keepdims=True)
    return keras.Model(network.input, outputs)
