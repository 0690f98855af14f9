"""From accuracy on one test set to that on another."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import Mistake, Property, Tolerance, compares, mistake
from course_utils.exercises.kit.task import Task


def draw_models(rng: np.random.Generator) -> Arrays:
    """Draw accuracies of some models on two test sets, and that of a new one on the first.

    Returns:
        ``original``, ``shifted``: float64 (M,), percent, near a steep line. ``new``: percent.
    """
    models = int(rng.integers(6, 11))
    original = np.sort(rng.uniform(78, 96, models))[rng.permutation(models)]
    slope = rng.uniform(1.3, 1.8)
    shifted = 72 + slope * (original - 87) + rng.normal(0, 1.0, models)
    return {
        "original": original.round(2),
        "shifted": shifted.round(2),
        "new": np.array(round(float(rng.uniform(70, 77)), 2)),
    }


RETURNED = ("slope", "intercept", "residual", "prediction")
LINE = Tolerance(0, "sums of squares of 90 in float32, then a division", floor=5e-3)

TASK = Task(
    "shifted_line",
    "function",
    draw_models,
    functions.asks(Call(("original", "shifted", "new"), RETURNED)),
    compares(
        Property(
            name="the line and its prediction",
            share=0.6,
            parts=("slope", "intercept", "prediction"),
            tolerance=LINE,
            right="The line of least squares and its prediction are right.",
            step="Fit shifted = slope * original + intercept by least squares, and put new in.",
            mistakes=(
                mistake(
                    "exchanged",
                    "You fitted the original accuracy as a function of the shifted one. Fit "
                    "shifted = slope * original + intercept.",
                    lambda q, line: dict(zip(RETURNED[:2], line, strict=True)),
                ),
                Mistake(
                    "Slope and intercept are exchanged. Return the slope first.",
                    lambda q, e: {"slope": e["intercept"], "intercept": e["slope"]},
                ),
                mistake(
                    "through the origin",
                    "Your line goes through the origin. Fit an intercept, too.",
                ),
                mistake(
                    "mean loss",
                    "Your prediction takes the models' mean loss off. The loss depends on the "
                    "accuracy: use slope * new + intercept.",
                    "prediction",
                ),
                mistake(
                    "turned back",
                    "Your prediction turns the line around: new is an original accuracy. Use "
                    "slope * new + intercept.",
                    "prediction",
                ),
            ),
        ),
        Property(
            name="how far models are from it",
            share=0.4,
            parts=("residual",),
            tolerance=LINE,
            right="The residual standard deviation is right.",
            step="Sum the squared residuals, divide by M - 2, and take the root.",
            mistakes=(
                mistake(
                    "n",
                    "You divided by M. The line has used up two of the models, slope and "
                    "intercept: divide by M - 2.",
                ),
                mistake(
                    "n - 1",
                    "You divided by M - 1. The line has two parameters: divide by M - 2.",
                ),
                mistake("variance", "You returned a variance. Take its root."),
                mistake(
                    "exchanged residual",
                    "Your residuals are those of original as a function of shifted. Take "
                    "shifted - (slope * original + intercept).",
                ),
            ),
        ),
    ),
)
