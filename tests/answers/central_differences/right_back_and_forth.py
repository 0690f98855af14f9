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
