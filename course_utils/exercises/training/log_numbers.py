"""The speed and the smoothed loss of log lines."""

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

PARTS = ("examples per second", "seconds per batch", "smoothed loss")
ONE_LINE, EACH_STEP = " of one line", " at each step"
LOGS = ("", ONE_LINE, EACH_STEP)
CALLED = ("examples_per_second", "seconds_per_batch", "smoothed_loss")

# A difference of two times in float32 is off by the rounding of the later one, thousands of seconds
# against one; the times here stay below 30 s, and a block takes at least 0.16 s, or 0.04 s of 8 s.
TOLERANCE = Tolerance(300, "times in float32, whose differences are small beside them")


def draw(rng: np.random.Generator) -> Arrays:
    """Draw the losses of some steps, and a clock that was read before the first and after each.

    Steps take very different times, so that a mean of speeds is no speed of the whole.

    Returns:
        ``losses`` float64 (S,), ``clock`` float64 (S + 1,) in seconds, not from 0 on, and
        ``every``, of which S is a multiple; the same ``of one line``, and of lines ``at each
        step``; ``batch size``.
    """
    every, lines = int(rng.integers(4, 8)), int(rng.integers(4, 6))
    question: Arrays = {"batch size": np.array(int(rng.integers(20, 200)))}
    for suffix, own, count in (("", every, lines), (ONE_LINE, every, 1), (EACH_STEP, 1, lines)):
        steps = own * count
        seconds = rng.choice((0.05, 0.4), steps) * rng.uniform(0.8, 1.2, steps)
        question |= {
            f"losses{suffix}": 5 * 0.97 ** np.arange(steps) + rng.normal(0, 0.3, steps),
            f"clock{suffix}": rng.uniform(1, 5) + np.append(0, seconds.cumsum()),
            f"every{suffix}": np.array(own),
        }
    return question


def of_all(part: str) -> tuple[str, ...]:
    """Return the names under which a part of each log is found."""
    return tuple(f"{part}{one}" for one in LOGS)


SPEEDS = (
    mistake(
        "from the start",
        "Each line of yours counts from the first step on. A line tells of the last `every` steps "
        "alone.",
    ),
    mistake(
        "last step",
        "Your speed is that of the last step of each line. Take all `every` steps since the line "
        "before.",
    ),
)

TASK = Task(
    "log_numbers",
    "function",
    draw,
    functions.asks(
        *(
            Call(
                (f"losses{one}", f"clock{one}", "batch size", f"every{one}"),
                tuple(f"{part}{one}" for part in PARTS),
                CALLED,
            )
            for one in LOGS
        )
    ),
    compares(
        Property(
            name="examples per second",
            share=0.3,
            parts=of_all("examples per second"),
            tolerance=TOLERANCE,
            right="The examples per second are right.",
            step="A line's steps see every · batch_size images; divide by the seconds that passed "
            "on the clock meanwhile.",
            mistakes=(
                *SPEEDS,
                mistake(
                    "mean of speeds",
                    "You average the speeds of single steps. Then a short step counts as much as a "
                    "long one: divide all images by all seconds.",
                ),
                Mistake(
                    "You count one batch for each line. There are `every` of them.",
                    lambda q, e: e["examples per second"] / q["every"],
                ),
                Mistake(
                    "You count batches, not images. Multiply by batch_size.",
                    lambda q, e: e["examples per second"] / q["batch size"],
                ),
                Mistake(
                    "You exchanged the first two results: first images per second, then seconds "
                    "per batch.",
                    lambda q, e: e["seconds per batch"],
                ),
                Symptom(
                    "You return a number for each step. Return one for each line, that is for each "
                    "block of `every` steps.",
                    lambda q, e, a: a["examples per second"].shape == q["losses"].shape,
                ),
            ),
        ),
        Property(
            name="seconds per batch",
            share=0.3,
            parts=of_all("seconds per batch"),
            tolerance=TOLERANCE,
            right="So are the seconds per batch.",
            step="Divide the seconds of a line by its number of steps, `every`.",
            mistakes=(
                mistake(
                    "from the start, seconds",
                    "The seconds count from the first step on, not from the line before.",
                ),
                mistake("last step, seconds", "The seconds are those of the last step alone."),
                Mistake(
                    "These are the seconds of a whole line. Divide by `every`.",
                    lambda q, e: e["seconds per batch"] * q["every"],
                ),
                Mistake(
                    "These are seconds for one image. Leave out the batch size.",
                    lambda q, e: e["seconds per batch"] / q["batch size"],
                ),
                Mistake(
                    "Your seconds per batch are images per second.",
                    lambda q, e: e["examples per second"],
                ),
            ),
        ),
        Property(
            name="smoothed loss",
            share=0.4,
            parts=of_all("smoothed loss"),
            tolerance=TOLERANCE,
            right="The smoothed loss is right.",
            step="Start at the first loss. Then each step keeps 0.9 of the average and takes 0.1 "
            "of its own loss; a line shows the average after its last step.",
            mistakes=(
                mistake(
                    "from zero",
                    "Your average starts at 0, so that it is far too low at first. Start it at the "
                    "first loss.",
                ),
                mistake(
                    "exchanged",
                    "You keep 0.1 of the average and take 0.9 of the loss: that is hardly smooth. "
                    "Exchange the two.",
                ),
                mistake(
                    "of lines",
                    "You average the losses of the lines alone. Update the average at every step, "
                    "and show it at every line.",
                ),
                mistake(
                    "of lines, from the first",
                    "You update the average once for each line. Update it at every step, and show "
                    "it at every line.",
                ),
                mistake(
                    "anew",
                    "Your average starts anew with each line. It goes on from step to step, "
                    "through all of them.",
                ),
                mistake("raw", "These are the raw losses of each line's last step. Average them."),
                mistake(
                    "block means",
                    "You return the plain mean of each line's losses. The average of the tutorial "
                    "keeps 0.9 of itself at each step.",
                ),
                mistake(
                    "line's first step",
                    "You show the average as it is after each line's first step. Show it after the "
                    "last one: average[every - 1 :: every].",
                ),
            ),
        ),
    ),
)
