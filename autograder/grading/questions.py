"""What a submission is asked: a question a case for each task, and what is expected of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from autograder import secret
from autograder.grading import hidden
from autograder.references import reference
from course_utils import checks, exchange
from course_utils.checks.predictor import arrange
from course_utils.checks.task import SEED, Task
from course_utils.exchange import Arrays


class Question(NamedTuple):
    """One question: its task, case, arrays, seed for the kernel, and the expected answer."""

    task: Task
    case: int
    asked: Arrays
    seed: int
    expected: Arrays


class Submission(NamedTuple):
    """What a question's seed depends on: a resubmission meets new questions, a regrade the same.

    Attributes:
        course: The course's folder.
        assignment: The assignment's id.
        student: The student's id.
        digest: SHA-256 of what was submitted, in hexadecimal.
        data: The data set that the assignment is graded on.
    """

    course: Path
    assignment: str
    student: str
    digest: str
    data: str


def draw(submission: Submission) -> list[Question]:
    """Draw all questions to a submission, in the order of its tasks."""
    return [
        question
        for task in checks.find(submission.assignment).values()
        for question in _questions(submission, task)
    ]


def _questions(submission: Submission, task: Task) -> Iterator[Question]:
    key = secret.load(submission.course)
    seed = secret.seed(key, submission.assignment, submission.student, submission.digest, task.name)
    for case in range(task.cases):
        rng = np.random.default_rng([seed, case])
        kernel_seed = int(rng.integers(2**31))
        if task.on_hidden_images:
            asked, expected = _hidden_question(submission, task, key)
        else:
            asked = task.draw(rng)
            expected = reference(submission.assignment, task.name, asked)
        yield Question(task, case, asked, kernel_seed, expected)


def _hidden_question(submission: Submission, task: Task, key: bytes) -> tuple[Arrays, Arrays]:
    """Return the question on hidden images, the same for all: no grade depends on luck."""
    seed = secret.seed(key, submission.assignment, task.name, submission.data)
    mixed = hidden.load(submission.course, submission.assignment, submission.data, seed)
    asked = slice(task.images)  # they come in no order
    ends = task.cut_offs(submission.data) if task.cut_offs else {}
    expected = {
        "labels": mixed.labels[asked],
        "visible": mixed.visible[asked],
        **{end: np.array(value) for end, value in ends.items()},
    }
    return arrange(mixed.images[asked], np.random.default_rng([seed, 1])), expected


def write(questions: list[Question], folder: Path) -> None:
    """Write questions, without what is expected, and an empty slot for the answer to each."""
    (folder / "questions").mkdir(exist_ok=True)
    (folder / "answers").mkdir(exist_ok=True)
    for question in questions:
        path = exchange.question_file(folder, question.task.name, question.case)
        exchange.write(path, {**question.asked, SEED: np.array(question.seed)})
        exchange.reserve(exchange.answer_file(folder, question.task.name, question.case))
