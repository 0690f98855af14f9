"""Every mistake that a task foresees can be looked for, in whatever numbers come back."""

import numpy as np
import pytest

from autograder import references
from autograder.course import assignments
from course_utils import exercises
from course_utils.exercises.kit import properties
from course_utils.exercises.kit.properties import PREFIX

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


@pytest.fixture
def looked_for(monkeypatch):
    """Let every mistake be looked for, also behind one that shows already; count them."""
    found, really_foreseen = [], properties.foreseen

    def foreseen(mistake, *about):
        found.append(mistake)
        really_foreseen(mistake, *about)
        return False

    monkeypatch.setattr(properties, "foreseen", foreseen)
    return found


@pytest.mark.parametrize("name", COMPARED)
def test_each_mistake_names_what_the_reference_computes_for_every_question(name, looked_for):
    for seed in range(5):
        question, expected = asked(name, seed)
        wrong = {part: np.full(array.shape, 0.123) for part, array in expected.items()}
        for answer in ({}, wrong):  # a misspelt name is a KeyError
            COMPARED[name][1].compare(question, expected, answer)
    assert looked_for or name == "channel_means"  # which looks for its mistakes itself


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
