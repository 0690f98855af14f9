"""Answers to ``conv_cost``."""

# %% right ceil
import math


def conv_cost(height, width, channels, filters, size, stride, padding):
    if padding == "same":
        rows, columns = math.ceil(height / stride), math.ceil(width / stride)
    else:
        rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    weights = size * size * channels * filters
    return weights + filters, rows * columns * weights


# %% right counted
import numpy as np


def conv_cost(height, width, channels, filters, size, stride, padding):
    def windows(side):
        last = side if padding == "same" else side - size + 1
        return len(range(0, last, stride))

    weights = size**2 * channels * filters
    return np.array(weights + filters), np.float64(weights) * windows(height) * windows(width)


# %% right keras
import keras


def conv_cost(height, width, channels, filters, size, stride, padding):
    images = keras.Input((height, width, channels))
    layer = keras.layers.Conv2D(filters, size, strides=stride, padding=padding)
    _, rows, columns, _ = layer(images).shape
    return layer.count_params(), rows * columns * layer.kernel.shape.num_elements()


# %% wrong stub
# says: returned 1 value instead of 2
# earns: 0
def conv_cost(height, width, channels, filters, size, stride, padding):
    return None


# %% wrong always_same, edited from ceil
# says: You counted as many windows with VALID
# earns: 0.7
# - rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
# + rows, columns = math.ceil(height / stride), math.ceil(width / stride)


# %% wrong biases_multiply, edited from ceil
# says: biases included
# earns: 0.4
# - return weights + filters, rows * columns * weights
# + return weights + filters, rows * columns * (weights + filters)


# %% wrong channels, edited from ceil
# says: A filter reaches through all channels
# earns: 0
# - weights = size * size * channels * filters
# + weights = size * size * filters


# %% wrong channels_in_work, edited from ceil
# says: Each window reaches through all channels
# earns: 0.4
# - return weights + filters, rows * columns * weights
# + return weights + filters, rows * columns * weights // channels


# %% wrong exchanged, edited from ceil
# says: You return the two numbers in the other order
# earns: 0
# - return weights + filters, rows * columns * weights
# + return rows * columns * weights, weights + filters


# %% wrong floor
# says: SAME rounds up
# earns: 0.7
def conv_cost(height, width, channels, filters, size, stride, padding):
    if padding == "same":
        rows, columns = height // stride, width // stride
    else:
        rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    weights = size * size * channels * filters
    return weights + filters, rows * columns * weights


# %% wrong flop, edited from ceil
# says: One of each together is one multiply-add
# earns: 0.4
# - return weights + filters, rows * columns * weights
# + return weights + filters, 2 * rows * columns * weights


# %% wrong input_size
# says: You counted a window at each pixel
# earns: 0.7
def conv_cost(height, width, channels, filters, size, stride, padding):
    if padding == "same":
        rows, columns = height, width
    else:
        rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    weights = size * size * channels * filters
    return weights + filters, rows * columns * weights


# %% wrong no_bias, edited from ceil
# says: You left out the biases
# earns: 0.6
# - return weights + filters, rows * columns * weights
# + return weights, rows * columns * weights


# %% wrong no_first_window, edited from ceil
# says: Add 1 after the division
# earns: 0.7
# - rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
# + rows, columns = (height - size) // stride, (width - size) // stride


# %% wrong not_rounded
# says: You did not round the number of windows
# earns: 0.7
def conv_cost(height, width, channels, filters, size, stride, padding):
    if padding == "same":
        rows, columns = height / stride, width / stride
    else:
        rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    weights = size * size * channels * filters
    return weights + filters, rows * columns * weights


# %% wrong one_bias, edited from ceil
# says: You counted one bias in all
# earns: 0.6
# - return weights + filters, rows * columns * weights
# + return weights + 1, rows * columns * weights


# %% wrong one_filter, edited from ceil
# says: You counted the work of one filter
# earns: 0.4
# - return weights + filters, rows * columns * weights
# + return weights + filters, rows * columns * weights // filters


# %% wrong parameters_everywhere, edited from ceil
# says: Parameters do not depend on the size of the image
# earns: 0.6
# - return weights + filters, rows * columns * weights
# + return rows * columns * weights, rows * columns * weights


# %% wrong square
# says: You counted the windows of one side
# earns: 0.4
import math


def conv_cost(height, width, channels, filters, size, stride, padding):
    fits = (height - size) // stride + 1 if padding == "valid" else math.ceil(height / stride)
    weights = size * size * channels * filters
    return weights + filters, fits**2 * weights
