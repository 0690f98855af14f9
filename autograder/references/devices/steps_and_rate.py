"""Right answers to ``steps_and_rate``: images, steps and rate, and those of mistakes."""

import numpy as np

from autograder.references.devices._mistakes import mistakes
from course_utils.exchange import Arrays
from course_utils.exercises.devices.steps_and_rate import TIMES


def expected(question: Arrays) -> Arrays:
    """Return the images of a step, the steps, decay_steps, and the rate at a step."""
    q = {name: int(value) for name, value in question.items()}

    def counted(images: float) -> Arrays:
        return {
            "images": np.array(images),
            "steps": np.array(int(q["examples"] * q["epochs"] / images)),
            "decay_steps": np.array(int(q["examples"] * q["epochs_per_decay"] / images)),
        }

    images = q["devices"] * q["batch_size"]
    right = counted(images)
    falls = q["step"] / int(right["decay_steps"])
    epoch = q["examples"] // images
    given = {
        **{f"one device {name}": v for name, v in counted(q["batch_size"]).items()},
        **{f"shared {n}": v for n, v in counted(q["batch_size"] / q["devices"]).items()},
        "epoch rounded steps": epoch * q["epochs"],
        "epoch rounded decay_steps": epoch * q["epochs_per_decay"],
        "smooth": 0.1 * 0.1**falls,
        "exponent": int(falls),
        "starts at 1": 0.1 ** int(falls),
        "scaled": q["devices"] * 0.1 * 0.1 ** int(falls),
        "constant": 0.1,
        "once": 0.1 * 0.1,
    }
    rates = {
        f"rate{time}": np.array(0.1 * 0.1 ** (q[f"step{time}"] // int(right["decay_steps"])))
        for time in ("", *TIMES)
    }
    return {**right, **rates, **mistakes(given)}
