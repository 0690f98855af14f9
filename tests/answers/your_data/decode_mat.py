"""Answers to ``decode_mat``."""

# %% right loop
import numpy as np


def decode_mat(X, y, classes):
    images, labels = [], []
    for number in range(X.shape[3]):
        images.append(X[:, :, :, number])
        label = int(y[number, 0])
        labels.append(0 if label == classes else label)
    return np.stack(images), labels


# %% right moveaxis_remainder
import numpy as np


def decode_mat(X, y, classes):
    return np.moveaxis(X, -1, 0), y[:, 0] % classes


# %% right tensorflow
import tensorflow as tf


def decode_mat(X, y, classes):
    images = tf.transpose(tf.constant(X), (3, 0, 1, 2))
    labels = tf.squeeze(tf.cast(y, tf.int32), axis=1)
    return images, tf.where(labels == classes, 0, labels)


# %% right transpose
import numpy as np


def decode_mat(X, y, classes):
    labels = y.ravel().astype(np.int64)
    labels[labels == classes] = 0
    return X.transpose(3, 0, 1, 2), labels


# %% wrong stub
# says: returned 1 value instead of 2. End it with: return images, labels.
# earns: 0
def decode_mat(X, y, classes):
    """Images first, and labels from 0."""


# %% wrong all_axes
# says: X.T turns the order of all axes around
# earns: 0.5
def decode_mat(X, y, classes):
    return X.T, y[:, 0] % classes


# %% wrong channels_first
# says: Your channels come before height and width
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 2, 0, 1), y[:, 0] % classes


# %% wrong column
# says: Your labels have the shape (N, 1), as in the file
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), y % classes


# %% wrong float, edited from moveaxis_remainder
# says: but as floating-point numbers. Leave them as bytes
# earns: 0.5
# - return np.moveaxis(X, -1, 0), y[:, 0] % classes
# + return X.transpose(3, 0, 1, 2).astype(np.float32), y[:, 0] % classes


# %% wrong float_labels, edited from moveaxis_remainder
# says: Labels are indices: return integers
# earns: 0.5
# - return np.moveaxis(X, -1, 0), y[:, 0] % classes
# + return X.transpose(3, 0, 1, 2), (y[:, 0] % classes).astype(np.float32)


# %% wrong labels_first, edited from moveaxis_remainder
# says: Your labels come first. End with: return images, labels
# earns: 0
# - return np.moveaxis(X, -1, 0), y[:, 0] % classes
# + return y[:, 0] % classes, np.moveaxis(X, 3, 0)


# %% wrong lying
# says: Height and width are exchanged: your images are turned on their side
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 1, 0, 2), y[:, 0] % classes


# %% wrong minus_one
# says: You subtracted 1 from every label
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), y[:, 0] - 1


# %% wrong nothing_right
# says: reshape keeps the order of the bytes
# earns: 0
def decode_mat(X, y, classes):
    return X.reshape(-1, *X.shape[:3]), y[:, 0]


# %% wrong number_last
# says: their number still comes last
# earns: 0.5
def decode_mat(X, y, classes):
    return X, y[:, 0] % classes


# %% wrong reshape
# says: every image is mixed out of all: reshape keeps the order
# earns: 0.5
def decode_mat(X, y, classes):
    return X.reshape(X.shape[3], *X.shape[:3]), y[:, 0] % classes


# %% wrong scaled
# says: You divided the pixels by 255
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2) / 255, y[:, 0] % classes


# %% wrong swapped_axes, edited from moveaxis_remainder
# says: You exchanged the first axis and the last one
# earns: 0.5
# - return np.moveaxis(X, -1, 0), y[:, 0] % classes
# + return np.swapaxes(X, 0, 3), y[:, 0] % classes


# %% wrong ten_classes
# says: You take 10 for the label that means 0
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), y[:, 0] % 10


# %% wrong ten_left
# says: The label that equals classes is still there
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), y[:, 0]
