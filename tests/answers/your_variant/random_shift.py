"""Answers to ``random_shift``."""

# %% right crop
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    offsets = np.random.randint(0, 5, size=(len(images), 2))
    return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, offsets)])


# %% right gather
import numpy as np

rng = np.random.default_rng()


def random_shift(images):
    n = len(images)
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    flat = rng.integers(25, size=n)
    rows = np.arange(32) + (flat // 5)[:, None]
    columns = np.arange(32) + (flat % 5)[:, None]
    return padded[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]


# %% right slices
import random

import numpy as np


def random_shift(images):
    shifted = np.zeros_like(images)
    for source, target in zip(images, shifted):
        dy, dx = random.choice(range(-2, 3)), random.choice(range(-2, 3))
        target[max(0, dy) : 32 + min(0, dy), max(0, dx) : 32 + min(0, dx)] = source[
            max(0, -dy) : 32 + min(0, -dy), max(0, -dx) : 32 + min(0, -dx)
        ]
    return shifted


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def random_shift(images):
    padded = tf.pad(images, [[0, 0], [2, 2], [2, 2], [0, 0]])
    offsets = tf.random.uniform((len(images), 2), 0, 5, tf.int32)
    rows = tf.range(32)[None] + offsets[:, :1]
    columns = tf.range(32)[None] + offsets[:, 1:]
    picked = tf.gather(padded, rows, axis=1, batch_dims=1)
    return tf.transpose(
        tf.gather(tf.transpose(picked, [0, 2, 1, 3]), columns, axis=1, batch_dims=1), [0, 2, 1, 3]
    )


# %% wrong stub
# says: random_shift returned None
# earns: 0
def random_shift(images):
    """Move each image by its own offset."""
    # Your code here.


# %% wrong diagonal
# says: Draw the two offsets separately
# earns: 0.7
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    offsets = np.random.randint(0, 5, size=len(images))
    return np.stack([p[o : o + 32, o : o + 32] for p, o in zip(padded, offsets)])


# %% wrong edges, edited from crop
# says: repeat the edge
# earns: 0
# - padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
# + padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="edge")


# %% wrong end_excluded, edited from crop
# says: the upper end is excluded
# earns: 0.7
# - offsets = np.random.randint(0, 5, size=(len(images), 2))
# + offsets = 2 - np.random.randint(-2, 2, size=(len(images), 2))


# %% wrong one_axis
# says: Images never move right
# earns: 0.7
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (0, 0), (0, 0)))
    offsets = np.random.randint(0, 5, size=len(images))
    return np.stack([p[y : y + 32] for p, y in zip(padded, offsets)])


# %% wrong one_for_all
# says: Draw an offset for each image
# earns: 0.4
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    y, x = np.random.randint(0, 5, size=2)
    return padded[:, y : y + 32, x : x + 32]


# %% wrong pairs, edited from crop
# says: depends on its neighbour
# earns: 0.4
# - offsets = np.random.randint(0, 5, size=(len(images), 2))
# + offsets = np.random.randint(0, 5, size=(len(images) // 2 + 1, 2))
# +     offsets = np.repeat(offsets, 2, axis=0)[: len(images)]


# %% wrong rounded_normal, edited from crop
# says: equally likely
# earns: 0.7
# - offsets = np.random.randint(0, 5, size=(len(images), 2))
# + offsets = np.clip(np.rint(np.random.normal(2, 1, (len(images), 2))), 0, 4).astype(int)


# %% wrong scaled, edited from crop
# says: values changed
# earns: 0
# - padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
# + padded = np.pad(images / 255.0, ((0, 0), (2, 2), (2, 2), (0, 0)))


# %% wrong seeded_by_the_image
# says: whatever the image
# earns: 0.4
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    seeds = images.sum(axis=(1, 2, 3)).tolist()
    offsets = [np.random.default_rng(seed).integers(0, 5, 2) for seed in seeds]
    return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, offsets)])


# %% wrong seeded_inside
# says: Do not seed the generator
# earns: 0.4
import numpy as np


def random_shift(images):
    rng = np.random.default_rng(0)
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    offsets = rng.integers(0, 5, size=(len(images), 2))
    return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, offsets)])


# %% wrong shuffled, edited from crop
# says: changed places
# earns: 0
# -     return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, offsets)])
# +     moved = np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, offsets)])
# +     return np.random.permutation(moved)


# %% wrong smaller
# says: Return an array of the same shape
# earns: 0
def random_shift(images):
    return images[:, 2:-2, 2:-2]


# %% wrong too_far
# says: Offsets are -2..2
# earns: 0
import numpy as np


def random_shift(images):
    padded = np.pad(images, ((0, 0), (4, 4), (4, 4), (0, 0)))
    offsets = np.random.randint(0, 9, size=(len(images), 2))
    return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, offsets)])


# %% wrong unmoved
# says: No image moved
# earns: 0
def random_shift(images):
    return images


# %% wrong wraps
# says: come back on the other
# earns: 0
import numpy as np


def random_shift(images):
    offsets = np.random.randint(-2, 3, size=(len(images), 2))
    return np.stack([np.roll(i, o, axis=(0, 1)) for i, o in zip(images, offsets)])
