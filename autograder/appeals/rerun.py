"""Runs a graded submission once more, outside of nbgrader and of the gradebook, in its sandbox.

What runs is what was graded: the cells of the autograded notebook, and the files that the intake
takes from what was handed in.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory

from autograder.course import find_assignment, gradebook, load_settings
from autograder.grading.record import Record, read_record
from autograder.intake import notes
from autograder.intake import submission as intake
from course_utils.errors import CourseError


class RerunError(CourseError):
    """A submission cannot be run again; the message says what to do."""


class Graded(NamedTuple):
    """One graded submission: its notebook, its files in a folder of their own, its record.

    ``digest`` is that of what is in ``submitted/`` now; the record has that of what was graded.
    """

    assignment: str
    student: str
    notebook: NotebookNode
    folder: Path
    record: Record
    digest: str


def known(course: Path, assignment: str) -> list[str]:
    """Return the students whose submission of an assignment was graded, in order.

    Raises:
        RerunError: There is no such assignment.
    """
    with gradebook(course) as book:
        try:
            found = find_assignment(book, assignment)
        except CourseError as error:
            raise RerunError(str(error)) from None
        return sorted(submission.student.id for submission in found.submissions)


@contextlib.contextmanager
def taken(course: Path, assignment: str, student: str) -> Iterator[Graded]:
    """Provide a graded submission with a fresh copy of its files.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        student: The student's id.

    Raises:
        RerunError: It was not graded, or its files are gone.
    """
    students = known(course, assignment)
    path = course / "autograded" / student / assignment / f"{assignment}.ipynb"
    submitted = course / "submitted" / student / assignment
    if student not in students:
        some = ", ".join(students[:10]) + (", ..." if len(students) > 10 else "")
        raise RerunError(
            f"No submission of '{student}' for {assignment} was graded. "
            f"Graded are: {some or 'none'}."
        )
    record = read_record(course, assignment, student)
    if record is None or not record["digest"] or not path.is_file():
        raise RerunError(
            f"The submission of '{student}' was not run when it was graded last, or was graded by "
            f"an older version. Grade it again: nbgrader autograde {assignment} "
            f"--student={student} --force"
        )
    if not submitted.is_dir():
        raise RerunError(f"What '{student}' handed in is gone: {submitted} does not exist.")
    notebook = nbformat.read(path, as_version=4)
    if notebook.cells and notebook.cells[0].get("id") == notes.CELL:
        del notebook.cells[0]
    with tempfile.TemporaryDirectory(prefix="rerun-") as place:
        folder = Path(place) / student / assignment
        ignored = CourseDirectory(config=load_settings()).ignore
        digests = intake.take(submitted, folder, [assignment], notes.Notes(), ignored)
        intake.add_course_files(course / "source" / assignment, folder)
        yield Graded(assignment, student, notebook, folder, record, digests[assignment])
