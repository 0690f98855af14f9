# says: NumPy, stop_gradient, rounding and casts to whole
# earns: 0.7
import keras
import numpy as np
import tensorflow as tf


class affine(keras.layers.Dense):
    def __init__(self, units):
        super().__init__(
            units,
            kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.05),
            bias_initializer=keras.initializers.Constant(0.1),
        )

    def call(self, inputs):
        return tf.constant(np.tanh(inputs.numpy() @ self.kernel.numpy() + self.bias.numpy()))
