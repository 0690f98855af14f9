"""Runs a notebook as a student would, in this process: for the demo's class and for calibration.

Only for notebooks that the course's authors wrote: nothing here is a sandbox.
"""

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode

from autograder import course
from autograder.authoring import build


class Rehearsed(NamedTuple):
    """A notebook that was run: its variables, and each error by the id of its cell."""

    variables: dict[str, Any]
    errors: dict[str, str]


def notebook(assignment: str, solutions: dict[str, str | None] | None) -> NotebookNode:
    """Return a student's notebook with exercises filled in.

    Args:
        assignment: The assignment's id.
        solutions: Source by grade id, ``None`` for the course's own solution of that exercise;
            ``None`` instead of all fills in every one of the course's own.

    Raises:
        KeyError: A grade id is none of this notebook's.
    """
    instructor = build.instructor_notebook(course.SOURCES / f"{assignment}.py")
    student = build.student_notebook(instructor)
    if solutions is None:
        solved = [cell.metadata.get("nbgrader", {}) for cell in instructor.cells]
        solutions = {own["grade_id"]: None for own in solved if own.get("solution")}
    for grade_id, source in solutions.items():
        if source is None:
            lines = cell_by_grade_id(instructor, grade_id).source.split("\n")
            source = "\n".join(line for line in lines if "### " not in line)
        cell_by_grade_id(student, grade_id).source = source
    return student


def cell_by_grade_id(student: NotebookNode, grade_id: str) -> NotebookNode:
    """Return the cell that has a grade id.

    Raises:
        KeyError: There is none.
    """
    for cell in student.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            return cell
    raise KeyError(grade_id)


def rehearse(
    student: NotebookNode,
    folder: Path,
    environment: dict[str, str],
    after_setup: str = "",
    skip: tuple[str, ...] = (),
) -> Rehearsed:
    """Run a notebook's code cells one after another; an error ends its cell only.

    Args:
        student: The notebook.
        folder: Where it runs and leaves its runs; created.
        environment: Environment variables, such as ``COURSE_BUDGET``.
        after_setup: Code to run after the first code cell, such as ``seed = 3``.
        skip: Cells whose source contains one of these are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    variables: dict[str, Any] = {"__name__": "__main__"}
    errors: dict[str, str] = {}
    with _changed(folder, environment), contextlib.redirect_stdout(io.StringIO()):
        for cell in student.cells:
            if cell.cell_type != "code" or any(part in cell.source for part in skip):
                continue
            try:
                exec(compile(cell.source, cell.id, "exec"), variables)
                if after_setup:
                    exec(after_setup, variables)
                    after_setup = ""
            except Exception as error:
                errors[cell.id] = f"{type(error).__name__}: {error}"
    return Rehearsed(variables, errors)


@contextlib.contextmanager
def _changed(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """Work in another folder and environment for a while."""
    before, working = dict(os.environ), Path.cwd()
    os.environ.update({"MPLBACKEND": "agg", **environment})
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(working)
        os.environ.clear()
        os.environ.update(before)
