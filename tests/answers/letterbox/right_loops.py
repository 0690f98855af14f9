import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    longer = max(height, width)
    h, w = height * size // longer, width * size // longer
    square = np.zeros((size, size, channels), image.dtype)
    for i in range(h):
        for j in range(w):
            pixel = image[i * height // h, j * width // w]
            square[(size - h) // 2 + i, (size - w) // 2 + j] = pixel
    return square
