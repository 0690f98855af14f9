"""A derivative measured, not derived."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import put
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

# A point kept in 32 bits is off by 6e-8 of its size, and a step of 0.1 to 0.3 makes up to ten times
# as much of it. A forward difference is off by a tenth of the largest entry.
DIFFERENCES = Tolerance(100, "points kept in 32 bits, divided by the step")
POINTS = ("vector", "matrix")
BLOCK = "block"  # a third point, of three axes
RESTORED = 1e-6  # adding a step and taking it away again leaves a rounding


def draw_differences(rng: np.random.Generator) -> Arrays:
    """Draw three cubic functions, and a point of each: a vector, a matrix, and three axes.

    Returns:
        For each of ``vector`` (D,), ``matrix`` (A, B) and ``block`` (2, 3, 2), all float64: the
        point itself, its ``step``, and the coefficients of the function, ``linear``, ``square`` and
        ``cube`` of the point's shape, and ``pairs`` (n, n) for the n numbers of the point.
    """
    question: Arrays = {}
    rows, columns = int(rng.integers(2, 4)), int(rng.integers(4, 6))
    drawn = {"vector": (int(rng.integers(4, 8)),), "matrix": (rows, columns), BLOCK: (2, 3, 2)}
    for name, shape in drawn.items():
        size = int(np.prod(shape))
        question[name] = rng.normal(0, 1, shape)
        question[f"{name} step"] = np.array(rng.uniform(0.1, 0.3))
        question[f"{name} linear"] = rng.normal(0, 1, shape)
        question[f"{name} square"] = rng.normal(0, 1, shape)
        # A cube of at least this size tells a difference from the true derivative.
        question[f"{name} cube"] = rng.choice((-1, 1), shape) * rng.uniform(1, 2, shape)
        question[f"{name} pairs"] = rng.normal(0, 1, (size, size))
    return question


def cubic(question: Arrays, name: str, point: Any) -> float:
    """Evaluate the function that a question describes at a point.

    Raises:
        ExchangeError: The point has another shape than the one that the question holds.
    """
    x = np.asarray(point, np.float64)
    if x.shape != question[name].shape:
        raise ExchangeError(
            f"Your central_differences called the function with an array of shape {x.shape}, but "
            f"the point has the shape {question[name].shape}. Change one number of the point at a "
            "time and hand over all of it."
        )
    flat = x.ravel()
    terms = sum((value * question[f"{name} {power}"]).sum() for value, power in powers(x))
    return float(terms + flat @ question[f"{name} pairs"] @ flat)


def function_of(question: Arrays, name: str) -> Callable[[Any], float]:
    """Return the function that a question describes."""
    return lambda point: cubic(question, name, point)


def powers(x: np.ndarray) -> tuple[tuple[np.ndarray, str], ...]:
    """Return the powers of a point and the names of their coefficients."""
    return (x, "linear"), (x * x, "square"), (x * x * x, "cube")


def ask_differences(differences: Any, question: Arrays) -> Arrays:
    """Return the differences of each function, and each point as it is afterwards."""
    if not callable(differences):
        raise ExchangeError(
            f"A function was asked for, but this is a {type(differences).__name__}. Pass the "
            "function itself, without calling it."
        )
    answer: Arrays = {}
    for name in (*POINTS, BLOCK):
        point, step = question[name].copy(), float(question[f"{name} step"])
        call = partial(differences, function_of(question, name), point, step)
        put(answer, f"differences at the {name}", call, "central_differences")
        answer[f"{name} afterwards"] = point
    return answer


def differences_at(name: str, share: float, right: str, *others: str) -> Property:
    """Return the property of the differences at a point, and at others that rarely go wrong."""
    part = f"differences at the {name}"
    return Property(
        name=part,
        share=share,
        parts=(
            *(f"differences at the {one}" for one in (name, *others)),
            *(f"{one} afterwards" for one in (name, *others)),
        ),
        tolerance=DIFFERENCES,
        right=right,
        step="Make entry i larger by the step, then smaller by the step, and leave all others as "
        "they are. Divide the difference of the two values of f by twice the step.",
        mistakes=(
            Symptom(
                "Your function leaves its point changed. Change a copy, or put each entry back "
                "before you go to the next one.",
                lambda question, expected, answer: bool(
                    (np.abs(answer[f"{name} afterwards"] - question[name]) > RESTORED).any()
                ),
            ),
            Symptom(
                "A matrix goes right, but a point of three axes does not. np.ndindex(point.shape) "
                "runs over the indices of any number of axes.",
                lambda question, expected, answer: (
                    bool(others) and DIFFERENCES.holds(answer[part], expected[part])
                ),
            ),
            Symptom(
                "All your differences are 0: both points are one and the same array. An "
                "assignment makes no copy; point.copy() does.",
                lambda question, expected, answer: not answer[part].any(),
            ),
            Symptom(
                "Only the first entry is filled. Is your return inside the loop? Move it "
                "out, below the loop.",
                lambda question, expected, answer: (
                    answer[part].shape == expected[part].shape
                    and not answer[part].ravel()[1:].any()
                ),
            ),
            Symptom(
                "The entries of a row are all the same: you moved a whole row at once. Move one "
                "number; np.ndindex(point.shape) runs over the indices of all of them.",
                lambda question, expected, answer: (
                    answer[part].ndim == 2 and not np.ptp(answer[part], axis=1).any()
                ),
            ),
            Mistake(
                "Your differences are twice too large. The two points are two steps apart: divide "
                "by twice the step.",
                lambda question, expected: 2 * expected[part],
            ),
            Mistake(
                "Your differences are not divided by the distance of the two points. Divide by "
                "twice the step.",
                lambda question, expected: 2 * expected[part] * question[f"{name} step"],
            ),
            Mistake(
                "Python divides by 2 first, then multiplies by the step. Put the distance in "
                "brackets: / (2 * step).",
                lambda question, expected: expected[part] * question[f"{name} step"] ** 2,
            ),
            mistake(
                f"no brackets at the {name}",
                "You divided the second value alone. Put the difference of the two in brackets, "
                "then divide.",
            ),
            mistake(
                f"piling up at the {name}",
                "Entries that you moved stay moved when you move the next one. Make both copies "
                "anew for each index, inside the loop.",
            ),
            mistake(
                f"forward at the {name}",
                "You went up by a step, and back only to the point itself. The second point is "
                "one step below it: from the upper one, two steps down.",
                lambda question, forward: forward / 2,
            ),
            mistake(
                f"forward at the {name}",
                "You went forward only: f(x + step) minus f(x). Go one step to either side and "
                "divide by two steps; the error then shrinks with the square of the step.",
            ),
            mistake(
                f"backward at the {name}",
                "You went backward only: f(x) minus f(x - step). Go one step to either side and "
                "divide by two steps; the error then shrinks with the square of the step.",
            ),
            Mistake(
                "Your differences have the wrong sign. Subtract the value at the smaller entry "
                "from the one at the larger entry.",
                lambda question, expected: -expected[part],
            ),
            mistake(
                f"derivative at the {name}",
                "You used a step of your own, far smaller than the argument step. Use the "
                "argument.",
            ),
            Symptom(
                "You changed all entries at once and returned one number. Change one entry at a "
                "time, and return an array of the point's shape.",
                lambda question, expected, answer: answer[part].ndim == 0,
            ),
            Symptom(
                "Your result is flat, but the point is not. Return an array of the point's own "
                "shape; np.ndindex(point.shape) runs over all its indices.",
                lambda question, expected, answer: (
                    answer[part].shape == (expected[part].size,) != expected[part].shape
                ),
            ),
        ),
    )


TASK = Task(
    "central_differences",
    "function",
    draw_differences,
    ask_differences,
    compares(
        differences_at("vector", 0.5, "The differences of a function of a vector are right."),
        differences_at("matrix", 0.5, "So are those of a function of more axes.", BLOCK),
    ),
)
