"""Answers to ``decode_records``."""

# %% right columns
import numpy as np


def decode_records(records):
    pixels = np.swapaxes(records[:, -3072:].reshape(len(records), 3, 1024), 1, 2)
    return pixels.reshape(len(records), 32, 32, 3), records[:, 1].astype(np.float32)


# %% right loop
import numpy as np


def decode_records(records):
    images, labels = [], []
    for record in records:
        labels.append(int(record[1]))
        red, green, blue = record[2:1026], record[1026:2050], record[2050:]
        images.append(np.dstack([plane.reshape(32, 32) for plane in (red, green, blue)]))
    return np.array(images), labels


# %% right numpy
def decode_records(records):
    planes = records[:, 2:].reshape(-1, 3, 32, 32)
    return planes.transpose(0, 2, 3, 1), records[:, 1]


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def decode_records(records):
    planes = tf.reshape(records[:, 2:], [-1, 3, 32, 32])
    return tf.transpose(planes, [0, 2, 3, 1]), tf.cast(records[:, 1], tf.int32)


# %% wrong stub
# says: decode_records returned 1 value instead of 2
# earns: 0
def decode_records(records):
    """Images and fine labels of records."""
    # Your code here.


# %% wrong blue_first
# says: Red and blue are exchanged
# earns: 0.3
def decode_records(records):
    images = records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return images[..., ::-1], records[:, 1]


# %% wrong channels_first
# says: still have the channels first
# earns: 0.3
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32), records[:, 1]


# %% wrong cifar10
# says: leave out both label bytes of each record
# earns: 0
def decode_records(records):
    images = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return images, records[:, 0]


# %% wrong coarse
# says: You returned the coarse labels
# earns: 0.7
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 0]


# %% wrong counted_from_one
# says: Python counts from 0
# earns: 0.7
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 2]


# %% wrong fixed_number
# says: leave the number of records open with -1
# earns: 0
def decode_records(records):
    images = records[:, 2:].reshape(100, 3, 32, 32)
    return images.transpose(0, 2, 3, 1), records[:, 1]


# %% wrong float
# says: leave them uint8
# earns: 0.8
import numpy as np


def decode_records(records):
    planes = records[:, 2:].reshape(-1, 3, 32, 32)
    return planes.transpose(0, 2, 3, 1).astype(np.float32), records[:, 1]


# %% wrong interleaved
# says: nine small gray copies
# earns: 0.3
def decode_records(records):
    return records[:, 2:].reshape(-1, 32, 32, 3), records[:, 1]


# %% wrong labels_first
# says: The images come first
# earns: 0
def decode_records(records):
    images = records[:, 2:].reshape(-1, 3, 32, 32)
    return records[:, 1], images.transpose(0, 2, 3, 1)


# %% wrong one_byte_early
# says: Each image starts one byte early
# earns: 0.3
def decode_records(records):
    return records[:, 1:3073].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 1]


# %% wrong one_label_left
# says: leave out both label bytes
# earns: 0
def decode_records(records):
    images = records[:, 1:].reshape(-1, 3, 32, 32)
    return images.transpose(0, 2, 3, 1), records[:, 1]


# %% wrong rows_and_columns
# says: Rows and columns are exchanged
# earns: 0.3
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 3, 2, 1), records[:, 1]


# %% wrong scaled
# says: do not divide by 255
# earns: 0.3
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1) / 255, records[:, 1]


# %% wrong two_axes
# says: Your labels have two axes
# earns: 0.7
def decode_records(records):
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 1:2]


# %% wrong two_bytes_early
# says: Each image starts two bytes early
# earns: 0.3
def decode_records(records):
    return records[:, :3072].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 1]


# %% wrong zeros
# says: should be
# earns: 0
import numpy as np


def decode_records(records):
    return np.zeros((len(records), 32, 32, 3), np.uint8), np.zeros(len(records))
