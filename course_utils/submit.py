"""Packs what you hand in: ``python -m course_utils.submit 08_your_variant``."""

import argparse
import json
import sys
import zipfile
from pathlib import Path

from course_utils import exercises, runs
from course_utils.errors import CourseError
from course_utils.files import write_atomically

LARGEST_NOTEBOOK = 20_000_000  # bytes
NEEDED = "notebooks"  # where a student's notebooks are, below the course's folder


class SubmitError(CourseError):
    """What you want to hand in is not complete; the message says what to do."""


def find_notebook(assignment: str, folder: Path | None) -> Path:
    """Return the path of the notebook to hand in.

    Args:
        assignment: Its id, with or without ``.ipynb``.
        folder: Where to look; by default here and in ``notebooks/``.

    Raises:
        SubmitError: It is not there.
    """
    folders = [folder] if folder else [Path(), Path(NEEDED)]
    for candidate in folders:
        path = candidate / f"{assignment}.ipynb"
        if path.is_file():
            return path
    available = sorted({path.stem for place in folders for path in place.glob("[0-9]*.ipynb")})
    known = f" There are: {', '.join(available)}." if available else ""
    places = " or ".join(str(place.resolve()) for place in folders)
    raise SubmitError(
        f"There is no notebook {assignment}.ipynb in {places}.{known} "
        "Run this command in the course's folder."
    )


def gather(notebook: Path, incomplete: bool = False) -> dict[str, Path]:
    """Collect the files to hand in by their names in the zip: the notebook and its runs.

    Args:
        notebook: The notebook to hand in.
        incomplete: Whether runs that its tasks rest on may be missing.

    Raises:
        SubmitError: The notebook is damaged, too large or has no graded cells, or a run is missing.
        runs.RunError: A run is damaged or too large.
    """
    assignment = notebook.stem
    if notebook.stat().st_size > LARGEST_NOTEBOOK:
        raise SubmitError(
            f"{notebook} has {notebook.stat().st_size / 1e6:.0f} MB, more than 20. Choose Edit, "
            "Clear Outputs of All Cells, save, and submit again."
        )
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        raise SubmitError(
            f"{notebook} is no readable notebook. Open it in JupyterLab and save it again."
        ) from None
    if not any(cell.get("metadata", {}).get("nbgrader", {}).get("grade") for cell in cells):
        raise SubmitError(
            f"{notebook} has no graded cells. Start again from the notebook that was handed out "
            "and copy your code into it."
        )
    files = {notebook.name: notebook}
    missing = [] if incomplete else missing_runs(notebook)
    if missing:
        raise SubmitError(
            f"Not there: {', '.join(missing)}. Nothing is trained while grading, so what rests on "
            "them would score 0. Run the notebook's training cells, then submit again; or add "
            "--incomplete to hand in without them."
        )
    prefix = assignment.split("_")[0]
    for run in sorted(notebook.parent.glob(f"{prefix}_*.run")):
        runs.load(run)  # raises a RunError with a sentence where it is damaged
        files |= {
            f"{run.name}/{name}": run / name for name in runs.SUBMITTED if (run / name).is_file()
        }
    return files


def missing_runs(notebook: Path) -> list[str]:
    """Return the folders of runs that the notebook's tasks need and that are not there."""
    needed = exercises.runs_needed(notebook.stem)
    return [name for name in needed if not (notebook.parent / name / runs.RECORD).is_file()]


def pack(notebook: Path, student: str | None = None, incomplete: bool = False) -> Path:
    """Write the zip beside the notebook.

    Args:
        notebook: The notebook to hand in.
        student: Your id, added to the zip's name; None where you upload it to a course page.
        incomplete: Whether runs that the notebook's tasks rest on may be missing.

    Returns:
        The zip's path.

    Raises:
        SubmitError: The notebook is damaged, a run is missing, or the files are too large.
        runs.RunError: A run is damaged or too large.
    """
    files = gather(notebook, incomplete)
    total = sum(path.stat().st_size for path in files.values())
    if total > runs.SIZE_LIMIT + LARGEST_NOTEBOOK:
        raise SubmitError(
            f"The files have {total / 1e6:.0f} MB together, more than "
            f"{(runs.SIZE_LIMIT + LARGEST_NOTEBOOK) / 1e6:.0f}. Make the network smaller."
        )
    name = notebook.stem + (f"-{student}" if student else "")
    target = notebook.parent / f"{name}.zip"
    with (
        write_atomically(target) as partial,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for inside, path in files.items():
            archive.write(path, inside)
    return target


def main(arguments: list[str] | None = None) -> int:
    """Pack one assignment; return 1 after a sentence on standard error, else 0."""
    parser = argparse.ArgumentParser(prog="python -m course_utils.submit", description=__doc__)
    parser.add_argument("assignment", help="such as 08_your_variant")
    parser.add_argument("--folder", type=Path, help="where the notebook is")
    parser.add_argument("--student", help="your id, where you do not upload to a course page")
    parser.add_argument("--incomplete", action="store_true", help="hand in without some runs")
    options = parser.parse_args(arguments)
    try:
        notebook = find_notebook(options.assignment.removesuffix(".ipynb"), options.folder)
        target = pack(notebook, options.student, options.incomplete)
    except (SubmitError, runs.RunError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{error.filename or 'The zip'}: {error.strerror or error}. Make room, or copy the "
            "course's folder to a place where you may write, and submit again. Your notebook is "
            "unchanged.",
            file=sys.stderr,
        )
        return 1
    with zipfile.ZipFile(target) as archive:
        for entry in archive.infolist():
            print(f"  {entry.filename} ({entry.file_size / 1e6:.1f} MB)")
    print(f"Hand in {target}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
