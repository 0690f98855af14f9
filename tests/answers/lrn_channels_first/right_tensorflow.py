import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    x = tf.transpose(activations, (0, 2, 3, 1))
    y = tf.nn.local_response_normalization(x, radius, bias, alpha, beta)
    return tf.transpose(y, (0, 3, 1, 2))
