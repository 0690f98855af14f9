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
