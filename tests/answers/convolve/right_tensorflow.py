import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def convolve(image, kernel, stride):
    image = tf.cast(image, tf.float32)[None, :, :, None]
    kernel = tf.cast(kernel, tf.float32)[:, :, None, None]
    return tf.nn.conv2d(image, kernel, stride, "VALID")[0, :, :, 0]
