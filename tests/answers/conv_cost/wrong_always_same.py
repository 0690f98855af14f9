# says: You counted as many windows with VALID
# earns: 0.7
import math


def conv_cost(height, width, channels, filters, size, stride, padding):
    if padding == "same":
        rows, columns = math.ceil(height / stride), math.ceil(width / stride)
    else:
        rows, columns = math.ceil(height / stride), math.ceil(width / stride)
    weights = size * size * channels * filters
    return weights + filters, rows * columns * weights
