"""Shows in Formgrader the grade that all other tables and pages show.

Formgrader itself leaves late penalties out of every number, and does not say why a grade is what it
is.
"""

from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.intake import notes
from autograder.reporting.rendering import RenderCells
from autograder.reporting.results import read

CELL = "grade"  # the id of the cell that a submission's page begins with


class Api(NbGraderAPI):
    """What Formgrader's tables ask: points with late penalties taken off."""

    def get_assignment(
        self, assignment_id: str, released: set[str] | None = None
    ) -> dict[str, Any] | None:
        """Return what is known of an assignment, with the average of its points."""
        one = super().get_assignment(assignment_id, released)
        if one and one["id"]:  # the others are not in the gradebook yet
            one["average_score"] -= average(self._penalties(assignment_id))
        return one

    def get_notebooks(self, assignment_id: str) -> list[dict[str, Any]]:
        """Return what is known of an assignment's notebooks, with the averages of their points."""
        found = super().get_notebooks(assignment_id)
        for one in found:
            if one["id"]:
                one["average_score"] -= average(self._penalties(assignment_id, one["name"]))
        return found

    def get_submission(
        self, assignment_id: str, student_id: str, **known: Any
    ) -> dict[str, Any] | None:
        """Return what is known of one student's submission."""
        one = super().get_submission(assignment_id, student_id, **known)
        if one and one["id"]:  # the others have no points yet
            one["score"] -= self._penalties(assignment_id)[student_id]
        return one

    def get_submissions(self, assignment_id: str) -> list[dict[str, Any]]:
        """Return what is known of each student's submission."""
        found = super().get_submissions(assignment_id)
        penalties = self._penalties(assignment_id)
        for one in found:
            if one["id"]:
                one["score"] -= penalties[one["student"]]
        return found

    def get_notebook_submissions(
        self, assignment_id: str, notebook_id: str
    ) -> list[dict[str, Any]]:
        """Return what is known of each student's notebook."""
        found = super().get_notebook_submissions(assignment_id, notebook_id)
        penalties = self._penalties(assignment_id, notebook_id)
        for one in found:
            one["score"] -= penalties[one["student"]]
        return found

    def get_student_notebook_submissions(
        self, student_id: str, assignment_id: str
    ) -> list[dict[str, Any]]:
        """Return what is known of a student's notebooks for one assignment."""
        found = super().get_student_notebook_submissions(student_id, assignment_id)
        for one in found:
            if one["id"]:
                one["score"] -= self._penalties(assignment_id, one["name"])[student_id]
        return found

    def get_student(
        self, student_id: str, submitted: set[str] | None = None
    ) -> dict[str, Any] | None:
        """Return what is known of a student, with the sum of all points."""
        one = super().get_student(student_id, submitted)
        if one:
            one["score"] -= self._penalties()[student_id]
        return one

    def get_students(self) -> list[dict[str, Any]]:
        """Return what is known of each student, with the sums of all points."""
        found, penalties = super().get_students(), self._penalties()
        for one in found:
            one["score"] -= penalties[one["id"]]
        return found

    def _penalties(self, assignment: str = "", notebook: str = "") -> dict[str, float]:
        """Return the points that are taken off, of all assignments and notebooks if ''.

        Returns:
            By student, for each who handed in, never more than was earned; 0 for anybody else.
        """
        found: dict[str, float] = defaultdict(float)
        with self.gradebook as book:
            try:
                chosen = [book.find_assignment(assignment)] if assignment else book.assignments
            except MissingEntry:
                return found
            for each in chosen:
                for submission in each.submissions:
                    asked = [one for one in submission.notebooks if notebook in ("", one.name)]
                    if asked or not notebook:
                        earned = sum(one.score for one in asked)
                        late = sum(one.late_submission_penalty or 0.0 for one in asked)
                        found[submission.student_id] += min(earned, late)
        return found


def average(penalties: dict[str, float]) -> float:
    """Return the mean of the points that are taken off from all who handed in; 0 if nobody did."""
    return fmean(penalties.values()) if penalties else 0.0


class ShowGrade(NbGraderPreprocessor):
    """Puts the grade and its reasons on top of a submission in Formgrader, and renders it."""

    course = Unicode(help="The folder of the gradebook.").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Insert one text cell, if this is Formgrader's page."""
        if "submission_id" in resources:
            names = resources["assignment_id"], resources["student"]
            found = read(Path(self.course), [names[0]], names[1])[0].results
            for one in found:
                title = f"Total: {one.points:.2f} of {one.maximum:g} points"
                text = notes.as_html(title, one.reasons)
                nb.cells.insert(0, new_markdown_cell(text, id=CELL))
            RenderCells(parent=self).preprocess(nb, resources)
        return nb, resources
