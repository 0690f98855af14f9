import keras
import tensorflow as tf


class lenet(keras.Model):
    def __init__(self, image_shape, classes):
        super().__init__()
        self.conv1 = keras.layers.Conv2D(6, 5, name="conv1")
        self.conv2 = keras.layers.Conv2D(16, 5, name="conv2")
        self.hidden1 = keras.layers.Dense(120, name="hidden1")
        self.hidden2 = keras.layers.Dense(84, name="hidden2")
        self.softmax_linear = keras.layers.Dense(classes, name="softmax_linear")

    def call(self, x):
        for conv in (self.conv1, self.conv2):
            x = tf.nn.avg_pool2d(tf.tanh(conv(x)), 2, 2, "VALID")
        x = tf.reshape(x, (tf.shape(x)[0], -1))
        x = tf.tanh(self.hidden2(tf.tanh(self.hidden1(x))))
        return self.softmax_linear(x)
