import keras


def probability_model(network):
    return keras.Sequential([network, keras.layers.Activation("softmax")])
