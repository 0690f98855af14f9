# says: the padding that they need comes out negative
# earns: 0.7
import numpy as np


def max_pool(image, size, stride):
    height, width, channels = image.shape
    rows, columns = -(-height // stride), -(-width // stride)
    down = (rows - 1) * stride + size - height
    right = (columns - 1) * stride + size - width
    top, left = down // 2, right // 2
    widths = ((top, down - top), (left, right - left), (0, 0))
    padded = np.pad(image, widths, constant_values=-np.inf)
    pooled = np.empty((rows, columns, channels), image.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + size, j * stride : j * stride + size]
            pooled[i, j] = window.max(axis=(0, 1))
    return pooled
