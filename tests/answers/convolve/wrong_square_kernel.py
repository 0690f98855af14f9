# says: operands could not be broadcast together
import numpy as np


def convolve(image, kernel, stride):
    image, size = image.astype(np.float32), kernel.shape[0]
    rows, columns = ((side - size) // stride + 1 for side in image.shape)
    found = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            found[i, j] = (image[top : top + size, left : left + size] * kernel).sum()
    return found
