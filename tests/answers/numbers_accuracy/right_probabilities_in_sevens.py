# expects: network, the notebook's own, trained
import numpy as np
import tensorflow as tf

from course_utils import cifar10_input


def numbers_accuracy(images):
    rows = []
    for start in range(0, len(images), 77):
        batch = cifar10_input.per_image_standardization(tf.constant(images[start : start + 77]))
        rows.append(tf.nn.softmax(network(batch, training=False)).numpy())
    return np.concatenate(rows)
