import dataclasses
import subprocess
import sys
from pkgutil import walk_packages

import numpy as np
import pytest

from course_utils import exchange, exercises
from course_utils.exchange import ExchangeError
from course_utils.exercises import check
from course_utils.exercises.kit.answers import as_array, describe
from course_utils.exercises.kit.task import (
    PARTLY,
    PASSED,
    SEED,
    CheckFailed,
    Finding,
    Task,
    ask_seeded,
    check_task,
    first_cause,
    worst,
)
from course_utils.exercises.start_here import channel_means


def right(images):
    return images.mean(axis=(1, 2))


def wrong(images):
    return images.mean(axis=(0, 1, 2))


@pytest.fixture
def grading(tmp_path, monkeypatch):
    """A kernel in which the grader has asked three questions about channel_means."""
    for name in ("questions", "answers"):
        (tmp_path / name).mkdir()
    task = channel_means.TASK
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
    check("channel_means", right)
    assert "other inputs" in capsys.readouterr().out


def findings(*earned):
    """One finding for each share of the points that it keeps."""
    names = ("one", "two", "three", "four")
    return [
        Finding(name, 1 / len(earned), passed, f"About {name}.")
        for name, passed in zip(names, earned, strict=False)
    ]


@pytest.mark.parametrize(
    ("earned", "told"),
    [
        ((1, 1), ["About one.", "About two."]),
        ((1, 0), ["About one.", "About two."]),
        ((0, 1), ["About one.", "About two."]),
        ((0, 0), ["About one. 1 further check waits for this one.", "Look at 'one' first."]),
        (
            (1, 0.5, 0, 0),
            [
                "About one.",
                "About two. 2 further checks wait for this one.",
                "Look at 'two' first.",
                "Look at 'two' first.",
            ],
        ),
    ],
)
def test_only_the_first_property_that_lost_points_says_what_is_wrong(earned, told):
    found = first_cause(findings(*earned))
    assert [one.sentence for one in found] == told
    assert [one[:3] for one in found] == [one[:3] for one in findings(*earned)]


def test_of_several_questions_the_worst_finding_about_each_property_counts():
    found = worst([findings(1, 0.5, 1), findings(0, 1, 1)])
    assert [one.passed for one in found] == [0, 0.5, 1]


def made_up(*cases):
    """A task whose public questions show these findings, one after another."""
    shown = iter(cases)
    return dataclasses.replace(
        channel_means.TASK, ask=lambda thing, question: {}, compare=lambda *asked: next(shown)
    )


def test_a_failed_check_tells_the_first_cause_alone():
    with pytest.raises(CheckFailed) as failed:
        check_task(made_up(findings(1, 0, 0)), None)
    assert str(failed.value) == "About two. 1 further check waits for this one."


def test_a_part_of_the_points_is_not_called_passed(capsys):
    check_task(made_up(findings(1, 1), findings(1, 0.5), findings(1, 1)), None)
    said = capsys.readouterr().out
    assert PARTLY in said
    assert PASSED not in said


def test_all_of_the_points_are_called_passed(capsys):
    check_task(made_up(*[findings(1, 1)] * 3), None)
    said = capsys.readouterr().out
    assert PASSED in said
    assert PARTLY not in said


def test_a_check_does_not_let_a_function_change_its_question():
    def clears_its_input(images):
        means = right(images)
        images[:] = 0
        return means

    check("channel_means", clears_its_input)


def test_while_grading_a_check_answers_and_never_fails(grading):
    check("channel_means", wrong)
    for case in range(3):
        answer = exchange.read(exchange.answer_file(grading, "channel_means", case))
        assert answer["means"].shape == (3,)


def test_while_grading_an_exception_becomes_an_answer(grading):
    check("channel_means", lambda images: 1 / 0)
    answer = exchange.read(exchange.answer_file(grading, "channel_means", 0))
    assert "ZeroDivisionError" in str(answer["error"])


def fails_first(error):
    """A right function, but for its first call, which ends in an error."""
    calls = []

    def function(images):
        calls.append(images)
        if len(calls) == 1:
            raise error
        return right(images)

    return function


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ValueError("no"), "raised ValueError: no"),
        (SystemExit(), "asked Python to exit"),
        (Unspeakable(), "raised Unspeakable."),
        (ValueError("\ud800"), "raised ValueError"),
        (NotImplementedError(), "not written yet"),
    ],
)
def test_while_grading_a_case_that_fails_leaves_the_later_ones(grading, error, says):
    check("channel_means", fails_first(error))
    first, second = (
        exchange.read(exchange.answer_file(grading, "channel_means", case)) for case in (0, 1)
    )
    assert says in str(first["error"])
    assert second["means"].shape[1] == 3


def test_while_grading_an_interruption_ends_the_cell(grading):
    with pytest.raises(KeyboardInterrupt):
        check("channel_means", fails_first(KeyboardInterrupt()))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"x": np.array([None])}, "Python objects"),
        ({"x": np.zeros(10_000_000)}, "more than the 64,000,000 allowed"),
        (["no dictionary"], "raised AttributeError"),
    ],
)
def test_while_grading_what_cannot_be_written_is_told_and_leaves_the_later_cases(
    grading, given, says
):
    answers = iter([given, {"means": np.zeros(3)}, {"means": np.zeros(3)}])
    task = dataclasses.replace(channel_means.TASK, ask=lambda thing, question: next(answers))
    check_task(task, right)
    assert says in str(exchange.read(exchange.answer_file(grading, task.name, 0))["error"])
    assert "means" in exchange.read(exchange.answer_file(grading, task.name, 2))


def test_while_grading_a_damaged_question_leaves_the_others(grading):
    exchange.question_file(grading, "channel_means", 0).write_bytes(b"damaged")
    check("channel_means", right)
    assert "means" in exchange.read(exchange.answer_file(grading, "channel_means", 1))


def test_leaving_python_is_a_failed_public_check():
    with pytest.raises(CheckFailed, match="asked Python to exit"):
        check("channel_means", lambda images: exit())


def test_a_kind_that_nobody_judges_is_refused():
    with pytest.raises(ValueError, match="none of function, sequence"):
        dataclasses.replace(channel_means.TASK, kind="essay")


def test_a_task_on_hidden_images_needs_visible_ones():
    with pytest.raises(ValueError, match="needs visible images"):
        dataclasses.replace(channel_means.TASK, kind="evidence")


def test_no_exercise_imports_tensorflow_so_that_judging_does_not():
    names = [one.name for one in walk_packages(exercises.__path__, "course_utils.exercises.")]
    assert "course_utils.exercises.your_data.letterbox" in names
    code = f"import sys, {', '.join(names)}; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_while_grading_without_questions_nothing_happens(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.delenv(exchange.VARIABLE, raising=False)
    check("channel_means", wrong)
    assert "nothing to answer" in capsys.readouterr().out


def test_validating_runs_the_public_check(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(CheckFailed):
        check("channel_means", wrong)


def test_asking_twice_with_one_seed_draws_the_same_random_numbers():
    import random

    def draws(images):
        return [[random.random(), np.random.rand(), 0.0]]

    question = {"images": np.zeros((1, 2, 2, 3), np.uint8)}
    answers = [ask_seeded(channel_means.TASK, draws, question, 5)["means"] for _ in "ab"]
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


def test_an_error_names_the_line_of_the_students_own_code():
    def product(a, b):
        return np.linalg.inv(a @ b)

    with pytest.raises(np.linalg.LinAlgError) as raised:
        product(np.zeros((2, 2)), np.zeros((2, 2)))
    said = describe(raised.value)
    assert "Singular matrix" in said
    line = product.__code__.co_firstlineno + 1
    assert said.endswith(f"That was in line {line} of its cell: `return np.linalg.inv(a @ b)`.")


@pytest.mark.parametrize("shapes", [((4, 3), 4), (4, (4, 3))])
def test_one_number_a_row_is_told_its_shape(shapes):
    with pytest.raises(ValueError, match="broadcast") as raised:
        np.add(*map(np.zeros, shapes))
    assert "in the shape (4, 1); a sum or a maximum gets it with keepdims=True." in describe(
        raised.value
    )
    with pytest.raises(ValueError, match="broadcast") as raised:
        np.add(np.zeros((4, 3)), np.zeros(5))
    assert "keepdims" not in describe(raised.value)


def test_an_empty_window_is_called_empty():
    with pytest.raises(ValueError, match="zero-size") as raised:
        np.arange(4)[-1:2].max()
    assert "A window there is empty" in describe(raised.value)


def test_the_heading_that_keras_puts_before_an_error_is_left_out():
    text = "Exception encountered when calling Own.call().\n\n\x1b[1mname 'p' is not defined\x1b[0m"
    assert "NameError: name 'p' is not defined." in describe(NameError(text))


@pytest.mark.parametrize("execution", ["", "validate"])
def test_only_the_grader_asks_other_questions_than_the_public_ones(
    monkeypatch, tmp_path, execution
):
    asked = []
    (tmp_path / "questions").mkdir()
    exchange.write(exchange.question_file(tmp_path, "practice", 0), {"images": np.zeros(1)})
    monkeypatch.setenv(exchange.VARIABLE, str(tmp_path))
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    task = Task(
        "practice",
        "predictor",
        draw=lambda rng: {},
        ask=lambda thing, question: asked.append(question) or {},
        compare=lambda question, expected, answer: [],
        visible=lambda case: ({"images": np.ones(1)}, {}),
    )
    check_task(task, None)
    (question,) = asked
    assert question["images"] == 1
