# says: trains a variable that was not asked for
import keras


def probability_model(network):
    outputs = keras.layers.Dense(4, activation="softmax")(network.output)
    return keras.Model(network.input, outputs)
