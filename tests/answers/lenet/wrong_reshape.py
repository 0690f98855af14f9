# says: answers another number of images than it is given
import keras
import tensorflow as tf


class lenet(keras.Model):
    """Written for one size: a flat image has as many numbers as two of a smaller one."""

    def __init__(self, image_shape, classes):
        super().__init__()
        self.convs = [
            keras.layers.Conv2D(filters, 5, activation="tanh", name=name)
            for filters, name in ((6, "conv1"), (16, "conv2"))
        ]
        high, wide = (((side - 4) // 2 - 4) // 2 for side in image_shape[:2])
        self.flat = high * wide * 16
        self.tops = [
            keras.layers.Dense(units, activation, name=name)
            for units, activation, name in (
                (120, "tanh", "hidden1"),
                (84, "tanh", "hidden2"),
                (classes, None, "softmax_linear"),
            )
        ]

    def call(self, x):
        for conv in self.convs:
            x = tf.nn.avg_pool2d(conv(x), 2, 2, "VALID")
        x = tf.reshape(tf.concat([x, x], axis=3), (-1, self.flat))
        for top in self.tops:
            x = top(x)
        return x
