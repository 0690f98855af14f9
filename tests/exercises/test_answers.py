"""Right and wrong answers to every task are in tests/answers/, one file a task.

A right answer earns everything. A wrong one earns what its line ``# earns:`` says, and its
feedback holds the words of its line ``# says:``.

Answers to a task on hidden images are asked about new ones, of the embedded data set. Where the
task rests on a run, they find the variables of their notebook, which was run in the quick budget:
then a right answer earns something, since full points take a longer training.
"""

import re

import numpy as np
import pytest

from autograder import references
from course_utils.exercises.kit.task import PARTLY, PASSED, CheckFailed, check_task
from tests.answers import all_answers, answers
from tests.conftest import JUDGED
from tests.exercises.answering import HEAVY, TASKS, judged, kept_runs, rests_on_a_run, thing

SEEDS = (11, 12, 13)
MOST_WORDS = 80  # of a sentence that a student reads


def each(marked):
    """All answers, those to the tasks for which ``marked`` holds under the mark ``ci``."""
    return [
        pytest.param(
            answer,
            id=f"{answer.task}-{answer.key}",
            marks=[pytest.mark.ci] if marked(answer.task) else [],
        )
        for answer in all_answers()
        if answer.task in TASKS
    ]


def takes_long(name):
    """Whether asking takes long enough to be done once, not twice, where time is short."""
    return rests_on_a_run(name) or TASKS[name][1].kind in HEAVY


def earned_and_told(answer, seed, runs):
    """Points as a share of all, and the sentences, for one hidden question."""
    findings = judged(answer, seed, runs)
    if isinstance(findings, str):
        return 0.0, findings
    assert sum(finding.share for finding in findings) == pytest.approx(1)
    assert all(len(finding.sentence.split()) <= MOST_WORDS for finding in findings), findings
    earned = sum(finding.share * finding.passed for finding in findings)
    return earned, " ".join(finding.sentence for finding in findings)


def seeds(answer):
    """Of the questions for an answer: one where asking is dear and the public check asks, too."""
    _, task = TASKS[answer.task]
    dear = task.kind == "model" and not answer.right
    return SEEDS[:1] if task.on_hidden_images or dear else SEEDS


@pytest.mark.parametrize("answer", each(rests_on_a_run))
def test_each_answer_earns_what_it_deserves(answer, trained):
    _, task = TASKS[answer.task]
    runs = kept_runs(answer.task, trained)
    for seed in seeds(answer):
        earned, sentences = earned_and_told(answer, seed, runs)
        if answer.right and task.cut_offs and rests_on_a_run(answer.task):
            assert earned > 0, sentences
        else:
            assert earned == pytest.approx(answer.earns), sentences
            assert answer.says in sentences
    JUDGED.setdefault(answer.task, []).append(answer.key)


@pytest.mark.parametrize("answer", each(takes_long))
def test_the_public_check_agrees_with_the_grader(answer, trained, capsys):
    _, task = TASKS[answer.task]
    made = thing(answer, kept_runs(answer.task, trained))
    if answer.right:
        check_task(task, made)
        said = capsys.readouterr().out
        assert PASSED in said or (task.cut_offs and PARTLY in said)
    else:
        with pytest.raises(CheckFailed, match=re.escape(answer.says)):
            check_task(task, made)


@pytest.mark.parametrize("name", TASKS)
def test_each_task_has_several_right_and_wrong_answers(name):
    keys = [answer.key for answer in answers(name)]
    assert sum(key.startswith("right_") for key in keys) >= 2
    assert sum(key.startswith("wrong_") for key in keys) >= 4
    assert "wrong_stub" in keys


def test_each_file_of_answers_has_a_task_and_is_in_the_room_of_its_notebook():
    rooms = {name: assignment[3:] for name, (assignment, _) in TASKS.items()}
    assert [a for a in all_answers() if a.path.parent.name != rooms.get(a.task)] == []


@pytest.mark.parametrize("name", TASKS)
def test_each_task_that_is_compared_with_a_reference_has_one(name):
    assignment, task = TASKS[name]
    if task.kind != "random" and not task.on_hidden_images:
        expected = references.expected(assignment, name, task.draw(np.random.default_rng(1)))
        assert expected
        assert (
            "error" not in expected
        )  # the name under which a kernel says that nothing was answered
