# says: Your kernel is flipped
import numpy as np
from scipy.signal import convolve2d


def convolve(image, kernel, stride):
    return convolve2d(np.float64(image), np.float64(kernel), "valid")[::stride, ::stride]
