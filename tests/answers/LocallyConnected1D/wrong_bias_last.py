# says: You add the bias after ReLU
# earns: 0.3
import keras
import tensorflow as tf


class LocallyConnected1D(keras.layers.Layer):
    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, shape):
        self.positions = (shape[1] - self.size) // self.stride + 1
        self.kernel = self.add_weight(
            name="kernel",
            shape=(self.positions, self.size, shape[2], self.filters),
            initializer=keras.initializers.TruncatedNormal(stddev=0.04),
        )
        self.bias = self.add_weight(
            name="bias",
            shape=(self.positions, self.filters),
            initializer=keras.initializers.Constant(0.1),
        )

    def call(self, inputs):
        outputs = []
        for p in range(self.positions):
            window = inputs[:, p * self.stride : p * self.stride + self.size]
            outputs.append(tf.tensordot(window, self.kernel[p], axes=2))
        return tf.nn.relu(tf.stack(outputs, axis=1)) + self.bias
