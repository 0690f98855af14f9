# says: draw with size=(N, 1, 1, 1)
import tensorflow as tf


def random_gray_contrast(images):
    images = tf.cast(images, tf.float32)
    f = tf.random.uniform([len(images)], 0.5, 1.5)
    m = tf.reduce_mean(images, axis=[1, 2, 3], keepdims=True)
    return (images - m) * f + m
