"""Answers to ``letterbox``."""

# %% right loops
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    longer = max(height, width)
    h, w = height * size // longer, width * size // longer
    square = np.zeros((size, size, channels), image.dtype)
    for i in range(h):
        for j in range(w):
            pixel = image[i * height // h, j * width // w]
            square[(size - h) // 2 + i, (size - w) // 2 + j] = pixel
    return square


# %% right numpy
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    h, w = height * size // max(height, width), width * size // max(height, width)
    rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
    square = np.zeros((size, size, channels), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    square[top : top + h, left : left + w] = image[rows][:, columns]
    return square


# %% right pad
import numpy as np


def letterbox(image, size):
    h, w = (side * size // max(image.shape[:2]) for side in image.shape[:2])
    rows = [i * image.shape[0] // h for i in range(h)]
    columns = [j * image.shape[1] // w for j in range(w)]
    small = image[np.ix_(rows, columns)]
    borders = [((size - side) // 2, size - side - (size - side) // 2) for side in (h, w)]
    return np.pad(small, [*borders, (0, 0)]).astype(np.int32)


# %% right tensorflow
import tensorflow as tf


def letterbox(image, size):
    height, width, _ = image.shape
    h, w = height * size // max(height, width), width * size // max(height, width)
    picture = tf.gather(tf.constant(image), [i * height // h for i in range(h)], axis=0)
    picture = tf.gather(picture, [j * width // w for j in range(w)], axis=1)
    return tf.image.pad_to_bounding_box(picture, (size - h) // 2, (size - w) // 2, size, size)


# %% wrong stub
# says: letterbox returned None. Is its body written
# earns: 0
def letterbox(image, size):
    """Fit an image into a square."""


# %% wrong by_width
# says: tall ones do not. The longer side decides
# earns: 0.4
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    h, w = height * size // width, size
    rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
    picture = image[rows][:, columns][:size]
    top = (size - len(picture)) // 2
    square = np.zeros((size, size, channels), np.uint8)
    square[top : top + len(picture)] = picture
    return square


# %% wrong centres, edited from numpy
# says: You take the pixel nearest to the middle
# earns: 0
# -     rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
# +     rows = ((np.arange(h) + 0.5) * height / h).astype(int)
# +     columns = ((np.arange(w) + 0.5) * width / w).astype(int)


# %% wrong corner, edited from numpy
# says: The picture sits in the upper left corner
# earns: 0
# - top, left = (size - h) // 2, (size - w) // 2
# + top, left = 0, 0


# %% wrong crop
# says: You cut a square out of the middle
# earns: 0
import numpy as np


def letterbox(image, size):
    side = min(image.shape[:2])
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    places = np.arange(size) * side // size
    return image[top : top + side, left : left + side][places][:, places]


# %% wrong interpolated
# says: you interpolate, or divide
# earns: 0
import numpy as np
from PIL import Image


def letterbox(image, size):
    h, w = (side * size // max(image.shape[:2]) for side in image.shape[:2])
    square = np.zeros((size, size, image.shape[2]), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    for channel in range(image.shape[2]):
        small = Image.fromarray(image[:, :, channel]).resize((w, h), Image.Resampling.BILINEAR)
        square[top : top + h, left : left + w, channel] = np.asarray(small)
    return square


# %% wrong linspace, edited from numpy
# says: as np.linspace does
# earns: 0
# -     rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
# +     rows = np.linspace(0, height - 1, h).astype(int)
# +     columns = np.linspace(0, width - 1, w).astype(int)


# %% wrong not_enlarged, edited from numpy
# says: A small image kept its size. The same rule enlarges it
# earns: 0.6
# -     h, w = height * size // max(height, width), width * size // max(height, width)
# +     longer = max(height, width, size)
# +     h, w = height * size // longer, width * size // longer


# %% wrong odd_first, edited from numpy
# says: An odd row or column went above or to the left
# earns: 0
# - top, left = (size - h) // 2, (size - w) // 2
# + top, left = (size - h + 1) // 2, (size - w + 1) // 2


# %% wrong one_factor, edited from numpy
# says: You divide row numbers by the factor of the longer side
# earns: 0
# -     rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
# +     factor = size / max(height, width)
# +     rows, columns = (np.arange(h) / factor).astype(int), (np.arange(w) / factor).astype(int)


# %% wrong padded_first
# says: You filled up to a square first, and scaled that
# earns: 0
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    longer = max(height, width)
    square = np.zeros((longer, longer, channels), np.uint8)
    top, left = (longer - height) // 2, (longer - width) // 2
    square[top : top + height, left : left + width] = image
    places = np.arange(size) * longer // size
    return square[places][:, places]


# %% wrong rounded, edited from numpy
# says: You round the shorter side to the nearest whole number
# earns: 0
# - h, w = height * size // max(height, width), width * size // max(height, width)
# + h, w = round(height * size / max(height, width)), round(width * size / max(height, width))


# %% wrong scaled, edited from numpy
# says: you interpolate, or divide
# earns: 0
# - return square
# + return square / 255


# %% wrong squash, edited from numpy
# says: the picture is squashed
# earns: 0
# - h, w = height * size // max(height, width), width * size // max(height, width)
# + h, w = size, size


# %% wrong white, edited from numpy
# says: The border is white
# earns: 0
# - square = np.zeros((size, size, channels), np.uint8)
# + square = np.full((size, size, channels), 255, np.uint8)
