import tensorflow as tf


def letterbox(image, size):
    height, width, _ = image.shape
    h, w = height * size // max(height, width), width * size // max(height, width)
    picture = tf.gather(tf.constant(image), [i * height // h for i in range(h)], axis=0)
    picture = tf.gather(picture, [j * width // w for j in range(w)], axis=1)
    return tf.image.pad_to_bounding_box(picture, (size - h) // 2, (size - w) // 2, size, size)
