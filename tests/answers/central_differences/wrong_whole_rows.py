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
