# says: so that channels see normalised neighbours
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    result = np.array(activations)
    for c in range(activations.shape[1]):
        window = result[:, max(c - radius, 0) : c + radius + 1]
        total = (window**2).sum(axis=1)
        result[:, c] = activations[:, c] / (bias + alpha * total) ** beta
    return result
