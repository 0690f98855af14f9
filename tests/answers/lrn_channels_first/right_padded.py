import tensorflow as tf


def lrn_channels_first(activations, radius, bias, alpha, beta):
    squares = tf.pad(tf.square(activations), ((0, 0), (radius, radius), (0, 0), (0, 0)))
    channels = activations.shape[1]
    total = tf.add_n([squares[:, k : k + channels] for k in range(2 * radius + 1)])
    return activations / (bias + alpha * total) ** beta
