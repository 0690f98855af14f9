"""Kind sequence: a learning rate that falls in steps, asked in any order."""

import numpy as np

from course_utils.exercises.kit import sequences
from course_utils.exercises.kit.properties import Mistake, Property, Symptom, Tolerance, compares
from course_utils.exercises.kit.task import Task

CALLS = 24

# A power of a factor in float32, as Keras computes it, is off by the factor's own rounding times
# the exponent: six at most here.
TOLERANCE = Tolerance(50, "six roundings of the factor, a few of the power")


def draw(rng):
    """A schedule's settings, and steps in no order: half of them at or beside an edge.

    No more than six factors multiply up, so that small rates are not lost beside large ones.
    """
    width = int(rng.integers(50, 500))
    edges = rng.integers(1, 5, CALLS // 2) * width + rng.integers(-1, 2, CALLS // 2)
    anywhere = rng.integers(0, 5 * width, CALLS // 2)
    return {
        "initial": np.array(rng.uniform(0.05, 0.5)),
        "decay_steps": np.array(width),
        "factor": np.array(rng.uniform(0.4, 0.7)),
        **sequences.calls(
            np.zeros(CALLS, int), "__call__", rng.permutation(np.concatenate([edges, anywhere]))
        ),
    }


def make(thing, question):
    return thing(*(question[name].item() for name in ("initial", "decay_steps", "factor")))


ask = sequences.asks(make)


def rates(question, exponent):
    """Every call's rate under a rule for the exponent at ``steps / decay_steps``."""
    ratio = question["argument"] / question["decay_steps"]
    return sequences.replayed(question["initial"] * question["factor"] ** exponent(ratio))


compare = compares(
    Property(
        name="the rate at each step",
        share=1.0,
        parts=sequences.parts(0, CALLS),
        tolerance=TOLERANCE,
        right="The rate falls at the right steps, by the right factor.",
        step="Multiply by the factor once for each decay_steps that are complete.",
        mistakes=(
            Mistake(
                "Your rate falls a little at every step. In a staircase it falls at the end of "
                "each decay_steps only: divide without remainder (//).",
                lambda question, expected: rates(question, lambda ratio: ratio),
            ),
            Mistake(
                "Your rate falls one step late: at step decay_steps it has fallen already.",
                lambda question, expected: rates(
                    question, lambda ratio: np.maximum(0, np.ceil(ratio) - 1)
                ),
            ),
            Mistake(
                "Your rate falls once and never again. Count how often decay_steps have passed.",
                lambda question, expected: rates(question, lambda ratio: ratio >= 1),
            ),
            Symptom(
                "Your rate is the same at every step. Does it depend on its argument?",
                lambda question, expected, answer: (
                    len({float(answer[name]) for name in sequences.parts(0, CALLS)}) == 1
                ),
            ),
        ),
        label=sequences.label,
    ),
)

TASK = Task("staircase", "sequence", draw, ask, compare)
