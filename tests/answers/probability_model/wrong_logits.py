# says: Your model still gives logits
# earns: 0.0
import keras


def probability_model(network):
    outputs = keras.layers.Activation("linear")(network.output)
    return keras.Model(network.input, outputs)
