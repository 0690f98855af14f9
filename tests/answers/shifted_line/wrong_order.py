# says: Slope and intercept are exchanged
# earns: 0.4
import numpy as np


def shifted_line(original, shifted, new):
    slope, intercept = np.polyfit(original, shifted, 1)
    rest = shifted - (slope * original + intercept)
    residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
    return intercept, slope, residual, slope * new + intercept
