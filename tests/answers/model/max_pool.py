"""Answers to ``max_pool``."""

# %% right cut
import numpy as np


def max_pool(image, size, stride):
    sides = []
    for side in image.shape[:2]:
        count = int(np.ceil(side / stride))
        before = max((count - 1) * stride + size - side, 0) // 2
        starts = [k * stride - before for k in range(count)]
        sides.append([slice(max(start, 0), min(start + size, side)) for start in starts])
    return [[image[rows, columns].max(axis=(0, 1)) for columns in sides[1]] for rows in sides[0]]


# %% right keras
import keras


def max_pool(image, size, stride):
    layer = keras.layers.MaxPooling2D(size, strides=stride, padding="same")
    return layer(image[None])[0].numpy()


# %% right padded
import numpy as np


def max_pool(image, size, stride):
    height, width, channels = image.shape
    rows, columns = -(-height // stride), -(-width // stride)
    down = max((rows - 1) * stride + size - height, 0)
    right = max((columns - 1) * stride + size - width, 0)
    top, left = down // 2, right // 2
    widths = ((top, down - top), (left, right - left), (0, 0))
    padded = np.pad(image, widths, constant_values=-np.inf)
    pooled = np.empty((rows, columns, channels), image.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + size, j * stride : j * stride + size]
            pooled[i, j] = window.max(axis=(0, 1))
    return pooled


# %% right tensorflow
import tensorflow as tf


def max_pool(image, size, stride):
    return tf.nn.max_pool2d(image[None], size, stride, "SAME")[0]


# %% wrong stub
# says: returned None
# earns: 0
def max_pool(image, size, stride):
    return None


# %% wrong all_after, edited from padded
# says: Your first window begins at the first pixel
# earns: 0.3
# - top, left = down // 2, right // 2
# + top, left = min(down, 0), min(right, 0)


# %% wrong all_before, edited from padded
# says: All of your padding comes before the image
# earns: 0.3
# - top, left = down // 2, right // 2
# + top, left = down, right


# %% wrong batch
# says: Your result has a batch axis
# earns: 0
import tensorflow as tf


def max_pool(image, size, stride):
    return tf.nn.max_pool2d(image[None], size, stride, "SAME")


# %% wrong below_zero
# says: A window there is empty
# earns: 0.3
import numpy as np


def max_pool(image, size, stride):
    height, width, channels = image.shape
    rows, columns = -(-height // stride), -(-width // stride)
    top = max((rows - 1) * stride + size - height, 0) // 2
    left = max((columns - 1) * stride + size - width, 0) // 2
    pooled = np.empty((rows, columns, channels), image.dtype)
    for i in range(rows):
        for j in range(columns):
            row, column = i * stride - top, j * stride - left
            pooled[i, j] = image[row : row + size, column : column + size].max(axis=(0, 1))
    return pooled


# %% wrong channels_merged, edited from padded
# says: You take the largest value over all channels
# earns: 0
# - height, width, channels = image.shape
# + height, width, _ = image.shape
# - pooled = np.empty((rows, columns, channels), image.dtype)
# + pooled = np.empty((rows, columns), image.dtype)
# - pooled[i, j] = window.max(axis=(0, 1))
# + pooled[i, j] = window.max()


# %% wrong half_a_window, edited from padded
# says: begins size // 2 before the image
# earns: 0.3
# -     top, left = down // 2, right // 2
# -     widths = ((top, down - top), (left, right - left), (0, 0))
# +     top, left = min(down, 1) * (size // 2), min(right, 1) * (size // 2)
# +     widths = ((top, size), (left, size), (0, 0))


# %% wrong mean
# says: You return the mean of each window
# earns: 0
import tensorflow as tf


def max_pool(image, size, stride):
    return tf.nn.avg_pool2d(image[None], size, stride, "SAME")[0]


# %% wrong more_before, edited from padded
# says: you put the larger part before the image
# earns: 0.3
# - top, left = down // 2, right // 2
# + top, left = down - down // 2, right - right // 2


# %% wrong negative_padding, edited from padded
# says: the padding that they need comes out negative
# earns: 0.7
# -     down = max((rows - 1) * stride + size - height, 0)
# -     right = max((columns - 1) * stride + size - width, 0)
# +     down = (rows - 1) * stride + size - height
# +     right = (columns - 1) * stride + size - width


# %% wrong no_stride, edited from padded
# says: Your windows move by 1 pixel
# earns: 0
# - window = padded[i * stride : i * stride + size, j * stride : j * stride + size]
# + window = padded[i : i + size, j : j + size]


# %% wrong one_channel, edited from padded
# says: Keep the channels apart
# earns: 0
# - pooled[i, j] = window.max(axis=(0, 1))
# + pooled[i, j] = window.max()


# %% wrong one_side, edited from padded
# says: Your result has as many rows as columns
# earns: 0
# -     height, width, channels = image.shape
# -     rows, columns = -(-height // stride), -(-width // stride)
# -     down = max((rows - 1) * stride + size - height, 0)
# +     _, width, channels = image.shape
# +     rows = columns = -(-width // stride)
# -     top, left = down // 2, right // 2
# -     widths = ((top, down - top), (left, right - left), (0, 0))
# +     left = right // 2
# +     widths = ((left, right - left), (left, right - left), (0, 0))


# %% wrong stride_as_size
# says: Your windows are as large as the stride
# earns: 0
import tensorflow as tf


def max_pool(image, size, stride):
    return tf.nn.max_pool2d(image[None], stride, stride, "SAME")[0]


# %% wrong transposed, edited from padded
# says: Rows and columns are exchanged
# earns: 0
# - return pooled
# + return pooled.transpose(1, 0, 2)


# %% wrong valid
# says: leaves out windows that reach beyond the image
# earns: 0.3
import tensorflow as tf


def max_pool(image, size, stride):
    return tf.nn.max_pool2d(image[None], size, stride, "VALID")[0]


# %% wrong zeros, edited from padded
# says: your padding of 0 wins
# earns: 0.7
# - padded = np.pad(image, widths, constant_values=-np.inf)
# + padded = np.pad(image, widths, constant_values=0)
