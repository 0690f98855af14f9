# says: lists channels before places in the window
# earns: 0.3
import keras
import tensorflow as tf


class LocallyConnected1D(keras.layers.Layer):
    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, shape):
        positions = (shape[1] - self.size) // self.stride + 1
        self.kernel = self.add_weight(
            name="kernel",
            shape=(positions, self.size, shape[2], self.filters),
            initializer=keras.initializers.TruncatedNormal(stddev=0.04),
        )
        self.bias = self.add_weight(
            name="bias",
            shape=(positions, self.filters),
            initializer=keras.initializers.Constant(0.1),
        )

    def call(self, inputs):
        windows = tf.signal.frame(inputs, self.size, self.stride, axis=1)
        _, positions, size, channels = windows.shape
        windows = tf.reshape(tf.transpose(windows, (0, 1, 3, 2)), (-1, positions, size * channels))
        kernel = tf.reshape(self.kernel, (positions, size * channels, self.filters))
        sums = tf.einsum("npk,pkf->npf", windows, kernel) + self.bias
        return tf.nn.relu(sums)
