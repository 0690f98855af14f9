# says: On an image of bytes your sums overflow
# earns: 0.7
import numpy as np


def convolve(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    result = np.zeros((rows, columns), image.dtype)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            result[i, j] = (
                (image[top : top + kh, left : left + kw] * kernel).sum().astype(image.dtype)
            )
    return result
