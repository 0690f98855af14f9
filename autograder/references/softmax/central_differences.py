"""Right answers to ``central_differences``: differences, and those that mistakes give."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.softmax.central_differences import BLOCK, POINTS, cubic


def expected(question: Arrays) -> Arrays:
    """Return the differences at each point, of its shape, and the point, which stays as it was."""
    answers: Arrays = {}
    for name in (*POINTS, BLOCK):
        point, step = question[name], float(question[f"{name} step"])
        above, below = (_values_near(question, name, sign * step) for sign in (1, -1))
        answers[f"differences at the {name}"] = (above - below) / (2 * step)
        answers[f"{name} afterwards"] = point
        if name == BLOCK:  # the mistakes show at the others
            continue
        here = cubic(question, name, point)
        answers[f"{PREFIX}forward at the {name}"] = (above - here) / step
        answers[f"{PREFIX}backward at the {name}"] = (here - below) / step
        answers[f"{PREFIX}derivative at the {name}"] = _derivative(question, name)
        answers[f"{PREFIX}no brackets at the {name}"] = above - below / (2 * step)
        above, below = (_values_piling_up(question, name, sign * step) for sign in (1, -1))
        answers[f"{PREFIX}piling up at the {name}"] = (above - below) / (2 * step)
    return answers


def _values_near(question: Arrays, name: str, step: float) -> np.ndarray:
    """Return a function's value for each entry of its point, with that entry larger by a step."""
    values = np.empty_like(question[name])
    for index in np.ndindex(values.shape):
        moved = question[name].copy()
        moved[index] += step
        values[index] = cubic(question, name, moved)
    return values


def _values_piling_up(question: Arrays, name: str, step: float) -> np.ndarray:
    """Return the same as ``_values_near``, but entries stay larger when the next one is changed."""
    values, moved = np.empty_like(question[name]), question[name].copy()
    for index in np.ndindex(values.shape):
        moved[index] += step
        values[index] = cubic(question, name, moved)
    return values


def _derivative(question: Arrays, name: str) -> np.ndarray:
    """Return the true derivative of a function at its point, of the point's shape."""
    x, pairs = question[name], question[f"{name} pairs"]
    linear, square, cube = (question[f"{name} {power}"] for power in ("linear", "square", "cube"))
    crossed = ((pairs + pairs.T) @ x.ravel()).reshape(x.shape)
    return linear + 2 * square * x + 3 * cube * x * x + crossed
