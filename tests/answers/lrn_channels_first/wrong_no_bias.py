# says: Add bias to alpha
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    y = np.empty_like(activations)
    channels = activations.shape[1]
    for c in range(channels):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        y[:, c] = activations[:, c] / (0 + alpha * (window**2).sum(axis=1)) ** beta
    return y
