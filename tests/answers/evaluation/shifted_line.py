"""Answers to ``shifted_line``."""

# %% right linregress
import math

from scipy.stats import linregress


def shifted_line(original, shifted, new):
    line = linregress(original, shifted)
    rest = shifted - line.intercept - line.slope * original
    residual = math.sqrt(sum(rest**2) / (len(rest) - 2))
    return line.slope, line.intercept, residual, line.intercept + line.slope * new


# %% right lstsq
import numpy as np


def shifted_line(original, shifted, new):
    design = np.stack([original, np.ones_like(original)], axis=1).astype(np.float32)
    line, squares, _, _ = np.linalg.lstsq(design, shifted.astype(np.float32), rcond=None)
    residual = np.sqrt(squares[0] / (len(original) - 2))
    return line[0], line[1], residual, line @ np.array([new, 1], np.float32)


# %% right polyfit
import numpy as np


def shifted_line(original, shifted, new):
    slope, intercept = np.polyfit(original, shifted, 1)
    rest = shifted - (slope * original + intercept)
    residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
    return slope, intercept, residual, slope * new + intercept


# %% right sums
def shifted_line(original, shifted, new):
    x, y = original - original.mean(), shifted - shifted.mean()
    slope = (x * y).sum() / (x * x).sum()
    intercept = shifted.mean() - slope * original.mean()
    residual = (((y - slope * x) ** 2).sum() / (len(x) - 2)) ** 0.5
    return slope, intercept, residual, slope * new + intercept


# %% wrong stub
# says: shifted_line returned 1 value instead of 4
# earns: 0
def shifted_line(original, shifted, new):
    """The line through models on two test sets."""
    # Your code here.


# %% wrong exchanged, edited from polyfit
# says: You fitted the original accuracy
# earns: 0
# -     slope, intercept = np.polyfit(original, shifted, 1)
# -     rest = shifted - (slope * original + intercept)
# +     slope, intercept = np.polyfit(shifted, original, 1)
# +     rest = original - (slope * shifted + intercept)


# %% wrong m, edited from polyfit
# says: You divided by M.
# earns: 0.6
# -     residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
# -     return slope, intercept, residual, slope * new + intercept
# +     return slope, intercept, rest.std(), slope * new + intercept


# %% wrong m_minus_1, edited from polyfit
# says: You divided by M - 1
# earns: 0.6
# -     residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
# -     return slope, intercept, residual, slope * new + intercept
# +     return slope, intercept, rest.std(ddof=1), slope * new + intercept


# %% wrong mean_loss, edited from polyfit
# says: takes the models' mean loss off
# earns: 0.4
# - return slope, intercept, residual, slope * new + intercept
# + return slope, intercept, residual, new + np.mean(shifted - original)


# %% wrong order, edited from polyfit
# says: Slope and intercept are exchanged
# earns: 0.4
# - return slope, intercept, residual, slope * new + intercept
# + return intercept, slope, residual, slope * new + intercept


# %% wrong origin, edited from polyfit
# says: Your line goes through the origin
# earns: 0
# -     slope, intercept = np.polyfit(original, shifted, 1)
# -     rest = shifted - (slope * original + intercept)
# +     slope, intercept = (original @ shifted) / (original @ original), 0.0
# +     rest = shifted - slope * original


# %% wrong turned_back, edited from polyfit
# says: turns the line around
# earns: 0.4
# - return slope, intercept, residual, slope * new + intercept
# + return slope, intercept, residual, (new - intercept) / slope


# %% wrong variance, edited from polyfit
# says: You returned a variance
# earns: 0.6
# - residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
# + residual = np.sum(rest**2) / (len(original) - 2)
