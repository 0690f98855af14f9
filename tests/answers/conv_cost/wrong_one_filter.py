# says: You counted the work of one filter
# earns: 0.4
import math


def conv_cost(height, width, channels, filters, size, stride, padding):
    if padding == "same":
        rows, columns = math.ceil(height / stride), math.ceil(width / stride)
    else:
        rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    weights = size * size * channels * filters
    return weights + filters, rows * columns * weights // filters
