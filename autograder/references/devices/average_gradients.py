"""Right answers to ``average_gradients``: averages over images, and what mistakes give."""

import numpy as np

from autograder.references.devices._mistakes import mistakes
from course_utils.exchange import Arrays
from course_utils.exercises.devices.average_gradients import NUMBERS, TOWERS, VARIABLES


def expected(question: Arrays) -> Arrays:
    """Return the averages over the towers' images for each variable, and what mistakes give."""
    stacked = {name: question[f"gradient of {name}"].astype(np.float64) for name in VARIABLES}
    answer = {
        f"{name}, {images} towers": np.average(one, axis=0, weights=question[images])
        for images in ("equal", "unequal")
        for name, one in stacked.items()
    }
    for towers, count in NUMBERS:
        for variable in range(count):
            part = f"gradient {variable} on {towers}"
            answer[part] = np.average(
                question[part].astype(np.float64), axis=0, weights=question[f"images on {towers}"]
            )
    kernel = stacked[next(iter(VARIABLES))]
    equal, unequal = int(question["equal"][0]), question["unequal"]
    return answer | mistakes(
        {
            "sum": kernel.sum(axis=0),
            "not divided": equal * kernel.sum(axis=0),
            "divided twice": kernel.sum(axis=0) / (equal * TOWERS),
            "divided by towers": equal * kernel.mean(axis=0),
            "first": kernel[0],
            "last": kernel[-1],
            "first two": kernel[:2].mean(axis=0),
            "unweighted": kernel.mean(axis=0),
            "inverse": np.average(kernel, axis=0, weights=1 / unequal),
            "by largest": np.einsum("t,t...->...", unequal / unequal.max(), kernel),
        }
    )
