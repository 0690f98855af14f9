"""Packs what you hand in: ``python -m course_utils.submit 08_your_variant``.

The zip holds the notebook and the runs of its trainings, under the names that the grader knows.
Then the notebook is rehearsed: it runs once from top to bottom, as it will while it is graded. The
last cell of each notebook does the same with :func:`hand_in`.
"""

import argparse
import json
import re
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from course_utils import __version__, exercises, handed_in, notebooks, rehearsal, runs, settings
from course_utils.errors import CourseError, run_program
from course_utils.files import write_atomically
from course_utils.notebooks import Notebook, NotebookError, UnreadableError

LARGEST_NOTEBOOK = 20_000_000  # bytes in the zip; a larger one is packed without its outputs
LARGEST_TOTAL = runs.SIZE_LIMIT + LARGEST_NOTEBOOK  # bytes
SECONDS_APART = 5  # a run that is this much newer than the notebook was trained after it was saved
MOST_NAMED = 8  # files that are named in one sentence


class SubmitError(CourseError):
    """What you want to hand in is not complete; the message says what to do."""


class Packed(NamedTuple):
    """What is to be handed in.

    Attributes:
        files: The files by their names in the zip: a path, or the content itself.
        notes: What you should know before you hand it in, a sentence each.
    """

    files: dict[str, Path | bytes]
    notes: list[str]


def gather(path: Path, incomplete: bool = False) -> tuple[Notebook | None, Packed]:
    """Collect what is to be handed in: the notebook and its runs.

    Args:
        path: The notebook's file.
        incomplete: Whether runs that its exercises rest on may be missing or damaged, and the
            notebook itself unreadable.

    Returns:
        The notebook, ``None`` where it cannot be read, and what goes into the zip.

    Raises:
        NotebookError: It is none of the course's, or cannot be read.
        SubmitError: It has no graded cells, a run is missing, or all is too large.
        runs.RunError: A run that an exercise rests on is damaged or too large.
    """
    notes: list[str] = []
    notebook: Notebook | None = None
    try:
        notebook = notebooks.read(path)
        assignment = notebook.assignment
    except UnreadableError as error:
        named = notebooks.assignment_of(path)
        if named is None:
            raise
        if not incomplete:
            raise SubmitError(
                f"{error} Or add --incomplete to hand it in as it is: the grader takes out of it "
                "what it can."
            ) from None
        assignment = named
        notes.append(
            f"{path.name} cannot be read, and is packed as it is. The grader takes out of it what "
            "it can."
        )
    name = f"{assignment}{handed_in.NOTEBOOK}"
    if path.name != name:
        notes.append(f"{path.name} is packed as {name}.")
    notes += others(path, assignment)
    files: dict[str, Path | bytes] = {name: path}
    if notebook is not None:
        notes += about(notebook, incomplete)
        if path.stat().st_size > LARGEST_NOTEBOOK:
            files[name] = without_outputs(notebook)
            notes.append(
                f"The outputs of {path.name} have {path.stat().st_size / 1e6:.0f} MB and are left "
                "out: the grader makes its own. Your file is as it was."
            )
    found, said = run_files(path, assignment, incomplete)
    return notebook, Packed(files | found, notes + said)


def others(path: Path, assignment: str) -> list[str]:
    """Return a sentence for each notebook of the same assignment that was saved later."""
    return [
        f"{other.name} was saved later than {path.name} and is not packed. If you mean it: "
        f'python -m course_utils.submit "{other.stem}"'
        for other in sorted(path.parent.glob(f"*{handed_in.NOTEBOOK}"))
        if other.name != path.name
        and handed_in.assignment_of(other.name, [assignment])
        and other.stat().st_mtime > path.stat().st_mtime
    ]


def about(notebook: Notebook, incomplete: bool = False) -> list[str]:
    """Return what is to be said about a notebook's cells, a sentence each.

    Raises:
        SubmitError: None of its cells is graded, and it may not be so.
    """
    found = notebook.exercises()
    saved = f"{notebook.path.name} was saved on {notebooks.date(notebook.path)}."
    originals = notebooks.graded_cells(notebooks.handout(notebook.assignment))
    marked = any(notebooks.marks(cell).get("grade") for cell in notebook.cells)
    if not marked and not any(notebook.cell(name, one) for name, one in originals.items()):
        if not incomplete:
            raise SubmitError(
                f"{notebook.path} has no graded cells. Start again from the notebook that was "
                "handed out and copy your code into it: python -m course_utils.restore "
                f"{notebook.assignment} keeps yours as a backup. Or add --incomplete to hand it "
                "in as it is."
            )
        return [saved, "It has no graded cells: the grader puts them back, below your code."]
    if not found:  # there is no handout to compare with
        return [saved]
    missing = [one.name for one in found if not one.written]
    saved += f" Exercises written: {len(found) - len(missing)} of {len(found)}"
    notes = [saved + (f"; not yet {', '.join(missing)}." if missing else ".")]
    version = notebook.version
    if version not in (None, __version__):
        notes.append(
            f"{notebook.path.name} is of version {version} of the course, and the course here is "
            f"of version {__version__}. Ask your instructor which one is graded. "
            f"python -m course_utils.restore {notebook.assignment} brings that of this version."
        )
    changed = notebook.changed_checks()
    if changed:
        notes.append(
            f"You changed the text of {', '.join(changed)}. The grader puts the course's own text "
            "back, so what it checks must have the name that it had there."
        )
    for name in notebook.copied():
        notes.append(
            f"There are several copies of the cell {name}. The grader takes the last one that is "
            "filled in. Delete the others, so that you see what it sees."
        )
    return notes


def run_files(
    path: Path, assignment: str, incomplete: bool
) -> tuple[dict[str, Path | bytes], list[str]]:
    """Return the files of the notebook's runs by their names in the zip, and what to say of them.

    Runs that an exercise rests on must be whole, with their weights. Others are packed where they
    are whole and there is room: cells that load them work while they are graded, too.

    Raises:
        SubmitError: A run that an exercise rests on is missing, or all are too large.
        runs.RunError: One of them is damaged or too large.
    """
    needed = exercises.runs_needed(assignment)
    files: dict[str, Path | bytes] = {}
    notes, absent = [], set(needed)
    newer: list[str] = []
    left_out: dict[str, None] = {}
    total = min(path.stat().st_size, LARGEST_NOTEBOOK)
    found = run_folders(path, assignment)
    for name, folder in sorted(found.items(), key=lambda one: (one[0] not in needed, one[0])):
        own = sorted(one for one in folder.rglob("*") if one.is_file())
        held = handed_in.contents(
            [f"{name}/{one.relative_to(folder).as_posix()}" for one in own], assignment
        )
        parts = {
            inside: folder / outside.partition("/")[2] for inside, outside in held.files.items()
        }
        size = sum(one.stat().st_size for one in parts.values())
        try:
            (runs.load_trained if name in needed else runs.load)(folder)
            if total + size > LARGEST_TOTAL:
                raise SubmitError(
                    f"With {folder.name} the files have {(total + size) / 1e6:.0f} MB together, "
                    f"more than {LARGEST_TOTAL / 1e6:.0f}. Make the network smaller, and train it "
                    "again."
                )
        except (runs.RunError, SubmitError) as error:
            if name in needed and not incomplete:
                if (folder / runs.RECORD).is_file():
                    raise
                continue
            notes.append(f"Left out: {folder.name}. {error}")
            continue
        total += size
        absent.discard(name)
        files |= parts
        if (folder / runs.RECORD).stat().st_mtime > path.stat().st_mtime + SECONDS_APART:
            newer.append(f"{folder.name} ({notebooks.date(folder / runs.RECORD)})")
        left_out |= dict.fromkeys("/".join(one.split("/")[:2]) for one in held.left_out)
    if newer:
        notes.append(
            f"Trained after {path.name} was saved: {', '.join(newer)}. If you changed the notebook "
            "since then, save it (Ctrl+S) and submit again."
        )
    if left_out:
        listed = list(left_out)
        more = f" and {len(listed) - MOST_NAMED} more" if len(listed) > MOST_NAMED else ""
        notes.append(
            f"Left out, as the grader does not need it: {', '.join(listed[:MOST_NAMED])}{more}."
        )
    if absent and not incomplete:
        raise SubmitError(
            f"Not there: {', '.join(sorted(absent))}. Nothing is trained while grading, so what "
            "rests on them would score 0. Run the notebook's training cells, then submit again; or "
            "add --incomplete to hand in without them."
        )
    if absent:
        notes.append(f"Without {', '.join(sorted(absent))}, what rests on them scores 0.")
    return files, notes


def run_folders(path: Path, assignment: str) -> dict[str, Path]:
    """Return the folders of a notebook's runs by the name that it knows them by.

    They are those beside it that have its number, and those without a number that it mentions.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    found: dict[str, Path] = {}
    for folder in sorted(path.parent.iterdir()):
        if not handed_in.RUN_FOLDER.fullmatch(folder.name) or not folder.is_dir():
            continue
        name = handed_in.run_name(folder.name, [assignment])
        numbered = re.match(r"\d\d_", name) is not None
        if handed_in.belongs(name, assignment) and (numbered or name in text):
            found.setdefault(name, folder)
    return found


def without_outputs(notebook: Notebook) -> bytes:
    """Return a notebook's file without what its cells have shown, and without pasted pictures."""
    cells = []
    for cell in notebook.cells:
        cell = {name: value for name, value in cell.items() if name != "attachments"}
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        cells.append(cell)
    return json.dumps({**notebook.content, "cells": cells}).encode()


def pack(assignment: str, files: dict[str, Path | bytes], folder: Path, student: str = "") -> Path:
    """Write the zip, and return its path.

    Args:
        assignment: The assignment's id.
        files: As :func:`gather` gives them.
        folder: Where the zip goes.
        student: Your id, added to the zip's name, where you do not upload it to a course page.
    """
    target = folder / f"{assignment}{f'-{student}' if student else ''}.zip"
    with (
        write_atomically(target) as partial,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for inside, content in files.items():
            if isinstance(content, bytes):
                archive.writestr(inside, content)
            else:
                archive.write(content, inside)
    return target


def submit(path: Path, student: str = "", incomplete: bool = False, rehearse: bool = True) -> Path:
    """Pack a notebook and rehearse it; say what is packed and what the grader would see.

    Args:
        path: The notebook's file.
        student: Your id, added to the zip's name.
        incomplete: Whether runs that its exercises rest on may be missing.
        rehearse: Whether to run it once, as the grader will.

    Returns:
        The zip's path.

    Raises:
        CourseError: It cannot be handed in; the message says what to do.
    """
    notebook, packed = gather(path, incomplete)
    assignment = next(iter(packed.files)).removesuffix(handed_in.NOTEBOOK)
    target = pack(assignment, packed.files, path.parent, student)
    print("\n".join(packed.notes))
    with zipfile.ZipFile(target) as archive:
        for entry in archive.infolist():
            print(f"  {entry.filename} ({max(1, round(entry.file_size / 1e3)):,} kB)")
    if rehearse and notebook is not None:
        print(rehearsed(notebook, packed.files))
    return target


def rehearsed(notebook: Notebook, files: dict[str, Path | bytes]) -> str:
    """Rehearse a notebook and return what the grader would see, or why that is not known."""
    found = notebook.exercises()
    if found and not any(one.written for one in found):
        return "No exercise is written yet, so there is nothing to rehearse."
    own = {
        name: content for name, content in files.items() if not name.endswith(handed_in.NOTEBOOK)
    }
    try:
        return rehearsal.rehearse(notebook, own).text()
    except KeyboardInterrupt:
        return "The rehearsal was stopped. The zip is whole: you may hand it in."
    except (CourseError, OSError) as error:
        return f"There was no rehearsal: {error} The zip is whole: you may hand it in."


# ---- from a notebook -----------------------------------------------------------------------------


def hand_in(assignment: str, incomplete: bool = False, rehearse: bool = True) -> None:
    """Pack and rehearse this notebook, and show a link to the zip: the last cell calls it.

    While the notebook is graded, validated or rehearsed, nothing is packed.

    Args:
        assignment: The notebook's id, such as ``"08_your_variant"``.
        incomplete: Whether runs that its exercises rest on may be missing.
        rehearse: Whether to run the notebook once, as the grader will.

    Raises:
        CourseError: It cannot be handed in; the message says what to do.
    """
    if settings.execution():
        print("While a notebook is graded, validated or rehearsed, nothing is packed.")
        return
    try:
        path = notebooks.opened(assignment)
    except NotebookError as error:
        print(f"{error} Nothing was packed.")
        return
    with suppress(NotebookError):
        stale = unsaved(notebooks.read(path), notebooks.history())
        if stale:
            print(
                f"You ran a text of {', '.join(stale)} that is not in the file. Save the notebook "
                "(Ctrl+S), then run this cell again. What follows is about the file as it is."
            )
            rehearse = False
    try:
        target = submit(path, incomplete=incomplete, rehearse=rehearse)
    except (CourseError, OSError) as error:
        said = sentence(error).replace(
            "add --incomplete", f'write hand_in("{assignment}", incomplete=True)'
        )
        raise SubmitError(said) from None
    notebooks.show_link(target)


def unsaved(notebook: Notebook, history: list[str]) -> list[str]:
    """Return the grade ids of answers that were run with another text than the file has.

    Args:
        notebook: As it was saved.
        history: What was run in this session, the last at the end. What begins with the same line
            as an answer, and no other cell does, was that answer.
    """
    first_lines = [first_line(notebooks.source_of(cell)) for cell in notebook.cells]
    found = []
    for cell in notebook.cells:
        own, text = notebooks.marks(cell), notebooks.source_of(cell)
        head = first_line(text)
        if not own.get("solution") or first_lines.count(head) != 1:
            continue
        ran = [one for one in history if first_line(one) == head]
        if ran and notebooks.tidy(ran[-1]) != notebooks.tidy(text):
            found.append(own["grade_id"])
    return found


def first_line(text: str) -> str:
    """Return the first line of a cell's text."""
    return notebooks.tidy(text).partition("\n")[0]


# ---- from a terminal -----------------------------------------------------------------------------


def sentence(error: Exception) -> str:
    """Return an error as a sentence that says what to do."""
    if isinstance(error, OSError):
        return (
            f"{error.filename or 'The zip'}: {error.strerror or error}. Make room, or copy the "
            "course's folder to a place where you may write, and submit again. Your notebook is "
            "unchanged."
        )
    return str(error)


def main(arguments: list[str] | None = None) -> int:
    """Pack one assignment; return 1 after a sentence on standard error, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.submit", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("assignment", help="such as 08_your_variant")
    parser.add_argument("--folder", type=Path, help="where the notebook is")
    parser.add_argument(
        "--student", default="", help="your id, where you do not upload to a course page"
    )
    parser.add_argument(
        "--incomplete",
        action="store_true",
        help="hand in without some runs, or a notebook that cannot be read",
    )
    parser.add_argument(
        "--no-rehearsal", action="store_true", help="do not run the notebook once, as the grader"
    )
    options = parser.parse_args(arguments)
    try:
        path = notebooks.find(options.assignment, options.folder)
        target = submit(path, options.student, options.incomplete, not options.no_rehearsal)
    except (CourseError, OSError) as error:
        print(sentence(error), file=sys.stderr)
        return 1
    print(f"Hand in {target}.")
    return 0


if __name__ == "__main__":
    sys.exit(run_program(main))
