# says: Your window is radius channels wide in all
# earns: 0
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    y = np.empty_like(activations)
    channels = activations.shape[1]
    for c in range(channels):
        window = activations[:, max(c - radius // 2, 0) : c + radius // 2 + 1]
        y[:, c] = activations[:, c] / (bias + alpha * (window**2).sum(axis=1)) ** beta
    return y
