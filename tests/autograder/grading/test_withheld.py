"""What is told of an answer by a kernel that has seen hidden images."""

import io

import numpy as np
import pytest

from autograder.grading import judge, withheld
from autograder.grading.questions import Question
from autograder.sandbox.hidden import Answer
from course_utils import exchange
from course_utils.exercises.kit.answers import EXITED, UNWRITTEN, describe
from course_utils.exercises.kit.evidence import MISSING
from course_utils.exercises.kit.task import Finding
from course_utils.exercises.start_here import channel_means
from course_utils.exercises.your_variant import accuracy

SECRET = "image 17 is a circle"


def raised(error):
    try:
        raise error
    except Exception as caught:
        return describe(caught)


def told(task, lines=10, **arrays):
    return withheld.without_words(task, {n: np.array(a) for n, a in arrays.items()}, lines)


def test_an_error_is_told_as_its_class_and_its_line():
    said = f"Your code raised KeyError: {SECRET}. That was in line 7 of its cell: `{SECRET}`."
    found = str(told(accuracy.TASK, error=said)["error"])
    assert found == f"Your code raised KeyError in line 7 of its cell. {withheld.LEFT_OUT}"


def test_the_kits_own_sentences_about_errors_have_the_form_that_is_looked_for():
    found = str(told(accuracy.TASK, lines=10_000, error=raised(KeyError(SECRET)))["error"])
    assert found.startswith("Your code raised KeyError in line ")


@pytest.mark.parametrize("line", ["11", "0", "123456789012"])
def test_a_line_beyond_the_longest_cell_is_not_told(line):
    said = f"Your code raised KeyError. That was in line {line} of its cell: `x`."
    assert line not in str(told(accuracy.TASK, error=said)["error"])


def test_an_own_class_is_not_named():
    said = str(
        told(accuracy.TASK, error=f"Your code raised {SECRET.replace(' ', '_')}: x")["error"]
    )
    assert "an error of your own class" in said
    assert "circle" not in said


@pytest.mark.parametrize("said", [EXITED, UNWRITTEN])
def test_a_sentence_that_holds_no_words_of_the_students_is_told(said):
    assert str(told(accuracy.TASK, error=said)["error"]) == said


def test_a_network_that_is_missing_is_still_called_missing():
    said = MISSING.format("late")
    assert str(told(accuracy.TASK, **{"late.error": said})["late.error"]) == said
    assert SECRET not in str(told(accuracy.TASK, **{"late.error": MISSING.format(SECRET)}))


@pytest.mark.parametrize("said", [SECRET, "", [SECRET, SECRET], 7.0, []])
def test_any_other_sentence_is_the_graders_own(said):
    assert str(told(accuracy.TASK, error=said)["error"]) == withheld.NO_SCORES
    assert str(told(channel_means.TASK, error=said)["error"]) == withheld.WRONG


def test_other_texts_of_an_answer_are_dropped_and_numbers_are_kept():
    assert set(told(accuracy.TASK, scores=[[1.0]], note=SECRET)) == {"scores"}


def test_of_another_task_right_and_wrong_are_told_alone():
    findings = [Finding("a", 0.5, 1.0, SECRET), Finding("b", 0.5, 0.0, SECRET)]
    found = withheld.without_values(channel_means.TASK, findings)
    assert [one.sentence for one in found] == [withheld.RIGHT, withheld.WRONG]
    assert [one[:3] for one in found] == [one[:3] for one in findings]


@pytest.mark.parametrize("late", [False, True])
def test_numbers_of_a_late_answer_are_told_to_nobody(late):
    number = 123_456_789_012.0
    question = Question(
        channel_means.TASK, 0, {"images": np.zeros((2, 4, 4, 3))}, 0, {"means": np.zeros((2, 3))}
    )
    content = exchange.packed({"means": np.full((2, 3), number)})
    verdict = judge.judge([question], {question.file: Answer(content, late=late)}, 1.0)
    said = " ".join(finding.sentence for finding in verdict.findings)
    assert ("123456789012" in said) is not late
    assert verdict.points == 0


@pytest.mark.parametrize("late", [False, True])
def test_an_answer_that_cannot_be_read_names_none_of_its_arrays_when_it_is_late(late):
    content = io.BytesIO()
    np.savez(content, **{SECRET: np.array([None])})
    question = Question(accuracy.TASK, 0, {}, 0, {})
    with pytest.raises(judge.Lost) as lost:
        judge.answer_to(question, {question.file: Answer(content.getvalue(), late=late)})
    assert (SECRET[:10] in str(lost.value)) is not late
