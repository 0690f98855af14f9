# says: You counted the windows of one side
# earns: 0.4
import math


def conv_cost(height, width, channels, filters, size, stride, padding):
    fits = (height - size) // stride + 1 if padding == "valid" else math.ceil(height / stride)
    weights = size * size * channels * filters
    return weights + filters, fits**2 * weights
