# says: A small image kept its size. The same rule enlarges it
# earns: 0.6
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    longer = max(height, width, size)
    h, w = height * size // longer, width * size // longer
    rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
    square = np.zeros((size, size, channels), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    square[top : top + h, left : left + w] = image[rows][:, columns]
    return square
