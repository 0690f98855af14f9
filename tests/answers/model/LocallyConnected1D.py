"""Answers to ``LocallyConnected1D``."""

# %% right einsum
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
        sums = tf.einsum("npsc,pscf->npf", windows, self.kernel) + self.bias
        return tf.nn.relu(sums)


# %% right loop
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


# %% right module
import tensorflow as tf


class LocallyConnected1D(tf.Module):
    """No Keras at all: gathers the windows and multiplies flattened kernels."""

    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters, self.size, self.stride, self.kernel = filters, size, stride, None

    def __call__(self, inputs):
        _, steps, channels = inputs.shape
        starts = tf.range(0, steps - self.size + 1, self.stride)
        count = len(starts)
        if self.kernel is None:
            shape = (count, self.size, channels, self.filters)
            start = tf.random.truncated_normal(shape, stddev=0.04)
            self.kernel = tf.Variable(start, name="kernel")
            self.bias = tf.Variable(tf.fill([count, self.filters], 0.1), name="bias")
        windows = tf.gather(inputs, starts[:, None] + tf.range(self.size), axis=1)
        flat = tf.reshape(windows, (-1, count, 1, self.size * channels))
        kernel = tf.reshape(self.kernel, (count, self.size * channels, self.filters))
        return tf.nn.relu(tf.matmul(flat, kernel)[:, :, 0] + self.bias)


# %% wrong stub
# says: has no variable named kernel
# earns: 0
import keras


class LocallyConnected1D(keras.layers.Layer):
    def __init__(self, filters, size, stride):
        super().__init__()

    def call(self, inputs):
        return None


# %% wrong bias_last
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


# %% wrong bias_zero, edited from einsum
# says: 'fresh bias' should start at 0.1
# earns: 0.7
# - initializer=keras.initializers.Constant(0.1),
# + initializer=keras.initializers.Constant(0.0),


# %% wrong convolution
# says: The variable kernel has the shape
# earns: 0
import keras


def LocallyConnected1D(filters, size, stride):
    return keras.layers.Conv1D(filters, size, strides=stride, activation="relu")


# %% wrong default_sd, edited from einsum
# says: hand over stddev=0.04
# earns: 0.7
# - initializer=keras.initializers.TruncatedNormal(stddev=0.04),
# + initializer=keras.initializers.TruncatedNormal(),


# %% wrong first_bias, edited from einsum
# says: All positions add the first one's bias
# earns: 0.3
# - sums = tf.einsum("npsc,pscf->npf", windows, self.kernel) + self.bias
# + sums = tf.einsum("npsc,pscf->npf", windows, self.kernel) + self.bias[0]


# %% wrong first_kernel, edited from einsum
# says: All positions use the first one's kernel
# earns: 0.3
# - sums = tf.einsum("npsc,pscf->npf", windows, self.kernel) + self.bias
# + sums = tf.einsum("npsc,scf->npf", windows, self.kernel[0]) + self.bias


# %% wrong glorot, edited from einsum
# says: Start with keras.initializers.TruncatedNormal
# earns: 0.7
# - initializer=keras.initializers.TruncatedNormal(stddev=0.04),
# + initializer="glorot_uniform",


# %% wrong linear, edited from einsum
# says: not passed through ReLU
# earns: 0.3
# - return tf.nn.relu(sums)
# + return sums


# %% wrong no_bias, edited from einsum
# says: Your outputs ignore the bias
# earns: 0.3
# - sums = tf.einsum("npsc,pscf->npf", windows, self.kernel) + self.bias
# + sums = tf.einsum("npsc,pscf->npf", windows, self.kernel)


# %% wrong normal, edited from einsum
# says: RandomNormal does not cut there
# earns: 0.7
# - initializer=keras.initializers.TruncatedNormal(stddev=0.04),
# + initializer=keras.initializers.RandomNormal(stddev=0.04),


# %% wrong order
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


# %% wrong places_apart
# says: Each window still has its places apart
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
            outputs.append(tf.einsum("nsc,scf->nsf", window, self.kernel[p]) + self.bias[p])
        return tf.nn.relu(tf.stack(outputs, axis=1))


# %% wrong plain_variables
# says: Make them in build, with self.add_weight
# earns: 0
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


# %% wrong positions_first
# says: Your positions come before the batch
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
            outputs.append(tf.tensordot(window, self.kernel[p], axes=2) + self.bias[p])
        return tf.nn.relu(tf.stack(outputs))


# %% wrong reversed, edited from einsum
# says: runs through the window backwards
# earns: 0.3
# - sums = tf.einsum("npsc,pscf->npf", windows, self.kernel) + self.bias
# + sums = tf.einsum("npsc,pscf->npf", windows[:, :, ::-1], self.kernel) + self.bias


# %% wrong shared_bias, edited from einsum
# says: The variable bias has the shape
# earns: 0
# - shape=(positions, self.filters),
# + shape=(self.filters,),


# %% wrong stopped, edited from einsum
# says: have no gradient with respect to inputs
# earns: 0.7
# - sums = tf.einsum("npsc,pscf->npf", windows, self.kernel) + self.bias
# + sums = tf.einsum("npsc,pscf->npf", tf.stop_gradient(windows), self.kernel) + self.bias


# %% wrong stride, edited from einsum
# says: Your windows begin at 0, 1, 2
# earns: 0.3
# -         windows = tf.signal.frame(inputs, self.size, self.stride, axis=1)
# +         windows = tf.signal.frame(inputs, self.size, 1, axis=1)
# +         windows = windows[:, : self.kernel.shape[0]]


# %% wrong unknown_name
# says: name 'positions' is not defined
# earns: 0
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
        for p in range(positions):
            window = inputs[:, p * self.stride : p * self.stride + self.size]
            outputs.append(tf.tensordot(window, self.kernel[p], axes=2) + self.bias[p])
        return tf.nn.relu(tf.stack(outputs, axis=1))
