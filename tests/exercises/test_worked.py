"""Each kind of task, worked out once: right answers earn all, each wrong one is told its mistake.

The answers go the way that they go while nbgrader grades, but for the kernel: questions are drawn
and written, ``check`` answers them, and the verdict is computed from the files.
"""

import re

import numpy as np
import pytest

from autograder.grading import judge
from course_utils import exchange
from course_utils.exercises.kit.answers import ERROR
from course_utils.exercises.kit.task import KINDS, PUBLIC_CASES, CheckFailed, ask_seeded, check_task
from tests.exercises.worked import examples

ANSWERS = [answer for name in examples.NAMES for answer in examples.answers(name)]
SEED = 2_026
POINTS = 10.0


def named(answer):
    return f"{answer.task}-{answer.key}"


@pytest.fixture
def grade(tmp_path, monkeypatch):
    """Grades what a student made, as the grader does."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv(exchange.VARIABLE, str(tmp_path))

    def graded(name, thing):
        asked = examples.questions(name, SEED)
        examples.ask(asked, tmp_path)
        check_task(examples.task(name), thing)
        return judge.judge(asked, examples.came_back(tmp_path), POINTS)

    return graded


@pytest.fixture
def grade_cells(tmp_path, monkeypatch):
    """Grades a notebook's cells, run in this process."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv(exchange.VARIABLE, str(tmp_path))

    def graded(name, cells):
        asked = examples.questions(name, SEED)
        examples.ask(asked, tmp_path)
        variables = {"__name__": "__main__"}
        for cell in cells:
            exec(compile(cell, name, "exec"), variables)
        return judge.judge(asked, examples.came_back(tmp_path), POINTS)

    return graded


@pytest.mark.parametrize("answer", ANSWERS, ids=named)
def test_each_answer_earns_what_it_deserves_and_is_told_its_mistake(answer, grade):
    result = grade(answer.task, examples.thing(answer))
    said = " ".join(finding.sentence for finding in result.findings)
    assert result.points == pytest.approx(POINTS * answer.earns), said
    assert answer.says in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", examples.NAMES)
def test_the_cells_of_its_notebook_ask_and_answer(name, grade_cells):
    right = next(one for one in examples.answers(name) if one.right)
    assert grade_cells(name, examples.cells(right)).points == POINTS


def test_every_kind_of_task_has_a_worked_example():
    assert {examples.task(name).kind for name in examples.NAMES} == set(KINDS)


@pytest.mark.parametrize("name", examples.NAMES)
def test_each_example_has_two_right_answers_the_stub_and_three_wrong_ones(name):
    keys = [answer.key for answer in examples.answers(name)]
    assert sum(key.startswith("right_") for key in keys) >= 2
    assert sum(key.startswith("wrong_") for key in keys) >= 4
    assert "wrong_stub" in keys


@pytest.mark.parametrize("name", examples.NAMES)
def test_the_public_check_passes_right_answers_and_names_the_mistake_of_wrong_ones(
    name, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("course_utils.exercises.kit.task.EXPECTATIONS", tmp_path)
    task = examples.task(name)
    if not task.visible:
        np.savez(tmp_path / f"{task.name}.npz", **stored(name, task))
    chosen = {answer.key: answer for answer in examples.answers(name)}
    right = next(key for key in chosen if key.startswith("right_"))
    wrong = next(key for key in chosen if key.startswith("wrong_") and key != "wrong_stub")
    check_task(task, examples.thing(chosen[right]))
    assert "All public checks passed" in capsys.readouterr().out
    for key in (wrong, "wrong_stub"):
        with pytest.raises(CheckFailed, match=re.escape(chosen[key].says)):
            check_task(task, examples.thing(chosen[key]))


def stored(name, task):
    """Expectations as the build stores them."""
    return {
        f"{case}/{part}": array
        for case in range(PUBLIC_CASES)
        for part, array in examples.expected(name, task.draw(np.random.default_rng(case))).items()
    }


FORGERIES = {
    "zeros": lambda array: np.zeros_like(array),
    "ones": lambda array: np.ones_like(array),
    "true": lambda array: np.ones(array.shape, bool),
    "nan": lambda array: np.full(array.shape, np.nan),
    "text": lambda array: np.full(array.shape, "right"),
    "a score": lambda array: np.array(1.0),
    "no numbers at all": lambda array: np.zeros((0, *array.shape[1:]), array.dtype),
    "an error": None,
}


@pytest.fixture(scope="module")
def true_answers(tmp_path_factory):
    """The answers that one right solution of each task gives, by task."""
    found = {}
    for name in examples.NAMES:
        right = next(one for one in examples.answers(name) if one.right)
        made, task = examples.thing(right), examples.task(name)
        found[name] = [
            ask_seeded(task, made, question.asked, question.seed)
            for question in examples.questions(name, SEED)
        ]
    return found


@pytest.mark.parametrize("name", examples.NAMES)
@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_property_is_earned_by_what_is_known_before_the_question(
    name, forgery, true_answers, tmp_path
):
    asked = examples.questions(name, SEED)
    examples.ask(asked, tmp_path)
    for question, true in zip(asked, true_answers[name], strict=True):
        if FORGERIES[forgery]:
            forged = {part: FORGERIES[forgery](array) for part, array in true.items()}
        else:
            forged = {part + ERROR: np.array("right") for part in true}
        path = exchange.answer_file(tmp_path, name, question.case)
        exchange.write(path, {**forged, "score": np.array(1.0), "passed": np.array(True)})
    result = judge.judge(asked, examples.came_back(tmp_path), POINTS)
    assert result.points == 0, result.findings
    assert all(finding.passed == 0 for finding in result.findings)
    assert all(finding.sentence for finding in result.findings)
