# says: You square the sum
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    result = np.empty_like(activations)
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        total = window.sum(axis=1) ** 2
        result[:, c] = activations[:, c] / (bias + alpha * total) ** beta
    return result
