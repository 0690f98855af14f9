# says: leaves out windows that reach beyond the image
# earns: 0.3
import tensorflow as tf


def max_pool(image, size, stride):
    return tf.nn.max_pool2d(image[None], size, stride, "VALID")[0]
