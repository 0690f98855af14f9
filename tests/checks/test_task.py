import numpy as np
import pytest

from course_utils.checks import exchange, start_here
from course_utils.checks.exchange import ExchangeError
from course_utils.checks.task import (
    SEED,
    CheckFailed,
    as_array,
    ask_seeded,
    check,
    describe,
)


def right(images):
    return images.mean(axis=(1, 2))


def wrong(images):
    return images.mean(axis=(0, 1, 2))


@pytest.fixture
def grading(tmp_path, monkeypatch):
    """A kernel in which the grader has asked three questions about channel_means."""
    for name in ("questions", "answers"):
        (tmp_path / name).mkdir()
    task = start_here.channel_means
    for case in range(task.cases):
        asked = {**task.draw(np.random.default_rng(case)), SEED: np.array(7)}
        exchange.write(exchange.question_file(tmp_path, task.name, case), asked)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv(exchange.VARIABLE, str(tmp_path))
    return tmp_path


def test_a_failed_check_is_shown_without_a_traceback():
    error = CheckFailed("Your crop is always the same.")
    assert error._render_traceback_() == ["CheckFailed: Your crop is always the same."]


def test_a_passed_check_says_that_the_grader_uses_other_inputs(capsys):
    check(start_here.channel_means, right)
    assert "other inputs" in capsys.readouterr().out


def test_a_check_does_not_let_a_function_change_its_question():
    def clears_its_input(images):
        means = right(images)
        images[:] = 0
        return means

    check(start_here.channel_means, clears_its_input)


def test_while_grading_a_check_answers_and_never_fails(grading):
    check(start_here.channel_means, wrong)
    for case in range(3):
        answer = exchange.read(exchange.answer_file(grading, "channel_means", case))
        assert answer["means"].shape == (3,)


def test_while_grading_an_exception_becomes_an_answer(grading):
    check(start_here.channel_means, lambda images: 1 / 0)
    answer = exchange.read(exchange.answer_file(grading, "channel_means", 0))
    assert "ZeroDivisionError" in str(answer["error"])


def test_while_grading_without_questions_nothing_happens(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.delenv(exchange.VARIABLE, raising=False)
    check(start_here.channel_means, wrong)
    assert "nothing to answer" in capsys.readouterr().out


def test_validating_runs_the_public_check(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(CheckFailed):
        check(start_here.channel_means, wrong)


def test_asking_twice_with_one_seed_draws_the_same_random_numbers():
    import random

    def draws(images):
        return [[random.random(), np.random.rand(), 0.0]]

    question = {"images": np.zeros((1, 2, 2, 3), np.uint8)}
    answers = [ask_seeded(start_here.channel_means, draws, question, 5)["means"] for _ in "ab"]
    np.testing.assert_array_equal(*answers)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "returned None"),
        ("text", "no numbers"),
        ([[1, 2], [3]], "no array"),
        (object(), "no numbers"),
    ],
)
def test_what_is_no_array_of_numbers_is_refused_with_a_sentence(value, says):
    with pytest.raises(ExchangeError, match=says):
        as_array(value)


def test_an_unwritten_function_is_called_unwritten():
    assert "not written yet" in describe(NotImplementedError())
