# says: Add 1 after the division
# earns: 0.7
import math


def conv_cost(height, width, channels, filters, size, stride, padding):
    if padding == "same":
        rows, columns = math.ceil(height / stride), math.ceil(width / stride)
    else:
        rows, columns = (height - size) // stride, (width - size) // stride
    weights = size * size * channels * filters
    return weights + filters, rows * columns * weights
