"""Fresh answers to ``max_pool``."""

# %% right solution
import numpy as np


def max_pool(image, size, stride):
    """Max-pooling with SAME padding: (H, W, C) -> (ceil(H / stride), ceil(W / stride), C)."""
    counts, borders = [], []
    for side in image.shape[:2]:
        count = -(-side // stride)
        extra = max((count - 1) * stride + size - side, 0)
        counts.append(count)
        borders.append((extra // 2, extra - extra // 2))
    padded = np.pad(image, (*borders, (0, 0)), constant_values=-np.inf)
    pooled = np.empty((*counts, image.shape[2]), image.dtype)
    for i in range(counts[0]):
        for j in range(counts[1]):
            window = padded[i * stride : i * stride + size, j * stride : j * stride + size]
            pooled[i, j] = window.max(axis=(0, 1))
    return pooled


# %% right bounds
import math

import numpy as np


def max_pool(image, size, stride):
    height, width, channels = image.shape
    rows, columns = math.ceil(height / stride), math.ceil(width / stride)
    top = max((rows - 1) * stride + size - height, 0) // 2
    left = max((columns - 1) * stride + size - width, 0) // 2
    result = []
    for i in range(rows):
        a = i * stride - top
        line = []
        for j in range(columns):
            b = j * stride - left
            window = image[max(a, 0) : a + size, max(b, 0) : b + size]
            line.append([window[..., c].max() for c in range(channels)])
        result.append(line)
    return result


# %% right torch_like_views
import numpy as np


def max_pool(image, size, stride):
    pads = []
    for side in image.shape[:2]:
        n = (side + stride - 1) // stride
        p = max(stride * (n - 1) + size - side, 0)
        pads.append((p // 2, p - p // 2))
    padded = np.pad(image.astype(np.float64), [*pads, (0, 0)], constant_values=-np.inf)
    views = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(0, 1))
    return views[::stride, ::stride].max(axis=(-2, -1))


# %% right separable
import numpy as np


def one_side(x, size, stride):
    n = -(-len(x) // stride)
    before = max((n - 1) * stride + size - len(x), 0) // 2
    starts = [i * stride - before for i in range(n)]
    return np.stack([x[max(s, 0) : s + size].max(axis=0) for s in starts])


def max_pool(image, size, stride):
    rows = one_side(image, size, stride)
    return one_side(rows.swapaxes(0, 1), size, stride).swapaxes(0, 1)


# %% right edge_padding
import numpy as np


def max_pool(image, size, stride):
    out = [int(np.ceil(side / stride)) for side in image.shape[:2]]
    total = [max((n - 1) * stride + size - s, 0) for n, s in zip(out, image.shape, strict=False)]
    low = np.min(image) - 1.0
    big = np.full((image.shape[0] + total[0], image.shape[1] + total[1], image.shape[2]), low)
    y, x = total[0] // 2, total[1] // 2
    big[y : y + image.shape[0], x : x + image.shape[1]] = image
    result = np.full((*out, image.shape[2]), low)
    for a in range(size):
        for b in range(size):
            part = big[a : a + (out[0] - 1) * stride + 1 : stride]
            part = part[:, b : b + (out[1] - 1) * stride + 1 : stride]
            result = np.maximum(result, part)
    return result


# %% wrong rows_padding_for_columns, edited from solution
# about: column|side|padding|square
# - np.pad(image, (*borders, (0, 0))
# + np.pad(image, (borders[0], borders[0], (0, 0))


# %% wrong reflected, edited from solution
# about: beyond|pad|border
# - constant_values=-np.inf)
# + mode="reflect")


# %% wrong sum, edited from solution
# about: largest|maximum|sum
# - window.max(
# + window.sum(


# %% wrong minimum, edited from solution
# about: largest|maximum|smallest|minimum
# - constant_values=-np.inf
# + constant_values=np.inf
# - window.max(
# + window.min(


# %% wrong size_two, edited from solution
# about: size|window
# - i * stride : i * stride + size, j * stride : j * stride + size
# + i * stride : i * stride + 2, j * stride : j * stride + 2


# %% wrong stride_one_wider, edited from solution
# about: stride|move|window
# - padded[i * stride : i * stride + size,
# + padded[i * stride : i * stride + size + 1,


# %% wrong magnitude, edited from solution
# about: negative|absolute|largest
# - window.max(axis=(0, 1))
# + np.where(np.isfinite(window), np.abs(window), 0).max(axis=(0, 1))


# %% wrong padding_never_negative_left_out, edited from solution
# about: pad|stride|size
# - max((count - 1) * stride + size - side, 0)
# + max(size - stride, 0)


# %% wrong one_window_less, edited from solution
# about: shape|row|round|windows
# - count = -(-side // stride)
# + count = max(side // stride, 1)


# %% wrong padded_as_always, edited from solution
# about: pad|before
# - max((count - 1) * stride + size - side, 0)
# + size - 1


# %% wrong minus_one_border, edited from solution
# about: beyond|border|negative|pad
# - constant_values=-np.inf
# + constant_values=-1
