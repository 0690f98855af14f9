import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    channels = activations.shape[1]
    sums = np.zeros((len(activations), channels + 1, *activations.shape[2:]))
    sums[:, 1:] = np.cumsum(activations.astype(np.float64) ** 2, axis=1)
    first = np.maximum(np.arange(channels) - radius, 0)
    end = np.minimum(np.arange(channels) + radius + 1, channels)
    return activations / np.power(bias + alpha * (sums[:, end] - sums[:, first]), beta)
