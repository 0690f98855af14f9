"""Writes the gradebook as a table: what ``nbgrader export`` does here."""

import csv
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from autograder.sanitize import plain, spreadsheet_safe

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


class SafeCsv(ExportPlugin):
    """nbgrader's table, with quotes where names hold commas, and no formula in any name.

    ``provisional`` says where something still waits to be graded by hand.
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
    """One student's grade in one assignment; without a submission it is 0."""
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
