import tensorflow as tf


def ablation_effects(right):
    right = tf.cast(right, tf.float32)
    first, second = right[1] - right[0], right[:, 1] - right[:, 0]
    each = tf.stack([tf.reduce_mean(first, 0), tf.reduce_mean(second, 0), first[1] - first[0]])
    mean = tf.reduce_mean(each, axis=1)
    variance = tf.math.reduce_variance(each, axis=1)
    return mean, tf.sqrt(variance / tf.cast(tf.shape(each)[1], tf.float32))
