"""What ``python -m autograder grade`` does with its command line."""

import argparse
import ast
import contextlib
import fcntl
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course import course_folder, load_settings
from autograder.grading.pipeline import STAGES, Grader
from autograder.grading.progress import AboveBar
from autograder.grading.record import regrade_due
from autograder.text import log_from, say, shown
from course_utils.errors import CourseError

LOCK = ".grading"


def run(options: argparse.Namespace) -> int:
    """Grade, and print one line about the result.

    Args:
        options: ``assignment``, ``workers``, ``student``, ``all``, ``scheduler``, ``db``,
            ``timings`` and ``set``, as :mod:`autograder.__main__` reads them.

    Returns:
        The exit status.

    Raises:
        CourseError: An argument makes no sense, or another grader is at work.
    """
    workers = cores() if options.workers is None else options.workers
    if workers < 1:
        raise CourseError("--workers must be at least 1.")
    config = load_settings()
    for text in options.set:
        override(config, text)
    started = time.monotonic()
    with log_from(logging.WARNING, [AboveBar()]):
        try:
            grader = grade_class(
                config,
                options.assignment,
                options.student,
                workers=workers,
                scheduler=options.scheduler,
                force=options.all,
            )
        except NbGraderException:  # it was said when it happened
            return 1
    counts = grader.counts
    if options.timings:
        say("\n".join(timings_table(grader.timings)))
    say(
        f"{counts['graded']} graded in {time.monotonic() - started:.0f} s, "
        f"{counts['before']} had not changed since they were graded."
        + (f" {counts['waiting']} were not graded, see above." if counts["waiting"] else "")
    )
    if due := regrade_due(course_folder(), options.assignment):
        say(
            f"A regrade is due for {len(due)} more, since cells or their points have changed: "
            f"{', '.join(map(shown, due[:20]))}{', ...' if len(due) > 20 else ''}."
        )
    return 0


def cores() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def override(config: Config, text: str) -> None:
    """Set one setting, such as ``Sandbox.seconds=600``.

    Raises:
        CourseError: The text is not of that form.
    """
    name, equals, value = text.partition("=")
    section, dot, trait = name.partition(".")
    if not (equals and dot and section.isidentifier() and trait.isidentifier()):
        raise CourseError(f"--set {text} is no setting. Write it like Sandbox.seconds=600.")
    try:
        config[section][trait] = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        config[section][trait] = value


def grade_class(config: Any, assignment: str, student: str = "*", **settings: Any) -> Grader:
    """Grade the submissions of an assignment that are new or changed.

    Args:
        config: nbgrader's configuration, as ``nbgrader_config.py`` leaves it.
        assignment: The assignment's id.
        student: Whose submission; all by default.
        settings: Attributes of :class:`Grader`.

    Returns:
        The grader, whose ``counts`` and ``timings`` say what it did.

    Raises:
        CourseError: Another grader is at work in this course.
        NbGraderException: The grader failed on a submission.
    """
    course = CourseDirectory(config=config, assignment_id=assignment, student_id=student)
    grader = Grader(coursedir=course, config=config)
    for name, value in settings.items():
        setattr(grader, name, value)
    with locked(Path(course.root)):
        grader.start()
    return grader


def timings_table(timings: dict[str, dict[str, float]]) -> list[str]:
    """Return a table's lines: where the seconds of each submission went, and their sums.

    Args:
        timings: By student, seconds by stage.
    """
    rows: list[tuple[str, ...]] = [("student", *STAGES, "sum")]
    for student, spent in sorted(timings.items()):
        seconds = [spent[stage] for stage in STAGES]
        rows.append((shown(student), *(f"{one:.2f}" for one in (*seconds, sum(seconds)))))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    ]


@contextlib.contextmanager
def locked(course: Path) -> Iterator[None]:
    """Keep a second grader out of a course's folder.

    Raises:
        CourseError: One is at work there, or there is no such folder.
    """
    if not course.is_dir():
        raise CourseError(f"There is no course at {course}. Run make release first.")
    with (course / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CourseError(
                f"Another grader is at work in {course}. Wait until it has ended, then try again."
            ) from None
        yield
