import numpy as np


def central_differences(function, point, step):
    units = np.eye(point.size).reshape(-1, *point.shape) * step
    found = [(function(point + unit) - function(point - unit)) / (2 * step) for unit in units]
    return np.array(found).reshape(point.shape)
