"""What a submission holds: one notebook, and of each of its runs the record and the weights.

``submit`` packs that, and the grader takes it in. Between the two, browsers, learning platforms and
people rename files and put folders around them: ``08_your_variant (1).ipynb``, ``run-1.json``. So a
file is recognised by what its name was, and gets that name back.
"""

import fnmatch
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from course_utils import runs

NOTEBOOK = ".ipynb"
RUN = ".run"
RUN_FILES = runs.SUBMITTED
JUNK = (
    "__MACOSX",
    "._*",
    ".DS_Store",
    ".AppleDouble",
    ".Spotlight-V100",
    ".Trashes",
    ".fseventsd",
    "Thumbs.db",
    "desktop.ini",
    "$RECYCLE.BIN",
    ".directory",
    ".git",
    ".svn",
    ".ipynb_checkpoints",
    "__pycache__",
    ".~lock.*#",
    "~$*",
)
"""Patterns of names that systems and programs leave in folders; nobody misses such files."""

# What is put behind a name where a file of that name was there: "(1)", "-Copy1", " copy 2", "-1".
COPY = r"(?:[ _-]*(?:\(\d+\)|(?:copy|kopie|copie|copia)(?: ?\d+)?|[ _-]\d+))*"
EXTENSIONS = re.compile(r"(\.(ipynb|json|txt))+$")
RUN_FOLDER = re.compile(rf"(?P<name>[^.].*\{RUN}){COPY}", re.IGNORECASE)
RENAMED = {
    name: re.compile(rf"{COPY}\.".join(map(re.escape, name.split("."))), re.IGNORECASE)
    for name in RUN_FILES
}


class Contents(NamedTuple):
    """What an archive or a folder holds of one submission.

    Attributes:
        files: By the name in a submission, such as ``08_your_variant.run/run.json``, the path.
        left_out: Paths that are no part of it, except junk, in order.
    """

    files: dict[str, str]
    left_out: list[str]


def is_junk(path: str) -> bool:
    """Return whether a path leads into or to something that a system or a program left there."""
    return any(fnmatch.fnmatch(one, pattern) for one in parts_of(path) for pattern in JUNK)


def part(path: str, assignments: Sequence[str]) -> str | None:
    """Return the name that a file has in a submission, or ``None`` where it is no part of one.

    Args:
        path: Below the archive or folder that was handed in, with slashes of either kind.
        assignments: The ids of the assignments that it may be of, such as ``08_your_variant``.

    Returns:
        ``08_your_variant.ipynb``, or ``08_your_variant.run/run.json``. A run's file that is in no
        run's folder belongs to the run named like the assignment, if only one is possible.
    """
    parts = parts_of(path)
    if not parts or is_junk(path):
        return None
    file = next((name for name in RUN_FILES if RENAMED[name].fullmatch(parts[-1])), None)
    if file is None:
        assignment = assignment_of(parts[-1], assignments)
        return assignment and f"{assignment}{NOTEBOOK}"
    folders = [found["name"] for one in parts[:-1] if (found := RUN_FOLDER.fullmatch(one))]
    if folders:
        return f"{run_name(folders[-1], assignments)}/{file}"
    return f"{assignments[0]}{RUN}/{file}" if len(assignments) == 1 else None


def run_name(folder: str, assignments: Sequence[str]) -> str:
    """Return the name of a run's folder as the notebook knows it.

    Upper and lower case make a difference to the grader, but not on most laptops.
    """
    name = folder[: -len(RUN)] + RUN
    usual = {f"{one}{RUN}".casefold(): f"{one}{RUN}" for one in assignments}
    return usual.get(name.casefold(), name)


def assignment_of(file: str, assignments: Iterable[str]) -> str | None:
    """Return the assignment that a notebook's name fits best, or ``None`` if it fits none."""
    fits = [
        (fit, one) for one in assignments if (fit := likeness(file, one, only=False)) is not None
    ]
    return min(fits)[1] if fits else None


def likeness(file: str, name: str, only: bool) -> int | None:
    """Rate how well a file's name fits the notebook that is wanted: 0 exactly, 4 hardly.

    Args:
        file: The file's name, without its folder.
        name: The notebook's, without extension.
        only: The assignment has no other notebook, so that any may be meant.

    Returns:
        0 the name itself; 1 the name but for upper case; 2 with something behind it, such as
        ``-Copy1``, `` (1)`` or a second extension; 3 with something before it; 4 any other
        notebook; ``None`` no notebook.
    """
    if file == f"{name}{NOTEBOOK}":
        return 0
    folded = unicodedata.normalize("NFKC", file).casefold()
    if folded == f"{name}{NOTEBOOK}".casefold():
        return 1
    extension = EXTENSIONS.search(folded)
    if extension is None:
        return None
    stem, wanted = (re.sub(r"[\W_]+", "", text) for text in (folded[: extension.start()], name))
    if stem.startswith(wanted.casefold()):
        return 2
    if NOTEBOOK not in extension[0]:
        return None
    return 3 if wanted.casefold() in stem else 4 if only else None


def assignments_in(paths: Iterable[str], assignments: Sequence[str]) -> list[str]:
    """Return the assignments of which notebooks are among some paths, in order."""
    found = {part(path, assignments) for path in paths}
    return [one for one in assignments if f"{one}{NOTEBOOK}" in found]


def contents(paths: Iterable[str], assignment: str) -> Contents:
    """Return what some paths hold of a submission of one assignment.

    Where several files have the same name in a submission, the one counts whose own name fits best,
    then the one in the fewest folders.

    Args:
        paths: Of files, below the archive or folder that was handed in.
        assignment: Its id.
    """
    ranked: list[tuple[int, int, str, str]] = []
    left_out = []
    for path in paths:
        name = part(path, [assignment])
        if name is not None and belongs(name, assignment):
            file, parts = name.rpartition("/")[2], parts_of(path)
            fit = likeness(parts[-1], assignment, only=False) if file.endswith(NOTEBOOK) else None
            other = parts[-1] != file if fit is None else fit
            ranked.append((int(other), len(parts), path, name))
        elif not is_junk(path):
            left_out.append(path)
    files: dict[str, str] = {}
    for *_, path, name in sorted(ranked):
        if files.setdefault(name, path) != path:
            left_out.append(path)
    return Contents(files, sorted(left_out))


def belongs(name: str, assignment: str) -> bool:
    """Return whether a name in a submission is of this assignment: its runs begin with its number.

    A run whose name begins with no number is anyone's.
    """
    number = re.match(r"\d\d(?=_)", name)
    return number is None or number[0] == assignment[:2]


def parts_of(path: str) -> list[str]:
    """Return the folders and the name of a path in an archive, composed (NFC), without dots."""
    text = unicodedata.normalize("NFC", path.replace("\\", "/"))
    return [one for one in PurePosixPath(text).parts if one.strip("./") and one != ".."]
