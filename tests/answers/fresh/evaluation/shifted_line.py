"""Fresh answers to ``shifted_line``."""

# %% right solution
import numpy as np


def shifted_line(original, shifted, new):
    """(M,), (M,) percent and one more -> slope, intercept, residual sd, prediction."""
    slope, intercept = np.polyfit(original, shifted, 1)
    rest = shifted - (slope * original + intercept)
    residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
    return slope, intercept, residual, slope * new + intercept


# %% right array
import numpy as np


def shifted_line(original, shifted, new):
    x, y = np.asarray(original, np.float64), np.asarray(shifted, np.float64)
    slope = np.cov(x, y, bias=True)[0, 1] / np.var(x)
    intercept = y.mean() - slope * x.mean()
    rest = y - intercept - slope * x
    return np.array(
        [slope, intercept, np.sqrt(rest @ rest / (len(x) - 2)), intercept + slope * new]
    )


# %% right normal_equations
import numpy as np


def shifted_line(original, shifted, new):
    design = np.stack([original, np.ones(len(original))], axis=1)
    weights = np.linalg.pinv(design) @ shifted
    residual = np.linalg.norm(shifted - design @ weights) / np.sqrt(len(shifted) - 2)
    return [weights[0], weights[1], residual, weights @ [new, 1]]


# %% right statistics
import math
import statistics


def shifted_line(original, shifted, new):
    x, y = [float(v) for v in original], [float(v) for v in shifted]
    line = statistics.linear_regression(x, y)
    squares = [(b - line.slope * a - line.intercept) ** 2 for a, b in zip(x, y, strict=True)]
    residual = math.sqrt(sum(squares) / (len(x) - 2))
    return line.slope, line.intercept, residual, line.slope * new + line.intercept


# %% right correlation
import numpy as np


def shifted_line(original, shifted, new):
    r = np.corrcoef(original, shifted)[0, 1]
    slope = r * shifted.std() / original.std()
    intercept = shifted.mean() - slope * original.mean()
    n = len(original)
    residual = shifted.std() * np.sqrt((1 - r**2) * n / (n - 2))
    return slope, intercept, residual, np.polynomial.Polynomial([intercept, slope])(new)


# %% wrong axes_exchanged, edited from solution
# about: x|exchang|original
# - np.polyfit(original, shifted, 1)
# + np.polyfit(shifted, original, 1)


# %% wrong all_parameters_three, edited from solution
# about: M|2|divide
# - (len(original) - 2)
# + (len(original) - 3)


# %% wrong prediction_without_intercept, edited from solution
# about: predict|intercept
# - slope * new + intercept
# + slope * new


# %% wrong predicts_backwards, edited from solution
# about: predict|first set|line
# - slope * new + intercept
# + (new - intercept) / slope


# %% wrong quadratic, edited from solution
# about: line|slope|parabola|degree
# - slope, intercept = np.polyfit(original, shifted, 1)
# + _, slope, intercept = np.polyfit(original, shifted, 2)


# %% wrong mean_absolute, edited from solution
# about: square|absolute|residual
# - np.sqrt(np.sum(rest**2) / (len(original) - 2))
# + np.sum(np.abs(rest)) / (len(original) - 2)


# %% wrong root_left_out, edited from solution
# about: root
# - np.sqrt(np.sum(rest**2) / (len(original) - 2))
# + np.sum(rest**2) / (len(original) - 2)


# %% wrong end_points, edited from solution
# about: least squares|line|slope|fit
# - slope, intercept = np.polyfit(original, shifted, 1)
# + low, high = original.argmin(), original.argmax()
# +     slope = (shifted[high] - shifted[low]) / (original[high] - original[low])
# +     intercept = shifted[low] - slope * original[low]


# %% wrong total_spread, edited from solution
# about: residual|line|spread
# - rest = shifted - (slope * original + intercept)
# + rest = shifted - shifted.mean()


# %% wrong drop, edited from solution
# about: predict|drop|minus
# - slope * new + intercept
# + new - (slope * new + intercept)


# %% wrong in_shares, edited from solution
# about: percent|100|share
# - np.polyfit(original, shifted, 1)
# + np.polyfit(original / 100, shifted / 100, 1)
