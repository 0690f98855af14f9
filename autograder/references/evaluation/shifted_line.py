"""Right answers to ``shifted_line``: line, residual, prediction, and those of mistakes."""

import math

import numpy as np

from autograder.references.evaluation._mistakes import with_mistakes
from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return the line, the residual deviation and the prediction, and those of some mistakes."""
    x, y, new = question["original"], question["shifted"], float(question["new"])
    slope, intercept, rest = _line(x, y)
    back, offset, other_rest = _line(y, x)
    through_origin = float(x @ y / (x @ x))
    return with_mistakes(
        {
            "slope": slope,
            "intercept": intercept,
            "residual": math.sqrt(rest @ rest / (len(x) - 2)),
            "prediction": slope * new + intercept,
        },
        {
            "exchanged": (back, offset),
            "exchanged residual": math.sqrt(other_rest @ other_rest / (len(x) - 2)),
            "n": math.sqrt(rest @ rest / len(x)),
            "n - 1": math.sqrt(rest @ rest / (len(x) - 1)),
            "variance": rest @ rest / (len(x) - 2),
            "through the origin": through_origin,
            "mean loss": new + (y - x).mean(),
            "turned back": (new - intercept) / slope,
        },
    )


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float, np.ndarray]:
    """Return slope, intercept and residuals of the line of least squares."""
    slope = float((x - x.mean()) @ (y - y.mean()) / ((x - x.mean()) @ (x - x.mean())))
    intercept = float(y.mean() - slope * x.mean())
    return slope, intercept, y - (slope * x + intercept)
