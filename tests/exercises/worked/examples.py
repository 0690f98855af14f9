"""The worked examples: one folder a task, as the author of a course notebook would write it.

``task.py`` holds draw, ask and compare; ``reference.py`` what is right; ``answers.py`` answers of
students, written like those in ``tests/answers``.
"""

import functools
import runpy
from pathlib import Path
from typing import Any

import numpy as np

from autograder.grading.questions import Question
from autograder.sandbox import hidden, run
from course_utils.exchange import Arrays
from course_utils.exercises.kit.hidden_images import arrange
from course_utils.exercises.kit.task import Task
from tests import answers as written
from tests.answers import Answer

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.parent.name for path in FOLDER.glob("*/task.py")))


@functools.cache
def module(name: str) -> dict[str, Any]:
    """The names that the task's module of a worked example defines."""
    return runpy.run_path(str(FOLDER / name / "task.py"))


def task(name: str) -> Task:
    """The task of a worked example."""
    return module(name)["TASK"]


@functools.cache
def answers(name: str) -> list[Answer]:
    """The students' answers to a worked example."""
    return written.read(FOLDER / name / "answers.py", name)


def thing(answer: Answer) -> object:
    """What a student made: the function, class or dictionary that is named like the task.

    As in the notebook of :func:`cells`, the names of the task's module are there.
    """
    return written.thing(answer, module(answer.task))


def questions(name: str, seed: int) -> list[Question]:
    """Questions as the grader draws them, with what is expected of their answers."""
    return [question(name, case, seed) for case in range(task(name).cases)]


def question(name: str, case: int, seed: int) -> Question:
    """One question; on hidden images, new pictures whose labels nobody else has."""
    own, rng = task(name), np.random.default_rng([seed, case])
    if own.on_hidden_images:
        images, labels = module(name)["pictures"](rng, own.images)
        ends = own.cut_offs("pictures") if own.cut_offs else {}
        right = {"labels": labels, **{end: np.array(value) for end, value in ends.items()}}
        return Question(own, case, arrange(images, rng), seed, right)
    asked = own.draw(rng)
    return Question(own, case, asked, seed, expected(name, asked))


def ask(asked: list[Question], folder: Path) -> None:
    """Write questions into an exchange folder, beside one for answers, as a worker does."""
    run.put({one.file: one.content for one in asked}, folder / "questions")
    (folder / "answers").mkdir()


def came_back(folder: Path) -> dict[str, hidden.Answer]:
    """What was answered in an exchange folder."""
    answers = folder / "answers"
    return hidden.taken(answers, [path.name for path in answers.iterdir()])


def expected(name: str, asked: Arrays) -> Arrays:
    """What the reference of a worked example answers to a question."""
    path = FOLDER / name / "reference.py"
    return runpy.run_path(str(path))["reference"](asked) if path.exists() else {}


def cells(answer: Answer) -> list[str]:
    """The code cells of a notebook that defines a task, answers it and is graded on it.

    The task stands in the notebook, since that of a course would be imported from
    ``course_utils.exercises``; its reference does not.
    """
    return [
        (FOLDER / answer.task / "task.py").read_text(encoding="utf-8"),
        answer.source,
        "from course_utils.exercises.kit.task import check_task\n\n"
        f"check_task(TASK, {answer.task})",
    ]
