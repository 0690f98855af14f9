# says: Your channels come before the batch
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    channels = []
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        total = (window**2).sum(axis=1)
        channels.append(activations[:, c] / (bias + alpha * total) ** beta)
    return np.array(channels)
