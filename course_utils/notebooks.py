"""Reads the notebooks that you work in: what is written, what its checks said, what was changed.

A notebook is compared with its handout, the text that your instructor gave out. A student's copy
has all handouts in ``course_utils/handout``; a clone of the repository has them in git.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from course_utils import exercises, handed_in
from course_utils.errors import CourseError

HANDOUT = Path(__file__).parent / "handout"
CLONE = Path(__file__).parents[1]  # the repository, where this is one
FOLDER = "notebooks"  # where a student's notebooks are, below the course's folder
NUMBERED = re.compile(r"\d\d_\w+")
PASSED = "All public checks passed"  # what a check prints at its end
PRECISION = re.compile(r"Accuracy (\d+\.\d) %")  # what the check of a network prints

Cell = dict[str, Any]


class NotebookError(CourseError):
    """A notebook cannot be found or read; the message says what to do."""


class UnreadableError(NotebookError):
    """A notebook's file is damaged; the message says what to do."""


class Exercise(NamedTuple):
    """One exercise of a notebook.

    Attributes:
        name: The grade id of its graded cell.
        written: Whether any cell of its answer differs from the handout.
        passed: Whether the check says so that was run last, as far as it was saved.
        accuracy: What that check measured, in percent; ``None`` where it measures none.
    """

    name: str
    written: bool
    passed: bool
    accuracy: float | None


class Notebook:
    """A notebook as it was saved.

    Attributes:
        path: Its file.
        assignment: The assignment's id, which is its name without extension unless it was renamed.
        content: All of it, as JSON says it.
        cells: Its cells.
    """

    def __init__(self, path: Path, assignment: str, content: dict[str, Any]) -> None:
        self.path = path
        self.assignment = assignment
        self.content = content
        self.cells: list[Cell] = content["cells"]

    @property
    def version(self) -> str | None:
        """The version of the course that it was handed out with, or ``None`` if it does not say."""
        metadata = self.content.get("metadata")
        course = metadata.get("course") if isinstance(metadata, dict) else None
        return str(course["version"]) if isinstance(course, dict) and "version" in course else None

    def exercises(self) -> list[Exercise]:
        """Return the exercises in the order of the handout; none where there is no handout."""
        found, changed = [], False
        for name, original in graded_cells(handout(self.assignment)).items():
            own = marks(original)
            cell = self.cell(name, original)
            if own.get("solution"):
                changed = changed or (
                    cell is not None and tidy(source_of(cell)) != tidy(source_of(original))
                )
            if own.get("grade"):
                said = "" if cell is None else output_of(cell)
                measured = PRECISION.search(said)
                accuracy = float(measured[1]) if measured else None
                found.append(Exercise(name, changed, PASSED in said, accuracy))
                changed = False
        return found

    def cell(self, name: str, original: Cell | None = None) -> Cell | None:
        """Return the cell of a grade id, or ``None``: by its marks, its id, or its locked text.

        Of several copies it is the last one, of an answer the last one that differs from the
        handout, as the grader chooses.

        Args:
            name: The grade id.
            original: The handout's cell.
        """
        copies = self.copies(name)
        if copies and original is not None and marks(original).get("solution"):
            stub = tidy(source_of(original))
            copies = [one for one in copies if tidy(source_of(one)) != stub] or copies
        if copies:
            return copies[-1]
        if original is not None and marks(original).get("locked"):
            text = tidy(source_of(original))
            return next((one for one in self.cells if tidy(source_of(one)) == text), None)
        return None

    def copies(self, name: str) -> list[Cell]:
        """Return all cells that claim a grade id."""
        marked = [cell for cell in self.cells if marks(cell).get("grade_id") == name]
        return marked or [c for c in self.cells if c.get("id") == name.replace("_", "-")]

    def changed_checks(self) -> list[str]:
        """Return the grade ids of locked cells whose text is not the handout's."""
        return [
            name
            for name, original in graded_cells(handout(self.assignment)).items()
            if marks(original).get("locked")
            and (cell := self.cell(name, original)) is not None
            and tidy(source_of(cell)) != tidy(source_of(original))
        ]

    def copied(self) -> list[str]:
        """Return the grade ids that several cells have."""
        names = dict.fromkeys(marks(cell).get("grade_id") for cell in self.cells)
        return [name for name in names if name and len(self.copies(name)) > 1]


def find(name: str, folder: Path | None = None) -> Path:
    """Return the path of the notebook that somebody means.

    Args:
        name: An assignment's id, or a notebook's file name or path, with or without ``.ipynb``.
        folder: Where to look; by default here and in ``notebooks/``.

    Returns:
        The file of that name; else, of the files that were called so before they were copied or
        downloaded again, the one that was saved last.

    Raises:
        NotebookError: It is not there.
    """
    wanted = name.removesuffix(handed_in.NOTEBOOK)
    places = [folder] if folder else [Path(), Path(FOLDER)]
    for place in places:
        path = place / f"{wanted}{handed_in.NOTEBOOK}"
        if path.is_file():
            return path
    renamed = [
        path
        for place in places
        for path in place.glob(f"*{handed_in.NOTEBOOK}")
        if NUMBERED.fullmatch(wanted) and handed_in.assignment_of(path.name, [wanted])
    ]
    if renamed:
        return max(renamed, key=lambda path: path.stat().st_mtime)
    available = sorted({path.stem for place in places for path in place.glob("[0-9]*.ipynb")})
    known = f"There are: {', '.join(available)}. Name one of them, or run" if available else "Run"
    where = " or ".join(str(place.resolve()) for place in places)
    raise NotebookError(
        f"There is no notebook {wanted}.ipynb in {where}. {known} this in the course's folder."
    )


def read(path: Path) -> Notebook:
    """Read a notebook of the course.

    Raises:
        NotebookError: It is none of the course's.
        UnreadableError: It cannot be read.
    """
    assignment = assignment_of(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        cells = content["cells"]
        for cell in cells:
            source_of(cell), cell["cell_type"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableError(
            f"{path} is no readable notebook. Open it in JupyterLab and save it again. If it does "
            f"not open there: python -m course_utils.restore {assignment or path.stem} keeps it as "
            "a backup and brings the notebook that was handed out."
        ) from None
    assignment = assignment or assignment_of(path, cells)
    if assignment is None:
        known = ", ".join(handed_out(path.parent)) or "named like 01_softmax"
        raise NotebookError(
            f"{path} is none of the course's notebooks, by its name and by its graded cells. Those "
            f"are {known}. Copy your code into the one that you mean."
        )
    return Notebook(path, assignment, content)


def assignment_of(path: Path, cells: Iterable[Cell] = ()) -> str | None:
    """Return the assignment that a notebook is of, by its name, else by its graded cells."""
    known = handed_out(path.parent)
    named = handed_in.assignment_of(path.name, known)
    if named is not None:
        return named
    graded = {marks(cell).get("grade_id") for cell in cells if marks(cell).get("grade")}
    return next((one for one in known if graded & exercises.tasks(one).keys()), None)


def handed_out(folder: Path | None = None) -> list[str]:
    """Return the ids of the assignments that there are handouts of, or notebooks in a folder."""
    paths = [*HANDOUT.glob("*.ipynb"), *(folder.glob("*.ipynb") if folder else ())]
    listed = _git("ls-files", "--", f"{FOLDER}/*.ipynb")
    names = {path.stem for path in paths} | {Path(name).stem for name in listed}
    return sorted(one for one in names if NUMBERED.fullmatch(one) and exercises.tasks(one))


def handout(assignment: str) -> dict[str, Any] | None:
    """Return a notebook as it was handed out, as JSON says it, or ``None`` where it is not here."""
    path = HANDOUT / f"{assignment}.ipynb"
    try:
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
        text = "\n".join(_git("show", f"HEAD:{FOLDER}/{assignment}.ipynb"))
        return json.loads(text) if text else None
    except ValueError:
        return None


def _git(*command: str) -> list[str]:
    """Return the lines that git prints in a clone of the repository; none elsewhere."""
    if not (CLONE / ".git").exists():
        return []
    try:
        process = subprocess.run(
            ["git", "-C", str(CLONE), *command], capture_output=True, encoding="utf-8", check=False
        )
    except OSError:
        return []
    return process.stdout.splitlines() if process.returncode == 0 else []


def date(path: Path) -> str:
    """Return when a file was written, as people say it: 30 November 2026 at 02:05."""
    when = datetime.fromtimestamp(path.stat().st_mtime)
    return f"{when.day} {when:%B %Y} at {when:%H:%M}"


# ---- cells ---------------------------------------------------------------------------------------


def graded_cells(content: dict[str, Any] | None) -> dict[str, Cell]:
    """Return the cells of a handout that are graded, or answers to graded ones, by grade id."""
    cells = content["cells"] if content else []
    return {marks(cell)["grade_id"]: cell for cell in cells if "grade_id" in marks(cell)}


def marks(cell: Cell) -> dict[str, Any]:
    """Return what nbgrader wrote about a cell; nothing about most cells."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def source_of(cell: Cell) -> str:
    """Return a cell's text, which a file holds as a list of lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def output_of(cell: Cell) -> str:
    """Return what a cell printed when it was run last."""
    outputs = cell.get("outputs") or []
    texts = [one.get("text", "") for one in outputs if one.get("output_type") == "stream"]
    return "".join(one if isinstance(one, str) else "".join(one) for one in texts)


def tidy(text: str) -> str:
    """Return a text without the spaces that editors add and remove."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


# ---- from within a notebook ----------------------------------------------------------------------


def opened(assignment: str) -> Path:
    """Return the path of the notebook that this kernel runs.

    Args:
        assignment: The assignment's id, for programs that do not say which file is open.

    Raises:
        NotebookError: There is none here.
    """
    named = Path(Path(os.environ.get("JPY_SESSION_NAME", "")).name)  # Jupyter's servers set it
    if named.is_file() and handed_in.assignment_of(named.name, [assignment]):
        return named
    return find(assignment, Path())


def history() -> list[str]:
    """Return the texts that were run in this session, the last at the end; none outside one."""
    shell = _shell()
    return list(shell.history_manager.input_hist_raw[1:]) if shell else []


def show_link(path: Path) -> None:
    """Show a link below a cell that downloads a file, and print where the file is.

    Args:
        path: The file, in the notebook's folder.
    """
    print(f"Hand in {path.resolve()}.")
    if _shell():
        import html
        from urllib.parse import quote

        from IPython.display import HTML, display

        # Without "download", JupyterLab would try to open the file.
        name = html.escape(path.name)
        display(HTML(f'<a href="{quote(path.name)}" download="{name}">Download {name}</a>'))


def _shell() -> Any:
    import sys

    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


# ---- the Validate button -------------------------------------------------------------------------


def let_validate_forgive() -> None:
    """Make nbgrader's Validate button read notebooks with copied cells or damaged marks.

    It would show a traceback instead. A student's ``nbgrader_config.py`` calls this.

    Raises:
        RuntimeError: This nbgrader reads notebooks in another way.
    """
    from nbgrader import validator

    if not hasattr(validator, "read_nb"):
        raise RuntimeError(
            "nbgrader.validator has no read_nb. Install the version that requirements.lock names."
        )
    validator.read_nb = read_forgivingly


def read_forgivingly(source: str, as_version: int, **settings: Any) -> Any:
    """Read a notebook for nbgrader: of several copies of a cell only the last one keeps its marks.

    The grader asks that one, too. Marks that nbgrader does not understand are dropped.

    Args:
        source: The notebook's file.
        as_version: As nbgrader's own reader takes it.
        **settings: Likewise.

    Returns:
        The notebook, a ``NotebookNode``.
    """
    import io

    import nbformat
    from nbgrader import nbgraderformat

    notebook = nbformat.read(source, as_version=as_version)
    known = nbgraderformat.MetadataValidator()
    seen: set[str] = set()
    for cell in reversed(notebook.cells):
        try:
            known.validate_cell(known.upgrade_cell_metadata(cell))
        except Exception:  # whatever damaged marks make nbgrader and jsonschema raise
            cell.metadata.pop("nbgrader", None)
        name = marks(cell).get("grade_id")
        if name in seen:
            del cell.metadata["nbgrader"]
        elif name:
            seen.add(name)
    return nbgraderformat.read(io.StringIO(nbformat.writes(notebook)), as_version, **settings)
