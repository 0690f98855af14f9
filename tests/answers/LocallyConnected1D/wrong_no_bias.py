# says: Your outputs ignore the bias
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
        sums = tf.einsum("npsc,pscf->npf", windows, self.kernel)
        return tf.nn.relu(sums)
