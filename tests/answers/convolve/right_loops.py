import numpy as np


def convolve(image, kernel, stride):
    image, kernel = image.astype(float), kernel.astype(float)
    kh, kw = kernel.shape
    rows = (image.shape[0] - kh) // stride + 1
    columns = (image.shape[1] - kw) // stride + 1
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            result[i, j] = (image[top : top + kh, left : left + kw] * kernel).sum()
    return result
