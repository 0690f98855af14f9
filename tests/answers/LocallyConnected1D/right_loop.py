import keras
import tensorflow as tf


class LocallyConnected1D(keras.layers.Layer):
    """One matrix product for each position."""

    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, shape):
        self.positions = len(range(0, shape[1] - self.size + 1, self.stride))
        self.kernel = self.add_weight(
            name="kernel",
            shape=(self.positions, self.size, shape[2], self.filters),
            initializer=keras.initializers.TruncatedNormal(0.0, 0.04),
        )
        self.bias = self.add_weight(name="bias", shape=(self.positions, self.filters))
        self.bias.assign(0.1 * tf.ones_like(self.bias))

    def call(self, inputs):
        outputs = []
        for p in range(self.positions):
            start = p * self.stride
            window = inputs[:, start : start + self.size]
            outputs.append(tf.tensordot(window, self.kernel[p], 2) + self.bias[p])
        return keras.activations.relu(tf.stack(outputs, axis=1))
