# says: You normalised over the last axis
import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    return tf.nn.local_response_normalization(activations, radius, bias, alpha, beta)
