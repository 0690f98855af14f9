"""The shares that a count of right images leaves possible."""

from collections.abc import Iterable

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

SAMPLES = ("a sample", "another sample", "one right", "one wrong")
EXTREMES = ("none right", "all right")
LEVELS = (0.8, 0.85, 0.9, 0.95, 0.98, 0.99)


def draw_samples(rng: np.random.Generator) -> Arrays:
    """Draw how many images of six samples are right: most, few, one, all but one, none, and all.

    Returns:
        For each sample ``correct of``, ``total of``, whole numbers, and ``confidence of``, 0..1.
        Each sample has another confidence.
    """
    question: Arrays = {}
    levels = rng.permutation(LEVELS)
    for sample, level in zip((*SAMPLES, *EXTREMES), levels, strict=True):
        total = int(rng.integers(15, 60))
        correct = {
            SAMPLES[0]: int(rng.integers(total // 2 + 1, total - 3)),
            SAMPLES[1]: int(rng.integers(3, total // 2)),
            SAMPLES[2]: 1,
            SAMPLES[3]: total - 1,
            EXTREMES[0]: 0,
            EXTREMES[1]: total,
        }[sample]
        question[f"correct of {sample}"] = np.array(correct)
        question[f"total of {sample}"] = np.array(total)
        question[f"confidence of {sample}"] = np.array(level)
    return question


def _parts(*samples: str) -> tuple[str, ...]:
    return tuple(f"{end} of {sample}" for sample in samples for end in ("low", "high"))


def _label(question: Arrays, part: str) -> str:
    """Return the question itself as the label of a part, since a wrong end says little."""
    end, _, sample = part.partition(" of ")
    right, total, level = (
        question[f"{name} of {sample}"] for name in ("correct", "total", "confidence")
    )
    return f"the {'lower' if end == 'low' else 'upper'} end for {right} of {total} at {level:g}"


def _both(ends: Iterable[np.ndarray]) -> Arrays:
    return dict(zip(_parts(SAMPLES[0]), ends, strict=True))


def _ends(name: str, sentence: str) -> Mistake:
    """Return a mistake for both ends of the first sample."""
    return mistake(name, sentence, lambda q, ends: _both(ends))


SEARCHED = Tolerance(0, "four digits are asked for, so the fifth may be rounded", floor=5.1e-5)

TASK = Task(
    "exact_interval",
    "function",
    draw_samples,
    functions.asks(
        *(
            Call(
                tuple(f"{name} of {sample}" for name in ("correct", "total", "confidence")),
                _parts(sample),
                ("low", "high"),
            )
            for sample in (*SAMPLES, *EXTREMES)
        )
    ),
    compares(
        Property(
            name="an ordinary sample",
            share=0.6,
            parts=_parts(*SAMPLES),
            tolerance=SEARCHED,
            right="Both ends are where the tails have half of what the confidence leaves.",
            step="At the lower end, as many right ones or more come with the tail's probability; "
            "at the upper end, as many or fewer.",
            label=_label,
            mistakes=(
                _ends(
                    "whole tail",
                    "Your interval is too narrow: each tail has all that the confidence leaves. "
                    "Give each half of it, (1 - confidence) / 2.",
                ),
                _ends(
                    "normal",
                    "That is share ± z standard errors. Find the shares at which the tails of the "
                    "binomial distribution have (1 - confidence) / 2.",
                ),
                _ends(
                    "Wilson",
                    "That is Wilson's interval. Find the shares at which the tails of the binomial "
                    "distribution have (1 - confidence) / 2.",
                ),
                _ends(
                    "shared parameters",
                    "Both ends come from beta(correct, total - correct). The lower end is of "
                    "beta(correct, total - correct + 1), the upper one of beta(correct + 1, "
                    "total - correct).",
                ),
                _ends(
                    "low parameters",
                    "Your upper end has the parameters of the lower one. It is of "
                    "beta(correct + 1, total - correct).",
                ),
                _ends(
                    "tails inside",
                    "The number of right images itself is missing in your tails: they hold as many "
                    "right ones or more, and as many or fewer.",
                ),
                _ends(
                    "counts",
                    "That is where counts are if the share is correct / total. Turn it around: "
                    "look for the shares at which this count is in a tail.",
                ),
                Mistake(
                    "The ends are exchanged. Return the lower one first.",
                    lambda q, e: _both([e[part] for part in _parts(SAMPLES[0])[::-1]]),
                ),
                Mistake(
                    "You returned percentages. Return shares from 0 to 1.",
                    lambda q, e: {p: 100 * e[p] for p in _parts(SAMPLES[0])},
                ),
            ),
        ),
        Property(
            name="none or all right",
            share=0.4,
            parts=_parts(*EXTREMES),
            tolerance=SEARCHED,
            right="With none right the lower end is 0, and with all right the upper one is 1.",
            step="With none right, the lower end is 0; with all right, the upper end is 1.",
            label=_label,
            mistakes=(
                Symptom(
                    "With none or all of the images right, an end of yours is NaN: there is no "
                    "tail on that side. The lower end is 0 there, the upper end 1.",
                    lambda q, e, a: any(np.isnan(a[part]) for part in _parts(*EXTREMES)),
                ),
                Symptom(
                    "With all images right your interval has no width, though more images could "
                    "show a mistake. Only the end on that side is fixed.",
                    lambda q, e, a: bool(a["low of all right"] == a["high of all right"]),
                ),
                Symptom(
                    "With none or all right your other end is too near: it has one tail with "
                    "(1 - confidence) / 2, as in any sample.",
                    lambda q, e, a: bool(a["high of none right"] < e["high of none right"]),
                ),
            ),
        ),
    ),
)
