import math

from scipy.stats import linregress


def shifted_line(original, shifted, new):
    line = linregress(original, shifted)
    rest = shifted - line.intercept - line.slope * original
    residual = math.sqrt(sum(rest**2) / (len(rest) - 2))
    return line.slope, line.intercept, residual, line.intercept + line.slope * new
