# says: Make them in build, with self.add_weight
import keras
import tensorflow as tf


class LocallyConnected1D(keras.layers.Layer):
    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, shape):
        self.positions = (shape[1] - self.size) // self.stride + 1
        kernel = (self.positions, self.size, shape[2], self.filters)
        self.kernel = tf.Variable(tf.random.truncated_normal(kernel, stddev=0.04), name="kernel")
        self.bias = tf.Variable(tf.fill(kernel[::3], 0.1), name="bias")

    def call(self, inputs):
        outputs = []
        for p in range(self.positions):
            window = inputs[:, p * self.stride : p * self.stride + self.size]
            outputs.append(tf.tensordot(window, self.kernel[p], axes=2) + self.bias[p])
        return tf.nn.relu(tf.stack(outputs, axis=1))
