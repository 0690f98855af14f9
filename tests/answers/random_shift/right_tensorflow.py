import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def random_shift(images):
    padded = tf.pad(images, [[0, 0], [2, 2], [2, 2], [0, 0]])
    offsets = tf.random.uniform((len(images), 2), 0, 5, tf.int32)
    rows = tf.range(32)[None] + offsets[:, :1]
    columns = tf.range(32)[None] + offsets[:, 1:]
    picked = tf.gather(padded, rows, axis=1, batch_dims=1)
    return tf.transpose(
        tf.gather(tf.transpose(picked, [0, 2, 1, 3]), columns, axis=1, batch_dims=1), [0, 2, 1, 3]
    )
