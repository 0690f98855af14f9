"""Answers to ``central_differences``."""

# %% right back_and_forth
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        point[index] += step
        high = function(point)
        point[index] -= 2 * step
        low = function(point)
        point[index] += step
        gradient[index] = (high - low) / (2 * step)
    return gradient


# %% right copies
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[index] += step
        below[index] -= step
        gradient[index] = (function(above) - function(below)) / (2 * step)
    return gradient


# %% right float32
import numpy as np


def central_differences(function, point, step):
    point = point.astype(np.float32)
    gradient = np.zeros(point.shape, np.float32)
    for index in np.ndindex(*point.shape):
        unit = np.zeros(point.shape, np.float32)
        unit[index] = step
        gradient[index] = (function(point + unit) - function(point - unit)) / (2 * step)
    return gradient


# %% right put_back
import numpy as np


def central_differences(function, point, step):
    gradient = np.empty_like(point)
    flat, out = point.reshape(-1), gradient.reshape(-1)
    for i in range(point.size):
        before = flat[i]
        flat[i] = before + step
        high = function(point)
        flat[i] = before - step
        out[i] = (high - function(point)) / step / 2
        flat[i] = before
    return gradient


# %% right unit_vectors
import numpy as np


def central_differences(function, point, step):
    units = np.eye(point.size).reshape(-1, *point.shape) * step
    found = [(function(point + unit) - function(point - unit)) / (2 * step) for unit in units]
    return np.array(found).reshape(point.shape)


# %% wrong stub
# says: central_differences returned None
# earns: 0
def central_differences(function, point, step):
    """Derivatives of a function at a point, measured: an array of the point's shape."""
    # Your code here.


# %% wrong all_at_once
# says: You changed all entries at once
# earns: 0
def central_differences(function, point, step):
    return (function(point + step) - function(point - step)) / (2 * step)


# %% wrong back_to_the_point
# says: back only to the point itself
# earns: 0
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        point[index] += step
        above = function(point)
        point[index] -= step
        gradient[index] = (above - function(point)) / (2 * step)
    return gradient


# %% wrong backward, edited from copies
# says: You went backward only
# earns: 0
# - gradient[index] = (function(above) - function(below)) / (2 * step)
# + gradient[index] = (function(point) - function(below)) / step


# %% wrong brackets_of_the_difference, edited from copies
# says: You divided the second value alone
# earns: 0
# - gradient[index] = (function(above) - function(below)) / (2 * step)
# + gradient[index] = function(above) - function(below) / (2 * step)


# %% wrong brackets_of_the_distance, edited from copies
# says: Put the distance in brackets
# earns: 0
# - gradient[index] = (function(above) - function(below)) / (2 * step)
# + gradient[index] = (function(above) - function(below)) / 2 * step


# %% wrong flat
# says: Your result is flat
# earns: 0.5
import numpy as np


def central_differences(function, point, step):
    units = np.eye(point.size).reshape(-1, *point.shape) * step
    return [(function(point + unit) - function(point - unit)) / (2 * step) for unit in units]


# %% wrong forward, edited from copies
# says: You went forward only
# earns: 0
# - gradient[index] = (function(above) - function(below)) / (2 * step)
# + gradient[index] = (function(above) - function(point)) / step


# %% wrong in_place, edited from back_and_forth
# says: leaves its point changed
# earns: 0
# -         low = function(point)
# -         point[index] += step
# -         gradient[index] = (high - low) / (2 * step)
# +         gradient[index] = (high - function(point)) / (2 * step)


# %% wrong no_copy, edited from copies
# says: both points are one and the same array
# earns: 0
# - above, below = point.copy(), point.copy()
# + above, below = point, point


# %% wrong not_divided, edited from copies
# says: not divided by the distance
# earns: 0
# - gradient[index] = (function(above) - function(below)) / (2 * step)
# + gradient[index] = function(above) - function(below)


# %% wrong one_number_alone
# says: Change one number of the point at a time
# earns: 0
def central_differences(function, point, step):
    values = point.ravel()
    return [(function(x + step) - function(x - step)) / (2 * step) for x in values]


# %% wrong one_step, edited from copies
# says: twice too large
# earns: 0
# - gradient[index] = (function(above) - function(below)) / (2 * step)
# + gradient[index] = (function(above) - function(below)) / step


# %% wrong own_step, edited from copies
# says: step of your own
# earns: 0
# - def central_differences(function, point, step):
# + def central_differences(function, point, step):
# +     step = 1e-6


# %% wrong piling_up, edited from copies
# says: stay moved when you move the next one
# earns: 0
# -     gradient = np.zeros(point.shape)
# -     for index in np.ndindex(point.shape):
# -         above, below = point.copy(), point.copy()
# +     gradient = np.zeros(point.shape)
# +     above, below = point.copy(), point.copy()
# +     for index in np.ndindex(point.shape):


# %% wrong return_in_the_loop, edited from copies
# says: Is your return inside the loop
# earns: 0
# -     return gradient
# +         return gradient


# %% wrong sign, edited from copies
# says: wrong sign
# earns: 0
# - gradient[index] = (function(above) - function(below)) / (2 * step)
# + gradient[index] = (function(below) - function(above)) / (2 * step)


# %% wrong whole_rows
# says: you moved a whole row at once
# earns: 0.5
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    for i in range(len(point)):
        above, below = point.copy(), point.copy()
        above[i] += step
        below[i] -= step
        gradient[i] = (function(above) - function(below)) / (2 * step)
    return gradient
