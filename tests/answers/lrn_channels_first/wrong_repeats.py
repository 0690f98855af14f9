# says: You repeat the outermost channel
# earns: 0.5
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    widths = ((0, 0), (radius, radius), (0, 0), (0, 0))
    padded = np.pad(activations, widths, mode="edge")
    channels = activations.shape[1]
    sums = sum(padded[:, k : k + channels] ** 2 for k in range(2 * radius + 1))
    return activations / (bias + alpha * sums) ** beta
