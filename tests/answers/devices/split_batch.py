"""Answers to ``split_batch``."""

# %% right array_split
import numpy as np


def split_batch(images, towers):
    return np.array_split(images, towers)


# %% right lists
import itertools

import numpy as np


def split_batch(images, towers):
    rows = iter(images)
    sizes = [(len(images) + towers - 1 - i) // towers for i in range(towers)]
    return [np.stack(list(itertools.islice(rows, n))) for n in sizes]


# %% right loop
def split_batch(images, towers):
    size, rest = divmod(len(images), towers)
    parts, start = [], 0
    for tower in range(towers):
        end = start + size + (tower < rest)
        parts.append(images[start:end])
        start = end
    return parts


# %% right tensorflow
import tensorflow as tf


def split_batch(images, towers):
    count = images.shape[0]
    sizes = [len(range(tower, count, towers)) for tower in range(towers)]
    return tuple(tf.split(tf.constant(images), sizes))


# %% wrong stub
# says: split_batch returned None
# earns: 0
def split_batch(images, towers):
    pass


# %% wrong ceil
# says: the last part gets what is left
# earns: 0.5
import math


def split_batch(images, towers):
    size = math.ceil(len(images) / towers)
    return [images[i * size : (i + 1) * size] for i in range(towers)]


# %% wrong dropped
# says: Images are lost
# earns: 0
def split_batch(images, towers):
    size = len(images) // towers
    return [images[i * size : (i + 1) * size] for i in range(towers)]


# %% wrong last_larger
# says: the larger parts come first
# earns: 0.5
import itertools


def split_batch(images, towers):
    size, rest = divmod(len(images), towers)
    sizes = [size] * (towers - rest) + [size + 1] * rest
    ends = [sum(sizes[:i]) for i in range(towers + 1)]
    return [images[a:b] for a, b in itertools.pairwise(ends)]


# %% wrong numbers
# says: The parts are single numbers
# earns: 0
def split_batch(images, towers):
    size, rest = divmod(len(images), towers)
    return [size + (tower < rest) for tower in range(towers)]


# %% wrong overlap
# says: Some images are in two parts
# earns: 0
def split_batch(images, towers):
    size = len(images) // towers
    return [images[i * size : (i + 1) * size + 1] for i in range(towers)]


# %% wrong rest_to_last
# says: the last part gets what is left
# earns: 0.5
def split_batch(images, towers):
    size = len(images) // towers
    parts = [images[i * size : (i + 1) * size] for i in range(towers - 1)]
    return [*parts, images[(towers - 1) * size :]]


# %% wrong size_not_number
# says: not as many parts as towers
# earns: 0.5
def split_batch(images, towers):
    return [images[i : i + towers] for i in range(0, len(images), towers)]


# %% wrong start_falls_behind, edited from loop
# says: Some images are in two parts, and others in none
# earns: 0.5
# -         end = start + size + (tower < rest)
# -         parts.append(images[start:end])
# -         start = end
# +         own = size + (tower < rest)
# +         parts.append(images[start : start + own])
# +         start += size


# %% wrong strided
# says: so take neighbours
# earns: 0.5
def split_batch(images, towers):
    return [images[tower::towers] for tower in range(towers)]


# %% wrong whole
# says: Every tower gets the whole batch
# earns: 0
def split_batch(images, towers):
    return [images] * towers


# %% wrong one_part
# says: not as many parts as towers
# earns: 0
def split_batch(images, towers):
    return [images]


# %% wrong one_tower_works
# says: sizes differ by more than one image
# earns: 0
def split_batch(images, towers):
    return [images, *(images[:0] for _ in range(towers - 1))]


# %% wrong single_images
# says: not as many parts as towers
# earns: 0
def split_batch(images, towers):
    return [images[i : i + 1] for i in range(len(images))]
