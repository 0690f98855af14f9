"""Takes in one submission: a safe copy of what a student handed in, with a readable notebook.

nbgrader works on the copy. Nothing below ``submitted/`` is changed or followed: only regular files
with one name are opened, within limits, and a notebook that cannot be read becomes an empty one.
"""

import ast
import fnmatch
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.utils import parse_utc

from autograder import bounded
from autograder.intake import salvage
from autograder.intake.notes import Notes
from autograder.text import shown
from course_utils import __version__
from course_utils.handed_in import JUNK, likeness

LARGEST_NOTEBOOK = 200_000_000  # bytes, outputs included; they are cut off before it is parsed
LARGEST_FILE = 100_000_000  # bytes of any other file
LARGEST_TOTAL = 300_000_000  # bytes of all other files together
MOST_FILES = 1_000
MOST_TRIED = 10  # files that might be the notebook
DEEPEST = 8  # folders inside one another
# Versions whose notebooks are graded as if they were of the present one. Solved ones are in
# tests/submissions/handouts, where each must earn its points or be refused.
COMPATIBLE: tuple[str, ...] = ()
# Modules of course_utils that only earlier versions have. Every notebook of 0.1.0, which does not
# say its version, imports one of them; so does a later one from which a program dropped it.
FORMER_MODULES = frozenset({"course_utils.datasets", "course_utils.inputs"})
TIMESTAMP = "timestamp.txt"
RUBBISH = JUNK
NAMED = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class Entry(NamedTuple):
    """One file of a submission, as its folder lists it."""

    path: Path
    relative: PurePosixPath
    size: int
    changed: float


def take(
    submitted: Path, target: Path, names: list[str], notes: Notes, ignore: Iterable[str] = ()
) -> dict[str, str]:
    """Copy one submission, and return what identifies it.

    Args:
        submitted: What the student handed in.
        target: Where the copy goes; emptied, private to its owner.
        names: The notebooks that the assignment has, without extension.
        notes: Where it is said what was repaired, left out or refused.
        ignore: Patterns of names that are left out silently.

    Returns:
        By notebook, the digest of the submission as it was handed in, before anything of it is
        restored or replaced: see :func:`digest`.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True, mode=0o700)
    for private in (target, target.parent, target.parent.parent):
        private.chmod(0o700)
    entries = list_files(submitted, notes, (*ignore, *RUBBISH))
    roots = [take_notebook(entries, target, name, len(names) == 1, notes) for name in names]
    root = next((found for found in roots if found is not None), PurePosixPath("."))
    copy_timestamp(entries, root, target, notes)
    copy_others(entries, root, target, notes)
    return {name: digest(target / f"{name}.ipynb") for name in names}


def digest(notebook: Path) -> str:
    """Return the SHA-256 of a submission: its cells, and the files beside its notebook.

    A question's seed follows from it. It must not depend on what the course adds: else the edit of
    a graded cell, or of a file that comes with the assignment, would redraw everyone's questions.
    It must depend on all that code can see: whether a cell is code or text, and which exercise it
    claims to be, can hold the right answers that the feedback on the same questions told before.

    Args:
        notebook: The copy of what was handed in, with its other files in the same folder.

    Returns:
        Hexadecimal digits. Outputs, metadata other than nbgrader's, other notebooks and the time of
        handing in count for nothing, and code sees none of them.
    """
    total = hashlib.sha256()
    for cell in nbformat.read(notebook, as_version=4).cells:
        seen = [cell.cell_type, cell.id, cell.metadata.get("nbgrader"), cell.source]
        total.update(hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).digest())
    folder = notebook.parent
    for path in sorted(folder.rglob("*")):
        named = path.suffix != ".ipynb" and path.name != TIMESTAMP
        if named and path.is_file() and not path.is_symlink():
            total.update(path.relative_to(folder).as_posix().encode(errors="surrogateescape"))
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def refuse(target: Path, name: str, why: str, notes: Notes) -> None:
    """Put an empty notebook in the place of one that cannot be graded."""
    notes.refuse(name, why)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    (target / f"{name}.ipynb").write_text(nbformat.writes(new_notebook()), encoding="utf-8")


def list_files(top: Path, notes: Notes, ignore: tuple[str, ...]) -> list[Entry]:
    """Return the regular files below a folder, and name everything else in a note."""
    found: list[Entry] = []
    folders = 0
    waiting = [(top, PurePosixPath("."))]
    try:
        if not stat.S_ISDIR(top.lstat().st_mode):
            notes.append("The submission is no folder, so nothing in it was opened.")
            return []
    except OSError as error:
        notes.append(f"The submission could not be opened ({error.strerror}).")
        return []
    while waiting:
        folder, relative = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                inside = sorted(listed, key=lambda one: one.name)
        except OSError as error:
            notes.repair(f"The folder {shown(relative)} could not be opened ({error.strerror}).")
            continue
        for one in inside:
            if any(fnmatch.fnmatch(one.name, pattern) for pattern in ignore):
                continue
            here = relative / one.name
            try:
                status = one.stat(follow_symlinks=False)
            except OSError as error:  # it is gone, or its disk is damaged
                notes.repair(f"{shown(here)} could not be opened ({error.strerror}).")
                continue
            why = objection(one.name, status, len(here.parts))
            if why:
                notes.repair(f"{shown(here)} {why}, so it was left out.")
            elif stat.S_ISDIR(status.st_mode):
                if one.name.endswith(".ipynb"):
                    notes.repair(f"{shown(here)} is a folder, not a notebook.")
                waiting.append((folder / one.name, here))
                folders += 1
            else:
                found.append(Entry(folder / one.name, here, status.st_size, status.st_mtime))
            if len(found) + folders > MOST_FILES:
                notes.repair(
                    f"The submission holds over {MOST_FILES} files; the rest was left out."
                )
                return found
    return found


def objection(name: str, status: os.stat_result, depth: int) -> str:
    """Return the reason not to take in a file or folder, or ''."""
    kind = stat.S_IFMT(status.st_mode)
    if kind not in (stat.S_IFREG, stat.S_IFDIR):
        return f"is {NAMED.get(kind, 'no file')}"
    if kind == stat.S_IFREG and status.st_nlink > 1:
        return "is a hard link to another file"
    if depth > DEEPEST:
        return f"is more than {DEEPEST} folders deep"
    if not name.isprintable() or "\ufffd" in name:
        return "has a name with characters that cannot be shown"
    return ""


def contents(entry: Entry, limit: int) -> bytes:
    """Return at most ``limit`` bytes of a regular file with one name, checked when opened.

    Raises:
        OSError: It cannot be opened, or is something else by now.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(entry.path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            raise OSError(0, "it is no regular file")
        return file.read(limit)


def take_notebook(
    entries: list[Entry], target: Path, name: str, only: bool, notes: Notes
) -> PurePosixPath | None:
    """Write one readable notebook under its right name.

    Args:
        entries: The submission's files.
        target: Where the copy goes.
        name: The notebook that is wanted, without extension.
        only: The assignment has no other notebook, so that any may be meant.
        notes: Where it is said what was repaired or refused.

    Returns:
        The folder that it was found in, or ``None`` if it was refused.
    """
    candidates = sorted(
        (fit, len(entry.relative.parts), -entry.changed, entry.relative)
        for entry in entries
        if (fit := likeness(entry.relative.name, name, only)) is not None
    )
    by_path = {entry.relative: entry for entry in entries}
    refusals, cures = [], []
    for fit, depth, _, path in candidates[:MOST_TRIED]:
        own = Notes()
        try:
            notebook = salvage.read_bounded(notebook_bytes(by_path[path]), own)
            refuse_other_versions(notebook)
        except salvage.Unreadable as error:
            refusals.append(f"The notebook {shown(path)} {error}.")
            cures.append(error.cure)
            continue
        for sentence in [*refusals, *own]:
            notes.repair(sentence)
        if fit or depth > 1:
            notes.repair(f"{shown(path)} was graded as {name}.ipynb; hand it in under that name.")
        others = [other for *_, other in candidates if other != path and ".ipynb" in other.name]
        if others:
            listed = ", ".join(shown(other) for other in others[:3])
            notes.repair(f"Only {shown(path)} was graded, not {listed}.")
        text = nbformat.writes(notebook)
        (target / f"{name}.ipynb").write_text(text, encoding="utf-8")
        return path.parent
    why = refusals or [f"There is no notebook {name}.ipynb in the submission."]
    cure = cures[0] if cures else salvage.Unreadable.cure
    refuse(target, name, f"{why[0]} It earns no points; {cure}.", notes)
    for sentence in why[1:]:
        notes.append(sentence)
    return None


def notebook_bytes(entry: Entry) -> bytes:
    """Return the bytes of a notebook's file.

    Raises:
        Unreadable: It is too large or cannot be opened.
    """
    if entry.size > LARGEST_NOTEBOOK:
        raise salvage.Unreadable(
            f"is {entry.size / 1e6:.0f} MB large, where {LARGEST_NOTEBOOK / 1e6:.0f} MB are allowed"
        )
    try:
        return contents(entry, LARGEST_NOTEBOOK)
    except OSError as error:
        raise salvage.Unreadable(f"could not be opened ({error.strerror})") from None


def refuse_other_versions(notebook: NotebookNode) -> None:
    """Refuse a notebook whose cells the present code might not understand.

    Args:
        notebook: As it was handed in. A notebook that does not say its version counts as the
            present one unless its imports tell otherwise: some programs drop what they do not know
            when they save.

    Raises:
        OtherVersion: It is of a version that is not known to work.
    """
    version = notebook.metadata.get("course", {}).get("version")
    if version in (__version__, *COMPATIBLE):
        return
    if version is not None:
        what = f"is of version {shown(version)} of the course"
    elif former := FORMER_MODULES & imports(notebook):
        what = f"is of an earlier version of the course (it imports {min(former)})"
    else:
        return
    raise salvage.OtherVersion(f"{what}, which is graded in version {__version__} here")


def imports(notebook: NotebookNode) -> set[str]:
    """Return what a notebook imports; nothing if its code takes too much to parse.

    Only cells that name a former module are parsed at all.
    """
    names = [module.partition(".")[2] for module in FORMER_MODULES]
    suspects = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and any(name in cell.source for name in names)
    ]
    try:
        return set(bounded.call(imported_modules, suspects)) if suspects else set()
    except (bounded.Exceeded, bounded.Failed):
        return set()


def imported_modules(sources: list[str]) -> list[str]:
    """Return what code imports, as dotted names of at most two parts: ``course_utils.data``.

    Code that cannot be parsed, such as that with a magic command, is passed over.
    """
    names: set[str] = set()
    for source in sources:
        try:
            statements = list(ast.walk(ast.parse(source)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for one in statements:
            if isinstance(one, ast.ImportFrom):
                names |= {f"{one.module}.{alias.name}" for alias in one.names}
            elif isinstance(one, ast.Import):
                names |= {alias.name for alias in one.names}
    return sorted({".".join(name.split(".")[:2]) for name in names})


def copy_timestamp(entries: list[Entry], root: PurePosixPath, target: Path, notes: Notes) -> None:
    """Copy the time at which the submission was handed in, if it can be read."""
    for entry in entries:
        if entry.relative in (PurePosixPath(TIMESTAMP), root / TIMESTAMP):
            try:
                text = contents(entry, 200).decode("utf-8-sig").strip()
                parse_utc(text)
            except (OSError, ValueError, OverflowError, TypeError, AttributeError):
                notes.repair(f"{TIMESTAMP} holds no time; the submission counts as in time.")
                continue
            (target / TIMESTAMP).write_text(text + "\n", encoding="utf-8")
            return


def add_course_files(source: Path, folder: Path, except_for: Iterable[str] = ()) -> None:
    """Put the course's own files beside a notebook, over the student's, as nbgrader does.

    Args:
        source: The assignment's source folder.
        folder: The copy of a submission.
        except_for: Files, relative to the source folder, of which the student's own stays.
    """
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if path.is_file() and path.suffix != ".ipynb" and name.as_posix() not in except_for:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(path.read_bytes())


def copy_others(entries: list[Entry], root: PurePosixPath, target: Path, notes: Notes) -> None:
    """Copy the files beside the notebook, which its code may read."""
    left = LARGEST_TOTAL
    for entry in entries:
        name = entry.relative.name
        if name == TIMESTAMP or name.endswith(".ipynb") or not entry.relative.is_relative_to(root):
            continue
        if entry.size > min(left, LARGEST_FILE):
            notes.repair(f"{shown(entry.relative)} is too large, so it was left out.")
            continue
        place = target / entry.relative.relative_to(root)
        try:
            content = contents(entry, LARGEST_FILE)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            place.write_bytes(content)
        except OSError as error:
            notes.repair(f"{shown(entry.relative)} could not be read ({error.strerror}).")
            continue
        left -= len(content)
