"""The course's folder: running nbgrader in it, and reading its gradebook."""

import os
import subprocess
import sys
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry

from autograder import database
from autograder.configuration import ROOT, course_folder
from autograder.intake.sanitize import plain, spreadsheet_safe


class CourseError(Exception):
    """Something about the course's folder is wrong; the message says what to do."""


def nbgrader(*arguments: str, course: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run an nbgrader command from the root, so that it reads ``nbgrader_config.py``.

    A configuration that cannot be read stops the command: nbgrader by itself would log that and go
    on.

    Args:
        arguments: The command's words, such as ``"autograde", "08_your_variant"``.
        course: The course's folder; the configured one by default.

    Returns:
        The finished process with its output, whatever its exit status.
    """
    environment = {
        **os.environ,
        "COURSE_ROOT": str(course or course_folder()),
        "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1",
        "PATH": programs(),
    }
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def programs() -> str:
    """Return a ``PATH`` led by this environment's programs: nbgrader calls alembic by name."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def nbgrader_or_stop(*arguments: str, course: Path | None = None) -> str:
    """Run an nbgrader command that must succeed, and return what it logged.

    Raises:
        CourseError: It failed; the message ends with its last lines.
    """
    process = nbgrader(*arguments, course=course)
    if process.returncode:
        last = "\n".join(process.stderr.strip().splitlines()[-8:])
        raise CourseError(f"nbgrader {' '.join(arguments)} failed. It said last:\n{last}")
    return process.stderr


def gradebook(course: Path | None = None) -> Gradebook:
    """Open the course's gradebook, wherever it is kept.

    Raises:
        CourseError: There is none yet, or its server cannot be reached.
    """
    try:
        return database.opened(course or course_folder())
    except database.DatabaseError as error:
        raise CourseError(str(error)) from None


def find_assignment(book: Gradebook, assignment: str) -> Assignment:
    """Return an assignment of the gradebook.

    Raises:
        CourseError: The gradebook has none of that name.
    """
    try:
        return book.find_assignment(assignment)
    except MissingEntry:
        known = ", ".join(known.name for known in book.assignments) or "none"
        raise CourseError(
            f"The gradebook has no assignment '{assignment}'. It has: {known}."
        ) from None


def grade_table(assignment: str, course: Path | None = None) -> str:
    """Return a table of students, their points in each graded cell, and their totals.

    Raises:
        CourseError: The gradebook knows no such assignment.
    """
    with gradebook(course) as book:
        found = find_assignment(book, assignment)
        cells = [cell for notebook in found.notebooks for cell in notebook.grade_cells]
        header = ["student", *[f"{cell.name} ({cell.max_score:g})" for cell in cells], "total"]
        rows = []
        for submission in sorted(found.submissions, key=lambda one: one.student.id):
            scores = {
                grade.cell.name: grade.score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            points = [f"{scores.get(cell.name, 0.0):.2f}" for cell in cells]
            student = spreadsheet_safe(plain(submission.student.id))
            rows.append([student, *points, f"{submission.score:.2f}"])
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = [
        "  ".join(
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in [header, *rows]
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
