# expects: network, the notebook's own, trained
import numpy as np
import tensorflow as tf

from course_utils import cifar10_input


def first_cnn_accuracy(images):
    rows = []
    for start in range(0, len(images), 77):
        batch = tf.constant(images[start : start + 77])
        rows.append(tf.nn.softmax(network(cifar10_input.per_image_standardization(batch))).numpy())
    return np.concatenate(rows)
