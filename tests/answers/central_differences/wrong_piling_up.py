# says: stay moved when you move the next one
# earns: 0
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    above, below = point.copy(), point.copy()
    for index in np.ndindex(point.shape):
        above[index] += step
        below[index] -= step
        gradient[index] = (function(above) - function(below)) / (2 * step)
    return gradient
