"""Keeps what a person graded by hand: scores, comments, extra credit, and that it is done.

nbgrader keeps the numbers but asks for all of it to be graded again after every autograde. Here an
answer that did not change needs no second look; one that changed does, and until then its old score
stands and counts as provisional.
"""

import hashlib
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Grade, Gradebook, SubmittedNotebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.grading import record
from autograder.text import shown


class SaveGrades(NbGraderPreprocessor):
    """nbgrader's step that saves scores, after which unchanged answers stay graded.

    All of it is one transaction. nbgrader's own opens the gradebook anew, looks each cell up and
    commits each: a fifth of the grader's time, and one that was killed would have forgotten half.
    """

    course = Unicode(help="The folder of the gradebook.").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Save the automatic scores, and restore which cells a person has already graded."""
        names = resources["nbgrader"]
        before = record.read_record(Path(self.course), names["assignment"], names["student"])
        same = unchanged(nb, before, resources.get("judged", {}).get("digest"))
        with Gradebook(names["db_url"]) as gradebook:
            entry = gradebook.find_submission_notebook(
                names["notebook"], names["assignment"], names["student"]
            )
            forget_old_scores(entry)
            settled = graded_by_hand(entry) & same
            grades = {grade.cell.name: grade for grade in entry.grades}
            comments = {comment.cell.name: comment for comment in entry.comments}
            for cell in nb.cells:
                name = cell.metadata.get("nbgrader", {}).get("grade_id")
                if utils.is_grade(cell):
                    self._save_score(cell, grades[name], name in settled)
                    if grades[name].manual_score is not None and grades[name].needs_manual_grade:
                        self._ask_for_a_look(name, names["student"])
                if utils.is_solution(cell) or utils.is_task(cell):
                    comments[name].auto_comment = comment_on(cell)
            gradebook.db.commit()
        return nb, resources

    def _save_score(self, cell: NotebookNode, grade: Grade, settled: bool) -> None:
        """Save one automatic score together with whether a person has to look at it."""
        grade.auto_score, _ = utils.determine_grade(cell, self.log)
        given = grade.manual_score is not None
        grade.needs_manual_grade = not settled if given else grade.auto_score is None

    def _ask_for_a_look(self, name: str, student: str) -> None:
        self.log.warning(
            "The cell %s of %s has a score given by hand that needs a second look: "
            "the submission changed since. Open it in Formgrader.",
            name,
            shown(student),
        )


def comment_on(cell: NotebookNode) -> str | None:
    """Return nbgrader's comment on a cell that nobody filled in, or ``None``."""
    as_released = cell.metadata["nbgrader"].get("checksum") == utils.compute_checksum(cell)
    return "No response." if as_released and not utils.is_task(cell) else None


def forget_old_scores(entry: SubmittedNotebook) -> None:
    """Set the automatic scores of code cells that no person grades to 0.

    A score that this run does not give is not an earlier one.
    """
    by_hand = {cell.name for cell in entry.notebook.solution_cells}
    for grade in entry.grades:
        if grade.cell.cell_type == "code" and grade.cell.name not in by_hand:
            grade.auto_score = 0
            if grade.manual_score is None:
                grade.needs_manual_grade = False


def graded_by_hand(entry: SubmittedNotebook) -> set[str]:
    """Return the cells with a score by hand that nobody needs to look at."""
    return {
        grade.cell.name
        for grade in entry.grades
        if grade.manual_score is not None and not grade.needs_manual_grade
    }


def unchanged(nb: NotebookNode, before: record.Record | None, digest: str | None) -> set[str]:
    """Return the graded cells whose answers are those that were graded last.

    An answer written into the cell is compared by itself. A cell that is worth other points now
    needs another look. A score that a person gave over the
    judge's depends on the whole submission.

    Args:
        nb: The notebook that is graded now.
        before: The record of the last grading; ``None`` if there is none.
        digest: SHA-256 of what is graded now.
    """
    if before is None:
        return set()
    same = set()
    points = record.worth(nb)
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if before.get("worth", points).get(name) != points.get(name):
            continue  # what a person gave was given out of other points
        if record.by_hand(cell):
            now = hashlib.sha256(cell.source.encode()).hexdigest()
            if before["answers"].get(name) == now:
                same.add(name)
        elif name is not None and digest and before["digest"] == digest:
            same.add(name)
    return same
