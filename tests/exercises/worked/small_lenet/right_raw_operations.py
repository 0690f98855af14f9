import keras
import tensorflow as tf


class small_lenet(keras.Model):
    def __init__(self, image_shape, classes):
        super().__init__()
        height, width, _ = image_shape
        flat = (height - 2) // 2 * ((width - 2) // 2) * 3
        shapes = ((3, 3, 3, 3), (3,), (flat, classes), (classes,))
        names = ("conv1/kernel", "conv1/bias", "softmax_linear/kernel", "softmax_linear/bias")
        self.own = [
            self.add_weight(name=name.replace("/", "_"), shape=shape)
            for name, shape in zip(names, shapes)
        ]
        for variable, name in zip(self.own, names):
            variable._path = name  # a model without layers, named as if it had them

    def call(self, images):
        kernel, bias, weights, end = self.own
        x = tf.tanh(tf.nn.conv2d(images, kernel, 1, "VALID") + bias)
        x = tf.nn.avg_pool2d(x, 2, 2, "VALID")
        return tf.reshape(x, (len(images), -1)) @ weights + end
