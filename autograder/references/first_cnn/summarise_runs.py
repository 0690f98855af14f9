"""Right answers to ``summarise_runs``: numbers of two sets of runs, and of mistakes."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.first_cnn.summarise_runs import ALONE
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return mean, maximum, failures and first passages of both sets of runs, and of mistakes."""
    steps, target = question["steps"], float(question["target"])
    answers: Arrays = {}
    for name, suffix in (("curves", ""), ("sound curves", ALONE)):
        curves = question[name]
        failed = np.isnan(curves[:, -1])
        last = np.where(failed, 0.0, curves[:, -1])
        answers[f"mean{suffix}"] = last.mean()
        answers[f"maximum{suffix}"] = last.max()
        answers[f"failures{suffix}"] = failed.sum()
        answers[f"first passages{suffix}"] = _first(curves >= target, steps)
    curves = question["curves"]
    answers[PREFIX + "places"] = _first(curves >= target, np.arange(len(steps)))
    reached = curves[:, ::-1] >= target
    answers[PREFIX + "last passages"] = _first(reached, steps[::-1])
    answers[PREFIX + "first passages above"] = _first(curves > target, steps)
    before = [curve[~np.isnan(curve)][-1] for curve in curves]
    answers[PREFIX + "mean before diverging"] = np.mean(before)
    return {name: np.asarray(value) for name, value in answers.items()}


def _first(reached: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return the first step at which each row is true, or -1 where it never is."""
    return np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], -1)
