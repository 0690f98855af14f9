import numpy as np


def conv_cost(height, width, channels, filters, size, stride, padding):
    def windows(side):
        last = side if padding == "same" else side - size + 1
        return len(range(0, last, stride))

    weights = size**2 * channels * filters
    return np.array(weights + filters), np.float64(weights) * windows(height) * windows(width)
