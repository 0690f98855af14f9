"""Brings back a notebook or a cell as it was handed out: ``python -m course_utils.restore NAME``.

What is replaced is kept first, in the folder ``backups`` beside the notebook.
"""

import argparse
import copy
import difflib
import json
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from course_utils import handed_in, notebooks
from course_utils.errors import CourseError, run_program
from course_utils.files import write_atomically
from course_utils.notebooks import Cell

BACKUPS = "backups"
RELOAD = "Where it is open, choose File, Reload Notebook from Disk."


class RestoreError(CourseError):
    """Nothing can be brought back; the message says why, and what to do."""


def restore(name: str, folder: Path | None = None, cell: str = "") -> str:
    """Bring back a notebook, or one of its cells, and return what was done.

    Args:
        name: The assignment's id, or the notebook's file name.
        folder: Where the notebook is; by default here or in ``notebooks/``.
        cell: The grade id or the id of a cell; the whole notebook if it is empty.

    Raises:
        CourseError: There is no handout, no such notebook or no such cell.
        OSError: A file cannot be written.
    """
    path = _path(name, folder)
    assignment = notebooks.assignment_of(path) or name.removesuffix(handed_in.NOTEBOOK)
    if path.is_file() and cell:
        assignment = notebooks.read(path).assignment
    handout = notebooks.handout(assignment)
    if handout is None:
        known = ", ".join(notebooks.handed_out()) or "none"
        raise RestoreError(
            f"The handout of {assignment} is not here (there are: {known}). Unpack what your "
            "instructor handed out into another folder, and copy its course_utils/handout into "
            "course_utils here."
        )
    content = handout
    if cell:
        if not path.is_file():
            raise RestoreError(f"There is no notebook {path}. Leave out --cell to bring all of it.")
        content = with_cell(notebooks.read(path).content, handout, cell)
    kept = backup(path)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    with write_atomically(path) as partial:
        partial.write_text(text + "\n", encoding="utf-8")
    what = f"The cell {cell} of {path}" if cell else str(path)
    before = f" What was there is kept as {kept}." if kept else ""
    return f"{what} is as it was handed out.{before} {RELOAD}"


def _path(name: str, folder: Path | None) -> Path:
    """Return the notebook's path, or where it belongs if it is gone."""
    try:
        return notebooks.find(name, folder)
    except notebooks.NotebookError:
        wanted = Path(name.removesuffix(handed_in.NOTEBOOK)).name
        if notebooks.handout(wanted) is None:
            raise
        usual = Path(notebooks.FOLDER)
        return (folder or (usual if usual.is_dir() else Path())) / f"{wanted}{handed_in.NOTEBOOK}"


def with_cell(content: dict[str, Any], handout: dict[str, Any], wanted: str) -> dict[str, Any]:
    """Return a notebook with one cell of the handout in the place of its own.

    Args:
        content: The notebook, as JSON says it.
        handout: The same of the handout.
        wanted: The cell's grade id or id.

    Returns:
        A new notebook. A cell that is gone comes back below the one that it had above it.

    Raises:
        RestoreError: The handout has no such cell; the message gives the nearest names.
    """
    index = next((i for i, one in enumerate(handout["cells"]) if wanted in names_of(one)), None)
    if index is None:
        known = [name for one in handout["cells"] for name in names_of(one)]
        near = difflib.get_close_matches(wanted, known, n=3, cutoff=0)
        raise RestoreError(
            f"The handout has no cell '{wanted}'. The nearest names are {', '.join(near)}. A "
            "graded cell is called like its exercise, its answer like that with _solution at its "
            "end."
        )
    original = copy.deepcopy(handout["cells"][index])
    cells = list(content["cells"])
    place = _position(cells, original)
    if place is not None:
        cells[place] = original
        return {**content, "cells": cells}
    above = reversed(handout["cells"][:index])
    places = (_position(cells, one) for one in above)
    cells.insert(next((one + 1 for one in places if one is not None), 0), original)
    return {**content, "cells": cells}


def names_of(cell: Cell) -> list[str]:
    """Return the names that a cell is known by: its grade id, and its id."""
    found = [notebooks.marks(cell).get("grade_id"), cell.get("id")]
    return [name for name in dict.fromkeys(found) if name]


def _position(cells: list[Cell], original: Cell) -> int | None:
    """Return where a cell of the handout is in a notebook; of several copies, the last one."""
    for name in names_of(original):
        found = [i for i, one in enumerate(cells) if name in names_of(one)]
        if found:
            return found[-1]
    return None


def backup(path: Path) -> Path | None:
    """Copy a notebook into the folder of backups, and return the copy; ``None`` if it is gone."""
    if not path.is_file():
        return None
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    stem = f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S}"
    taken = {one.stem for one in folder.iterdir()}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    kept = folder / next(one for one in (stem, *numbered) if one not in taken)
    kept = kept.with_name(f"{kept.name}{path.suffix}")
    shutil.copy2(path, kept)
    return kept


def main(arguments: list[str] | None = None) -> int:
    """Bring back a notebook or a cell; return 1 after a sentence on standard error, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.restore", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("notebook", help="such as 05_training")
    parser.add_argument(
        "--cell", default="", metavar="ID", help="only this cell: staircase_solution"
    )
    parser.add_argument("--folder", type=Path, help="where the notebook is")
    options = parser.parse_args(arguments)
    try:
        print(restore(options.notebook, options.folder, options.cell))
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{error.filename or 'The notebook'}: {error.strerror or error}. Nothing was replaced: "
            "make room, or copy the course's folder to a place where you may write.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run_program(main))
