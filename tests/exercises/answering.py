"""How the answers in tests/answers/ are made and put to the questions of their tasks."""

import contextlib
import functools
import io
import itertools
import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import numpy as np

from autograder import references
from autograder.authoring.rehearse import notebook, rehearse
from autograder.course import assignments
from autograder.grading import questions
from course_utils import exercises
from course_utils.exercises.kit.answers import describe
from course_utils.exercises.kit.hidden_images import arrange
from course_utils.exercises.kit.task import (
    PARTLY,
    PASSED,
    CheckFailed,
    Finding,
    ask_seeded,
    check_task,
    compared,
    first_cause,
    worst,
)
from tests import answers

TASKS = {
    name: (assignment, task)
    for assignment in assignments()
    for name, task in exercises.tasks(assignment).items()
}
IMAGES = 1_000  # of a question on hidden images
FIRST_SEED = 11  # of the hidden questions
# Tasks on a run whose answers bring their own classifier, since the run of the quick budget is too
# short to earn anything.
ALONE = ("accuracy",)
# Kinds of tasks whose right answers compute with TensorFlow, which takes long.
HEAVY = ("layer", "model", "step")


def rests_on_a_run(name):
    """Whether a submission carries a network that was trained for a task."""
    return bool(exercises.runs_of(*TASKS[name]))


def trains(name):
    """Whether answers to a task need a network that its notebook trained before."""
    return rests_on_a_run(name) and name not in ALONE


def half_trained(name):
    """Whether right answers earn a part of the points, since all of them take a longer training."""
    return bool(TASKS[name][1].cut_offs) and rests_on_a_run(name)


# ---- trained runs --------------------------------------------------------------------------------


@contextlib.contextmanager
def made_once(folder: Path) -> Iterator[Path | None]:
    """Give a folder to work in where one is missing, which is kept if the work comes to its end.

    Where another process came to its end before, what that one made is kept.
    """
    if folder.exists():
        yield None
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=f"{folder.name}.", dir=folder.parent, ignore_cleanup_errors=True
    ) as partial:
        yield Path(partial)
        with contextlib.suppress(OSError):  # the other's is there
            Path(partial).rename(folder)


def kept_runs(name, kept):
    """The folder below ``kept`` with the runs that answers need, trained if it is not there yet.

    It is ``None`` where they need none.
    """
    if not trains(name):
        return None
    assignment, _ = TASKS[name]
    with made_once(kept / assignment) as folder:
        if folder:
            work_through(assignment, folder)
    return kept / assignment


@functools.cache
def variables(assignment, runs=None):
    """What a notebook with its solutions defines, run in the quick budget.

    Args:
        assignment: Its id.
        runs: A folder with the runs that it left before, which are taken instead of training.
    """
    if runs is not None:
        return work_through(assignment, runs, {"NBGRADER_EXECUTION": "validate"})
    with tempfile.TemporaryDirectory() as folder:
        return work_through(assignment, Path(folder))


def work_through(assignment, folder, environment=None):
    """What a notebook with its solutions defines, which leaves its runs in a folder."""
    skip = ("check(", "plots.show(", "experiments.search(", "effects_report(")
    quick = {"COURSE_BUDGET": "quick", **(environment or {})}
    done = rehearse(notebook(assignment, None), folder, quick, skip=skip)
    assert not done.errors, done.errors
    return done.variables


# ---- asking and judging --------------------------------------------------------------------------


@contextlib.contextmanager
def begun_anew() -> Iterator[None]:
    """Let generators that nobody seeds, and names that Keras numbers, be the same at each call.

    Wrong answers divide by 0 and overflow: their warnings are not shown.
    """
    import keras  # not above: TensorFlow is to be started first

    keras.backend.clear_session(free_memory=False)
    make, count = np.random.default_rng, itertools.count()

    def default_rng(seed: object = None) -> np.random.Generator:
        return make(next(count) if seed is None else seed)

    seeded = mock.patch.object(np.random, "default_rng", default_rng)
    with seeded, warnings.catch_warnings(action="ignore"):
        yield


def thing(answer, runs=None):
    """What a student made.

    It begins with copies of the notebook's dictionaries, so that no answer finds what one before it
    stored, and without the solution's own thing.
    """
    found = variables(TASKS[answer.task][0], runs) if trains(answer.task) else {}
    given = {k: dict(v) if type(v) is dict else v for k, v in found.items() if k != answer.task}
    return answers.thing(answer, given)


@functools.cache
def question(name, seed):
    """A hidden question and what is expected of its answer."""
    assignment, task = TASKS[name]
    rng = np.random.default_rng(seed)
    if not task.on_hidden_images:
        asked = task.draw(rng)
        return asked, references.expected(assignment, name, asked)
    data = exercises.choices(assignment)[0]
    images, labels = questions.DRAWN[data](IMAGES, rng)
    ends = task.cut_offs(data) if task.cut_offs else {}
    return arrange(images, rng), {"labels": labels, **{e: np.array(v) for e, v in ends.items()}}


def judged(answer, seed, runs=None):
    """The findings about an answer to one hidden question, or the sentence of its error."""
    _, task = TASKS[answer.task]
    made = thing(answer, runs)
    asked, expected = question(answer.task, seed)
    try:
        answered = ask_seeded(task, made, asked, seed)
    except (Exception, SystemExit) as error:
        return describe(error)
    return compared(task, asked, expected, answered)


def told_by_the_check(answer, runs=None):
    """What a student with this answer reads under the public check."""
    made, said = thing(answer, runs), io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            check_task(TASKS[answer.task][1], made)
    except CheckFailed as error:
        return str(error)
    return said.getvalue()


class Marked(NamedTuple):
    """What the grader and the public check make of an answer.

    Attributes:
        earned: The share of the points, the worst of each property over one set of questions.
        accepted: Whether it earns all, or anything where full points take a longer training.
        accepted_in_public: Whether the public check passes.
        told: What its author reads under the check, or in the feedback where the check passes.
        own: Whether that is about its own mistake.
    """

    earned: float
    accepted: bool
    accepted_in_public: bool
    told: str
    own: bool


def graded(answer, first=FIRST_SEED, runs=None, cases=None):
    """The worst findings about an answer in one set of the grader's questions.

    Args:
        answer: What a student wrote.
        first: The seed of the first question.
        runs: As of ``variables``.
        cases: How many questions; as many as the grader asks where it is ``None``.
    """
    _, task = TASKS[answer.task]
    found = []
    for case in range(cases or (1 if task.on_hidden_images else task.cases)):
        findings = judged(answer, first + case, runs)
        failed = isinstance(findings, str)
        found.append([Finding("error", 1.0, 0.0, findings)] if failed else findings)
    return worst(found)


def earned(findings):
    """The share of the points that findings earn; an error loses all."""
    lost = any(one.property == "error" for one in findings)
    return 0.0 if lost else sum(one.share * one.passed for one in findings)


def marked(answer, runs=None):
    """What the grader, on one set of its questions, and the public check make of an answer."""
    findings = graded(answer, FIRST_SEED, runs)
    gets = earned(findings)
    accepted = gets > (0 if half_trained(answer.task) else 1 - 1e-9)
    told = told_by_the_check(answer, runs)
    public = PASSED in told or (bool(TASKS[answer.task][1].cut_offs) and PARTLY in told)
    if public and not accepted:
        told = next(one.sentence for one in first_cause(findings) if one.passed < 1)
    own = bool(answer.says and answer.says in told)
    own |= bool(answer.about and re.search(answer.about, told, re.IGNORECASE))
    return Marked(gets, accepted, public, told, own and not accepted)
