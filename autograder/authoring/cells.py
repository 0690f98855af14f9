"""Registers an assignment's cells in the gradebook, also after students have handed in.

nbgrader stops with a traceback where an exercise was added or dropped since the first hand-in. Here
a dropped exercise no longer counts, and what was given for it is kept in a file; a new one has 0
points until the next grading.
"""

import json
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import (
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    TaskCell,
)
from nbgrader.preprocessors import SaveCells
from traitlets import Unicode

from autograder.course import replacing
from autograder.intake import repair

DROPPED = "dropped"  # the folder of grades whose exercises no longer count


class RegisterCells(SaveCells):
    """nbgrader's step that saves cells, for assignments that change while they are graded."""

    course = Unicode(help="The folder of the gradebook.").tag(config=True)

    def _create_notebook(self, nb: NotebookNode) -> None:
        """Save the cells of a notebook, and remember what they were before."""
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            super()._create_notebook(nb)
            return
        before = repair.released(notebook).originals
        if notebook.submissions:
            self._drop(notebook)
            self._add(notebook)
        super()._create_notebook(nb)
        self.gradebook.db.expire_all()
        now = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        if before and before != repair.released(now).originals:
            repair.remember(Path(self.course), self.assignment_id, self.notebook_id, before)

    def _drop(self, notebook: Notebook) -> None:
        """Remove cells that are no longer there, and keep what was given for them."""
        kinds = (
            (notebook.grade_cells, self.new_grade_cells),
            (notebook.solution_cells, self.new_solution_cells),
            (notebook.task_cells, self.new_task_cells),
        )
        gone = [cell for cells, new in kinds for cell in cells if cell.name not in new]
        given = [entry for cell in gone for entry in (*cell.grades, *cell.comments)]
        keep(Path(self.course), self.assignment_id, given)
        # Texts are all written anew, in the order of the notebook: no grade refers to them.
        for entry in (*given, *gone, *notebook.source_cells):
            self.gradebook.db.delete(entry)
        self.gradebook.db.commit()

    def _add(self, notebook: Notebook) -> None:
        """Add cells that were not there, with an entry for each submission."""
        book = self.gradebook
        kinds = (
            (notebook.grade_cells, self.new_grade_cells, book.add_grade_cell),
            (notebook.solution_cells, self.new_solution_cells, book.add_solution_cell),
            (notebook.task_cells, self.new_task_cells, book.add_task_cell),
            ((), self.new_source_cells, book.add_source_cell),
        )
        new = [
            add(name, self.notebook_id, self.assignment_id, **about)
            for cells, wanted, add in kinds
            for name, about in wanted.items()
            if name not in {cell.name for cell in cells}
        ]
        for one in list(notebook.submissions):
            for cell in new:
                if isinstance(cell, GradeCell) and cell.name not in self.new_solution_cells:
                    score = {"auto_score": 0.0, "needs_manual_grade": False}
                    book.db.add(Grade(cell_id=cell.id, notebook_id=one.id, **score))
                elif isinstance(cell, GradeCell | TaskCell):  # a person gives the points
                    book.db.add(Grade(cell_id=cell.id, notebook_id=one.id))
                if isinstance(cell, SolutionCell | TaskCell):
                    book.db.add(Comment(cell_id=cell.id, notebook_id=one.id))
        book.db.commit()


def keep(course: Path, assignment: str, given: list[Grade | Comment]) -> None:
    """Add what was given for dropped exercises to the file that keeps it.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        given: Entries of the gradebook that are about to be deleted.
    """
    rows = [
        {
            "student": one.student.id,
            "cell": one.name,
            **(
                {
                    "auto_score": one.auto_score,
                    "manual_score": one.manual_score,
                    "extra_credit": one.extra_credit,
                }
                if isinstance(one, Grade)
                else {"comment": one.comment}
            ),
        }
        for one in given
        if isinstance(one, Grade) or one.comment
    ]
    if not rows:
        return
    path = course / DROPPED / f"{assignment}.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    with replacing(path) as file:
        file.write(json.dumps([*before, *rows], indent=1).encode())
