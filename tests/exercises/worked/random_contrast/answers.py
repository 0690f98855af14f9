"""Answers to ``random_contrast``."""

# %% right loop
import random

import numpy as np


def random_contrast(images):
    changed = []
    for image in images:
        factor = random.uniform(0.2, 1.8)
        mean = image.mean(axis=(0, 1), dtype=np.float32)
        changed.append(mean + np.float32(factor) * (image - mean))
    return changed


# %% right numpy
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2), keepdims=True)
    factors = np.random.default_rng().uniform(0.2, 1.8, (len(images), 1, 1, 1))
    return (images - means) * factors + means


# %% right tensorflow
import tensorflow as tf


def random_contrast(images):
    images = tf.cast(images, tf.float32)
    means = tf.reduce_mean(images, axis=(1, 2), keepdims=True)
    return means + tf.random.uniform((len(images), 1, 1, 1), 0.2, 1.8) * (images - means)


# %% wrong stub
# says: not written yet
# earns: 0
def random_contrast(images):
    raise NotImplementedError


# %% wrong channels, edited from numpy
# says: factors of their own
# earns: 0
# - factors = np.random.default_rng().uniform(0.2, 1.8, (len(images), 1, 1, 1))
# + factors = np.random.uniform(0.2, 1.8, (len(images), 1, 1, 3))


# %% wrong clipped
# says: cut off or rounded
# earns: 0
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2), keepdims=True)
    factors = np.random.uniform(0.2, 1.8, (len(images), 1, 1, 1))
    return np.clip((images - means) * factors + means, 0, 255).astype(np.uint8)


# %% wrong grey
# says: Keep each channel's own mean
# earns: 0
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2, 3), keepdims=True)
    factors = np.random.uniform(0.2, 1.8, (len(images), 1, 1, 1))
    return (images - means) * factors + means


# %% wrong half, edited from numpy
# says: Draw them evenly from 0.2 to 1.8
# earns: 0.7
# - factors = np.random.default_rng().uniform(0.2, 1.8, (len(images), 1, 1, 1))
# + factors = np.random.uniform(0.6, 1.4, (len(images), 1, 1, 1))


# %% wrong normal, edited from numpy
# says: and the standard deviation 0.
# earns: 0.7
# - factors = np.random.default_rng().uniform(0.2, 1.8, (len(images), 1, 1, 1))
# + factors = np.random.normal(1, 0.4, (len(images), 1, 1, 1))


# %% wrong one_for_all
# says: one factor. Draw one for each image
# earns: 0.4
import numpy as np


def random_contrast(images):
    means = images.mean(axis=(1, 2), keepdims=True)
    return (images - means) * np.random.uniform(0.2, 1.8) + means


# %% wrong pairs, edited from numpy
# says: depends on its neighbour
# earns: 0.4
# - factors = np.random.default_rng().uniform(0.2, 1.8, (len(images), 1, 1, 1))
# + factors = np.random.uniform(0.2, 1.8, (len(images) // 2, 1, 1, 1)).repeat(2, axis=0)


# %% wrong seeded
# says: Do not seed the generator
# earns: 0.4
import numpy as np


def random_contrast(images):
    rng = np.random.default_rng(0)
    means = images.mean(axis=(1, 2), keepdims=True)
    return (images - means) * rng.uniform(0.2, 1.8, (len(images), 1, 1, 1)) + means


# %% wrong shape
# says: Return an array of the same shape
# earns: 0
def random_contrast(images):
    return images[:, :, :, 0]


# %% wrong unchanged
# says: No image changed
# earns: 0
def random_contrast(images):
    return images
