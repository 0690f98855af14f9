"""Answers to ``convolve``."""

# %% right loops
import numpy as np


def convolve(image, kernel, stride):
    image, kernel = image.astype(float), kernel.astype(float)
    kh, kw = kernel.shape
    rows = (image.shape[0] - kh) // stride + 1
    columns = (image.shape[1] - kw) // stride + 1
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            result[i, j] = (image[top : top + kh, left : left + kw] * kernel).sum()
    return result


# %% right shifts
import numpy as np


def convolve(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    total = np.zeros((h - kh + 1, w - kw + 1), np.float32)
    for a in range(kh):
        for b in range(kw):
            total += np.float32(kernel[a, b]) * image[a : h - kh + 1 + a, b : w - kw + 1 + b]
    return total[::stride, ::stride]


# %% right tensorflow
import tensorflow as tf

import course_utils  # noqa: F401 - sets TensorFlow up


def convolve(image, kernel, stride):
    image = tf.cast(image, tf.float32)[None, :, :, None]
    kernel = tf.cast(kernel, tf.float32)[:, :, None, None]
    return tf.nn.conv2d(image, kernel, stride, "VALID")[0, :, :, 0]


# %% right windows
import numpy as np


def convolve(image, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(np.float32(image), kernel.shape)
    return np.tensordot(windows[::stride, ::stride], np.float32(kernel), axes=2)


# %% wrong stub
# says: convolve returned None
# earns: 0
def convolve(image, kernel, stride):
    """The cross-correlation of an image with a kernel."""
    # Your code here.


# %% wrong bytes
# says: On an image of bytes your sums overflow
# earns: 0.7
import numpy as np


def convolve(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    result = np.zeros((rows, columns), image.dtype)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            result[i, j] = (
                (image[top : top + kh, left : left + kw] * kernel).sum().astype(image.dtype)
            )
    return result


# %% wrong flipped
# says: Your kernel is flipped
# earns: 0
import numpy as np
from scipy.signal import convolve2d


def convolve(image, kernel, stride):
    return convolve2d(np.float64(image), np.float64(kernel), "valid")[::stride, ::stride]


# %% wrong float16
# says: Your map is float16
# earns: 0
import numpy as np


def convolve(image, kernel, stride):
    image, kernel = image.astype(float), kernel.astype(float)
    (h, w), (kh, kw) = image.shape, kernel.shape
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    result = np.zeros((rows, columns), np.float16)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            with np.errstate(over="ignore"):
                result[i, j] = (image[top : top + kh, left : left + kw] * kernel).sum()
    return result


# %% wrong neighbours, edited from loops
# says: its windows are neighbours
# earns: 0.7
# -     kh, kw = kernel.shape
# -     rows = (image.shape[0] - kh) // stride + 1
# -     columns = (image.shape[1] - kw) // stride + 1
# +     (h, w), (kh, kw) = image.shape, kernel.shape
# +     rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
# - top, left = i * stride, j * stride
# + top, left = i, j


# %% wrong one_short, edited from loops
# says: lacks its last row or column
# earns: 0
# -     kh, kw = kernel.shape
# -     rows = (image.shape[0] - kh) // stride + 1
# -     columns = (image.shape[1] - kw) // stride + 1
# +     (h, w), (kh, kw) = image.shape, kernel.shape
# +     rows, columns = (h - kh) // stride, (w - kw) // stride


# %% wrong same
# says: so you padded it
# earns: 0
import numpy as np
from scipy.signal import correlate2d


def convolve(image, kernel, stride):
    return correlate2d(np.float64(image), np.float64(kernel), "same")[::stride, ::stride]


# %% wrong sixteen_bits
# says: On an image of bytes your sums overflow
# earns: 0.7
import numpy as np


def convolve(image, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)[::stride, ::stride]


# %% wrong square_kernel
# says: operands could not be broadcast together
# earns: 0
import numpy as np


def convolve(image, kernel, stride):
    image, size = image.astype(np.float32), kernel.shape[0]
    rows, columns = ((side - size) // stride + 1 for side in image.shape)
    found = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            found[i, j] = (image[top : top + size, left : left + size] * kernel).sum()
    return found


# %% wrong stride_ignored, edited from loops
# says: moves by one pixel whatever the stride
# earns: 0.7
# -     kh, kw = kernel.shape
# -     rows = (image.shape[0] - kh) // stride + 1
# -     columns = (image.shape[1] - kw) // stride + 1
# +     (h, w), (kh, kw) = image.shape, kernel.shape
# +     rows, columns = h - kh + 1, w - kw + 1
# - top, left = i * stride, j * stride
# + top, left = i, j


# %% wrong total, edited from loops
# says: You returned one number
# earns: 0
# -     kh, kw = kernel.shape
# -     rows = (image.shape[0] - kh) // stride + 1
# -     columns = (image.shape[1] - kw) // stride + 1
# +     (h, w), (kh, kw) = image.shape, kernel.shape
# +     rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
# - return result
# + return result.sum()


# %% wrong transposed, edited from loops
# says: has rows and columns exchanged
# earns: 0
# -     kh, kw = kernel.shape
# -     rows = (image.shape[0] - kh) // stride + 1
# -     columns = (image.shape[1] - kw) // stride + 1
# +     (h, w), (kh, kw) = image.shape, kernel.shape
# +     rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
# - return result
# + return result.T
