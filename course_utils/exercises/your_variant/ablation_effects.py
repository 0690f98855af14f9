"""What two changes are worth together."""

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

RIGHT, EFFECTS, ERRORS = "right", "effects", "errors"
OTHERS = " of others"  # four networks more
LEAST = 0.02  # size of an interaction that is asked for, and twice that of a main effect
SHARE = Tolerance(50, "means of a thousand numbers, perhaps in float32", floor=2e-6)
# n instead of n - 1 in a variance changes the error by 0.05 % or less; an unpaired one by 5 % or
# more, see draw_rights.
SPREAD = Tolerance(10_000, "n or n - 1 in the variance of a thousand images, and float32")


def draw_rights(rng: np.random.Generator) -> Arrays:
    """Draw which images each of four networks has right; what is hard for one is hard for all.

    Returns:
        ``right``: bool (2, 2, images), without and with the first change, then the second. ``right
        of others``: the same of four networks that the changes harm; their interaction has the
        other sign.
    """
    sign = int(rng.choice((-1, 1)))
    return {RIGHT: _telling(rng, 1, sign), f"{RIGHT}{OTHERS}": _telling(rng, -1, -sign)}


def _telling(rng: np.random.Generator, helps: int, sign: int) -> np.ndarray:
    """Draw bool (2, 2, images) until the sign of each effect shows."""
    while True:
        right = _rights(rng, int(rng.integers(1_000, 1_400)), helps, sign)
        none, second, first, both = right.reshape(4, -1).mean(axis=1)
        effects = first + both - none - second, second + both - none - first
        if min(helps * np.array(effects)) > LEAST < sign * (both - first - second + none):
            return right


def _rights(rng: np.random.Generator, count: int, helps: int, sign: int) -> np.ndarray:
    """Draw bool (2, 2, count) once.

    Args:
        rng: The generator.
        count: The images.
        helps: 1 where each change makes more images right, -1 where fewer.
        sign: That of the interaction.
    """
    difficulty = rng.normal(0, 1.0, count)
    first, second = helps * rng.permutation([rng.uniform(0.25, 0.45), rng.uniform(0.6, 0.9)])
    both = sign * rng.uniform(0.3, 0.5)
    right = np.zeros((2, 2, count), bool)
    for one in (0, 1):
        for two in (0, 1):
            skill = rng.uniform(-0.1, 0.1) + first * one + second * two + both * one * two
            right[one, two] = skill > difficulty + rng.normal(0, 0.5, count)
    return right


compare_effects = compares(
    Property(
        name="effects",
        share=0.6,
        parts=(EFFECTS, f"{EFFECTS}{OTHERS}"),
        tolerance=SHARE,
        right="Both main effects and the interaction are right.",
        step="A main effect is the mean of two differences: with the change minus without it, once "
        "without and once with the other change. The interaction is the second of these minus "
        "the first.",
        mistakes=(
            Mistake(
                "Your effects are in percent. Leave them as shares: 0.02, not 2.",
                lambda q, e: 100 * e[EFFECTS],
            ),
            mistake(
                "simple effects",
                "You compared each change with the network that has neither. That is its effect "
                "without the other change; average it with the effect beside the other change.",
            ),
            mistake(
                "simple effects beside the other",
                "You compared each change with the network that has only the other one. That is "
                "its effect beside the other change; average it with the one without.",
            ),
            mistake(
                "summed effects",
                "Your main effects are twice too large: they are the sums of two differences. Take "
                "their mean.",
            ),
            mistake(
                "axes swapped",
                "Your two main effects have changed places. The first change is along axis 0, the "
                "second along axis 1.",
            ),
            mistake(
                "half of the interaction",
                "Your interaction is half of what is asked for: take the difference of the two "
                "differences, without dividing by 2.",
            ),
            mistake(
                "interaction with the other sign",
                "Your interaction has the wrong sign. It is the effect beside the other change "
                "minus the effect without it: negative where two changes help less together.",
            ),
            mistake(
                "both against none",
                "Your third number is the gain of both changes together. The interaction is that "
                "gain minus what each change gives alone.",
            ),
            Mistake(
                "All your signs are turned: take with the change minus without it.",
                lambda q, e: e[EFFECTS] * (-1, -1, 1),
            ),
            Symptom(
                "Your effects hold a number for each image. Average over the images, the last "
                "axis.",
                lambda q, e, a: a[EFFECTS].shape[-1:] == q["right"].shape[-1:],
            ),
        ),
    ),
    Property(
        name="standard errors",
        share=0.4,
        parts=(ERRORS, f"{ERRORS}{OTHERS}"),
        tolerance=SPREAD,
        right="So are their standard errors, paired over the images.",
        step="Compute each effect for every image by itself. Take the standard deviation of these "
        "numbers, and divide it by the root of how many there are.",
        mistakes=(
            Mistake(
                "Your errors are in percent. Leave them as shares.",
                lambda q, e: 100 * e[ERRORS],
            ),
            mistake(
                "unpaired",
                "Your errors add the variances of four networks as if each had its own images. All "
                "four see the same ones: compute the effect for every image by itself, then take "
                "the standard deviation of that.",
            ),
            mistake(
                "standard deviations",
                "These are the standard deviations of one image's effect. Divide by the root of "
                "the number of images.",
            ),
            mistake(
                "divided by n",
                "You divided by the number of images. Divide by its root.",
            ),
            mistake(
                "variances",
                "These are variances of the means. Take their root.",
            ),
            mistake(
                "half errors of the interaction",
                "Your third error is half of what it should be: the interaction is a whole "
                "difference of differences, not the half of one.",
            ),
            mistake(
                "summed errors",
                "The errors of your main effects are twice too large: they belong to sums of two "
                "differences. Take their mean.",
            ),
            mistake(
                "simple errors",
                "The errors of your main effects belong to one difference alone. Take the mean of "
                "two differences for every image, then its error.",
            ),
            Mistake(
                "You multiplied by 1.96: that is half of a 95 % interval. Return the standard "
                "error itself.",
                lambda q, e: 1.96 * e[ERRORS],
            ),
        ),
    ),
)

TASK = Task(
    "ablation_effects",
    "function",
    draw_rights,
    functions.asks(
        Call((RIGHT,), (EFFECTS, ERRORS)),
        Call((f"{RIGHT}{OTHERS}",), (f"{EFFECTS}{OTHERS}", f"{ERRORS}{OTHERS}"), (EFFECTS, ERRORS)),
    ),
    compare_effects,
)
