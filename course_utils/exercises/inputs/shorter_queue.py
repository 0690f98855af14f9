"""What a shorter queue changes, and what it must leave alone."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import EXACT, Mistake, Property, compares
from course_utils.exercises.kit.task import Task

EPOCHS_PER_DECAY = 350
SETTINGS = 3  # calls in a question
ARGUMENTS = ("examples_per_epoch", "fraction", "batch_size", "times")


def argument(setting: int, name: str) -> str:
    """Return the name of the question's part that holds an argument of a call."""
    return f"{setting}: {name}"


def draw_settings(rng: np.random.Generator) -> Arrays:
    """Draw the settings of three inputs; in the last one all divisions leave no rest.

    Fractions and batch sizes are powers of two or sums of them, so that floating point is exact
    and it makes no difference in which order a right solution computes. No two batch sizes are
    the same, or one that is written into a function could pass.
    """
    question: Arrays = {}
    fractions = rng.permutation([0.25, 0.5, 0.75])
    batches = rng.permutation([16, 32, 64, 128])
    for setting in range(SETTINGS):
        fraction, batch = fractions[setting].item(), batches[setting].item()
        divides = setting == SETTINGS - 1
        examples, times = draw_length(rng, fraction, batch, divides)
        values = (examples, fraction, batch, times)
        question |= {
            argument(setting, name): np.array(value)
            for name, value in zip(ARGUMENTS, values, strict=True)
        }
    return question


def draw_length(
    rng: np.random.Generator, fraction: float, batch: int, divides: bool
) -> tuple[int, int]:
    """Draw the images in an epoch, and by how much the queue gets shorter.

    Where nothing ``divides``, an epoch is no whole number of batches, so that rounding too early
    shows. So does rounding the queue's length or the steps to the nearest whole number. Otherwise
    both are whole, and there is nothing to round.
    """
    while True:
        times = int(2 ** rng.integers(1, 5))
        if divides:
            return 64 * batch * int(rng.integers(4, 7)), times
        examples = batch * int(rng.integers(200, 400)) + int(rng.integers(batch // 4, batch))
        exact = (examples * fraction / times, examples / batch * EPOCHS_PER_DECAY)
        if all(value % 1 > 0.5 for value in exact):
            return examples, times


def settings(question: Arrays, rule: Callable[[int, float, int, int], float], part: str) -> Arrays:
    """Return a part of all calls by a rule: (examples an epoch, fraction, batch size, times)."""
    return {
        f"{part} {setting}": np.array(
            rule(*(question[argument(setting, name)].item() for name in ARGUMENTS))
        )
        for setting in range(SETTINGS)
    }


def wrong(part: str, sentence: str, rule: Callable[[int, float, int, int], float]) -> Mistake:
    """Return a mistake that gives another number in each call."""
    return Mistake(sentence, lambda question, expected: settings(question, rule, part))


def called(question: Arrays, name: str) -> str:
    """Return what a sentence calls a part: its name, with the arguments of its call."""
    part, setting = name.rsplit(" ", 1)
    given = ", ".join(f"{question[argument(int(setting), known)].item():g}" for known in ARGUMENTS)
    return f"{part} of shorter_queue({given})"


RECORDS, DECAY = "records", "decay_steps"


def exchanged(question: Arrays, expected: Arrays) -> Arrays:
    """Return both parts of each call in the wrong order."""
    return {
        f"{part} {setting}": expected[f"{other} {setting}"]
        for setting in range(SETTINGS)
        for part, other in ((RECORDS, DECAY), (DECAY, RECORDS))
    }


EXCHANGED = Mistake(
    "You return the decay steps first. The records come first: return records, decay_steps.",
    exchanged,
)


def ask(function: Any, question: Arrays) -> Arrays:
    """Return both parts of each call, numbered; errors name them as the exercise does."""
    answer: Arrays = {}
    for setting in range(SETTINGS):
        given = tuple(argument(setting, name) for name in ARGUMENTS)
        for part, value in asks(Call(given, (RECORDS, DECAY)))(function, question).items():
            answer[numbered(part, setting)] = value
    return answer


def numbered(part: str, setting: int) -> str:
    """Return the name of a call's part, or of the error in its place, by the call's number."""
    name, dot, error = part.partition(".")
    return f"{name} {setting}{dot}{error}"


TASK = Task(
    "shorter_queue",
    "function",
    draw_settings,
    ask,
    compares(
        Property(
            name="records before the first batch",
            share=0.5,
            parts=tuple(f"{RECORDS} {setting}" for setting in range(SETTINGS)),
            tolerance=EXACT,
            right="The records before the first batch are counted right.",
            step="The queue holds int(examples_per_epoch * fraction / times) images. It fills; "
            "then each image of the batch leaves in exchange for one more record.",
            mistakes=(
                EXCHANGED,
                wrong(
                    RECORDS,
                    "You count the records that fill the queue. To let a batch leave, it takes one "
                    "more record for each of its images.",
                    lambda examples, fraction, batch, times: int(examples * fraction / times),
                ),
                wrong(
                    RECORDS,
                    "You are one record short. The first image leaves in exchange for a new one, "
                    "too.",
                    lambda examples, fraction, batch, times: (
                        int(examples * fraction / times) + batch - 1
                    ),
                ),
                wrong(
                    RECORDS,
                    "The queue is as long as before: divide its length by times.",
                    lambda examples, fraction, batch, times: int(examples * fraction) + batch,
                ),
                wrong(
                    RECORDS,
                    "You count the records of the whole queue and of the batch, then divide both. "
                    "The batch does not get smaller.",
                    lambda examples, fraction, batch, times: int(
                        (int(examples * fraction) + batch) / times
                    ),
                ),
                wrong(
                    RECORDS,
                    "You left out the fraction: the queue holds a part of the file only.",
                    lambda examples, fraction, batch, times: int(examples / times) + batch,
                ),
                wrong(
                    RECORDS,
                    "The length of a queue is a whole number. Round it down with int(...).",
                    lambda examples, fraction, batch, times: examples * fraction / times + batch,
                ),
                wrong(
                    RECORDS,
                    "You round to the nearest whole number. Round down with int(...).",
                    lambda examples, fraction, batch, times: (
                        round(examples * fraction / times) + batch
                    ),
                ),
                wrong(
                    RECORDS,
                    "You wrote 128 for the batch. Take the argument batch_size, which may differ.",
                    lambda examples, fraction, batch, times: int(examples * fraction / times) + 128,
                ),
                wrong(
                    RECORDS,
                    "You wrote 0.4 for the fraction. Take the argument fraction, which may differ.",
                    lambda examples, fraction, batch, times: int(examples * 0.4 / times) + batch,
                ),
            ),
            label=called,
        ),
        Property(
            name="decay steps",
            share=0.5,
            parts=tuple(f"{DECAY} {setting}" for setting in range(SETTINGS)),
            tolerance=EXACT,
            right="The learning rate falls when it did before.",
            step="decay_steps = int(examples_per_epoch / batch_size * 350).",
            mistakes=(
                EXCHANGED,
                wrong(
                    DECAY,
                    "Here is the trap: you shortened the epoch to shorten the queue, so the "
                    "learning rate falls too soon. Leave examples_per_epoch as it is for the decay "
                    "steps.",
                    lambda examples, fraction, batch, times: int(
                        examples / times / batch * EPOCHS_PER_DECAY
                    ),
                ),
                wrong(
                    DECAY,
                    "Here is the trap: you shortened the epoch to shorten the queue, so the "
                    "learning rate falls too soon. Leave examples_per_epoch as it is for the decay "
                    "steps.",
                    lambda examples, fraction, batch, times: int(
                        examples // times / batch * EPOCHS_PER_DECAY
                    ),
                ),
                wrong(
                    DECAY,
                    "You took the length of the queue for the length of an epoch. The decay steps "
                    "count passes over the file, whatever the queue.",
                    lambda examples, fraction, batch, times: int(
                        int(examples * fraction / times) / batch * EPOCHS_PER_DECAY
                    ),
                ),
                wrong(
                    DECAY,
                    "You rounded the batches of an epoch before you multiplied by 350. Round once, "
                    "at the end.",
                    lambda examples, fraction, batch, times: examples // batch * EPOCHS_PER_DECAY,
                ),
                wrong(
                    DECAY,
                    "Steps are whole numbers. Round them down with int(...).",
                    lambda examples, fraction, batch, times: examples / batch * EPOCHS_PER_DECAY,
                ),
                wrong(
                    DECAY,
                    "You round to the nearest whole number. Round down with int(...).",
                    lambda examples, fraction, batch, times: round(
                        examples / batch * EPOCHS_PER_DECAY
                    ),
                ),
                wrong(
                    DECAY,
                    "You wrote 128 for the batch. Take the argument batch_size, which may differ.",
                    lambda examples, fraction, batch, times: int(examples / 128 * EPOCHS_PER_DECAY),
                ),
                wrong(
                    DECAY,
                    "You count images, not steps: a step takes a whole batch. Divide.",
                    lambda examples, fraction, batch, times: examples * EPOCHS_PER_DECAY,
                ),
                wrong(
                    DECAY,
                    "You count the steps of one epoch. The learning rate falls every 350 epochs.",
                    lambda examples, fraction, batch, times: int(examples / batch),
                ),
            ),
            label=called,
        ),
    ),
)
