# says: its windows are neighbours
# earns: 0.7
import numpy as np


def convolve(image, kernel, stride):
    image, kernel = image.astype(float), kernel.astype(float)
    (h, w), (kh, kw) = image.shape, kernel.shape
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i, j
            result[i, j] = (image[top : top + kh, left : left + kw] * kernel).sum()
    return result
