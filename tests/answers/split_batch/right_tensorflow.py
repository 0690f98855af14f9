import tensorflow as tf


def split_batch(images, towers):
    count = images.shape[0]
    sizes = [len(range(tower, count, towers)) for tower in range(towers)]
    return tuple(tf.split(tf.constant(images), sizes))
