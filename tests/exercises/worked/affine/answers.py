"""Answers to ``affine``."""

# %% right dense
import keras


def affine(units):
    return keras.layers.Dense(
        units,
        activation="tanh",
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.05),
        bias_initializer=keras.initializers.Constant(0.1),
    )


# %% right layer
import keras
import tensorflow as tf


class affine(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, shape):
        start = keras.initializers.TruncatedNormal(stddev=0.05)
        self.kernel = self.add_weight(
            name="kernel", shape=(shape[-1], self.units), initializer=start
        )
        start = keras.initializers.Constant(0.1)
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=start)

    def call(self, inputs):
        return tf.tanh(inputs @ self.kernel + self.bias)


# %% right module
import tensorflow as tf


class affine(tf.Module):
    """No Keras at all; its variables are made at the first call."""

    def __init__(self, units):
        super().__init__()
        self.units, self.kernel = units, None

    def __call__(self, inputs):
        if self.kernel is None:
            start = tf.random.truncated_normal((inputs.shape[-1], self.units), stddev=0.05)
            self.kernel = tf.Variable(start, name="kernel")
            self.bias = tf.Variable(tf.fill([self.units], 0.1), name="bias")
        return tf.tanh(tf.einsum("ni,io->no", inputs, self.kernel) + self.bias)


# %% wrong stub
# says: not written yet
# earns: 0
def affine(units):
    raise NotImplementedError


# %% wrong bias_zero, edited from layer
# says: 'fresh bias' should start at 0.1, not at 0
# earns: 0.7
# - start = keras.initializers.Constant(0.1)
# + start = "zeros"


# %% wrong glorot, edited from layer
# says: another distribution than asked for
# earns: 0.7
# - start = keras.initializers.TruncatedNormal(stddev=0.05)
# + start = "glorot_uniform"


# %% wrong linear, edited from layer
# says: not passed through tanh
# earns: 0.3
# - import keras
# - import tensorflow as tf
# + import keras
# - return tf.tanh(inputs @ self.kernel + self.bias)
# + return inputs @ self.kernel + self.bias


# %% wrong name, edited from layer
# says: has no variable named bias of shape
# earns: 0
# - self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=start)
# + self.bias = self.add_weight(name="b", shape=(self.units,), initializer=start)


# %% wrong no_bias, edited from layer
# says: ignore the bias
# earns: 0.3
# - return tf.tanh(inputs @ self.kernel + self.bias)
# + return tf.tanh(inputs @ self.kernel)


# %% wrong normal, edited from layer
# says: Use TruncatedNormal instead of RandomNormal
# earns: 0.7
# - start = keras.initializers.TruncatedNormal(stddev=0.05)
# + start = keras.initializers.RandomNormal(stddev=0.05)


# %% wrong numpy
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


# %% wrong seeded, edited from layer
# says: the same in each fresh object
# earns: 0.7
# - start = keras.initializers.TruncatedNormal(stddev=0.05)
# + start = keras.initializers.TruncatedNormal(stddev=0.05, seed=1)


# %% wrong stopped, edited from layer
# says: have no gradient with respect to inputs
# earns: 0.7
# - return tf.tanh(inputs @ self.kernel + self.bias)
# + return tf.tanh(tf.stop_gradient(inputs) @ self.kernel + self.bias)


# %% wrong uniform, edited from layer
# says: The weights are uniform
# earns: 0.7
# - start = keras.initializers.TruncatedNormal(stddev=0.05)
# + start = keras.initializers.RandomUniform()


# %% wrong zeros, edited from layer
# says: is 0 everywhere
# earns: 0.7
# - start = keras.initializers.TruncatedNormal(stddev=0.05)
# + start = "zeros"
