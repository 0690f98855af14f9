"""Answers to ``channel_means``."""

# %% right loop
import numpy as np


def channel_means(images):
    means = np.zeros((len(images), 3), dtype=np.float32)
    for index, image in enumerate(images):
        for channel in range(3):
            means[index, channel] = image[:, :, channel].astype(np.float32).sum() / (
                image.shape[0] * image.shape[1]
            )
    return means


# %% right nested_lists
def channel_means(images):
    return [[float(image[..., channel].mean()) for channel in range(3)] for image in images]


# %% right one_line
def channel_means(images):
    return images.mean(axis=(1, 2))


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def channel_means(images):
    return tf.reduce_mean(tf.cast(images, tf.float32), axis=[1, 2])


# %% wrong stub
# says: channel_means returned None
# earns: 0
def channel_means(images):
    """Mean of each channel of each image."""
    # Your code here.


# %% wrong blue_first
# says: Red and blue are exchanged
# earns: 0
def channel_means(images):
    return images.mean(axis=(1, 2))[:, ::-1]


# %% wrong channels_too
# says: one number an image
# earns: 0
def channel_means(images):
    return images.mean(axis=(1, 2, 3))


# %% wrong one_axis
# says: gave a result of shape
# earns: 0
def channel_means(images):
    return images.mean(axis=1)


# %% wrong overflow
# says: uint8 overflows at 256
# earns: 0
import numpy as np


def channel_means(images):
    height, width = images.shape[1:3]
    return images.sum(axis=(1, 2), dtype=np.uint8) / (height * width)


# %% wrong raises
# says: raised AxisError
# earns: 0
def channel_means(images):
    return images.mean(axis=4)


# %% wrong scaled
# says: 0..1
# earns: 0
def channel_means(images):
    return (images / 255).mean(axis=(1, 2))


# %% wrong text
# says: holds no numbers
# earns: 0
def channel_means(images):
    return "127, 127, 127"


# %% wrong whole_batch
# says: 3 numbers for the whole batch
# earns: 0
def channel_means(images):
    return images.mean(axis=(0, 1, 2))


# %% wrong whole_numbers
# says: whole numbers
# earns: 0
def channel_means(images):
    return images.mean(axis=(1, 2)).astype(int)
