"""An average that forgets where it started."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import sequences
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    given_by,
)
from course_utils.exercises.kit.sequences import part, parts
from course_utils.exercises.kit.task import Task

RAMP, ALONE, CALLS = 4, 12, 24
"""Calls until the decay may take over, those of the first object alone, and all."""
SECOND = " of the second"  # object

# Each update rounds a few times, and forgets what it rounded before.
TOLERANCE = Tolerance(100, "24 updates in float32, a few roundings each", floor=1e-5)


def draw(rng: np.random.Generator) -> Arrays:
    """Draw a start, the decays and ramps of two averages, and the values that they get.

    The first object gets twelve values alone; then both take turns.

    Returns:
        ``start`` float64 (2, 3); ``ramp`` 5..7, another one for each object; ``decay`` 0.55..0.62,
        which takes over at the fifth to the tenth update, and one ``of the second`` above it; and
        calls as of ``sequences.calls`` with arguments (2, 3).
    """
    turns = rng.permutation(np.repeat((0, 1), (CALLS - ALONE) // 2))
    decay, ramps = rng.uniform(0.55, 0.62), rng.permutation(np.arange(5, 8))
    return {
        "start": rng.normal(0, 3, (2, 3)),
        "decay": np.array(decay),
        "ramp": np.array(ramps[0]),
        f"decay{SECOND}": np.array(decay + rng.uniform(0.02, 0.05)),
        f"ramp{SECOND}": np.array(ramps[1]),
        **sequences.calls(
            np.append(np.zeros(ALONE, int), turns), "update", rng.normal(0, 3, (CALLS, 2, 3))
        ),
    }


def make(thing: Any, question: Arrays) -> Any:
    """Make a fresh average; all get one and the same array, which none of them may change."""
    return thing(question["start"], *settings(question, int(question[sequences.NUMBER])))


def settings(question: Arrays, number: int) -> tuple[float, int]:
    """Return decay and ramp of an object."""
    suffix = SECOND if number else ""
    return question[f"decay{suffix}"].item(), question[f"ramp{suffix}"].item()


def seen(name: str, sentence: str, first: int, end: int) -> Mistake:
    """Return a mistake that the reference gives, from call ``first`` to ``end - 1``."""
    return Mistake(
        sentence,
        lambda q, e: {part(index): given_by(e, name)[index] for index in range(first, end)},
    )


# Slips of the ramp that the decay outlives, and those that say nothing of objects apart.
BEFORE_THE_DECAY = ("fixed", "counted first", "zero", "before", "ramp of ten", "first value")
OF_THE_RAMP = (
    *BEFORE_THE_DECAY,
    "exchanged",
    "product",
    "never counts",
    "endless ramp",
    "larger",
)


def slips(names: tuple[str, ...], first: int, end: int) -> tuple[Mistake, ...]:
    """Return what the average is after slips, from call ``first`` to ``end - 1``."""
    return tuple(seen(name, "", first, end) for name in names)


def shaped_otherwise(question: Arrays, expected: Arrays, answer: Arrays) -> bool:
    """Return whether a result is one number where an array was handed over."""
    return answer[part(0)].ndim == 0


TASK = Task(
    "RampedAverage",
    "sequence",
    draw,
    sequences.asks(make),
    compares(
        Property(
            name="the ramp",
            share=0.5,
            parts=parts(0, RAMP),
            tolerance=TOLERANCE,
            right="The first averages follow the ramp.",
            step="Update number n, counted from 0, keeps min(decay, (1 + n) / (ramp + n)) of the "
            "average and takes the rest from the value.",
            mistakes=(
                seen(
                    "fixed",
                    "You keep the share decay from the first update on. Early updates keep less: "
                    "(1 + n) / (ramp + n), as long as that is below decay. Take the smaller one.",
                    0,
                    RAMP,
                ),
                seen(
                    "counted first",
                    "Your count is one ahead: the first update has n = 0. Count after you have "
                    "computed the share.",
                    0,
                    RAMP,
                ),
                seen(
                    "shared settings",
                    "All objects have the decay and the ramp of the last one that was made. Keep "
                    "both in __init__ as self.something, not in the class.",
                    0,
                    RAMP,
                ),
                seen("zero", "Your average starts at 0. It starts at the argument start.", 0, RAMP),
                seen(
                    "exchanged",
                    "You exchanged the shares: the average keeps the share that the ramp gives, "
                    "and the value gets what is left.",
                    0,
                    RAMP,
                ),
                seen(
                    "before",
                    "You return the average as it was before the update. Return the new one.",
                    0,
                    RAMP,
                ),
                seen(
                    "ramp of ten",
                    "Your ramp is 10, whatever the argument ramp says. Keep it in self.",
                    0,
                    RAMP,
                ),
                seen(
                    "product",
                    "You multiply decay by the ramp. Take the smaller one of the two.",
                    0,
                    RAMP,
                ),
                seen(
                    "never counts",
                    "Your n stays 0. Count the updates, in the object itself.",
                    0,
                    RAMP,
                ),
                seen(
                    "first value",
                    "Your first average is the first value: the start is lost. Even the first "
                    "update keeps 1 / ramp of the start.",
                    0,
                    RAMP,
                ),
                seen(
                    "still",
                    "Your average never moves. Store the new average in the object.",
                    0,
                    RAMP,
                ),
                Symptom(
                    "Your average is one number, but values are arrays. Average entry by entry.",
                    shaped_otherwise,
                ),
            ),
        ),
        Property(
            name="the decay takes over",
            share=0.25,
            parts=parts(RAMP, ALONE),
            tolerance=TOLERANCE,
            right="Where the ramp reaches decay, decay takes over.",
            despite=slips(BEFORE_THE_DECAY, RAMP, ALONE),
            step="From then on each update keeps decay of the average.",
            mistakes=(
                seen(
                    "endless ramp",
                    "Your ramp goes on for ever. It ends at decay: take the smaller of the two.",
                    RAMP,
                    ALONE,
                ),
            ),
        ),
        Property(
            name="objects apart",
            share=0.25,
            parts=parts(ALONE, CALLS),
            tolerance=TOLERANCE,
            right="Two objects do not disturb each other.",
            despite=slips(OF_THE_RAMP, ALONE, CALLS),
            step="Keep the average and the count in self, made in __init__.",
            mistakes=(
                seen(
                    "alias",
                    "Your object works inside the array that it was given: it changes start, and "
                    "with it all that begin there. Make a copy in __init__.",
                    ALONE,
                    CALLS,
                ),
                seen(
                    "shared",
                    "Your objects share their average and their count. Set both in __init__, as "
                    "self.something, not in the class.",
                    ALONE,
                    CALLS,
                ),
                seen(
                    "shared count",
                    "Your objects share their count. Set it in __init__, as self.something.",
                    ALONE,
                    CALLS,
                ),
            ),
        ),
    ),
)
