# says: so you padded it
import numpy as np
from scipy.signal import correlate2d


def convolve(image, kernel, stride):
    return correlate2d(np.float64(image), np.float64(kernel), "same")[::stride, ::stride]
