"""A learning rate that falls each so many epochs."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

SETTINGS = ("batch size", "examples", "epochs", "factor", "first rate")
STAIRS = 5  # few enough that the lowest rate is no rounding beside the highest

# A power of a factor in float32, as Keras computes it, is off by the factor's own rounding times
# the exponent.
TOLERANCE = Tolerance(50, "four roundings of the factor, a few of the power")


def draw(rng: np.random.Generator) -> Arrays:
    """Draw a schedule's settings, steps well inside the stairs, and steps around each edge.

    The epochs do not make a whole number of steps, and how it is rounded decides each edge.

    Returns:
        ``batch size``, ``examples`` and ``epochs``, whole numbers; ``factor`` 0.4..0.7 and
        ``first rate`` 0.05..0.5; ``steps between`` int64 (15,) and ``steps at edges`` int64 (25,),
        both in no order.
    """
    while True:
        batch, examples = int(rng.integers(24, 200)), int(rng.integers(1_000, 6_000))
        epochs = int(rng.integers(6, 30))
        steps, rest = divmod(examples * epochs, batch)
        # Rounding up, rounding to the nearest and rounding early all give another edge.
        if 0.55 < rest / batch < 0.72 and 0.96 * steps < examples // batch * epochs < steps - 1:
            break
    inside = np.arange(STAIRS).repeat(3) + rng.uniform(0.25, 0.75, 3 * STAIRS)
    edges = np.add.outer(np.arange(1, STAIRS) * steps, np.arange(-2, 4)).ravel()
    return {
        "batch size": np.array(batch),
        "examples": np.array(examples),
        "epochs": np.array(epochs),
        "factor": np.array(rng.uniform(0.4, 0.7)),
        "first rate": np.array(rng.uniform(0.05, 0.5)),
        "steps between": rng.permutation((inside * steps).astype(np.int64)),
        "steps at edges": rng.permutation(np.append(edges, 0)),
    }


def between(name: str, sentence: str) -> Mistake:
    """Return a mistake that shows inside the stairs."""
    return mistake(f"{name} between", sentence)


def at_edges(name: str, sentence: str) -> Mistake:
    """Return a mistake that shows at the edges only."""
    return mistake(f"{name} at edges", sentence)


TASK = Task(
    "staircase",
    "function",
    draw,
    functions.asks(
        Call(("steps between", *SETTINGS), ("rates between",)),
        Call(("steps at edges", *SETTINGS), ("rates at edges",)),
    ),
    compares(
        Property(
            name="the stairs",
            share=0.5,
            parts=("rates between",),
            tolerance=TOLERANCE,
            right="Inside each stair the rate is right.",
            step="Start at first_rate, and multiply by factor once for each time that all the "
            "epochs are over.",
            mistakes=(
                between(
                    "smooth",
                    "Your rate falls a little at every step. On a staircase it stays until the "
                    "epochs are over: count how often that happened with //.",
                ),
                between(
                    "each epoch",
                    "Your rate falls after every epoch. It falls once after so many epochs as the "
                    "argument epochs says.",
                ),
                between(
                    "one batch",
                    "Your stairs are batch_size times too short: you multiply by the batch size. "
                    "An epoch has examples / batch_size steps.",
                ),
                between(
                    "once",
                    "Your rate falls once and never again. Count how often the epochs are over.",
                ),
                between(
                    "one too many",
                    "Your rate has fallen before the first step. On the first stair it is "
                    "first_rate.",
                ),
                between(
                    "grows",
                    "Your rate grows from stair to stair. Multiply by factor, do not divide.",
                ),
                between(
                    "times",
                    "You multiply factor by the number of the stair. Each stair multiplies once "
                    "more: take factor to that power, with **.",
                ),
                Mistake(
                    "You return the factor alone. Multiply it by first_rate.",
                    lambda q, e: e["rates between"] / q["first rate"],
                ),
                between(
                    "constant",
                    "Your rate is first_rate at every step here. Or does it fall far too late? An "
                    "epoch has examples / batch_size steps: a step takes batch_size images.",
                ),
                between(
                    "a tenth",
                    "Your stairs multiply by 0.1, whatever factor says. Use the argument.",
                ),
                between(
                    "from a tenth",
                    "Your first stair is at 0.1, whatever first_rate says. Use the argument.",
                ),
                Symptom(
                    "You return one number for many steps. Return an array with a rate for each "
                    "of them.",
                    lambda q, e, a: a["rates between"].size == 1,
                ),
            ),
        ),
        Property(
            name="the edges",
            share=0.5,
            parts=("rates at edges",),
            tolerance=TOLERANCE,
            right="It falls at the right steps.",
            step="The rate falls at step int(examples / batch_size * epochs) and at each multiple "
            "of it, and not one step later.",
            mistakes=(
                at_edges(
                    "late",
                    "Your rate falls one step late. Steps count from 0, so the first step of the "
                    "new stair is the one whose number is the stair's length.",
                ),
                at_edges(
                    "ahead",
                    "Your rate falls one step early. Steps count from 0: add nothing to them.",
                ),
                at_edges(
                    "rounded early",
                    "You round the steps of one epoch and then multiply, so that each epoch loses "
                    "a part of a step. Multiply by the epochs first, then round down, once.",
                ),
                at_edges(
                    "unrounded",
                    "You divide by a stair of a broken number of steps. Round its length down to "
                    "a whole number first; then each stair is as long as the first.",
                ),
                at_edges(
                    "nearest",
                    "You round the length of a stair to the nearest whole number, or up. int() "
                    "rounds down.",
                ),
                at_edges("smooth", "At the edges, too, your rate falls a little at every step."),
            ),
        ),
    ),
)
