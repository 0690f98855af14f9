# says: Your line goes through the origin
# earns: 0
import numpy as np


def shifted_line(original, shifted, new):
    slope, intercept = (original @ shifted) / (original @ original), 0.0
    rest = shifted - slope * original
    residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
    return slope, intercept, residual, slope * new + intercept
