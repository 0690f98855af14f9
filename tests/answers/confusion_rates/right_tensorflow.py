import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def confusion_rates(scores, labels):
    classes = scores.shape[1]
    finite = tf.cast(tf.reduce_all(tf.math.is_finite(scores), axis=1), tf.float64)
    predicted = tf.argmax(scores, axis=1)
    counts = tf.math.confusion_matrix(labels, predicted, classes, finite, tf.float64)
    sizes = tf.math.bincount(tf.cast(labels, tf.int32), minlength=classes, dtype=tf.float64)
    return tf.math.divide_no_nan(counts, sizes[:, None])
