"""Answers to ``standardize``."""

# %% right by_hand
import math


def standardize(image):
    values = [float(value) for value in image.reshape(-1)]
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    deviation = max(math.sqrt(variance), 1 / math.sqrt(len(values)))
    return (image.astype(float) - mean) / deviation


# %% right numpy
import numpy as np


def standardize(image):
    image = image.astype(np.float32)
    return (image - image.mean()) / max(image.std(), 1 / np.sqrt(image.size))


# %% right one_line
import numpy as np


def standardize(image):
    return (image - np.mean(image)) / np.sqrt(max(np.var(image), 1 / np.size(image)))


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def standardize(image):
    image = tf.cast(image, tf.float32)
    mean, variance = tf.nn.moments(image, axes=[0, 1, 2])
    floor = tf.math.rsqrt(tf.cast(tf.size(image), tf.float32))
    return (image - mean) / tf.maximum(tf.sqrt(variance), floor)


# %% wrong stub
# says: standardize returned None
# earns: 0
def standardize(image):
    """One image with mean 0 and standard deviation 1."""
    # Your code here.


# %% wrong brackets
# says: Subtract first, in brackets
# earns: 0
import numpy as np


def standardize(image):
    return image - image.mean() / max(image.std(), 1 / np.sqrt(image.size))


# %% wrong bytes
# says: Bytes have no fractions
# earns: 0.8
import numpy as np


def standardize(image):
    mean, std = image.mean(dtype=float), image.std(dtype=float)
    return (image - mean.astype(image.dtype)) / max(std, 1 / np.sqrt(image.size))


# %% wrong ddof
# says: ddof=1
# earns: 0.4
import numpy as np


def standardize(image):
    image = image.astype(float)
    return (image - image.mean()) / max(image.std(ddof=1), 1 / np.sqrt(image.size))


# %% wrong epsilon
# says: A faint image was blown up
# earns: 0.6
def standardize(image):
    return (image - image.mean()) / (image.std() + 1e-7)


# %% wrong floor_added
# says: You add the floor
# earns: 0
import numpy as np


def standardize(image):
    return (image - image.mean()) / (image.std() + 1 / np.sqrt(image.size))


# %% wrong floor_of_another_size
# says: with n the number of values of this image
# earns: 0.6
import numpy as np


def standardize(image):
    return (image - image.mean()) / max(image.std(), 1 / np.sqrt(32 * 32 * 3))


# %% wrong floor_of_pixels
# says: Your floor counts pixels
# earns: 0.6
import numpy as np


def standardize(image):
    height, width, _ = image.shape
    return (image - image.mean()) / max(image.std(), 1 / np.sqrt(height * width))


# %% wrong mean_only
# says: do not divide
# earns: 0
def standardize(image):
    return image - image.mean()


# %% wrong no_floor
# says: An image of one colour gives NaN
# earns: 0.6
import numpy as np


def standardize(image):
    with np.errstate(invalid="ignore"):
        return (image - image.mean()) / image.std()


# %% wrong not_centred
# says: do not subtract the mean first
# earns: 0
import numpy as np


def standardize(image):
    return image / max(image.std(), 1 / np.sqrt(image.size))


# %% wrong per_channel
# says: each channel by itself
# earns: 0
import numpy as np


def standardize(image):
    image = image.astype(float)
    std = image.std(axis=(0, 1))
    return (image - image.mean(axis=(0, 1))) / np.maximum(std, image.size**-0.5)


# %% wrong scaled
# says: You divide by 255. Subtract
# earns: 0
def standardize(image):
    return image / 255


# %% wrong scaled_first, edited from numpy
# says: 255 times too small
# earns: 0.6
# - image = image.astype(np.float32)
# + image = image / 255


# %% wrong variance
# says: You divide by the variance
# earns: 0.4
import numpy as np


def standardize(image):
    image = image.astype(float)
    return (image - image.mean()) / max(image.var(), 1 / np.sqrt(image.size))


# %% wrong zeros
# says: should be
# earns: 0
import numpy as np


def standardize(image):
    return np.zeros(image.shape)
