# says: You take the largest value over all channels
import numpy as np


def max_pool(image, size, stride):
    height, width, _ = image.shape
    rows, columns = -(-height // stride), -(-width // stride)
    down = max((rows - 1) * stride + size - height, 0)
    right = max((columns - 1) * stride + size - width, 0)
    top, left = down // 2, right // 2
    widths = ((top, down - top), (left, right - left), (0, 0))
    padded = np.pad(image, widths, constant_values=-np.inf)
    pooled = np.empty((rows, columns), image.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + size, j * stride : j * stride + size]
            pooled[i, j] = window.max()
    return pooled
