# says: Begin it at max(channel - radius, 0)
# earns: 0.5
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    y = np.empty_like(activations)
    channels = activations.shape[1]
    for c in range(channels):
        window = activations[:, c - radius : c + radius + 1]
        y[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** beta
    return y
