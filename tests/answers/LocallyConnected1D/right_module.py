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
