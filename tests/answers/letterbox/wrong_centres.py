# says: You take the pixel nearest to the middle
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    h, w = height * size // max(height, width), width * size // max(height, width)
    rows = ((np.arange(h) + 0.5) * height / h).astype(int)
    columns = ((np.arange(w) + 0.5) * width / w).astype(int)
    square = np.zeros((size, size, channels), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    square[top : top + h, left : left + w] = image[rows][:, columns]
    return square
