"""Fresh answers to ``conv_cost``."""


# %% right solution
def conv_cost(height, width, channels, filters, size, stride, padding):
    """Parameters and multiply-adds of a convolution with biases, for one image."""
    windows = 1
    for side in (height, width):
        windows *= -(-side // stride) if padding == "same" else (side - size) // stride + 1
    weights = size * size * channels * filters
    return weights + filters, windows * weights


# %% right array
import numpy as np


def conv_cost(height, width, channels, filters, size, stride, padding):
    sides = np.array([height, width])
    if padding == "valid":
        sides = sides - size + 1
    places = int(np.prod(np.ceil(sides / stride)))
    weights = size**2 * channels * filters
    return np.array([weights + filters, places * weights])


# %% right fractions
from fractions import Fraction
from math import ceil, floor


def windows(side, size, stride, padding):
    if padding == "same":
        return ceil(Fraction(side, stride))
    return floor(Fraction(side - size, stride)) + 1


def conv_cost(height, width, channels, filters, size, stride, padding):
    work = windows(height, size, stride, padding) * windows(width, size, stride, padding)
    for factor in (size, size, channels, filters):
        work *= factor
    return [Fraction((size * size * channels + 1) * filters), Fraction(work)]


# %% right ranges
def conv_cost(height, width, channels, filters, size, stride, padding):
    beyond = 0 if padding == "same" else size - 1
    rows, columns = len(range(0, height - beyond, stride)), len(range(0, width - beyond, stride))
    one = size * size * channels
    return one * filters + filters, rows * columns * one * filters


# %% right floats
import math


def conv_cost(height, width, channels, filters, size, stride, padding):
    lost = size - 1 if padding == "valid" else 0
    places = math.ceil((height - lost) / stride) * math.ceil((width - lost) / stride)
    return float(filters * (1 + channels * size * size)), float(
        places * filters * channels * size**2
    )


# %% wrong same_one_too_many, edited from solution
# about: same|windows|round|one
# - -(-side // stride) if
# + side // stride + 1 if


# %% wrong valid_rounded_up, edited from solution
# about: valid|windows|round|beyond
# - (side - size) // stride + 1
# + -(-(side - size) // stride) + 1


# %% wrong valid_without_size, edited from solution
# about: valid|beyond|size|windows
# - (side - size) // stride + 1
# + side // stride


# %% wrong valid_ends_one_early, edited from solution
# about: valid|windows|one|last
# - (side - size) // stride + 1
# + (side - size - 1) // stride + 1


# %% wrong paddings_exchanged, edited from solution
# about: padding|same|valid|windows
# - == "same"
# + == "valid"


# %% wrong size_once, edited from solution
# about: size|square|kernel
# - size * size * channels
# + size * channels


# %% wrong bias_per_channel, edited from solution
# about: bias|channels
# - weights + filters
# + weights + channels


# %% wrong bias_per_place, edited from solution
# about: bias
# - weights + filters
# + weights + filters * windows


# %% wrong stride_on_one_side, edited from solution
# about: stride|side|both|windows|width
# - for side in (height, width):
# -         windows *= -(-side // stride) if padding == "same" else (side - size) // stride + 1
# + for side, step in ((height, stride), (width, 1)):
# +         windows *= -(-side // step) if padding == "same" else (side - size) // step + 1


# %% wrong capital_letters, edited from solution
# about: padding|same|valid|windows
# - == "same"
# + == "SAME"


# %% wrong tuple_of_three, edited from solution
# about: two|value
# - windows * weights
# + windows * weights, windows
