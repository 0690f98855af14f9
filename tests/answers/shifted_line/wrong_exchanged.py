# says: You fitted the original accuracy
# earns: 0
import numpy as np


def shifted_line(original, shifted, new):
    slope, intercept = np.polyfit(shifted, original, 1)
    rest = original - (slope * shifted + intercept)
    residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
    return slope, intercept, residual, slope * new + intercept
