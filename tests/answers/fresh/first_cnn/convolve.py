"""Fresh answers to ``convolve``."""

# %% right solution
import numpy as np


def convolve(image, kernel, stride):
    """Cross-correlation, VALID: (H, W), (kh, kw), whole number -> ((H-kh)//stride + 1, ...)."""
    image, kernel = image.astype(np.float32), kernel.astype(np.float32)
    (height, width), (kh, kw) = image.shape, kernel.shape
    result = np.zeros(((height - kh) // stride + 1, (width - kw) // stride + 1), np.float32)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            top, left = i * stride, j * stride
            result[i, j] = (image[top : top + kh, left : left + kw] * kernel).sum()
    return result


# %% right einsum
import numpy as np


def convolve(image, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(np.float64), kernel.shape)
    return np.einsum("ijab,ab->ij", windows[::stride, ::stride], kernel.astype(np.float64))


# %% right scipy
import numpy as np
from scipy import signal


def convolve(image, kernel, stride):
    full = signal.correlate2d(image.astype(np.float64), kernel.astype(np.float64), "valid")
    return full[::stride, ::stride]


# %% right list_of_lists
def convolve(image, kernel, stride):
    (height, width), (kh, kw) = image.shape, kernel.shape
    return [
        [
            sum(
                float(image[i + a, j + b]) * float(kernel[a, b])
                for a in range(kh)
                for b in range(kw)
            )
            for j in range(0, width - kw + 1, stride)
        ]
        for i in range(0, height - kh + 1, stride)
    ]


# %% right columns
import numpy as np


def convolve(image, kernel, stride):
    image, (kh, kw) = np.asarray(image, float), kernel.shape
    tops = np.arange(0, image.shape[0] - kh + 1, stride)
    lefts = np.arange(0, image.shape[1] - kw + 1, stride)
    rows = tops[:, None, None, None] + np.arange(kh)[:, None]
    columns = lefts[:, None, None] + np.arange(kw)
    patches = image[rows, columns].reshape(len(tops), len(lefts), kh * kw)
    return patches @ kernel.reshape(-1).astype(float)


# %% wrong kernel_left_in_bytes
# about: kernel|bytes|overflow|8 bits
import numpy as np


def convolve(image, kernel, stride):
    (height, width), (kh, kw) = image.shape, kernel.shape
    result = np.zeros(((height - kh) // stride + 1, (width - kw) // stride + 1), np.float32)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            window = image[i * stride : i * stride + kh, j * stride : j * stride + kw]
            result[i, j] = np.sum(window * kernel, dtype=np.float64)
    return result


# %% wrong stride_for_rows_only, edited from solution
# about: stride|column
# - (width - kw) // stride + 1)
# + width - kw + 1)
# - i * stride, j * stride
# + i * stride, j


# %% wrong starts_at_one, edited from solution
# about: first|begins|row 0|shift|moved
# - i * stride, j * stride
# + (height - kh) % stride + i * stride, (width - kw) % stride + j * stride


# %% wrong kernel_transposed, edited from solution
# about: kernel|transpos|operands
# - kernel.astype(np.float32)
# + kernel.T.astype(np.float32)


# %% wrong flipped_rows, edited from solution
# about: flip
# - kernel.astype(np.float32)
# + kernel[::-1].astype(np.float32)


# %% wrong mean, edited from solution
# about: sum|mean|divide
# - * kernel).sum()
# + * kernel).mean()


# %% wrong relu, edited from solution
# about: negative|ReLU|0
# - return result
# + return np.maximum(result, 0)


# %% wrong whole_numbers, edited from solution
# about: whole|round|float|int
# - + 1), np.float32)
# + + 1), np.int32)


# %% wrong ceil, edited from solution
# about: row|column|too many|one|size|shape
# - (height - kh) // stride + 1, (width - kw) // stride + 1
# + -(-(height - kh) // stride) + 1, -(-(width - kw) // stride) + 1


# %% wrong square_image, edited from solution
# about: square|shape|width|column
# - (width - kw) // stride + 1
# + (height - kh) // stride + 1


# %% wrong clipped_to_bytes, edited from solution
# about: clip|255|bytes|negative
# - return result
# + return np.clip(result, 0, 255)
