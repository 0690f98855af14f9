"""Tables of what is graded: points are written once, in a graded cell's metadata, and read here."""

import re
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode

from course_utils import exercises
from course_utils.errors import CourseError
from course_utils.exercises.kit.task import Kind

# What the build fills in where an authored text says so.
TABLE, SUM = "{{ what is graded }}", "{{ points }}"
HEADING = re.compile(
    r"^## (?:Exercise(?: (?P<number>\d+))?: (?P<title>.+)|The check of exercise (?P<again>\d+))$",
    re.MULTILINE,
)
JUDGED_BY: dict[Kind, str] = {
    "function": "its results, on inputs drawn for you",
    "sequence": "what it returns, in calls drawn for you",
    "random": "its properties, on inputs drawn for you",
    "layer": "its outputs and gradients, for drawn sizes and weights",
    "model": "its outputs, for drawn sizes and weights",
    "step": "what three steps of a drawn network give",
    "predictor": "accuracy on hidden images",
    "evidence": "your networks' answers, on hidden images",
}
BY_HAND = "your instructor, who reads your answer"
README_BEGINS = "<!-- Written by `python -m autograder build` from the notebooks. -->\n"
README_ENDS = "<!-- End of what is written. -->\n"


class Graded(NamedTuple):
    """A graded cell: its grade id, its points, and the number and title of its exercise."""

    grade_id: str
    points: float
    number: str
    title: str


def graded_cells(notebook: NotebookNode) -> list[Graded]:
    """Return the graded cells of an instructor's notebook, in order.

    An exercise's heading is the last one before its cell: ``## Exercise 2: a bottleneck block``, or
    without a number where there is one exercise only. Where others come between an exercise and its
    check, ``## The check of exercise 2`` stands above the cell.
    """
    found, titles, number = [], {"": ""}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for heading in HEADING.finditer(cell.source):
                number = heading["again"] or heading["number"] or ""
                titles[number] = heading["title"] or titles.get(number, "")
        own = cell.metadata.get("nbgrader", {})
        if own.get("grade"):
            found.append(Graded(own["grade_id"], own["points"], number, titles[number]))
    return found


def fill_in(notebook: NotebookNode, assignment: str) -> None:
    """Write the table of what is graded, and the sum of the points, where a notebook asks for them.

    Args:
        notebook: The instructor's notebook, which is changed.
        assignment: Its id.

    Raises:
        CourseError: A graded cell has no heading, or one that another cell has.
    """
    table = what_is_graded(notebook, assignment)
    total = f"{sum(cell.points for cell in graded_cells(notebook)):g}"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace(TABLE, table).replace(SUM, total)


def what_is_graded(notebook: NotebookNode, assignment: str) -> str:
    """Return the table of a notebook's exercises: title, points, and what judges them.

    Args:
        notebook: The instructor's notebook.
        assignment: Its id.

    Raises:
        CourseError: A graded cell has no heading, or one that another cell has.
    """
    tasks, rows, seen = exercises.tasks(assignment), [], set()
    for cell in sorted(graded_cells(notebook), key=lambda cell: int(cell.number or 0)):
        if not cell.title or (cell.number, cell.title) in seen:
            raise CourseError(
                f"{assignment}: the graded cell {cell.grade_id} has no heading of its own. Write "
                "'## Exercise 1: its title' above it, with its own number."
            )
        seen.add((cell.number, cell.title))
        # Feedback calls an exercise by its grade id, so that belongs into the table.
        name = f"`{cell.grade_id}`"
        title = name if cell.title == cell.grade_id else f"{cell.title}: {name}"
        number = f"{cell.number}. " if cell.number else ""
        judge = JUDGED_BY[tasks[cell.grade_id].kind] if cell.grade_id in tasks else BY_HAND
        rows.append(f"| {number}{title} | {cell.points:g} | {judge} |")
    return "\n".join(["| exercise | points | judged by |", "|---|---|---|", *rows])


def overview(notebooks: dict[str, NotebookNode], summaries: dict[str, str]) -> str:
    """Return the table of all notebooks: what one does there, and the sum of its points.

    Args:
        notebooks: The instructor's notebooks by assignment.
        summaries: What one does in them, a few words each.
    """
    points = {
        name: sum(cell.points for cell in graded_cells(notebook))
        for name, notebook in notebooks.items()
    }
    rows = [f"| {name} | {summaries[name]} | {points[name]:g} |" for name in notebooks]
    rows.append(f"| all of them | | {sum(points.values()):g} |")
    return "\n".join(["| notebook | what you do | points |", "|---|---|---|", *rows]) + "\n"


def with_overview(path: Path, table: str) -> str:
    """Return the text of the students' README with the table in its place.

    Raises:
        CourseError: The README lacks one of the two lines between which the table belongs.
    """
    text = path.read_text(encoding="utf-8")
    before, begins, rest = text.partition(README_BEGINS)
    _, ends, after = rest.partition(README_ENDS)
    if not (begins and ends):
        raise CourseError(
            f"{path.name} has no place for its table. Write these two lines where it belongs:\n"
            f"{README_BEGINS}{README_ENDS}"
        )
    return f"{before}{begins}\n{table}\n{ends}{after}"
