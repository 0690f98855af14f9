"""The average of the towers' gradients."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import ERROR, as_array, describe
from course_utils.exercises.kit.properties import Property, Symptom, Tolerance, compares, mistake
from course_utils.exercises.kit.task import Task

VARIABLES = {"kernel": (4, 3), "bias": (3,), "top": (3, 3)}
TOWERS = 3
# Other numbers of towers, each with other numbers of variables: (towers, variables).
NUMBERS = ((1, 2), (2, 4), (5, 1))
CHANGED = (
    "average_gradients changes the gradients that it gets, which belong to the towers. Leave them "
    "as they are: g = g * n makes a new array, g *= n does not."
)
MEAN = Tolerance(20, "a sum of three products, divided once")


def draw_gradients(rng: np.random.Generator) -> Arrays:
    """Draw gradients of three variables on three towers, and how many images the towers had.

    Returns:
        ``gradient of NAME``: float32 (towers, *shape of the variable). ``equal``: int64 (towers,),
        one number three times. ``unequal``: int64 (towers,), no two alike. For each of
        ``NUMBERS`` the gradients of its variables, each of another shape, and ``images``.
    """
    return {
        **{
            f"gradient of {name}": rng.normal(0, 1, (TOWERS, *shape)).astype(np.float32)
            for name, shape in VARIABLES.items()
        },
        "equal": np.full(TOWERS, rng.integers(5, 30)),
        "unequal": rng.choice(np.arange(2, 40), TOWERS, replace=False),
        **{
            f"gradient {variable} on {towers}": rng.normal(0, 1, (towers, variable + 1, 2)).astype(
                np.float32
            )
            for towers, count in NUMBERS
            for variable in range(count)
        },
        **{
            f"images on {towers}": rng.choice(np.arange(2, 40), towers, replace=False)
            for towers, _ in NUMBERS
        },
    }


def ask_average(average_gradients: Any, question: Arrays) -> Arrays:
    """Return the averages for towers with equally many images, and for others."""
    answer: Arrays = {}
    cases = [
        (parts_of(images), [question[f"gradient of {name}"] for name in VARIABLES], images)
        for images in ("equal", "unequal")
    ]
    cases += [
        (
            other_parts(towers, count),
            [question[f"gradient {v} on {towers}"] for v in range(count)],
            f"images on {towers}",
        )
        for towers, count in NUMBERS
    ]
    changed = False
    for names, of_variables, images in cases:
        gradients = [
            [one[tower].copy() for one in of_variables] for tower in range(len(of_variables[0]))
        ]
        given = [list(tower) for tower in gradients]
        try:
            averages = average_gradients(gradients, [int(n) for n in question[images]])
            if averages is None:
                raise ExchangeError("average_gradients returned None. Is its body written?")
            if not hasattr(averages, "__len__") or len(averages) != len(names):
                found = len(averages) if hasattr(averages, "__len__") else "no list"
                raise ExchangeError(
                    f"Return a list with one gradient for each variable: {len(names)} here, "
                    f"not {found}. The lists that come are one for each tower."
                )
            for name, value in zip(names, averages, strict=True):
                answer[name] = as_array(value, "average_gradients").copy()
        except (Exception, SystemExit) as error:
            answer.update({name + ERROR: np.array(describe(error)) for name in names})
        changed = changed or any(
            not np.array_equal(array, one[tower])
            for tower, arrays in enumerate(given)
            for array, one in zip(arrays, of_variables, strict=True)
        )
    if changed and answer.pop(names[-1], None) is not None:
        answer[names[-1] + ERROR] = np.array(CHANGED)
    return answer


def parts_of(images: str) -> tuple[str, ...]:
    """Return the parts of an answer for one choice of images on the towers."""
    return tuple(f"{name}, {images} towers" for name in VARIABLES)


def other_parts(towers: int, count: int) -> tuple[str, ...]:
    """Return the parts of an answer for another number of towers, with so many variables."""
    return tuple(f"gradient {variable} on {towers}" for variable in range(count))


OTHERS = tuple(part for numbers in NUMBERS for part in other_parts(*numbers))

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
            parts=(*parts_of("unequal"), *OTHERS),
            tolerance=MEAN,
            right="A tower counts with its number of images.",
            step="Multiply each tower's gradient by its images, add up, divide by all images.",
            label=lambda question, part: LABEL.get(part, f"the averaged {part} towers"),
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
                    "Three towers with three variables come out right, other numbers do not. Take "
                    "both numbers from the lists: len(gradients) towers, len(gradients[0]) "
                    "variables.",
                    lambda q, e, a: (
                        all(
                            MEAN.holds(a[part], e[part])
                            for images in ("equal", "unequal")
                            for part in parts_of(images)
                        )
                        and OTHERS[-1] + ERROR not in a
                    ),
                ),
                Symptom(
                    "It goes wrong here, too: correct the towers with equally many images first.",
                    lambda q, e, a: (
                        not all(MEAN.holds(a[part], e[part]) for part in parts_of("equal"))
                    ),
                ),
            ),
        ),
    ),
)
