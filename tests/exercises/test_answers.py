"""Right and wrong answers to every task live in tests/answers/TASK/, one file each.

A right answer earns everything. A wrong one earns nothing, or what its line ``# earns:`` says, and
its feedback holds the words of its line ``# says:``.

Answers to a task on hidden images are asked about new ones, of the embedded data set. Where the
task rests on a run, they find the variables of their notebook, which was run in the quick budget:
then a right answer earns something, since full points take a longer training.
"""

import re

import numpy as np
import pytest

from autograder import references
from autograder.course import assignments
from course_utils import exercises
from course_utils.exercises.kit.task import CheckFailed, check_task
from tests.conftest import JUDGED
from tests.exercises.answering import FOLDER, TASKS, judged, thing, trains

SEEDS = (11, 12, 13)


def files(marked):
    """The answers, those to the tasks for which ``marked`` holds under the mark ``ci``."""
    return [
        pytest.param(
            path,
            id=f"{path.parent.name}-{path.stem}",
            marks=[pytest.mark.ci] if marked(path.parent.name) else [],
        )
        for path in sorted(FOLDER.glob("*/*.py"))
        if path.parent.name in TASKS
    ]


def takes_long(name):
    """Whether asking takes long enough to be done once, not twice, where time is short."""
    return trains(name) or TASKS[name][1].kind in ("layer", "model", "step")


def earned_and_told(path, seed):
    """Points as a share of all, and the sentences, for one hidden question."""
    findings = judged(path, seed)
    if isinstance(findings, str):
        return 0.0, findings
    assert sum(finding.share for finding in findings) == pytest.approx(1)
    earned = sum(finding.share * finding.passed for finding in findings)
    return earned, " ".join(finding.sentence for finding in findings)


def line(path, word, default=None):
    found = re.search(rf"^# {word}: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else default


def seeds(path):
    """Of the questions for an answer: one where asking is dear and the public check asks, too."""
    name = path.parent.name
    dear = TASKS[name][1].kind == "model" and path.stem.startswith("wrong")
    return SEEDS[:1] if TASKS[name][1].on_hidden_images or dear else SEEDS


@pytest.mark.parametrize("path", files(trains))
def test_each_answer_earns_what_it_deserves(path):
    right, (_, task) = path.stem.startswith("right"), TASKS[path.parent.name]
    for seed in seeds(path):
        earned, sentences = earned_and_told(path, seed)
        if right and task.cut_offs and trains(path.parent.name):
            assert earned > 0, sentences
            continue
        expected = 1.0 if right else float(line(path, "earns", "0"))
        assert earned == pytest.approx(expected), sentences
        if not right:
            assert line(path, "says") in sentences
    JUDGED.setdefault(path.parent.name, []).append(path.stem)


@pytest.mark.parametrize("path", files(takes_long))
def test_the_public_check_agrees_with_the_grader(path, capsys):
    _, task = TASKS[path.parent.name]
    if path.stem.startswith("right"):
        check_task(task, thing(path))
        assert "All public checks passed" in capsys.readouterr().out
    else:
        with pytest.raises(CheckFailed, match=re.escape(line(path, "says"))):
            check_task(task, thing(path))


@pytest.mark.parametrize("name", [name for name in TASKS if name != "accuracy"])
def test_each_task_has_several_right_and_wrong_answers(name):
    right = list((FOLDER / name).glob("right_*.py"))
    wrong = list((FOLDER / name).glob("wrong_*.py"))
    assert len(right) >= 2
    assert len(wrong) >= 4
    assert FOLDER / name / "wrong_stub.py" in wrong


def test_no_answers_belong_to_a_task_that_is_gone():
    assert {path.parent.name for path in FOLDER.glob("*/*.py")} <= set(TASKS)


@pytest.mark.parametrize("name", TASKS)
def test_each_task_that_is_compared_with_a_reference_has_one(name):
    assignment, task = TASKS[name]
    if task.kind != "random" and not task.on_hidden_images:
        expected = references.expected(assignment, name, task.draw(np.random.default_rng(1)))
        assert expected
        assert (
            "error" not in expected
        )  # the name under which a kernel says that nothing was answered


def test_no_grade_id_occurs_twice_in_the_course():
    names = [name for assignment in assignments() for name in exercises.tasks(assignment)]
    assert len(names) == len(set(names))
