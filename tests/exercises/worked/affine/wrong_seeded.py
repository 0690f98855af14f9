# says: the same in each fresh object
# earns: 0.7
import keras
import tensorflow as tf


class affine(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, shape):
        start = keras.initializers.TruncatedNormal(stddev=0.05, seed=1)
        self.kernel = self.add_weight(
            name="kernel", shape=(shape[-1], self.units), initializer=start
        )
        start = keras.initializers.Constant(0.1)
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=start)

    def call(self, inputs):
        return tf.tanh(inputs @ self.kernel + self.bias)
