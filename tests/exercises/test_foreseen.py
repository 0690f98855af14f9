"""Every mistake that a task foresees can be looked for, in whatever numbers come back."""

import numpy as np
import pytest

from autograder import references
from autograder.course import assignments
from course_utils import exercises
from course_utils.exercises.kit import properties
from course_utils.exercises.kit.properties import (
    EXACT,
    PREFIX,
    Mistake,
    Property,
    Symptom,
    compares,
    given_by,
    mistake,
)
from course_utils.exercises.kit.task import Task

COMPARED = {
    name: (assignment, task)
    for assignment in assignments()
    for name, task in exercises.tasks(assignment).items()
    if not task.on_hidden_images and task.kind != "random"
}
ODD = {
    "bytes below 0": lambda right: np.full(right.shape, -128, np.int8),
    "whole numbers beyond any other type": lambda right: np.full(right.shape, 2**64 - 1, np.uint64),
    "infinite": lambda right: np.full(right.shape, np.inf),
    "infinite below 0": lambda right: np.full(right.shape, -np.inf, np.float16),
    "not a number": lambda right: np.full(right.shape, np.nan, np.float32),
    "the largest there is": lambda right: np.full(right.shape, np.finfo(np.longdouble).max),
    "the largest of the usual type": lambda right: np.full(right.shape, -np.finfo(np.float64).max),
    "zeros": lambda right: np.zeros(right.shape),
    "booleans": lambda right: np.zeros(right.shape, bool),
    "nothing": lambda right: np.zeros((0, *right.shape)),
    "one number": lambda right: np.array(7),
    "an axis too many": lambda right: right[None],
}


def asked(name, seed):
    """Return a question to a task, and what its reference expects."""
    assignment, task = COMPARED[name]
    question = task.draw(np.random.default_rng([seed, 2]))
    return question, references.expected(assignment, name, question)


class Expected(dict):
    """An expectation that remembers the names of mistakes that were looked up in it.

    What ``|`` adds to it leaves a copy with the same memory.
    """

    def __init__(self, arrays, looked_up=None):
        super().__init__(arrays)
        self.looked_up = set() if looked_up is None else looked_up

    def __getitem__(self, name):
        if name.startswith(PREFIX):
            self.looked_up.add(name)
        return super().__getitem__(name)

    def __or__(self, others):
        return Expected(super().__or__(others), self.looked_up)


@pytest.fixture
def looked_for(monkeypatch):
    """Look for every mistake, also behind one that shows already; keep them by property."""
    found, really_foreseen = {}, properties.foreseen

    def foreseen(mistake, asked, judged):
        found.setdefault(judged, []).append(mistake)
        really_foreseen(mistake, asked, judged)
        return False

    monkeypatch.setattr(properties, "foreseen", foreseen)
    return found


def never_looked_up(task, questions):
    """Look for every mistake of a task; return the names of numbers that none of them took.

    Args:
        task: Where ``looked_for`` is in force.
        questions: Pairs of a question and what is expected of its answer.
    """
    given, taken = set(), set()
    for question, expected in questions:
        remembers = Expected(expected)
        wrong = {part: np.full(array.shape, 0.123) for part, array in expected.items()}
        for answer in ({}, wrong):  # every property is wrong
            task.compare(question, remembers, answer)
        given |= {name for name in expected if name.startswith(PREFIX)}
        taken |= remembers.looked_up
    return given - taken


@pytest.mark.parametrize("name", COMPARED)
def test_mistakes_look_up_what_the_reference_computes_all_of_it_and_nothing_else(name, looked_for):
    unused = never_looked_up(COMPARED[name][1], [asked(name, seed) for seed in range(5)])
    assert not unused, f"No mistake of {name} looks these up: {sorted(unused)}"
    assert looked_for or name == "channel_means"  # which looks for its mistakes itself
    for judged, mistakes in looked_for.items():
        assert set(map(id, judged.mistakes)) == set(map(id, mistakes))


GIVEN = {"a": np.zeros(2), "b": np.zeros(2)} | {
    PREFIX + name: np.full(2, 0.123) for name in ("doubled", "halved", "squared")
}


def made_up(*later):
    """A task of two properties, whose second one foresees more behind what shows already."""
    first = (mistake("doubled", "First."), mistake("halved", "Second."))
    return Task(
        "made_up",
        "function",
        lambda rng: {},
        lambda thing, question: {},
        compares(
            Property("one", 0.5, ("a",), EXACT, "Right.", "Mend it.", first),
            Property("other", 0.5, ("b",), EXACT, "Right.", "Mend it.", (*first[:1], *later)),
        ),
    )


def test_numbers_that_each_have_a_mistake_are_all_looked_up(looked_for):
    assert not never_looked_up(made_up(mistake("squared", "Third.")), [({}, GIVEN)])


def test_numbers_that_no_mistake_looks_up_are_named(looked_for):
    assert never_looked_up(made_up(), [({}, GIVEN)]) == {PREFIX + "squared"}


@pytest.mark.parametrize(
    "misspelt",
    [
        mistake("square", "Third."),
        Mistake("Third.", lambda q, e: {"a": e["a"], "b": given_by(e, "square")}),
        Symptom("Third.", lambda q, e, a: a["b"].shape == given_by(e, "square").shape),
    ],
)
def test_a_misspelt_name_fails_wherever_it_stands(misspelt, looked_for):
    with pytest.raises(KeyError) as raised:
        never_looked_up(made_up(misspelt), [({}, GIVEN)])
    assert "no numbers of a mistake 'square'. The nearest names that it gives: 'squared'" in str(
        raised.value
    )


def test_a_misspelt_name_fails_where_the_reference_gives_no_mistake_at_all():
    with pytest.raises(KeyError, match="'square'\\. It gives none at all"):
        given_by({"a": np.zeros(2)}, "square")


@pytest.mark.filterwarnings("error")  # a student would see it below the cell
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", COMPARED)
def test_numbers_of_any_type_get_a_sentence(name, odd, looked_for):
    question, expected = asked(name, 1)
    right = {part: a for part, a in expected.items() if not part.startswith(PREFIX)}
    for part in right:
        answer = {**right, part: odd(right[part])}
        for finding in COMPARED[name][1].compare(question, expected, answer):
            assert finding.sentence
