# says: You divide row numbers by the factor of the longer side
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    h, w = height * size // max(height, width), width * size // max(height, width)
    factor = size / max(height, width)
    rows, columns = (np.arange(h) / factor).astype(int), (np.arange(w) / factor).astype(int)
    square = np.zeros((size, size, channels), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    square[top : top + h, left : left + w] = image[rows][:, columns]
    return square
