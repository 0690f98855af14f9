"""Repairs what students do to their cells, before anything is run or graded.

Every nbgrader cell gets the settings, the type and, where it is locked, the text that the gradebook
has for it, whatever the submission says; everything else that could steer the executor (tags,
attachments, foreign metadata) goes. What was repaired is said in the submission's notes.
"""

import copy
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Notebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import replacing
from autograder.intake.notes import Notes
from course_utils import __version__
from course_utils.notebooks import tidy

HIDDEN = re.compile(
    r"^### BEGIN HIDDEN TESTS$.*?^### END HIDDEN TESTS$\n?", re.DOTALL | re.MULTILINE
)
# A graded cell ends in a hidden 0, so that a pipeline without the judge gives no points. The
# version goes into the gradebook with it, and tells of which release the cells there are.
FAIL_CLOSED = f"### BEGIN HIDDEN TESTS\n0  # version {__version__}\n### END HIDDEN TESTS"
HANDOUTS = "handouts"  # the folder of what the cells of notebooks were in earlier releases
MOST_HANDOUTS = 20  # that are remembered of one notebook
EARLIER = (
    "This notebook is from an earlier handout of the course. It was graded with the course's "
    "present cells and points."
)
FLIPPED = ("grade", "solution", "task", "locked", "points")
# What was repaired, in the order in which it is told; "{}" names the cells.
SENTENCES = {
    "lost": "The grading settings of {} were lost and are restored.",
    "settings": "The grading settings of {} had been changed; the course's own are restored.",
    "copied": "There were several copies of {}; the last one was graded.",
    "retyped": "The type of {} had been changed; it is restored.",
    "edited": "The text of {} had been changed; the course's own is restored.",
    "moved": "What {} asks about was below it, so it was moved down.",
    "missing": "The cell {} was missing and is put back.",
}


class Original(NamedTuple):
    """A cell as the course made it."""

    metadata: NotebookNode
    source: str

    @property
    def released(self) -> str:
        """The text that students were given."""
        return tidy(HIDDEN.sub("", self.source))

    @property
    def only_answer(self) -> bool:
        """Whether the cell holds code that nothing but a later cell looks at."""
        own = self.metadata
        return own.cell_type == "code" and own.solution and not own.grade


class Released(NamedTuple):
    """What a notebook was when it was released.

    Attributes:
        originals: Its nbgrader cells by grade id.
        kernelspec: Its kernel.
        former: What the cells were in earlier releases, the latest first.
    """

    originals: dict[str, Original]
    kernelspec: dict[str, str]
    former: tuple[dict[str, Original], ...] = ()


class OriginalMetadata(NbGraderPreprocessor):
    """First of the sanitize step: settings are the course's, never the student's.

    A tag such as ``skip-execution`` does not reach the executor, ``grade: false`` or
    ``solution: true`` are undone, and of several copies of one cell only one still counts as it;
    the others become ordinary cells. A cell that lost its metadata is recognised by its id or its
    text, and a graded one that is gone is put back, so that its question is asked all the same.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Rewrite the metadata of the notebook and of every cell, and put back lost cells.

        Args:
            nb: A student's notebook, changed in place.
            resources: With what was released, from :func:`released`, as ``released``.
        """
        names, release = resources["nbgrader"], resources["released"]
        notes = resources.setdefault("notes", Notes())
        refused = isinstance(notes, Notes) and names["notebook"] in notes.refused
        sentences = restore(nb, release.originals, release.former)
        nb.metadata = NotebookNode(kernelspec=release.kernelspec)
        for sentence in sentences:
            if refused:
                continue
            self.log.debug("%s", sentence)
            notes.repair(sentence) if isinstance(notes, Notes) else notes.append(sentence)
        return nb, resources


def restore(
    nb: NotebookNode,
    originals: dict[str, Original],
    former: tuple[dict[str, Original], ...] = (),
) -> list[str]:
    """Restore the course's cells in a notebook: each once, with the course's settings.

    A missing cell is put back, unless it holds nothing but an answer that a later cell looks at.

    Args:
        nb: A student's notebook, changed in place.
        originals: The course's nbgrader cells by grade id, in order.
        former: What they were in earlier releases, the latest first.

    Returns:
        Sentences about what was repaired. What the course itself has changed since the notebook was
        handed out is not told as the student's doing.
    """
    handed_in = copy.deepcopy(nb) if former else nb
    told, earlier = restore_cells(nb, originals), []
    for handout in former if any(told.values()) else ():
        repaired = restore_cells(copy.deepcopy(handed_in), handout)
        if sum(map(len, repaired.values())) < sum(map(len, told.values())):
            told, earlier = repaired, [EARLIER]
    return [
        SENTENCES[kind].format(listed(names)) for kind, names in told.items() if names
    ] + earlier


def restore_cells(nb: NotebookNode, originals: dict[str, Original]) -> dict[str, list[str]]:
    """Restore the course's cells in a notebook, and return which were repaired, and how.

    Args:
        nb: A student's notebook, changed in place.
        originals: The course's nbgrader cells by grade id, in order.

    Returns:
        Names of cells by kind of repair, as in ``SENTENCES``.
    """
    repaired: dict[str, list[str]] = {kind: [] for kind in SENTENCES}
    claims: dict[str, list[NotebookNode]] = {name: [] for name in originals}
    for cell in nb.cells:
        name = claimed_grade_id(cell, originals)
        if name is not None:
            claims[name].append(cell)
    settings = {id(cell): cell.metadata.get("nbgrader") for cell in nb.cells}
    nb.metadata = NotebookNode()
    for cell in nb.cells:
        cell.metadata = NotebookNode()
        cell.pop("attachments", None)
    for name, original in originals.items():
        if not claims[name]:
            continue
        cell = chosen(claims[name], original)
        if len(claims[name]) > 1:
            repaired["copied"].append(name)
        for kind in restore_cell(cell, original, settings[id(cell)]):
            repaired[kind].append(name)
    repaired["moved"] = move_down(nb, originals)
    for name, original in originals.items():
        if not claims[name] and not original.only_answer:
            put_back(nb, originals, name)
            repaired["missing"].append(name)
    return repaired


def claimed_grade_id(cell: NotebookNode, originals: dict[str, Original]) -> str | None:
    """Return a cell's grade id, by its metadata, else by its id, else by a locked cell's text."""
    claimed = cell.metadata.get("nbgrader")
    grade_id = claimed.get("grade_id") if isinstance(claimed, dict) else None
    if isinstance(grade_id, str) and grade_id in originals:
        return grade_id
    by_id = {name.replace("_", "-"): name for name in originals}
    if cell.get("id") in by_id:
        return by_id[cell.id]
    text = tidy(cell.source)
    same = (name for name, one in originals.items() if one.metadata.locked and one.released == text)
    return next(same, None) if text else None


def chosen(claims: list[NotebookNode], original: Original) -> NotebookNode:
    """Choose the last of several copies of a cell; of an exercise, the last one filled in."""
    if original.metadata.solution:
        written = [cell for cell in claims if tidy(cell.source) != original.released]
        return (written or claims)[-1]
    return claims[-1]


def restore_cell(cell: NotebookNode, original: Original, claimed: Any) -> list[str]:
    """Give one cell the course's settings, type and, if it is locked, text.

    Args:
        cell: The student's cell, changed in place.
        original: What it was.
        claimed: The grading settings that it came with.

    Returns:
        What was repaired, as keys of ``SENTENCES``.
    """
    kinds = []
    own = original.metadata
    if not isinstance(claimed, dict) or claimed.get("grade_id") != own.grade_id:
        kinds.append("lost")
    elif any(claimed[key] != own.get(key, claimed[key]) for key in FLIPPED if key in claimed):
        kinds.append("settings")
    cell.metadata["nbgrader"] = own.copy()
    if cell.cell_type != own.cell_type:
        kinds.append("retyped")
        cell.cell_type = own.cell_type
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
        if own.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    if own.locked:
        if tidy(cell.source) not in (original.released, tidy(original.source)):
            kinds.append("edited")
        cell.source = original.source
    return kinds


def move_down(nb: NotebookNode, originals: dict[str, Original]) -> list[str]:
    """Move each locked code cell below the exercises that the course has above it.

    Returns:
        The grade ids of the moved cells.
    """
    moved = []
    above: list[NotebookNode] = []
    by_name = {
        cell.metadata["nbgrader"].grade_id: cell for cell in nb.cells if "nbgrader" in cell.metadata
    }
    for name, original in originals.items():
        if (cell := by_name.get(name)) is None:
            continue
        place = position(nb, cell)
        lowest = max((position(nb, other) for other in above), default=-1)
        if original.metadata.locked and cell.cell_type == "code" and place < lowest:
            nb.cells.insert(lowest, nb.cells.pop(place))
            moved.append(name)
        if original.metadata.solution:
            above.append(cell)
    return moved


def put_back(nb: NotebookNode, originals: dict[str, Original], name: str) -> None:
    """Insert a lost cell as late as its neighbours allow.

    Its exercise may be in any unmarked cell between those that are known, so it goes below
    everything that precedes the next known cell.
    """
    order = list(originals)
    places = {
        cell.metadata["nbgrader"].grade_id: index
        for index, cell in enumerate(nb.cells)
        if "nbgrader" in cell.metadata
    }
    index = order.index(name)
    lowest = max((places[one] + 1 for one in order[:index] if one in places), default=0)
    after = [places[one] for one in order[index + 1 :] if one in places and places[one] >= lowest]
    original = originals[name]
    new = new_code_cell if original.metadata.cell_type == "code" else new_markdown_cell
    cell = new(original.source, metadata={"nbgrader": original.metadata.copy()})
    taken = {other.get("id") for other in nb.cells}
    own_id = name.replace("_", "-")[:60]
    numbered = (f"{own_id}-{number}" for number in range(len(taken) + 1))
    cell.id = next(one for one in (own_id, *numbered) if one not in taken)
    nb.cells.insert(min(after, default=len(nb.cells)), cell)


def position(nb: NotebookNode, cell: NotebookNode) -> int:
    """Return the index of this very cell; others that only equal it do not count."""
    return next(index for index, other in enumerate(nb.cells) if other is cell)


def listed(names: list[str]) -> str:
    """Return names of cells for a sentence, the first five of them."""
    shown = ", ".join(names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"


def released(notebook: Notebook, course: Path | None = None) -> Released:
    """Return what is known of a notebook as it was released.

    Args:
        notebook: The gradebook's.
        course: The course's folder, which remembers earlier releases; without it there are none.
    """
    sources = {cell.name: cell.source for cell in notebook.source_cells}
    metadata = original_metadata(notebook)
    return Released(
        {name: Original(own, sources[name]) for name, own in metadata.items()},
        json.loads(notebook.kernelspec or "{}"),
        tuple(former(course, notebook.assignment.name, notebook.name)) if course else (),
    )


def former(course: Path, assignment: str, notebook: str) -> list[dict[str, Original]]:
    """Return what the cells of a notebook were in earlier releases, the latest first."""
    try:
        kept = json.loads((course / HANDOUTS / assignment / f"{notebook}.json").read_text("utf-8"))
        return [
            {
                name: Original(NotebookNode(cell["metadata"]), cell["source"])
                for name, cell in one.items()
            }
            for one in kept
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []  # sentences for students are worse without it, and nothing else is


def remember(course: Path, assignment: str, notebook: str, originals: dict[str, Original]) -> None:
    """Add the cells of a release that a new one is about to replace to the earlier ones."""
    known = [one for one in former(course, assignment, notebook) if one != originals]
    kept = [
        {name: cell._asdict() for name, cell in one.items()}
        for one in [originals, *known][:MOST_HANDOUTS]
    ]
    with replacing(course / HANDOUTS / assignment / f"{notebook}.json") as file:
        file.write(json.dumps(kept).encode())


def original_metadata(notebook: Notebook) -> dict[str, NotebookNode]:
    """Return the metadata of each nbgrader cell of a gradebook's notebook, by grade id."""
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
