# says: You divided by M.
# earns: 0.6
import numpy as np


def shifted_line(original, shifted, new):
    slope, intercept = np.polyfit(original, shifted, 1)
    rest = shifted - (slope * original + intercept)
    return slope, intercept, rest.std(), slope * new + intercept
