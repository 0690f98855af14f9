# says: Your result is flat
# earns: 0.5
import numpy as np


def central_differences(function, point, step):
    units = np.eye(point.size).reshape(-1, *point.shape) * step
    return [(function(point + unit) - function(point - unit)) / (2 * step) for unit in units]
