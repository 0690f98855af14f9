# says: Your first window begins at the first pixel
# earns: 0.3
import numpy as np


def max_pool(image, size, stride):
    height, width, channels = image.shape
    rows, columns = -(-height // stride), -(-width // stride)
    down = max((rows - 1) * stride + size - height, 0)
    right = max((columns - 1) * stride + size - width, 0)
    top, left = min(down, 0), min(right, 0)
    widths = ((top, down - top), (left, right - left), (0, 0))
    padded = np.pad(image, widths, constant_values=-np.inf)
    pooled = np.empty((rows, columns, channels), image.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + size, j * stride : j * stride + size]
            pooled[i, j] = window.max(axis=(0, 1))
    return pooled
