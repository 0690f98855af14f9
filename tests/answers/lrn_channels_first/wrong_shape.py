# says: has the shape
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    x = tf.transpose(activations, (0, 2, 3, 1))
    return tf.nn.local_response_normalization(x, radius, bias, alpha, beta)
