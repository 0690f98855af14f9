"""What repeated runs say, diverged ones counted."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import (
    EXACT,
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    given_by,
    mistake,
)
from course_utils.exercises.kit.task import Task


def draw_curves(rng: np.random.Generator) -> Arrays:
    """Draw accuracies of several runs, some of which diverged, and when they were measured.

    Returns:
        ``curves``: float64 (runs, measurements), 0..1, NaN from where a run had diverged on.
        ``steps``: int64 (measurements,), at irregular distances. ``target``: one of the accuracies,
        which its run falls below again. ``sound curves``: other runs, none of which diverged;
        one ends with accuracy 0.
    """
    runs, measurements = int(rng.integers(6, 9)), int(rng.integers(10, 14))
    target = float(rng.integers(80, 96)) / 100  # two digits, as targets are written
    question: Arrays = {
        "steps": np.cumsum(rng.integers(40, 200, measurements)),
        "target": np.array(target),
    }
    for name, failures in (("curves", int(rng.integers(2, 4))), ("sound curves", 0)):
        rising = 1 - np.exp(-np.linspace(0.3, 3.5, measurements))
        top = target + rng.uniform(0.01, 0.04, (runs, 1))
        curves = top * rising / rising[-1] + rng.normal(0, 0.006, (runs, measurements))
        curves[:, -1] -= rng.uniform(0.015, 0.03, runs)  # the last one is no run's best
        curves[0] = np.minimum(curves[0], target - 0.001)  # one never reaches the target
        passing = measurements // 2  # and one is there for a moment, exactly
        curves[1, :passing] = np.minimum(curves[1, :passing], target - 0.001)
        curves[1, passing : passing + 3] = target, target - 0.002, target + 0.003
        if not failures:
            curves[3, -1] = 0.0  # no image right, and yet no failure: it is a number
        for run in range(2, 2 + failures):
            curves[run, int(rng.integers(3, measurements)) :] = np.nan
        curves[2] = np.where(np.isnan(curves[2]), np.nan, np.maximum(curves[2], target))
        order = rng.permutation(runs)
        if failures:  # the first run and the last one failed, for a slice may leave either out
            order = np.array([2, *order[(order != 2) & (order != 3)], 3])
        question[name] = np.clip(curves[order], 0, 1)
    return question


RETURNED = ("mean", "maximum", "failures", "first passages")
MEAN = Tolerance(20, "a sum of nine numbers and a division, perhaps in float32, twice over")
ALONE = " of sound runs"


def _last(question: Arrays) -> np.ndarray:
    return question["curves"][:, -1]


TASK = Task(
    "summarise_runs",
    "function",
    draw_curves,
    functions.asks(
        Call(("curves", "steps", "target"), RETURNED),
        Call(
            ("sound curves", "steps", "target"), tuple(part + ALONE for part in RETURNED), RETURNED
        ),
    ),
    compares(
        Property(
            name="mean and maximum",
            share=0.3,
            parts=(f"mean{ALONE}", f"maximum{ALONE}"),
            tolerance=MEAN,
            right="Mean and maximum are those of the last accuracies.",
            step="Take the last accuracy of each run, curves[:, -1], then their mean and maximum.",
            mistakes=(
                Mistake(
                    "You took the best accuracy that each run ever had. That is the maximum of "
                    "many looks; take the last one, curves[:, -1].",
                    lambda q, e: q["sound curves"].max(axis=1).mean(),
                ),
                Mistake(
                    "You took the mean over all measurements. Take the last accuracy of each run, "
                    "curves[:, -1].",
                    lambda q, e: q["sound curves"].mean(),
                ),
                Mistake(
                    "You took the last run instead of the last measurement of each run. The first "
                    "axis counts runs: curves[:, -1].",
                    lambda q, e: q["sound curves"][-1].mean(),
                ),
                Mistake(
                    "Mean and maximum are exchanged. Return the mean first.",
                    lambda q, e: {
                        f"mean{ALONE}": e[f"maximum{ALONE}"],
                        f"maximum{ALONE}": e[f"mean{ALONE}"],
                    },
                ),
                Mistake(
                    "Your maximum is that of all measurements. Take that of the last accuracies, "
                    "curves[:, -1].",
                    lambda q, e: {f"maximum{ALONE}": q["sound curves"].max()},
                ),
            ),
        ),
        Property(
            name="failures count",
            share=0.4,
            parts=("mean", "maximum", "failures", f"failures{ALONE}"),
            tolerance=MEAN,
            right="Runs that diverged are counted, and count with accuracy 0 in the mean.",
            step="A run has failed if its last accuracy is NaN; it counts with 0 in the mean.",
            mistakes=(
                Symptom(
                    "Your mean is NaN: one failed run spoils it. Let a failed run count with "
                    "accuracy 0.",
                    lambda q, e, a: bool(np.isnan(a["mean"])),
                ),
                Symptom(
                    "Your maximum is NaN: one failed run spoils it. Let a failed run count with "
                    "accuracy 0.",
                    lambda q, e, a: bool(np.isnan(a["maximum"])),
                ),
                Mistake(
                    "Your mean leaves the failed runs out, so a network that fails half of the "
                    "time looks perfect. Let each failed run count with accuracy 0.",
                    lambda q, e: np.nanmean(_last(q)),
                ),
                mistake(
                    "mean before diverging",
                    "A failed run counts in your mean with the last accuracy before it diverged. "
                    "Its network answers NaN now: let it count with 0.",
                ),
                Mistake(
                    "You counted the measurements that are NaN. Count the runs that ended so.",
                    lambda q, e: {"failures": np.isnan(q["curves"]).sum()},
                ),
                Symptom(
                    "Your failures hold a value for each run. Return how many they are: their sum.",
                    lambda q, e, a: a["failures"].ndim == 1,
                ),
                Symptom(
                    "The number of failures is not how many runs end in NaN. Ask np.isnan: "
                    "nothing equals NaN, not even NaN.",
                    lambda q, e, a: int(a["failures"]) != int(e["failures"]),
                ),
            ),
        ),
        Property(
            name="first passages",
            share=0.3,
            parts=("first passages", f"first passages{ALONE}"),
            tolerance=EXACT,
            right="You found the step at which each run first reaches the target.",
            step="For each run, the first of the steps at which its accuracy is at least the "
            "target; -1 where it never is.",
            mistakes=(
                Mistake(
                    "A run that never reaches the target gets the first step, since argmax of "
                    "nothing but False is 0. Give -1 there.",
                    lambda q, e: np.where(
                        e["first passages"] < 0, q["steps"][0], e["first passages"]
                    ),
                ),
                Symptom(
                    "You returned the places of the measurements. Return the steps there: "
                    "steps[place], and -1 where the target is never reached.",
                    lambda q, e, a: np.array_equal(
                        np.maximum(a["first passages"], 0), np.maximum(given_by(e, "places"), 0)
                    ),
                ),
                mistake(
                    "last passages",
                    "You returned the last step at which a run is at the target. Return the first.",
                ),
                Symptom(
                    "A run that never reaches the target gets a 0 in your function. Give -1 there.",
                    lambda q, e, a: bool((a["first passages"][e["first passages"] < 0] == 0).all()),
                ),
                mistake(
                    "first passages above",
                    "A run that is exactly at the target has reached it: compare with >=.",
                ),
                Mistake(
                    "You give -1 to runs that reached the target and diverged later. They did "
                    "reach it: return that step.",
                    lambda q, e: np.where(np.isnan(_last(q)), -1, e["first passages"]),
                ),
                Symptom(
                    "Your first passages are no array with one step for each run. Give -1, not "
                    "None or NaN, where a run never reaches the target.",
                    lambda q, e, a: (
                        a["first passages"].shape != e["first passages"].shape
                        or bool(np.isnan(a["first passages"]).any())
                    ),
                ),
            ),
        ),
    ),
)
