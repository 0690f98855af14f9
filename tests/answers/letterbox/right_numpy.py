import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    h, w = height * size // max(height, width), width * size // max(height, width)
    rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
    square = np.zeros((size, size, channels), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    square[top : top + h, left : left + w] = image[rows][:, columns]
    return square
