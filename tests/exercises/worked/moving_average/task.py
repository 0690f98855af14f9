"""Kind sequence: a moving average whose decay ramps up, as the tutorial averages its weights."""

import numpy as np

from course_utils.exercises.kit import sequences
from course_utils.exercises.kit.properties import Mistake, Property, Tolerance, compares
from course_utils.exercises.kit.task import Task

UPDATES = 12  # of each of two objects, which take turns

# A float32 average forgets its early roundings; each update adds two at the values' own size.
TOLERANCE = Tolerance(20, "two roundings an update, most of them forgotten")


def draw(rng):
    """Two averages' start, decay, and the values of twelve updates each, in drawn turns."""
    order = rng.permutation(np.repeat([0, 1], UPDATES))
    values = rng.normal(0, 3, (2 * UPDATES, 2, 3)).astype(np.float32)
    return {
        "start": rng.normal(0, 3, (2, 3)).astype(np.float32),
        "decay": np.array(rng.uniform(0.35, 0.45)),  # the ramp ends after four to seven updates
        **sequences.calls(order, "update", values),
    }


def make(thing, question):
    return thing(question["start"].copy(), question["decay"].item())


ask = sequences.asks(make)


def averaged(question, decay_at, start=None, shared=False):
    """Every call's average under a rule for the decay at an object's n-th update, from 0 on."""
    averages = np.repeat((question["start"] if start is None else start)[None], 2, axis=0)
    averages, counts, results = averages.astype(np.float64), [0, 0], []
    for which, value in zip(question["object"], question["argument"], strict=True):
        decay = decay_at(sum(counts) if shared else counts[which])
        averages[which] = decay * averages[which] + (1 - decay) * value
        counts[which] += 1
        results.append(averages[which].copy())
    return sequences.replayed(results)


def ramp(question, shift=0):
    """The tutorial's ramp, ``shift`` updates early or late."""
    decay = question["decay"].item()
    return lambda n: min(decay, (1 + n + shift) / (10 + n + shift))


def no_ramp(question, expected):
    return averaged(question, lambda n: question["decay"].item())


def counts_first(question, expected):
    return averaged(question, ramp(question, shift=1))


def starts_at_zero(question, expected):
    return averaged(question, ramp(question), start=0 * question["start"])


def one_count(question, expected):
    return averaged(question, ramp(question), shared=True)


def exchanged(question, expected):
    return averaged(question, lambda n: 1 - ramp(question)(n))


MISTAKES = (
    Mistake(
        "The decay is the same from the first update on, so the start weighs too much for long. "
        "Keep the share min(decay, (1 + n) / (10 + n)) of the old average after n updates.",
        no_ramp,
    ),
    Mistake(
        "The number of updates is one too large: the first update has n = 0. Count after the "
        "update.",
        counts_first,
    ),
    Mistake(
        "Two averages share one count of updates. Keep it in the object (self), not in the class "
        "or outside.",
        one_count,
    ),
    Mistake("Your average starts at 0. Start at the value it is given.", starts_at_zero),
    Mistake(
        "Old and new are exchanged: the decay is the share of the old average that stays.",
        exchanged,
    ),
)

compare = compares(
    Property(
        name="early updates",
        share=0.5,
        parts=sequences.parts(0, UPDATES),
        tolerance=TOLERANCE,
        right="Early updates forget the start.",
        step="Each object keeps an average and a count of its own.",
        mistakes=MISTAKES,
        label=sequences.label,
    ),
    Property(
        name="later updates",
        share=0.5,
        parts=sequences.parts(UPDATES, 2 * UPDATES),
        tolerance=TOLERANCE,
        right="Later updates keep the decay's share.",
        step="Each object keeps an average and a count of its own.",
        mistakes=MISTAKES,
        label=sequences.label,
    ),
)

TASK = Task("moving_average", "sequence", draw, ask, compare)
