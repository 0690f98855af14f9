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
