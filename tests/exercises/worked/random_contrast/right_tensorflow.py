import tensorflow as tf


def random_contrast(images):
    images = tf.cast(images, tf.float32)
    means = tf.reduce_mean(images, axis=(1, 2), keepdims=True)
    return means + tf.random.uniform((len(images), 1, 1, 1), 0.2, 1.8) * (images - means)
