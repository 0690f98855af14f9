"""Reads the submissions that lie in ``attacks/`` and ``honest/`` and hands them in.

A submission is one text in py:percent form. Comments above its first cell say what it is::

    # attack: one sentence about what it tries        (honest: for one that tries nothing)
    # wants: points | read | disturb | feedback
    # grade: 0             the points that it must get; `measured`: what its run's accuracy earns
    # honest: 0            what the same work earns without the trick; it must not gain over that
    # says: a few words    what its feedback must contain; optional
    # assignment: 00_start_here
    # base: bare           only the graded cells and their exercises; `whole` keeps all cells
    # run: NAME            which trained run it carries; optional, see runs.py
    # shift: 2             what random_shift earns beside a measured accuracy
    # builder: NAME        a function of builders.py that adds files or metadata; optional
    # open: a few words    what it still reads; its test is expected to fail; optional
    # tasks: NAME NAME     the graded cells that it tries to answer; in `attacks/unearned/`

``# %% NAME_solution`` is what stands in that exercise, ``# %% after`` comes after the exercises,
``# %% (end)`` after the last cell, and every other cell comes first. Words in ``@...@`` are what an
attacker may know about the machine, see ``Stage.values``.
"""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.authoring import build
from autograder.authoring.rehearse import cell_by_grade_id
from autograder.authoring.rehearse import notebook

HERE = Path(__file__).parent
START_HERE, VARIANT = "00_start_here", "08_your_variant"
WANTS = ("points", "read", "disturb", "feedback", "nothing")
SETUP = "import numpy as np\nfrom course_utils.exercises import check"
# What stands in an exercise that an attack says nothing about: honest work that is wrong.
WRONG = {
    "channel_means_solution": "def channel_means(images):\n    return np.zeros((len(images), 3))",
    "random_shift_solution": "def random_shift(images):\n    return images",
}
MOST = {START_HERE: 1.0, VARIANT: 14.0}
# Families that take the most time are graded in one class, so that two processors end together.
SLOW = ("paths", "network", "bombs", "loops", "kernel", "honest")
# What test_trust.py grades by itself, on each path: attempts on assignments of all kinds.
UNEARNED = "unearned"


@dataclass(frozen=True)
class Cell:
    """A cell of a submission: where it goes (``first``, ``after``, ``end`` or an exercise)."""

    place: str
    kind: str
    source: str


@dataclass(frozen=True)
class Case:
    """One submission.

    Attributes:
        family: Its folder.
        name: Its file's stem.
        sentence: What it tries.
        wants: What an attack is after; ``nothing`` for an honest submission.
        grade: The points that it must get; ``None`` where they follow from its run.
        honest: What the same work earns without the trick.
        put: Puts a damaged submission, which is no text of this folder, in its place.
        named: The student's id where it is not made of family and name.
        open: What it still reads, while nobody has stopped it.
    """

    family: str
    name: str
    sentence: str
    wants: str
    grade: float | None
    honest: float | None
    says: str = ""
    assignment: str = START_HERE
    base: str = "bare"
    run: str = ""
    shift: str = "0"
    builder: str = ""
    tasks: str = ""
    cells: tuple[Cell, ...] = field(default=())
    put: Callable[[Path], None] | None = None
    named: str = ""
    open: str = ""

    @property
    def student(self) -> str:
        """The id under which this submission is handed in."""
        return self.named or f"{self.family}-{self.name}"


def read(path: Path) -> Case:
    """Read one submission.

    Raises:
        ValueError: Its header is incomplete.
    """
    header, *cells = re.split(r"^# %%", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    fields = dict(re.findall(r"^# (\w+): (.+)$", header, flags=re.MULTILINE))
    honest = path.parent.name == "honest"
    sentence = fields.pop("honest" if honest else "attack", "")
    wants = "nothing" if honest else fields.pop("wants", "")
    if not sentence or wants not in WANTS or "grade" not in fields:
        raise ValueError(f"{path}: the header must say what it is, what it wants and its grade.")
    grade = _points(fields.pop("grade"))
    deserved = grade if honest else _points(fields.pop("honest"))
    parsed = tuple(_cell(text) for text in cells)
    return Case(
        path.parent.name, path.stem, sentence, wants, grade, deserved, cells=parsed, **fields
    )


def _points(text: str) -> float | None:
    return None if text == "measured" else float(text)


def _cell(text: str) -> Cell:
    title, _, source = text.partition("\n")
    title, source = title.strip(), source.strip("\n")
    if title in ("[markdown]", "[raw]"):
        source = re.sub(r"^# ?", "", source, flags=re.MULTILINE)
        return Cell("first", title.strip("[]"), source)
    return Cell({"": "first", "(end)": "end"}.get(title, title), "code", source)


@cache
def attacks() -> tuple[Case, ...]:
    """All attacks that are graded as a class, by family and name."""
    paths = sorted((HERE / "attacks").glob("*/*.py"))
    return tuple(read(path) for path in paths if path.parent.name != UNEARNED)


@cache
def unearned() -> tuple[Case, ...]:
    """All attempts at points that nobody earned, by name."""
    return tuple(read(path) for path in sorted((HERE / "attacks" / UNEARNED).glob("*.py")))


@cache
def honest() -> tuple[Case, ...]:
    """All honest submissions, by name."""
    return tuple(read(path) for path in sorted((HERE / "honest").glob("*.py")))


def classes() -> dict[str, list[Case]]:
    """Attacks and honest submissions in three classes, by name: slow, quick and variant."""
    everyone = [*attacks(), *honest()]
    start_here = [case for case in everyone if case.assignment == START_HERE]
    return {
        "slow": [case for case in start_here if case.family in SLOW],
        "quick": [case for case in start_here if case.family not in SLOW],
        "variant": [case for case in everyone if case.assignment == VARIANT],
    }


@cache
def _handed_out(assignment: str) -> NotebookNode:
    return notebook(assignment, {})


def student_notebook(case: Case, values: dict[str, str] | None = None) -> NotebookNode:
    """The notebook of a submission.

    Args:
        case: Which.
        values: What stands for each ``@WORD@``.
    """
    written = copy.deepcopy(_handed_out(case.assignment))
    if case.base == "bare":
        graded = [cell for cell in written.cells if "nbgrader" in cell.metadata]
        written.cells = [new_code_cell(SETUP, id="setup"), *graded]
    own = {cell.place: cell.source for cell in case.cells}
    if case.base == "bare":
        own = {**WRONG, **own}
    first, after, end = [], [], []
    for number, cell in enumerate(case.cells):
        if cell.place in ("first", "after", "end"):
            new = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
            made = new[cell.kind](_filled(cell.source, values), id=f"own-{number}")
            {"first": first, "after": after, "end": end}[cell.place].append(made)
    for place, source in own.items():
        if place not in ("first", "after", "end") and _has(written, place):
            cell_by_grade_id(written, place).source = _filled(source, values)
    last = max(i for i, c in enumerate(written.cells) if _own(c).get("solution")) + 1
    written.cells[last:last] = after
    written.cells = [*first, *written.cells, *end]
    return written


def _own(cell: NotebookNode) -> dict:
    return cell.metadata.get("nbgrader", {})


def _has(written: NotebookNode, grade_id: str) -> bool:
    return any(_own(cell).get("grade_id") == grade_id for cell in written.cells)


def _filled(source: str, values: dict[str, str] | None) -> str:
    for word, value in (values or {}).items():
        source = source.replace(f"@{word}@", value)
    return source


def hand_in(case: Case, course: Path, values: dict[str, str], runs: Path | None = None) -> None:
    """Put a submission into ``submitted/``.

    Args:
        case: Which.
        course: The course's folder.
        values: What stands for each ``@WORD@``.
        runs: Where the trained runs lie, for a case that carries one.
    """
    from tests.submissions import builders
    from tests.submissions.runs import carry

    folder = course / "submitted" / case.student / case.assignment
    folder.mkdir(parents=True)
    written = student_notebook(case, {**values, "ME": case.student})
    if case.run and runs is not None:
        carry(case.run, runs, folder, case.assignment)
    content: NotebookNode | bytes | None = written
    if case.builder:
        content = getattr(builders, case.builder)(folder, written, values)
    if content is not None:  # else the builder has put something of its own in the place
        content = content if isinstance(content, bytes) else build.as_bytes(content)
        (folder / f"{case.assignment}.ipynb").write_bytes(content)
