"""Right and wrong answers to every task live in tests/answers/TASK/, one file each.

A right answer earns everything. A wrong one earns nothing, or what its line ``# earns:`` says, and
its feedback holds the words of its line ``# says:``.
"""

import re
import runpy
from pathlib import Path

import numpy as np
import pytest

from autograder.build import assignments
from autograder.references import reference
from course_utils import checks
from course_utils.checks.task import CheckFailed, ask_seeded, check, describe

FOLDER = Path(__file__).parent.parent / "answers"
FILES = sorted(FOLDER.glob("*/*.py"))
TASKS = {
    name: (assignment, task)
    for assignment in assignments()
    for name, task in checks.find(assignment).items()
}
SEEDS = (11, 12, 13)


def judged(path, seed):
    """Points as a share of all, and the sentences, for one hidden question."""
    assignment, task = TASKS[path.parent.name]
    function = runpy.run_path(str(path))[task.name]
    question = task.draw(np.random.default_rng(seed))
    try:
        answer = ask_seeded(task, function, question, seed)
    except Exception as error:
        return 0.0, describe(error)
    findings = task.compare(question, reference(assignment, task.name, question), answer)
    assert sum(finding.share for finding in findings) == pytest.approx(1)
    earned = sum(finding.share * finding.passed for finding in findings)
    return earned, " ".join(finding.sentence for finding in findings)


def line(path, word, default=None):
    found = re.search(rf"^# {word}: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else default


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_answer_earns_what_it_deserves(path):
    right = path.stem.startswith("right")
    for seed in SEEDS:
        earned, sentences = judged(path, seed)
        expected = 1.0 if right else float(line(path, "earns", "0"))
        assert earned == pytest.approx(expected), sentences
        if not right:
            assert line(path, "says") in sentences


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_public_check_agrees_with_the_grader(path, capsys):
    _, task = TASKS[path.parent.name]
    function = runpy.run_path(str(path))[task.name]
    if path.stem.startswith("right"):
        check(task, function)
        assert "All public checks passed" in capsys.readouterr().out
    else:
        with pytest.raises(CheckFailed, match=re.escape(line(path, "says"))):
            check(task, function)


@pytest.mark.parametrize("name", [name for name, (_, task) in TASKS.items() if not task.visible])
def test_each_task_has_several_right_and_wrong_answers(name):
    right = list((FOLDER / name).glob("right_*.py"))
    wrong = list((FOLDER / name).glob("wrong_*.py"))
    assert len(right) >= 2
    assert len(wrong) >= 4
    assert FOLDER / name / "wrong_stub.py" in wrong
