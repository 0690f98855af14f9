import keras
import tensorflow as tf


class Convolution(keras.layers.Layer):
    def __init__(self, filters, size, stride, **options):
        super().__init__(**options)
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, shape):
        own = (self.size, self.size, shape[-1], self.filters)
        self.kernel = self.add_weight(name="kernel", shape=own, initializer="he_normal")

    def call(self, x):
        return tf.nn.conv2d(x, self.kernel, self.stride, "SAME")


def bottleneck(x, channels, stride, name):
    norm = keras.layers.BatchNormalization
    relu = keras.ops.relu
    y = relu(norm(name=f"{name}_norm1")(Convolution(channels // 4, 1, 1, name=f"{name}_conv1")(x)))
    y = Convolution(channels // 4, 3, stride, name=f"{name}_conv2")(y)
    y = relu(norm(name=f"{name}_norm2")(y))
    y = norm(name=f"{name}_norm3")(Convolution(channels, 1, 1, name=f"{name}_conv3")(y))
    if (stride, x.shape[-1]) != (1, channels):
        x = keras.ops.average_pool(x, stride, padding="same") if stride > 1 else x
        x = Convolution(channels, 1, 1, name=f"{name}_projection")(x)
        x = norm(name=f"{name}_projection_norm")(x)
    return relu(keras.ops.add(y, x))
