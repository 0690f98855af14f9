"""Fresh answers to ``central_differences``."""

# %% right solution
import numpy as np


def central_differences(function, point, step):
    """Derivatives of a function at a point, measured: an array of the point's shape."""
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[index] += step
        below[index] -= step
        gradient[index] = (function(above) - function(below)) / (2 * step)
    return gradient


# %% right recursion
import numpy as np


def central_differences(function, point, step):
    flat = np.array(point, np.float64).ravel()
    result = []
    for i in range(flat.size):
        values = []
        for sign in (1, -1):
            moved = flat.copy()
            moved[i] += sign * step
            values.append(function(moved.reshape(point.shape)))
        result.append((values[0] - values[1]) / step / 2)
    return np.array(result).reshape(point.shape)


# %% right identity
import numpy as np


def central_differences(function, point, step):
    moves = step * np.eye(point.size).reshape(point.size, *point.shape)
    rises = [float(function(point + m)) - float(function(point - m)) for m in moves]
    return np.reshape(rises, point.shape) / (2 * step)


# %% right nested_lists
import numpy as np


def central_differences(function, point, step):
    gradient = np.empty_like(point)
    iterator = np.nditer(point, flags=["multi_index"])
    for value in iterator:
        changed = np.array(point)
        changed[iterator.multi_index] = value + step
        ahead = function(changed)
        changed[iterator.multi_index] = value - step
        gradient[iterator.multi_index] = (ahead - function(changed)) / (2 * step)
    return gradient.tolist()


# %% right two_loops
import numpy as np


def central_differences(function, point, step):
    above, below = np.zeros(point.shape), np.zeros(point.shape)
    for index, _ in np.ndenumerate(point):
        move = np.zeros(point.shape)
        move[index] = step
        above[index] = function(point + move)
        below[index] = function(point - move)
    return (above - below) / step * 0.5


# %% wrong half_a_step, edited from solution
# about: step|distance|2
# - above[index] += step
# -         below[index] -= step
# + above[index] += step / 2
# +         below[index] -= step / 2


# %% wrong squared_step, edited from solution
# about: step|divide|distance
# - (2 * step)
# + (2 * step**2)


# %% wrong magnitude, edited from solution
# about: sign|absolute|negative
# - gradient[index] = (function(above) - function(below)) / (2 * step)
# + gradient[index] = abs(function(above) - function(below)) / (2 * step)


# %% wrong vectors_only
# about: shape|vector|matrix|index
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    for i in range(len(point)):
        above, below = point.copy(), point.copy()
        above[i] += step
        below[i] -= step
        gradient[i] = (function(above) - function(below)) / (2 * step)
    return gradient


# %% wrong relative_step, edited from solution
# about: step|distance|factor|multip
# - above[index] += step
# -         below[index] -= step
# + above[index] *= 1 + step
# +         below[index] *= 1 - step


# %% wrong rounded_point, edited from solution
# about: whole|integer|round|float
# - point.copy(), point.copy()
# + point.round(), point.round()


# %% wrong single_precision, edited from solution
# about: float32|precis|round
# - point.copy(), point.copy()
# + point.astype(np.float16), point.astype(np.float16)


# %% wrong point_left_moved
# about: changed|point itself|leave|as it was|copy
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        point[index] += step
        ahead = function(point)
        point[index] -= 2 * step
        gradient[index] = (ahead - function(point)) / (2 * step)
    return gradient


# %% wrong ahead_only
# about: both sides|forward|one side|central
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        near, far = point.copy(), point.copy()
        near[index] += step
        far[index] += 2 * step
        gradient[index] = (function(far) - function(near)) / step
    return gradient


# %% wrong transposed, edited from solution
# about: transpos|shape|rows and columns
# - return gradient
# + return gradient.T


# %% wrong diagonal_moves, edited from solution
# about: alone|one entry|all
# - above[index] += step
# + above[index] += step
# +         above.flat[0] += step / 10
