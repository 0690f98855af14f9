"""What a verdict says where several properties of one answer are wrong."""

import numpy as np
import pytest

from autograder import references
from autograder.grading import judge
from autograder.grading.questions import Question
from autograder.sandbox.hidden import Answer
from course_utils import exchange
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.training.RampedAverage import TASK


@pytest.fixture
def verdict():
    """The verdict on averages that are 0 wherever a right one is not."""
    asked = TASK.draw(np.random.default_rng(3))
    expected = references.expected("05_training", TASK.name, asked)
    question = Question(TASK, 0, asked, 0, expected)
    zeros = {n: np.zeros_like(a) for n, a in expected.items() if not n.startswith(PREFIX)}
    return judge.judge([question], {question.file: Answer(exchange.packed(zeros))}, 3.0)


def test_the_first_property_tells_what_is_wrong_and_how_many_wait_for_it(verdict):
    assert verdict.points == 0
    assert verdict.findings[0].sentence.endswith(" 2 further checks wait for this one.")


def test_the_others_point_to_it(verdict):
    first, *others = verdict.findings
    assert [one.sentence for one in others] == [f"Look at '{first.property}' first."] * 2


def test_a_cells_table_shows_the_same_sentences(verdict):
    shown = judge.as_html(verdict)
    assert shown.count("further checks wait") == 1
    assert shown.count("first.</td>") == 2
