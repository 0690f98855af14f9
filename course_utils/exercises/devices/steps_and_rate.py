"""How many steps a training on several devices makes, and its rate."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import (
    EXACT,
    Asked,
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

RETURNS = ("images", "steps", "decay_steps", "rate")
TIMES = (" at a decay", " before a decay", " at the start")  # further steps, where it may be wrong


def draw_schedule(rng: np.random.Generator) -> Arrays:
    """Draw a training on several devices.

    Returns:
        Whole numbers without axes: ``examples``, ``epochs``, ``devices``, ``batch_size`` (of one
        device), ``epochs_per_decay``, and ``step``, which is three to six decays into the
        training, and not near one. The number is drawn, so that nobody knows the rate before; after
        two decays, a rate that falls once and one that starts at 1 would be the same. No number of
        steps is near a whole one before it is rounded. ``step at a decay``: twice the decay_steps,
        the first step at a new rate; ``step before a decay``: the one before it; ``step at the
        start``: 0.
    """
    while True:
        examples, batch_size = int(rng.integers(20_000, 60_000)), int(rng.integers(20, 200))
        devices, epochs_per_decay = int(rng.integers(2, 9)), int(rng.integers(11, 40))
        falls = int(rng.integers(3, 7))
        epochs = epochs_per_decay * (falls + 1) + int(rng.integers(1, 9))
        exact = np.array([epochs, epochs_per_decay]) * examples / (devices * batch_size)
        if (np.abs(exact % 1 - 0.5) < 0.4).all():
            break
    step = int(exact[1] * (falls + rng.uniform(0.2, 0.4)))
    numbers = {
        "examples": examples,
        "epochs": epochs,
        "devices": devices,
        "batch_size": batch_size,
        "epochs_per_decay": epochs_per_decay,
        "step": step,
        "step at a decay": 2 * int(exact[1]),
        "step before a decay": 2 * int(exact[1]) - 1,
        "step at the start": 0,
    }
    return {name: np.array(value) for name, value in numbers.items()}


class Rate(Property):
    """The property of the rate: where decay_steps are wrong, only far from the decays."""

    def _holds(self, asked: Asked, part: str) -> bool:
        decay_steps = "decay_steps"
        known = EXACT.holds(asked.answer.get(decay_steps, np.zeros(0)), asked.expected[decay_steps])
        return (part != "rate" and not known) or super()._holds(asked, part)


def _epoch_rounded(name: str) -> tuple[Mistake, ...]:
    if name == "images":  # those of a step know no epochs
        return ()
    return (
        mistake(
            f"epoch rounded {name}",
            f"`{name}` is a little too small: you rounded the steps of one epoch. Multiply by the "
            "epochs first, and round once.",
        ),
    )


def _whole(name: str, called: str, share: float, right: str, step: str) -> Property:
    return Property(
        name=called,
        share=share,
        parts=(name,),
        tolerance=EXACT,
        right=right,
        step=step,
        label=lambda question, part: f"`{name}`",
        mistakes=(
            mistake(
                f"one device {name}",
                f"`{name}` ignores the devices: each of them has its own batch, so a step sees "
                "devices · batch_size images.",
            ),
            mistake(
                f"shared {name}",
                f"In `{name}` the devices share one batch of batch_size images. Here each device "
                "has its own: multiply, do not divide.",
            ),
            *_epoch_rounded(name),
            Symptom(
                f"`{name}` must be a whole number: round down with int(...).",
                lambda q, e, a: int(a[name]) == int(e[name]) and a[name] != e[name],
            ),
            Symptom(
                f"`{name}` is rounded up. A step that is not complete is not made: round down.",
                lambda q, e, a: a[name] == e[name] + 1,
            ),
        ),
    )


TASK = Task(
    "steps_and_rate",
    "function",
    draw_schedule,
    functions.asks(
        *(
            Call(
                ("examples", "epochs", "devices", "batch_size", "epochs_per_decay", f"step{time}"),
                tuple(f"{name}{time}" for name in RETURNS),
                RETURNS,
            )
            for time in ("", *TIMES)
        )
    ),
    compares(
        _whole(
            "images",
            "images of a step",
            0.2,
            "A step sees the batches of all devices.",
            "Each device takes batch_size images.",
        ),
        _whole(
            "steps",
            "steps of the training",
            0.3,
            "The training makes the steps of its epochs.",
            "An epoch is `examples` images; divide all images by those of a step, round down.",
        ),
        _whole(
            "decay_steps",
            "decay_steps",
            0.3,
            "The rate falls after so many epochs, on any number of devices.",
            "Compute it like the steps, with epochs_per_decay in the place of epochs.",
        ),
        Rate(
            name="learning rate",
            share=0.2,
            parts=("rate", *(f"rate{time}" for time in TIMES)),
            tolerance=Tolerance(100, "a power of 0.1"),
            right="The rate is the staircase's.",
            step="It is 0.1, times 0.1 for each decay_steps that are complete before `step`.",
            label=lambda question, part: f"`rate`{part.removeprefix('rate')}",
            mistakes=(
                Symptom(
                    "The rate goes wrong with decay_steps: correct that first.",
                    lambda q, e, a: a["decay_steps"] != e["decay_steps"],
                ),
                mistake(
                    "smooth",
                    "Your rate falls a little with every step. A staircase rounds down: "
                    "step // decay_steps.",
                ),
                mistake("exponent", "You return how often the rate fell. Return the rate itself."),
                mistake(
                    "starts at 1", "Your rate starts at 1. The tutorial's starts at 0.1, and falls."
                ),
                mistake(
                    "once",
                    "Your rate falls once only. It falls each time that decay_steps more steps are "
                    "complete: step // decay_steps times.",
                ),
                Symptom(
                    "Your rate falls a step too late: at step decay_steps, so many steps are "
                    "complete. step // decay_steps counts the decays.",
                    lambda q, e, a: bool(
                        np.isclose(a["rate"], e["rate"])
                        and a["rate at a decay"] > 2 * e["rate at a decay"]
                    ),
                ),
                Symptom(
                    "Your rate falls a step too early: before step decay_steps, not all of these "
                    "steps are complete. step // decay_steps counts the decays.",
                    lambda q, e, a: bool(
                        np.isclose(a["rate"], e["rate"])
                        and a["rate before a decay"] < e["rate before a decay"] / 2
                    ),
                ),
                mistake("scaled", "You multiplied the rate by the devices. It stays as it is."),
                mistake("constant", "Your rate never falls. Multiply by 0.1 at each decay."),
            ),
        ),
    ),
)
