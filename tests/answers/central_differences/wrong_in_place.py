# says: leaves its point changed
# earns: 0
import numpy as np


def central_differences(function, point, step):
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        point[index] += step
        high = function(point)
        point[index] -= 2 * step
        gradient[index] = (high - function(point)) / (2 * step)
    return gradient
