"""Lists your notebooks and how far each is: ``python -m course_utils.status``.

It reads files of this folder alone: what is written, what the checks said when they were run last,
which runs are there, and whether a zip was made. Nothing is run, and nobody is asked.
"""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

from course_utils import exercises, notebooks, runs
from course_utils.errors import CourseError, run_program

UNKNOWN = "-"


class Row(NamedTuple):
    """What is said about one notebook, in words.

    Attributes:
        notebook: Its assignment's id.
        written: How many exercises are written.
        passed: How many checks have passed here.
        runs: How many of the runs that exercises rest on are there.
        zip: When the zip was made.
    """

    notebook: str
    written: str
    passed: str
    runs: str
    zip: str


HEADER = Row("notebook", "exercises written", "checks passed here", "runs there", "zip made")


def rows(folder: Path) -> list[Row]:
    """Return a row for each notebook that was handed out or is in a folder, in order."""
    return [row(folder, assignment) for assignment in notebooks.handed_out(folder)]


def row(folder: Path, assignment: str) -> Row:
    """Return what is said about one notebook."""
    needed = exercises.runs_needed(assignment)
    there = sum((folder / name / runs.RECORD).is_file() for name in needed)
    trained = f"{there} of {len(needed)}" if needed else UNKNOWN
    try:
        path = notebooks.find(assignment, folder)
    except CourseError:
        return Row(assignment, "not there", UNKNOWN, trained, _zip(folder, assignment, None))
    packed = _zip(folder, assignment, path)
    try:
        found = notebooks.read(path).exercises()
    except CourseError:
        return Row(assignment, "not readable", UNKNOWN, trained, packed)
    if not found:  # there is no handout to compare with
        return Row(assignment, UNKNOWN, UNKNOWN, trained, packed)
    checked = [one for one in found if one.name in exercises.tasks(assignment)]
    written = f"{sum(one.written for one in found)} of {len(found)}"
    passed = f"{sum(one.passed for one in checked)} of {len(checked)}"
    return Row(assignment, written, passed, trained, packed)


def _zip(folder: Path, assignment: str, notebook: Path | None) -> str:
    """Return when a notebook's newest zip was made, and whether the notebook is newer."""
    made = [*folder.glob(f"{assignment}.zip"), *folder.glob(f"{assignment}-*.zip")]
    if not made:
        return UNKNOWN
    newest = max(made, key=lambda path: path.stat().st_mtime)
    older = notebook is not None and newest.stat().st_mtime < notebook.stat().st_mtime
    return notebooks.date(newest) + (", the notebook is newer" if older else "")


def table(found: list[Row]) -> str:
    """Return rows as a table for a terminal."""
    all_rows = [HEADER, *found]
    widths = [max(len(one[column]) for one in all_rows) for column in range(len(HEADER))]
    return "\n".join(
        "  ".join(part.ljust(width) for part, width in zip(one, widths, strict=True)).rstrip()
        for one in all_rows
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the table; return 1 after a sentence on standard error, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.status", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--folder", type=Path, help="where the notebooks are")
    options = parser.parse_args(arguments)
    usual = Path(notebooks.FOLDER)
    folder = options.folder or (usual if usual.is_dir() else Path())
    found = rows(folder) if folder.is_dir() else []
    if not found:
        print(
            f"There are no notebooks of the course in {folder.resolve()}. Run this in the course's "
            "folder, or name the notebooks' folder with --folder.",
            file=sys.stderr,
        )
        return 1
    print(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(run_program(main))
