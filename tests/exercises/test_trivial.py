"""What nobody thought about earns nothing, in any task.

Zeros, ones and noise have the shapes of a right answer, part by part, and so has what is right for
another question. The input, nothing, the answer to another exercise and an untrained network are
handed over as a student would.
"""

import numpy as np
import pytest

from course_utils.exercises.inputs import random_window
from course_utils.exercises.kit import randoms
from course_utils.exercises.kit.task import ask_seeded, compared, numbers_alone, worst
from tests import answers
from tests.exercises.answering import HEAVY, TASKS, begun_anew, earned, question
from tests.exercises.test_any_value import right_answer

SEEDS = (31, 32, 33)
OTHER_SEED = 41
# Classes whose objects are asked, not the class itself.
CLASSES = ("ShuffleQueue", "RampedAverage", "LocallyConnected1D")

SHAPED = {
    "zeros": lambda right, rng: np.zeros(right.shape, right.dtype),
    "ones": lambda right, rng: np.ones(right.shape, right.dtype),
    "noise": lambda right, rng: rng.normal(0, 1, right.shape).astype(np.float32),
    "noise of bytes": lambda right, rng: rng.integers(0, 256, right.shape).astype(np.uint8),
}


@pytest.mark.parametrize("shaped", SHAPED)
@pytest.mark.parametrize("name", TASKS)
def test_numbers_of_the_right_shape_earn_nothing(name, shaped):
    _, task = TASKS[name]
    for seed in SEEDS[: 1 if task.on_hidden_images else None]:
        rng = np.random.default_rng(seed)
        asked, expected = question(name, seed)
        answer = {part: SHAPED[shaped](right, rng) for part, right in shapes(name, seed).items()}
        assert earned(compared(task, asked, expected, answer)) == 0


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, (_, task) in TASKS.items()
        if not task.on_hidden_images and task.kind != "random"
    ],
)
def test_what_is_right_for_another_question_earns_nothing(name):
    _, task = TASKS[name]
    known = right_answer(name, OTHER_SEED)
    cases = [compared(task, *question(name, seed), known) for seed in SEEDS]
    assert earned(worst(cases)) == 0


def shapes(name, seed):
    """An answer of the right shapes: that of random windows is smaller than its images."""
    right = right_answer(name, seed)
    if name == "random_window":
        right["images"] = right["images"][:, : random_window.HEIGHT, : random_window.WIDTH]
    if TASKS[name][1].kind == "random" and "images" in right:
        right[randoms.ALONE] = right["images"][:1]
    return right


# ---- things --------------------------------------------------------------------------------------


class Echo:
    """An object that returns what it is handed, whatever it is called for."""

    def __init__(self, *arguments, **named):
        self.variables = []

    def __call__(self, given=None, *more, **named):
        return given

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self


def echo(given=None, *more, **named):
    """What was handed over first."""
    return given


def nothing(*arguments, **named):
    """Nothing, as a body that was not written returns."""


class Nothing(Echo):
    """An object whose methods return nothing."""

    def __call__(self, *arguments, **named):
        return None


def untrained(seed):
    """A function that scores images by a network of drawn weights."""
    rng, weights = np.random.default_rng(seed), {}

    def predict(images):
        rows = np.asarray(images).reshape(len(images), -1) / 255 - 0.5
        if not weights:
            weights["hidden"] = rng.normal(0, 0.05, (rows.shape[1], 40))
            weights["last"] = rng.normal(0, 0.2, (40, 10))
        return np.maximum(rows @ weights["hidden"], 0) @ weights["last"]

    return predict


def network(*arguments, **named):
    """A network of Keras that nobody trained, whatever is asked for."""
    import keras

    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])


def of_each(name, make):
    """One function, or what a task takes that asks several networks by their names."""
    _, task = TASKS[name]
    if task.kind != "evidence":
        return make(0)
    return {network: make(number) for number, network in enumerate(task.networks)}


def the_input(name):
    return of_each(name, lambda number: Echo if name in CLASSES else echo)


def no_answer(name):
    return Nothing if name in CLASSES else of_each(name, lambda number: nothing)


def an_untrained_network(name):
    kind = TASKS[name][1].kind
    return network if kind in HEAVY else of_each(name, untrained)


def another_answer(name):
    """The right answer to the next task of its kind; that to a simple one where images are asked.

    Those of functions are all tried below.
    """
    _, task = TASKS[name]
    if task.on_hidden_images or task.kind not in HEAVY:
        other = "standardize" if name == "channel_means" else "channel_means"
        return of_each(name, lambda number: made(other))
    others = [other for other, (_, one) in TASKS.items() if one.kind in HEAVY]
    return made(others[(others.index(name) + 1) % len(others)])


def made(name):
    """What the first right answer to a task makes."""
    return answers.thing(next(one for one in answers.answers(name) if one.right))


HANDED_OVER = {
    "the input": the_input,
    "nothing": no_answer,
    "an untrained network": an_untrained_network,
    "the answer to another exercise": another_answer,
}


def gets(name, thing, seed):
    """What something earns with one question; an error earns nothing."""
    _, task = TASKS[name]
    asked, expected = question(name, seed)
    with begun_anew():
        try:
            answer = ask_seeded(task, thing, asked, seed)
        except (Exception, SystemExit):
            return 0
    return earned(task.compare(asked, expected, numbers_alone(answer)))


@pytest.mark.parametrize("handed_over", HANDED_OVER)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.ci] if task.kind in HEAVY else [])
        for name, (_, task) in TASKS.items()
    ],
)
def test_what_was_not_made_for_a_task_earns_nothing(name, handed_over):
    thing = HANDED_OVER[handed_over](name)
    assert gets(name, thing, SEEDS[0]) == 0


LIGHT = [name for name, (_, task) in TASKS.items() if task.kind in ("function", "sequence")]


@pytest.mark.ci
@pytest.mark.parametrize("name", [*LIGHT, "random_shift", "random_window", "random_gray_contrast"])
def test_no_right_answer_to_another_function_earns_anything(name):
    others = [other for other in LIGHT if other != name]
    earning = [other for other in others if gets(name, made(other), SEEDS[0])]
    assert earning == []
