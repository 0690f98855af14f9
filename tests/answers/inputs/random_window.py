"""Answers to ``random_window``."""

# %% right gather
import numpy as np


def random_window(images):
    n = len(images)
    rows = np.random.randint(0, 5, n)[:, None] + np.arange(28)
    columns = np.random.randint(0, 13, n)[:, None] + np.arange(20)
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None]].astype(float)


# %% right loop
import numpy as np

rng = np.random.default_rng()


def random_window(images):
    windows = []
    for image in images:
        top, left = rng.integers(0, 5), rng.integers(0, 13)
        windows.append(image[top : top + 28, left : left + 20])
    return np.stack(windows)


# %% right random_module
import random

import numpy as np


def random_window(images):
    windows = np.empty((len(images), 28, 20, 3), np.float32)
    for window, image in zip(windows, images):
        place = random.randrange(65)
        window[:] = image[place // 13 :][:28, place % 13 :][:, :20]
    return windows


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def random_window(images):
    tops = tf.random.uniform((len(images), 1), 0, 5, tf.int32)
    lefts = tf.random.uniform((len(images), 1), 0, 13, tf.int32)
    rows = tf.gather(images, tops + tf.range(28), axis=1, batch_dims=1)
    flipped = tf.gather(tf.transpose(rows, [0, 2, 1, 3]), lefts + tf.range(20), batch_dims=1)
    return tf.transpose(flipped, [0, 2, 1, 3])


# %% wrong stub
# says: random_window returned None
# earns: 0
def random_window(images):
    """Cut 28 rows and 20 columns out of each image."""
    # Your code here.


# %% wrong centre
# says: Your crop is always the same: it starts at row 2, column 6
# earns: 0.4
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = [2] * n, [6] * n
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong column_end_excluded
# says: No window starts at column 12
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 5, n), np.random.randint(0, 12, n)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong diagonal
# says: Draw the two separately
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops = lefts = np.random.randint(0, 5, n)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong end_excluded
# says: No window starts at row 4
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 32 - 28, n), np.random.randint(0, 32 - 20, n)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong every_pixel_drawn
# says: leave out rows or columns
# earns: 0
import numpy as np


def random_window(images):
    n = len(images)
    rows = np.sort(np.random.rand(n, 32).argsort(axis=1)[:, :28])
    columns = np.sort(np.random.rand(n, 32).argsort(axis=1)[:, :20])
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None]]


# %% wrong exchanged_sizes
# says: Your windows have 20 rows and 28 columns
# earns: 0
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 13, n), np.random.randint(0, 5, n)
    return np.stack([i[y : y + 20, x : x + 28] for i, y, x in zip(images, tops, lefts)])


# %% wrong flipped
# says: Some windows are mirrored
# earns: 0
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 5, n), np.random.randint(0, 13, n)
    windows = np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])
    windows[::2] = windows[::2, :, ::-1]
    return windows


# %% wrong one_for_all
# says: cut at one place
# earns: 0.4
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = [np.random.randint(5)] * n, [np.random.randint(13)] * n
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong over_the_edge
# says: some reach over the edge of their image
# earns: 0
import numpy as np


def random_window(images):
    tops = np.random.randint(0, 32, len(images))
    lefts = np.random.randint(0, 32, len(images))
    windows = []
    for image, top, left in zip(images, tops, lefts, strict=True):
        windows.append(image[top : top + 28, left : left + 20])
    return np.stack(windows)


# %% wrong over_the_edge_filled
# says: some reach over the edge of their image
# earns: 0
import numpy as np


def random_window(images):
    windows = np.zeros((len(images), 28, 20, 3), np.uint8)
    for index, image in enumerate(images):
        top, left = np.random.randint(0, 6), np.random.randint(0, 14)
        windows[index] = image[top : top + 28, left : left + 20]
    return windows


# %% wrong over_the_edge_list
# says: some reach over the edge of their image
# earns: 0
import random


def random_window(images):
    windows = []
    for image in images:
        top, left = random.randint(0, 5), random.randint(0, 13)
        windows.append(image[top : top + 28, left : left + 20])
    return windows


# %% wrong over_the_edge_tensorflow
# says: some reach over the edge of their image
# earns: 0
import numpy as np
import tensorflow as tf


def random_window(images):
    windows = []
    for image in images:
        top, left = np.random.randint(0, 6), np.random.randint(0, 14)
        windows.append(image[top : top + 28, left : left + 20])
    return tf.stack(windows)


# %% wrong pairs
# says: depends on its neighbour
# earns: 0.4
import numpy as np


def random_window(images):
    n = len(images)
    tops = np.repeat(np.random.randint(0, 5, n // 2 + 1), 2)
    lefts = np.repeat(np.random.randint(0, 13, n // 2 + 1), 2)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong related
# says: tells something about its column
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops = np.random.randint(0, 5, n)
    lefts = (3 * tops + np.random.randint(0, 3, n)) % 13
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong rounded
# says: the rarest occurs
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops = np.rint(np.random.uniform(0, 4, n)).astype(int)
    lefts = np.rint(np.random.uniform(0, 12, n)).astype(int)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong rows_fixed
# says: Each window starts at row 0
# earns: 0.7
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = [0] * n, np.random.randint(0, 13, n)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong scaled
# says: values changed
# earns: 0
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 5, n), np.random.randint(0, 13, n)
    return np.stack([i[y : y + 28, x : x + 20] / 255 for i, y, x in zip(images, tops, lefts)])


# %% wrong seeded_by_the_image
# says: whatever the image
# earns: 0.4
import numpy as np


def random_window(images):
    windows = []
    for image in images:
        top, left = np.random.default_rng(int(image.sum())).integers(0, (5, 13))
        windows.append(image[top : top + 28, left : left + 20])
    return np.stack(windows)


# %% wrong seeded_inside
# says: Do not seed the generator
# earns: 0.4
import numpy as np


def random_window(images):
    n = len(images)
    rng = np.random.default_rng(0)
    tops, lefts = rng.integers(0, 5, n), rng.integers(0, 13, n)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong shuffled
# says: changed places
# earns: 0
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 5, n), np.random.randint(0, 13, n)
    images = np.random.permutation(images)
    return np.stack([i[y : y + 28, x : x + 20] for i, y, x in zip(images, tops, lefts)])


# %% wrong square
# says: Return an array of (500, 28, 20, 3)
# earns: 0
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 9, (2, n))
    return np.stack([i[y : y + 24, x : x + 24] for i, y, x in zip(images, tops, lefts)])


# %% wrong transposed
# says: Rows and columns are exchanged in your windows
# earns: 0
import numpy as np


def random_window(images):
    n = len(images)
    tops, lefts = np.random.randint(0, 13, n), np.random.randint(0, 5, n)
    windows = np.stack([i[y : y + 20, x : x + 28] for i, y, x in zip(images, tops, lefts)])
    return windows.transpose(0, 2, 1, 3)
