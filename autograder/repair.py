"""Mends what students do to their notebooks, before anything is run or graded.

Every nbgrader cell gets the metadata that the gradebook has for it, whatever the submission says;
everything else that could steer the executor (tags, attachments, foreign metadata) goes.
"""

from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor


class OriginalMetadata(NbGraderPreprocessor):
    """First of the sanitize step: metadata is the course's, never the student's.

    A tag such as ``skip-execution`` does not reach the executor, ``grade: false`` or
    ``solution: true`` are undone, and of copies of one cell the last one stays it; the others
    become ordinary cells. A cell that lost its metadata is known by its id, and one that is gone
    is put back, so that its question is asked all the same.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Rewrite the metadata of the notebook and of every cell, and put back lost cells."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            originals = original_metadata(notebook)
            sources = {cell.name: cell.source for cell in notebook.source_cells}
        nb.metadata = NotebookNode()
        seen = set()
        for cell in reversed(nb.cells):
            grade_id = claimed_grade_id(cell, originals)
            cell.metadata = NotebookNode()
            cell.pop("attachments", None)
            if grade_id in originals and grade_id not in seen:
                seen.add(grade_id)
                cell.metadata["nbgrader"] = originals[grade_id]
        lost = [grade_id for grade_id in originals if grade_id not in seen]
        for grade_id in lost:
            self.log.warning("The cell %s was missing and is put back.", grade_id)
            put_back(nb, originals, grade_id, sources[grade_id])
        return nb, resources


def claimed_grade_id(cell: NotebookNode, originals: dict[str, NotebookNode]) -> str | None:
    """Which original a cell says it is: by its metadata, or else by its id."""
    claimed = cell.metadata.get("nbgrader")
    grade_id = claimed.get("grade_id") if isinstance(claimed, dict) else None
    if isinstance(grade_id, str) and grade_id in originals:
        return grade_id
    by_id = {name.replace("_", "-"): name for name in originals}
    return by_id.get(cell.get("id"))


def put_back(
    nb: NotebookNode, originals: dict[str, NotebookNode], grade_id: str, source: str
) -> None:
    """Insert a lost cell after the one that stood before it, or at the end."""
    order = list(originals)
    before = set(order[: order.index(grade_id)])
    places = [
        index + 1
        for index, cell in enumerate(nb.cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id") in before
    ]
    new = new_code_cell if originals[grade_id].cell_type == "code" else new_markdown_cell
    cell = new(source, metadata={"nbgrader": originals[grade_id]})
    nb.cells.insert(max(places, default=len(nb.cells)), cell)


def original_metadata(notebook: object) -> dict[str, NotebookNode]:
    """The nbgrader metadata of each cell of a notebook of the gradebook, by grade id."""
    graded = {cell.name: cell for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name: cell for cell in notebook.task_cells}
    originals = {}
    for source in notebook.source_cells:
        metadata = NotebookNode(
            schema_version=3,
            grade_id=source.name,
            grade=source.name in graded,
            solution=source.name in solutions,
            task=source.name in tasks,
            locked=bool(source.locked),
            checksum=source.checksum,
            cell_type=str(source.cell_type),
        )
        worth = graded.get(source.name) or tasks.get(source.name)
        if worth is not None:
            metadata["points"] = float(worth.max_score)
        originals[source.name] = metadata
    return originals


class ForgetOldScores(NbGraderPreprocessor):
    """First of the autograde step: a score that this run does not give is 0, not an earlier one."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Set the automatic scores of all graded code cells to 0, but of none graded by hand."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(
                names["notebook"], names["assignment"], names["student"]
            )
            by_hand = {cell.name for cell in submission.notebook.solution_cells}
            for grade in submission.grades:
                if grade.cell.cell_type == "code" and grade.cell.name not in by_hand:
                    grade.auto_score = 0
                    if grade.manual_score is None:
                        grade.needs_manual_grade = False
            gradebook.db.commit()
        return nb, resources


def leave_only_notebooks(assignment: str, student: str, notebooks: list[str]) -> None:
    """After grading: keep no other file of a submission where feedback would publish it.

    nbgrader calls this in the course's root. ``student`` may be a pattern there, so the names are
    read off the notebooks' paths.

    Args:
        assignment: The assignment's id.
        student: The student's id or a pattern.
        notebooks: The submitted notebooks, ``.../<student>/<assignment>/<name>.ipynb``.
    """
    for submitted in {Path(notebook).parent for notebook in notebooks}:
        folder = Path("autograded", submitted.parent.name, submitted.name)
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            elif path.suffix != ".ipynb" and path.name != "timestamp.txt":
                path.unlink()
