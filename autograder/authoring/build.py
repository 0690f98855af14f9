"""Builds notebooks from their authored texts: what students open and what nbgrader grades.

``notebooks/src/NN_name.py`` is the one authored text of a notebook, in jupytext's py:percent form.
From it come, byte for byte the same each time, the student's ``notebooks/NN_name.ipynb`` and the
instructor's notebook with solutions, which only lives in the course's folder.
"""

import argparse
import copy
import sys
from pathlib import Path

import jupytext
import nbformat
import numpy as np
from nbformat import NotebookNode
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)

from autograder import references
from autograder.authoring import points
from autograder.course import NOTEBOOKS, ROOT, SOURCES, assignments, load_settings
from autograder.grading import display
from autograder.intake.repair import FAIL_CLOSED
from autograder.text import say
from course_utils import __version__, exchange, exercises
from course_utils.errors import CourseError
from course_utils.exchange import Arrays
from course_utils.exercises.kit.task import EXPECTATIONS, PUBLIC_CASES, Task
from course_utils.notebooks import tidy

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class BuildError(CourseError):
    """An authored text cannot be built; the message names the file and what to change."""


def instructor_notebook(source: Path) -> NotebookNode:
    """Build the notebook with its solutions; its graded cells end in a hidden literal 0.

    nbgrader restores that 0 when it grades, so a pipeline without the judge gives no points.

    Args:
        source: The authored text.

    Raises:
        BuildError: A graded cell has no task, a task no cell, a grade id occurs twice, or a cell
            is tagged ``display`` that has to run while grading.
        CourseError: A graded cell has no heading.
    """
    notebook = authored(source)
    tasks = exercises.tasks(source.stem)
    graded = []
    for index, cell in enumerate(notebook.cells):
        own = cell.metadata.get("nbgrader")
        cell.metadata = NotebookNode(tags=[display.TAG]) if display.tagged(cell) else NotebookNode()
        cell.id = f"cell-{index:02d}"
        if own is None:
            continue
        if "grade_id" not in own:
            raise BuildError(f"{source.name}: cell {index} has nbgrader metadata but no grade_id.")
        own = {"grade": False, "solution": False, "task": False, "schema_version": 3, **own}
        own.setdefault("locked", own["grade"] and not own["solution"])
        cell.metadata["nbgrader"] = NotebookNode(own)
        cell.id = own["grade_id"].replace("_", "-")
        if own["grade"] and not own["solution"] and cell.cell_type == "code":
            graded.append(own["grade_id"])
            cell.source = f"{cell.source}\n{FAIL_CLOSED}"
    ids = [cell.id for cell in notebook.cells]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise BuildError(f"{source.name}: the grade id {twice[0]} occurs twice. Rename one cell.")
    if sorted(graded) != sorted(tasks):
        raise BuildError(
            f"{source.name}: its graded cells are {sorted(graded)}, but course_utils.exercises has "
            f"tasks {sorted(tasks)} for it. Give both the same names."
        )
    check_display(notebook, source.name)
    points.fill_in(notebook, source.stem)
    notebook.metadata = NotebookNode(
        kernelspec=KERNELSPEC, course=NotebookNode(version=__version__)
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def check_display(notebook: NotebookNode, name: str) -> None:
    """Raise an error unless each cell that is tagged ``display`` need not run while grading.

    Args:
        notebook: The instructor's notebook.
        name: Its authored text's.

    Raises:
        BuildError: One is no code, is graded or an exercise, is no plain Python, or binds a name
            that a cell mentions which runs.
    """
    shows = display.displays(notebook)
    skipped = display.to_skip(notebook, shows)
    for index, cell in enumerate(notebook.cells):
        if not display.tagged(cell) or index in skipped:
            continue
        if cell.cell_type != "code" or "nbgrader" in cell.metadata:
            why = "only a code cell that nobody grades can be"
        elif tidy(cell.source) not in shows:
            why = "it must be plain Python that imports no *, and no other cell may have its text"
        else:
            wanted = display.needed_by_running(notebook, skipped)
            found = sorted(display.in_the_way(shows[tidy(cell.source)], wanted))
            why = f"cells that run while grading need {', '.join(found)}"
        raise BuildError(
            f"{name}: cell {index} cannot be tagged {display.TAG}: {why}. It begins: "
            f"{cell.source[:60]!r}."
        )


def authored(source: Path) -> NotebookNode:
    """Return a notebook as it was written, its header as metadata.

    Raises:
        BuildError: It cannot be read; most often its header is no YAML.
    """
    try:
        return jupytext.read(source, fmt="py:percent")
    except Exception as error:  # of YAML, whose errors jupytext lets through
        said = " ".join(str(error).split())
        raise BuildError(
            f"{source.name} cannot be read. Put a text of its header that has a colon in quotes. "
            f"{said}"
        ) from None


def student_notebook(instructor: NotebookNode) -> NotebookNode:
    """Build the notebook that students open: no solutions, no outputs, no hidden tests.

    The steps are those of ``nbgrader generate_assignment``, without its gradebook.
    """
    config = load_settings()
    notebook = copy.deepcopy(instructor)
    for step in (
        LockCells,
        ClearSolutions,
        ClearOutput,
        CheckCellMetadata,
        ClearHiddenTests,
        ClearMarkScheme,
        ComputeChecksums,
        CheckCellMetadata,
    ):
        notebook, _ = step(config=config).preprocess(notebook, {})
    return notebook


def as_bytes(notebook: NotebookNode) -> bytes:
    """Return a notebook's file, always the same bytes: sorted keys, one trailing newline."""
    text = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
    return text.encode("utf-8")


def expectation(assignment: str, task: Task) -> Arrays:
    """Compute the reference answers to the public questions of a task; none where none are stored.

    Args:
        assignment: The assignment's id.
        task: One of its tasks.
    """
    if task.visible is not None or task.kind == "random":
        return {}
    return {
        f"{case}/{name}": array
        for case in range(PUBLIC_CASES)
        for name, array in references.expected(
            assignment, task.name, task.draw(np.random.default_rng(case))
        ).items()
    }


def is_current(assignment: str, task: Task) -> bool:
    """Return whether the public check of a task compares with what its reference gives now."""
    arrays = expectation(assignment, task)
    return not arrays or _same(EXPECTATIONS / f"{task.name}.npz", arrays)


def build(*only: str, write: bool = True) -> list[Path]:
    """Build students' notebooks, the table of their points, and public expectations.

    Args:
        *only: The ids of the assignments to build; all if none is given.
        write: Write what changed; otherwise only find it.

    Returns:
        The files that were stale.

    Raises:
        BuildError: An authored text cannot be built.
    """
    stale: list[Path] = []
    known = assignments()
    for assignment in only or known:
        if assignment not in known:
            raise BuildError(f"There is no {assignment}.py in {SOURCES}.")
        student = student_notebook(instructor_notebook(SOURCES / f"{assignment}.py"))
        stale += _write(NOTEBOOKS / f"{assignment}.ipynb", as_bytes(student), write)
        for task in exercises.tasks(assignment).values():
            if not is_current(assignment, task):
                stale.append(EXPECTATIONS / f"{task.name}.npz")
                if write:
                    EXPECTATIONS.mkdir(exist_ok=True)
                    exchange.write(stale[-1], expectation(assignment, task))
    named = {name for assignment in known for name in exercises.tasks(assignment)}
    for path in sorted(EXPECTATIONS.glob("*.npz")):
        if path.stem not in named:  # its exercise is gone, or has another name
            stale.append(path)
            if write:
                path.unlink()
    readme = NOTEBOOKS / "README.md"
    text = points.with_overview(readme, overview(known))
    return stale + _write(readme, text.encode("utf-8"), write)


def overview(known: list[str]) -> str:
    """Return the table of all notebooks for the students' README.

    Raises:
        BuildError: A notebook's header does not say what one does in it.
    """
    notebooks, summaries = {}, {}
    for assignment in known:
        source = SOURCES / f"{assignment}.py"
        notebooks[assignment] = instructor_notebook(source)
        header = authored(source).metadata.get("course", {})
        summaries[assignment] = header.get("summary", "")
        if not summaries[assignment]:
            raise BuildError(
                f"{source.name}: its header has no summary for the table in notebooks/README.md. "
                "Write 'course:' below 'jupyter:', and 'summary: \"what one does\"' below that."
            )
    return points.overview(notebooks, summaries)


def _write(path: Path, content: bytes, write: bool) -> list[Path]:
    """Return the file in a list if it is stale, and write it if it may be."""
    if path.exists() and path.read_bytes() == content:
        return []
    if write:
        path.write_bytes(content)
    return [path]


def _same(path: Path, arrays: Arrays) -> bool:
    """Return whether a file holds these arrays, up to rounding: processors differ in that."""
    if not path.exists():
        return False
    with np.load(path, allow_pickle=False) as stored:
        return set(stored.files) == set(arrays) and all(
            stored[name].shape == array.shape and np.allclose(stored[name], array, rtol=1e-9)
            for name, array in arrays.items()
        )


def write_course_sources(course: Path, only: list[str] | None = None) -> None:
    """Write the instructor's notebooks where nbgrader looks: ``source/NAME/NAME.ipynb``.

    Args:
        course: The course's folder.
        only: The ids of the assignments; all if it is ``None``.
    """
    for assignment in assignments() if only is None else only:
        folder = course / "source" / assignment
        folder.mkdir(parents=True, exist_ok=True)
        notebook = instructor_notebook(SOURCES / f"{assignment}.py")
        (folder / f"{assignment}.ipynb").write_bytes(as_bytes(notebook))


def run(options: argparse.Namespace) -> int:
    """Run the command ``build``: build the notebooks, or only check that they are current."""
    stale = build(*options.assignments, write=not options.check)
    for path in stale:
        say(f"{'stale' if options.check else 'built'}: {path.relative_to(ROOT)}")
    if options.check and stale:
        say("Run: python -m autograder build", file=sys.stderr)
        return 1
    return 0
