import numpy as np


def central_differences(function, point, step):
    point = point.astype(np.float32)
    gradient = np.zeros(point.shape, np.float32)
    for index in np.ndindex(*point.shape):
        unit = np.zeros(point.shape, np.float32)
        unit[index] = step
        gradient[index] = (function(point + unit) - function(point - unit)) / (2 * step)
    return gradient
