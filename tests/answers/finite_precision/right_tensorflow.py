import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def finite_precision(scores, labels):
    own = tf.gather(scores, labels, axis=1, batch_dims=1)[:, None]
    beaten = tf.reduce_sum(tf.cast(own > scores, tf.int32), axis=1) == scores.shape[1] - 1
    finite = tf.reduce_all(tf.math.is_finite(scores), axis=1)
    return tf.reduce_mean(tf.cast(beaten & finite, tf.float32))
