"""What a submission is asked: a question a case for each task, and what is expected of it.

The images that predictors are judged on, and their labels, are seen by no kernel but as a question.
They are drawn once for an assignment from the course's secret, so that no grade depends on the
draw, and kept as arrays in the course's folder, readable by its owner alone. Drawn ones are new
images that nobody can own. The test labels of published sets are public, and no grader can keep
them: a table of the middles of all test images has every label, however the images are changed. So
such a grade is no proof: pages say so, and the report flags accuracies above every reference run.
CIFAR-10's images are moved by up to two pixels and mirrored, SVHN's moved, MNIST's noised, since
that is what the cut-offs were measured on.

Some visible images, held out of the training set and treated alike, are mixed among them: a network
that has learnt what it is about knows both equally well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from autograder import references
from autograder.course import load_secret, replacing, seed_of
from course_utils import data as datasets
from course_utils import exchange, exercises
from course_utils.data import places
from course_utils.data.drawn import digits, numbers, shapes
from course_utils.exchange import Arrays
from course_utils.exercises.kit.hidden_images import arrange
from course_utils.exercises.kit.task import SEED, Task

HIDDEN_COUNT = {
    "shapes": 4_000,
    "cifar10": 10_000,
    "digits": 4_000,
    "mnist": 10_000,
    "numbers": 4_000,
    "svhn": 10_000,
}
VISIBLE_COUNT = {
    "shapes": 1_000,
    "cifar10": 2_000,
    "digits": 1_000,
    "mnist": 2_000,
    "numbers": 1_000,
    "svhn": 2_000,
}
DRAWN = {"shapes": shapes.draw, "digits": digits.draw, "numbers": numbers.draw}
REACH = 2  # pixels
NOISE = 8  # grey levels


@dataclass(frozen=True)
class Question:
    """One question: its task, case, arrays, seed for the kernel, and the expected answer."""

    task: Task
    case: int
    asked: Arrays
    seed: int
    expected: Arrays

    @property
    def file(self) -> str:
        """The name of the file in which a kernel finds it."""
        return exchange.question_file(Path(), self.task.name, self.case).name

    @cached_property
    def content(self) -> bytes:
        """The content of that file, in which nothing says what is expected."""
        return exchange.packed({**self.asked, SEED: np.array(self.seed)})


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


Common = dict[tuple[str, str, str], Question]  # by assignment, task and data set


def draw(submission: Submission, common: Common | None = None) -> list[Question]:
    """Draw all questions to a submission, in the order of its tasks.

    Args:
        submission: Whose questions.
        common: Questions that are the same for all submissions; those that it lacks are added.
            Without it, a class's images would be read and packed once a student, 15 MB each.
    """
    common = {} if common is None else common
    return [
        question
        for task in exercises.tasks(submission.assignment).values()
        for question in _questions(submission, task, common)
    ]


def _questions(submission: Submission, task: Task, common: Common) -> Iterator[Question]:
    key = load_secret(submission.course)
    if task.on_hidden_images:
        place = (submission.assignment, task.name, submission.data)
        if place not in common:
            common[place] = _hidden_question(submission, task, key)
        yield common[place]
        return
    seed = seed_of(key, submission.assignment, submission.student, submission.digest, task.name)
    for case in range(task.cases):
        rng = np.random.default_rng([seed, case])
        kernel_seed = int(rng.integers(2**31))
        asked = task.draw(rng)
        expected = references.expected(submission.assignment, task.name, asked)
        yield Question(task, case, asked, kernel_seed, expected)


def _hidden_question(submission: Submission, task: Task, key: bytes) -> Question:
    """Return the question on hidden images, the same for all: no grade depends on luck."""
    seed = seed_of(key, submission.assignment, task.name, submission.data)
    mixed = load_hidden(submission.course, submission.assignment, submission.data, seed)
    part = slice(task.images)  # they come in no order
    ends = task.cut_offs(submission.data) if task.cut_offs else {}
    expected = {
        "labels": mixed.labels[part],
        "visible": mixed.visible[part],
        **{end: np.array(value) for end, value in ends.items()},
    }
    rng = np.random.default_rng([seed, 1])
    asked = arrange(mixed.images[part], rng)
    for array in (*asked.values(), *expected.values()):
        array.flags.writeable = False  # one student's verdict must not touch the next one's
    return Question(task, 0, asked, int(rng.integers(2**31)), expected)


# ---- hidden images -------------------------------------------------------------------------------


class Hidden(NamedTuple):
    """A hidden set: uint8 images (N, H, W, C), int64 labels (N,)."""

    images: np.ndarray
    labels: np.ndarray


class Mixed(NamedTuple):
    """Hidden and visible images in random order, and which are the visible ones: bool (N,)."""

    images: np.ndarray
    labels: np.ndarray
    visible: np.ndarray


def load_hidden(course: Path, assignment: str, data: str, seed: int) -> Mixed:
    """Return an assignment's hidden images mixed with visible ones, drawn on first use.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        data: The data set that the assignment is graded on.
        seed: The seed of this set, from the secret.

    Raises:
        datasets.DataError: The data set is not there.
    """
    path = course / "hidden" / f"{assignment}.{data}.{seed % 2**32:08x}.npz"
    if path.exists():
        with np.load(path, allow_pickle=False) as stored:
            if "visible" in stored.files:
                return Mixed(stored["images"], stored["labels"], stored["visible"])
    rng = np.random.default_rng(seed)
    mixed = mix(draw_hidden(data, rng), draw_visible(data, rng), rng)
    with replacing(path) as file:
        np.savez(file, **mixed._asdict())
    return mixed


def draw_hidden(data: str, rng: np.random.Generator) -> Hidden:
    """Draw a hidden set.

    Args:
        data: A data set's name, one of ``HIDDEN_COUNT``.
        rng: The generator.

    Raises:
        datasets.DataError: There is no hidden set of that name, or its data is not there.
    """
    if data in DRAWN:
        return Hidden(*DRAWN[data](HIDDEN_COUNT[data], rng))
    if data not in HIDDEN_COUNT:
        raise places.DataError(
            f"There is no hidden set for '{data}'. Set c.Asking.graded_data in "
            f"nbgrader_config.py to one of {', '.join(HIDDEN_COUNT)}."
        )
    test = datasets.load(data, "test")
    order = rng.permutation(len(test.images))[: HIDDEN_COUNT[data]]
    return Hidden(CHANGES[data](test.images[order], rng), test.labels[order])


def draw_visible(data: str, rng: np.random.Generator) -> Hidden:
    """Draw some of the images that students practise on, treated like the hidden ones.

    Args:
        data: A data set's name, one of ``VISIBLE_COUNT``.
        rng: The generator.

    Raises:
        datasets.DataError: The data set is not there.
    """
    _, held_out = datasets.visible_split(data)
    order = rng.permutation(len(held_out.images))[: VISIBLE_COUNT[data]]
    images = held_out.images[order]
    if data in CHANGES:
        images = CHANGES[data](images, rng)
    return Hidden(images, held_out.labels[order])


def mix(hidden: Hidden, visible: Hidden, rng: np.random.Generator) -> Mixed:
    """Mix both sets in one random order."""
    order = rng.permutation(len(hidden.images) + len(visible.images))
    return Mixed(
        np.concatenate([hidden.images, visible.images])[order],
        np.concatenate([hidden.labels, visible.labels])[order],
        order >= len(hidden.images),
    )


def moved(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Move each image by up to two pixels on each axis, edges repeated.

    Args:
        images: uint8 (N, H, W, C).
        rng: The generator.
    """
    height, width = images.shape[1:3]
    border = ((0, 0), (REACH, REACH), (REACH, REACH), (0, 0))
    padded = np.pad(images, border, mode="edge")
    top, left = rng.integers(0, 2 * REACH + 1, (2, len(images)))
    result = np.empty_like(images)
    for index, image in enumerate(padded):
        result[index] = image[top[index] : top[index] + height, left[index] : left[index] + width]
    return result


def moved_and_mirrored(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Move each image by up to two pixels, edges repeated, and mirror half of them.

    Args:
        images: uint8 (N, H, W, C).
        rng: The generator.
    """
    result = moved(images, rng)
    mirrored = rng.random(len(images)) < 0.5
    result[mirrored] = result[mirrored][:, :, ::-1]
    return result


def noised(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Add a random whole number between -8 and 8 to each pixel, clipped to 0..255.

    Digits must not be mirrored, and moving them would spoil the accuracy of a linear classifier.

    Args:
        images: uint8 (N, H, W, C).
        rng: The generator.
    """
    noise = rng.integers(-NOISE, NOISE + 1, images.shape, dtype=np.int16)
    return np.clip(images + noise, 0, 255).astype(np.uint8)


CHANGES = {"cifar10": moved_and_mirrored, "mnist": noised, "svhn": moved}
