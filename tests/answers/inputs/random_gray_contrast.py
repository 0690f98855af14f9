"""Answers to ``random_gray_contrast``."""

# %% right loop
import random


def random_gray_contrast(images):
    changed = []
    for image in images:
        factor = 0.5 + random.random()
        changed.append(factor * image + (1 - factor) * image.mean())
    return changed


# %% right numpy
import numpy as np

rng = np.random.default_rng()


def random_gray_contrast(images):
    images = images.astype(np.float32)
    factors = rng.uniform(0.5, 1.5, (len(images), 1, 1, 1)).astype(np.float32)
    means = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - means) * factors + means


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def random_gray_contrast(images):
    images = tf.cast(images, tf.float32)
    mean = tf.reduce_mean(images, axis=[1, 2, 3], keepdims=True)
    return (images - mean) * tf.random.uniform((len(images), 1, 1, 1), 0.5, 1.5) + mean


# %% wrong stub
# says: random_gray_contrast returned None
# earns: 0
def random_gray_contrast(images):
    """Stretch each image about its mean."""
    # Your code here.


# %% wrong about_zero
# says: You multiplied by the factor only
# earns: 0
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 1))
    return images * f


# %% wrong axes_lost
# says: take the mean with keepdims=True
# earns: 0
import numpy as np


def random_gray_contrast(images):
    f = np.random.uniform(0.5, 1.5, (len(images), 1, 1, 1))
    m = images.mean(axis=(1, 2, 3))
    return (images - m) * f + m


# %% wrong axes_lost_tensorflow
# says: draw with size=(N, 1, 1, 1)
# earns: 0
import tensorflow as tf


def random_gray_contrast(images):
    images = tf.cast(images, tf.float32)
    f = tf.random.uniform([len(images)], 0.5, 1.5)
    m = tf.reduce_mean(images, axis=[1, 2, 3], keepdims=True)
    return (images - m) * f + m


# %% wrong batch_mean
# says: the mean of the whole batch
# earns: 0
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 1))
    m = images.mean()
    return (images - m) * f + m


# %% wrong by_channel
# says: stretched by different factors
# earns: 0
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 3))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m


# %% wrong by_pixel
# says: stretched by different factors
# earns: 0
import numpy as np


def random_gray_contrast(images):
    f = np.random.uniform(0.5, 1.5, images.shape)
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m


# %% wrong bytes
# says: cut off or rounded
# earns: 0
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 1))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return np.clip((images - m) * f + m, 0, 255).astype(np.uint8)


# %% wrong channel_means
# says: You kept the mean of each channel
# earns: 0
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 1))
    m = images.mean(axis=(1, 2), keepdims=True)
    return (images - m) * f + m


# %% wrong clipped
# says: cut off or rounded
# earns: 0
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 1))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return np.clip((images - m) * f + m, 0, 255)


# %% wrong mean_lost
# says: Your pictures have mean 0
# earns: 0
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.5, 1.5, (n, 1, 1, 1))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f


# %% wrong normal
# says: Draw them evenly
# earns: 0.7
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.normal(1, 0.25, (n, 1, 1, 1))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m


# %% wrong one_for_all
# says: one factor. Draw one for each image
# earns: 0.4
import numpy as np


def random_gray_contrast(images):
    f = np.random.uniform(0.5, 1.5)
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m


# %% wrong pairs
# says: depends on its neighbour
# earns: 0.4
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.repeat(np.random.uniform(0.5, 1.5, (n // 2 + 1, 1, 1, 1)), 2, axis=0)[:n]
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m


# %% wrong pixel_means
# says: You kept the mean of each pixel
# earns: 0
import numpy as np


def random_gray_contrast(images):
    f = np.random.uniform(0.5, 1.5, (len(images), 1, 1, 1))
    m = images.mean(axis=3, keepdims=True)
    return (images - m) * f + m


# %% wrong range
# says: Draw them evenly
# earns: 0.7
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    f = np.random.uniform(0.2, 1.8, (n, 1, 1, 1))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m


# %% wrong seeded_by_the_image
# says: whatever the image
# earns: 0.4
import numpy as np


def random_gray_contrast(images):
    seeds = images.sum(axis=(1, 2, 3), dtype=int).tolist()
    factors = [np.random.default_rng(seed).uniform(0.5, 1.5) for seed in seeds]
    means = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - means) * np.reshape(factors, (-1, 1, 1, 1)) + means


# %% wrong seeded_inside
# says: Do not seed the generator
# earns: 0.4
import numpy as np


def random_gray_contrast(images):
    n = len(images)
    rng = np.random.default_rng(1)
    f = rng.uniform(0.5, 1.5, (n, 1, 1, 1))
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) * f + m


# %% wrong unchanged
# says: No image changed
# earns: 0
def random_gray_contrast(images):
    return images
