# says: You did not round the number of windows
# earns: 0.7
def conv_cost(height, width, channels, filters, size, stride, padding):
    if padding == "same":
        rows, columns = height / stride, width / stride
    else:
        rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    weights = size * size * channels * filters
    return weights + filters, rows * columns * weights
