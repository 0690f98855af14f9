"""The average of the towers' gradients."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import ERROR, as_array, describe
from course_utils.exercises.kit.properties import Property, Symptom, Tolerance, compares, mistake
from course_utils.exercises.kit.task import Task

VARIABLES = {"kernel": (4, 3), "bias": (3,), "top": (3, 3)}
TOWERS = 3
MEAN = Tolerance(20, "a sum of three products, divided once")


def draw_gradients(rng: np.random.Generator) -> Arrays:
    """Draw gradients of three variables on three towers, and how many images the towers had.

    Returns:
        ``gradient of NAME``: float32 (towers, *shape of the variable). ``equal``: int64 (towers,),
        one number three times. ``unequal``: int64 (towers,), no two alike.
    """
    return {
        **{
            f"gradient of {name}": rng.normal(0, 1, (TOWERS, *shape)).astype(np.float32)
            for name, shape in VARIABLES.items()
        },
        "equal": np.full(TOWERS, rng.integers(5, 30)),
        "unequal": rng.choice(np.arange(2, 40), TOWERS, replace=False),
    }


def ask_average(average_gradients: Any, question: Arrays) -> Arrays:
    """Return the averages for towers with equally many images, and for others."""
    answer: Arrays = {}
    for images in ("equal", "unequal"):
        names = [f"{name}, {images} towers" for name in VARIABLES]
        gradients = [
            [question[f"gradient of {name}"][tower].copy() for name in VARIABLES]
            for tower in range(TOWERS)
        ]
        try:
            averages = average_gradients(gradients, [int(n) for n in question[images]])
            if averages is None:
                raise ExchangeError("average_gradients returned None. Is its body written?")
            if not hasattr(averages, "__len__") or len(averages) != len(VARIABLES):
                found = len(averages) if hasattr(averages, "__len__") else "no list"
                raise ExchangeError(
                    f"Return a list with one gradient for each variable: {len(VARIABLES)} here, "
                    f"not {found}. The lists that come are one for each tower."
                )
            for name, value in zip(names, averages, strict=True):
                answer[name] = as_array(value, "average_gradients").copy()
        except (Exception, SystemExit) as error:
            answer.update({name + ERROR: np.array(describe(error)) for name in names})
    return answer


def parts_of(images: str) -> tuple[str, ...]:
    """Return the parts of an answer for one choice of images on the towers."""
    return tuple(f"{name}, {images} towers" for name in VARIABLES)


LABEL = {
    f"{name}, {images} towers": f"the averaged gradient of variable {index}"
    for images in ("equal", "unequal")
    for index, name in enumerate(VARIABLES)
}

TASK = Task(
    "average_gradients",
    "function",
    draw_gradients,
    ask_average,
    compares(
        Property(
            name="equal towers",
            share=0.4,
            parts=parts_of("equal"),
            tolerance=MEAN,
            right="Towers with equally many images count equally.",
            step="For each variable, average its gradients over the towers.",
            label=lambda question, part: LABEL[part],
            mistakes=(
                mistake(
                    "sum",
                    "You added the gradients up. Divide by the number of all images: towers share "
                    "one step, they do not make it longer.",
                ),
                mistake(
                    "not divided",
                    "You multiplied by the towers' images, but did not divide. Divide by the "
                    "number of all images.",
                ),
                mistake(
                    "divided twice",
                    "Your average is smaller than each gradient: they are means already. Multiply "
                    "each one by its tower's images before you divide by all images.",
                ),
                mistake(
                    "divided by towers",
                    "You multiplied by the towers' images, but divided by the number of towers. "
                    "Divide by the number of all images.",
                ),
                mistake("first", "You returned the first tower's gradients. Use every tower."),
                mistake(
                    "first two",
                    "You used the first two towers. There may be any number of them: use every "
                    "tower.",
                ),
                mistake("last", "You returned the last tower's gradients. Use every tower."),
                Symptom(
                    "Each variable needs an array of its own shape. You averaged over the axes of "
                    "the variable, too: average over the towers only.",
                    lambda q, e, a: all(a[part].ndim == 0 for part in parts_of("equal")),
                ),
            ),
        ),
        Property(
            name="unequal towers",
            share=0.6,
            parts=parts_of("unequal"),
            tolerance=MEAN,
            right="A tower counts with its number of images.",
            step="Multiply each tower's gradient by its images, add up, divide by all images.",
            label=lambda question, part: LABEL[part],
            mistakes=(
                mistake(
                    "unweighted",
                    "You took the plain mean over the towers. A mean of means is the mean only "
                    "where all towers have equally many images: weight each one by its images.",
                ),
                mistake(
                    "inverse",
                    "Towers with few images count most in your average. Multiply by the number of "
                    "images; do not divide by it.",
                ),
                mistake(
                    "by largest",
                    "Your weights do not add up to 1. Divide by the number of all images, not by "
                    "that of the largest tower.",
                ),
                Symptom(
                    "It goes wrong here, too: mend the towers with equally many images first.",
                    lambda q, e, a: (
                        not all(MEAN.holds(a[part], e[part]) for part in parts_of("equal"))
                    ),
                ),
            ),
        ),
    ),
)
