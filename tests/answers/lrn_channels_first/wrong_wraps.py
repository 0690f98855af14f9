# says: you count the last ones as neighbours
# earns: 0.5
import numpy as np


def lrn_channels_first(activations, radius, bias, alpha, beta):
    steps = range(-radius, radius + 1)
    sums = sum(np.roll(activations**2, step, axis=1) for step in steps)
    return activations / (bias + alpha * sums) ** beta
