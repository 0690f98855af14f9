# says: On an image of bytes your sums overflow
# earns: 0.7
import numpy as np


def convolve(image, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)[::stride, ::stride]
