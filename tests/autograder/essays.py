"""An assignment of two answers that a person grades."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring import build
from autograder.course import nbgrader_or_stop

ESSAY = "91_essay"
CELLS = ("why", "sketch")  # one written answer, one program, both graded by hand


def own(grade_id, **changes):
    return {
        "nbgrader": {
            "schema_version": 3, "grade_id": grade_id, "grade": True, "solution": True,
            "locked": False, "task": False, "points": 4, **changes,
        }
    }  # fmt: skip


def essay():
    return new_notebook(
        cells=[
            new_markdown_cell("Why does the loss fall?\n", id="prose"),
            new_markdown_cell("*Your answer here.*", metadata=own("why"), id="why"),
            new_code_cell("# Your code here.", metadata=own("sketch"), id="sketch"),
        ],
        metadata={"kernelspec": build.KERNELSPEC},
    )


def answered(why="Because the gradient points there.", sketch="loss = [3, 2, 1]"):
    student = nbformat.from_dict(essay())
    for cell in student.cells:
        if cell.id in CELLS:
            cell.source = {"why": why, "sketch": sketch}[cell.id]
            cell.metadata["nbgrader"]["cell_type"] = cell.cell_type
    return student


def register(course):
    """Let nbgrader release the essay."""
    source = course / "source" / ESSAY
    source.mkdir(parents=True)
    (source / f"{ESSAY}.ipynb").write_bytes(build.as_bytes(essay()))
    nbgrader_or_stop("generate_assignment", ESSAY, "--force", course=course)


def submit(course, written):
    """Hand an answered essay in, as Ada."""
    folder = course / "submitted" / "ada" / ESSAY
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{ESSAY}.ipynb").write_bytes(build.as_bytes(written))
