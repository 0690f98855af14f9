# says: has no variable named kernel
import keras


class LocallyConnected1D(keras.layers.Layer):
    def __init__(self, filters, size, stride):
        super().__init__()

    def call(self, inputs):
        return None
