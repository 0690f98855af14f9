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
