import numpy as np
import pytest

from autograder.grading import judge
from autograder.grading.judge import Verdict
from autograder.grading.questions import Question
from autograder.sandbox.hidden import Answer
from course_utils import exchange
from course_utils.exercises.kit.task import Finding
from course_utils.exercises.start_here import channel_means

pytestmark = pytest.mark.fast

TASK = channel_means.TASK


@pytest.fixture
def answers():
    """What came back, by the name of its slot."""
    return {}


def question(case=0):
    asked = TASK.draw(np.random.default_rng(case))
    means = asked["images"].mean(axis=(1, 2))
    return Question(TASK, case, asked, 0, {"means": means, "means of one image": means[:1]})


def answer(answers, case=0, **arrays):
    arrays = arrays or question(case).expected
    answers[f"{TASK.name}.{case}.npz"] = Answer(exchange.packed(arrays))


def test_right_answers_to_all_cases_earn_all_points(answers):
    for case in range(3):
        answer(answers, case)
    assert judge.judge([question(case) for case in range(3)], answers, 5.0).points == 5


def test_one_wrong_case_loses_the_property(answers):
    answer(answers, 0)
    answer(answers, 1, means=np.zeros((4, 3)))
    result = judge.judge([question(0), question(1)], answers, 5.0)
    assert result.points == 0
    assert "axes 1 and 2" in judge.as_html(result) or "Image" in judge.as_html(result)


def test_a_missing_answer_says_that_none_came_back(answers):
    assert "No answer came back" in judge.as_html(judge.judge([question()], answers, 1.0))


def test_an_unreadable_answer_says_so(answers):
    answers[f"{TASK.name}.0.npz"] = Answer(b"8.0")
    assert "could not be read" in judge.as_html(judge.judge([question()], answers, 1.0))


def test_the_kernels_own_error_is_repeated(answers):
    answer(answers, error=np.array("Your code raised ValueError"))
    assert "ValueError" in judge.as_html(judge.judge([question()], answers, 1.0))


@pytest.mark.parametrize(
    "means",
    [
        np.array("text"),
        np.zeros((0,)),
        np.zeros((2, 2, 2, 2, 2)),
        np.full((4, 3), np.nan),
        np.full((4, 3), np.inf),
        np.array(True),
        np.zeros((4, 3), np.complex64),
    ],
)
def test_an_answer_of_any_other_form_earns_nothing_and_raises_nothing(answers, means):
    if means.dtype.kind == "c":
        with pytest.raises(exchange.ExchangeError):
            answer(answers, means=means)
    else:
        answer(answers, means=means)
    assert judge.judge([question()], answers, 1.0).points == 0


@pytest.mark.parametrize(
    ("passed", "points"),
    [(1.0, 8.0), (0.33333, 2.67), (float("nan"), 0), (float("inf"), 0), (7, 8), (-1, 0)],
)
def test_points_have_two_decimals_and_never_leave_their_range(passed, points):
    findings = [Finding("accuracy", 1.0, judge.fraction(passed), "")]
    assert judge.points(findings, 8.0) == points


def test_a_page_escapes_what_students_wrote():
    attack = "<script>alert(1)</script>"
    page = judge.as_html(Verdict(0, 1, [Finding(attack, 1.0, 0.0, attack)], [attack]))
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 3


def test_confusions_count_the_chosen_images_of_each_class_alone():
    labels = np.array([0, 1, 1, 2])
    chosen = np.array([True, True, True, False])
    scores = np.eye(10)[[0, 1, 3, 2]]
    scores[0] = np.nan  # no answer at all, so the first class
    counts = np.array(judge.confusions({"labels": labels}, {"scores": scores}, chosen))
    assert counts.sum() == 3
    assert (counts[0, 0], counts[1, 1], counts[1, 3]) == (1, 1, 1)
