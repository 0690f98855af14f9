# says: Your channels come last
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    last = tf.transpose(activations, (0, 2, 3, 1))
    return tf.nn.local_response_normalization(last, radius, bias, alpha, beta)
