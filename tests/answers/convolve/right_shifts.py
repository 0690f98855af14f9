import numpy as np


def convolve(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    total = np.zeros((h - kh + 1, w - kw + 1), np.float32)
    for a in range(kh):
        for b in range(kw):
            total += np.float32(kernel[a, b]) * image[a : h - kh + 1 + a, b : w - kw + 1 + b]
    return total[::stride, ::stride]
