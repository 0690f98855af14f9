"""Writes the gradebook as a table: for people, and for the imports of Canvas and Moodle."""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from autograder.configuration import course_folder
from autograder.course import CourseError, find_assignment, gradebook
from autograder.intake.sanitize import plain, spreadsheet_safe
from autograder.reporting import lms, pages
from autograder.reporting.results import read
from autograder.reporting.templates import KINDS

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "provisional",
)


def export(
    course: Path,
    form: str,
    assignments: Sequence[str] = (),
    target: Path | None = None,
    template: Path | None = None,
    provisional: bool = False,
) -> tuple[Path, list[str]]:
    """Write grades into a file.

    Args:
        course: The course's folder.
        form: ``csv``, ``canvas`` or ``moodle``.
        assignments: Which; all for ``csv``, else all that are graded, if none is named.
        target: The file; in the course's folder by default.
        template: What Canvas or Moodle exported, to be filled in.
        provisional: Whether ``canvas`` and ``moodle`` get totals that wait for a person; ``csv``
            always has them, marked.

    Returns:
        The file, and what the instructor must know, in sentences.

    Raises:
        CourseError: There is no gradebook, it does not know an assignment, or nothing is graded.
        TemplateError: The template cannot be filled in.
        OSError: The file cannot be written.
    """
    target = target or course / ("grades.csv" if form == "csv" else f"grades.{form}.csv")
    with gradebook(course) as book:
        for name in assignments:
            find_assignment(book, name)
        if form == "csv":
            partial = target.with_name(f".{target.name}.partial")
            SafeCsv(to=str(partial), assignment=list(assignments)).export(book)
            partial.replace(target)
            return target, []
        people = lms.people_of(book.students)
    classes = [one for one in read(course, assignments) if one.results]
    if not classes:
        raise CourseError("No submission has been graded yet, so there is nothing to export.")
    kind = KINDS[form]
    if template is None:
        table = lms.fresh(kind, people, classes, provisional)
    else:
        table = lms.filled(kind, template, people, classes, provisional)
    pages.write(target, table.text())
    return target, table.remarks


class SafeCsv(ExportPlugin):
    """nbgrader's table, with quotes where names hold commas, and no formula in any name.

    The column ``provisional`` says whether something still waits to be graded by hand.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write one row for each student and assignment.

        Args:
            gradebook: The course's gradebook.
        """
        target = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", target)
        with target.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                for student in gradebook.students:
                    if (not self.assignment or assignment.name in self.assignment) and (
                        not self.student or student.id in map(str, self.student)
                    ):
                        table.writerow(row(gradebook, assignment, student))


def row(gradebook: Gradebook, assignment: object, student: object) -> list[object]:
    """Return the table row of one student's grade in one assignment, 0 without a submission."""
    about = [student.id, student.last_name, student.first_name, student.email]
    names = [spreadsheet_safe(plain(value or "")) for value in about]
    head = [spreadsheet_safe(assignment.name), assignment.duedate]
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return [*head, "", *names, 0.0, 0.0, 0.0, assignment.max_score, False]
    penalty = submission.late_submission_penalty or 0.0
    return [
        *head,
        submission.timestamp,
        *names,
        submission.score,
        penalty,
        max(0.0, submission.score - penalty),
        assignment.max_score,
        bool(submission.needs_manual_grade),
    ]


def run(options: argparse.Namespace) -> int:
    """Run the command ``export``."""
    if options.format == "csv" and options.template:
        print("--template goes with --format canvas or moodle.", file=sys.stderr)
        return 1
    target, remarks = export(
        course_folder(),
        options.format,
        options.assignments,
        options.output,
        options.template,
        options.provisional,
    )
    print(f"Grades: {target}")
    for sentence in remarks:
        print(sentence, file=sys.stderr)
    return 0
