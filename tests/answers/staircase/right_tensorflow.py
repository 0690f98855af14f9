import tensorflow as tf


def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    stairs = tf.cast(tf.constant(steps) // length, tf.float32)
    return first_rate * tf.pow(tf.constant(factor, tf.float32), stairs)
