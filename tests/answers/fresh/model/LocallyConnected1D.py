"""Fresh answers to ``LocallyConnected1D``."""

# %% right solution
import keras
import tensorflow as tf


class LocallyConnected1D(keras.layers.Layer):
    """ReLU of windows times kernels of their own: (N, T, C) -> (N, P, filters)."""

    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, input_shape):
        """Make kernel and bias."""
        self.positions = (input_shape[1] - self.size) // self.stride + 1
        self.kernel = self.add_weight(
            name="kernel",
            shape=(self.positions, self.size, input_shape[2], self.filters),
            initializer=keras.initializers.TruncatedNormal(stddev=0.04),
        )
        self.bias = self.add_weight(
            name="bias",
            shape=(self.positions, self.filters),
            initializer=keras.initializers.Constant(0.1),
        )

    def call(self, inputs):
        """Apply them."""
        outputs = []
        for p in range(self.positions):
            window = inputs[:, p * self.stride : p * self.stride + self.size]
            outputs.append(tf.tensordot(window, self.kernel[p], axes=2) + self.bias[p])
        return tf.nn.relu(tf.stack(outputs, axis=1))


# %% right strided_views
import keras
from keras import ops


class LocallyConnected1D(keras.layers.Layer):
    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, input_shape):
        _, length, channels = input_shape
        self.starts = list(range(0, length - self.size + 1, self.stride))
        places = len(self.starts)
        self.kernel = self.add_weight(
            shape=(places, self.size, channels, self.filters),
            initializer=keras.initializers.TruncatedNormal(0.0, 0.04),
            name="kernel",
        )
        start = keras.initializers.Constant(0.1)
        self.bias = self.add_weight(shape=(places, self.filters), initializer=start, name="bias")

    def call(self, inputs):
        windows = ops.stack([inputs[:, s : s + self.size] for s in self.starts], axis=1)
        return ops.relu(ops.einsum("npsc,pscf->npf", windows, self.kernel) + self.bias)


# %% right matmul
import keras
import tensorflow as tf


class LocallyConnected1D(keras.Layer):
    def __init__(self, filters, size, stride, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, input_shape):
        self.p = 1 + (input_shape[-2] - self.size) // self.stride
        shape = (self.p, self.size, input_shape[-1], self.filters)
        self.kernel = self.add_weight(
            name="kernel", shape=shape, initializer=keras.initializers.TruncatedNormal(stddev=0.04)
        )
        self.bias = self.add_weight(
            name="bias", shape=shape[::3], initializer=keras.initializers.Constant(0.1)
        )

    def call(self, inputs):
        frames = tf.signal.frame(inputs, self.size, self.stride, axis=1)
        rows = tf.reshape(tf.transpose(frames, [1, 0, 2, 3]), [self.p, tf.shape(inputs)[0], -1])
        matrices = tf.reshape(self.kernel, [self.p, -1, self.filters])
        sums = tf.transpose(tf.matmul(rows, matrices), [1, 0, 2])
        return tf.maximum(sums + self.bias, 0.0)


# %% right masked_sum
import keras
import tensorflow as tf


class LocallyConnected1D(keras.layers.Layer):
    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters = filters
        self.size = size
        self.stride = stride

    def build(self, input_shape):
        self.positions = (input_shape[1] - self.size + self.stride) // self.stride
        self.kernel = self.add_weight(
            name="kernel",
            shape=(self.positions, self.size, input_shape[2], self.filters),
            initializer=keras.initializers.TruncatedNormal(stddev=0.04),
        )
        self.bias = self.add_weight(
            name="bias",
            shape=(self.positions, self.filters),
            initializer=lambda shape, dtype=None: tf.fill(shape, 0.1),
        )

    def call(self, inputs):
        total = self.bias
        end = (self.positions - 1) * self.stride + 1
        for offset in range(self.size):
            part = inputs[:, offset : offset + end : self.stride]
            products = part[:, :, :, None] * self.kernel[:, offset]
            total = total + tf.reduce_sum(products, axis=2)
        return keras.activations.relu(total)


# %% right listed
import keras
import tensorflow as tf


class LocallyConnected1D(keras.layers.Layer):
    def __init__(self, filters, size, stride):
        super().__init__()
        self.settings = (filters, size, stride)

    def build(self, input_shape):
        filters, size, stride = self.settings
        count = 0
        while count * stride + size <= input_shape[1]:
            count += 1
        self.count = count
        self.kernel = self.add_weight(
            (count, size, input_shape[2], filters),
            keras.initializers.TruncatedNormal(stddev=0.04),
            name="kernel",
        )
        self.bias = self.add_weight((count, filters), keras.initializers.Constant(0.1), name="bias")
        super().build(input_shape)

    def call(self, inputs):
        _, size, stride = self.settings
        outputs = [
            keras.ops.tensordot(inputs[:, p * stride :][:, :size], self.kernel[p], axes=2)
            for p in range(self.count)
        ]
        return keras.ops.relu(keras.ops.stack(outputs, 1) + self.bias)


# %% wrong stride_two, edited from solution
# about: stride|2
# - // self.stride + 1
# + // 2 + 1
# - p * self.stride : p * self.stride + self.size
# + p * 2 : p * 2 + self.size


# %% wrong tanh, edited from solution
# about: ReLU
# - tf.nn.relu(
# + tf.nn.tanh(


# %% wrong bias_after_relu, edited from solution
# about: bias|ReLU
# - axes=2) + self.bias[p])
# -         return tf.nn.relu(tf.stack(outputs, axis=1))
# + axes=2))
# +         return tf.nn.relu(tf.stack(outputs, axis=1)) + self.bias


# %% wrong mean_of_window, edited from solution
# about: sum|mean|divide
# - axes=2) + self.bias[p]
# + axes=2) / self.size + self.bias[p]


# %% wrong last_window_missing, edited from solution
# about: position|shape|window|P
# - // self.stride + 1
# + // self.stride


# %% wrong sd_four, edited from solution
# about: 0\.04|sd|start|initial|truncated
# - stddev=0.04
# + stddev=0.4


# %% wrong uniform, edited from solution
# about: normal|start|initial|truncated
# - keras.initializers.TruncatedNormal(stddev=0.04)
# + keras.initializers.RandomUniform(-0.07, 0.07)


# %% wrong bias_one, edited from solution
# about: bias|0\.1|start
# - Constant(0.1)
# + Constant(1.0)


# %% wrong bias_not_trained, edited from solution
# about: bias|train
# - initializer=keras.initializers.Constant(0.1),
# + initializer=keras.initializers.Constant(0.1),
# +             trainable=False,


# %% wrong window_from_the_end, edited from solution
# about: window|position|order|sees
# - p * self.stride : p * self.stride + self.size
# + (self.positions - 1 - p) * self.stride : (self.positions - 1 - p) * self.stride + self.size


# %% wrong channels_summed_first, edited from solution
# about: channel|kernel
# - tf.tensordot(window, self.kernel[p], axes=2)
# + tf.tensordot(tf.reduce_mean(window, 2), tf.reduce_sum(self.kernel[p], 1), axes=1)
