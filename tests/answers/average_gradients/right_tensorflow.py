import tensorflow as tf


def average_gradients(gradients, images):
    weights = tf.constant(images, tf.float32) / float(sum(images))
    return tuple(tf.tensordot(weights, tf.stack(one), axes=1) for one in zip(*gradients))
