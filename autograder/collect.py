"""Files what students handed in: ``python -m autograder collect FOLDER``.

FOLDER is what a learning management system lets an instructor download, unpacked or as one zip.
Who handed something in is read off file and folder names, which the system wrote, never off what
is inside a zip, which the student wrote.
"""

import os
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from autograder import build
from course_utils import runs

LARGEST = 60_000_000  # bytes that one submission may unpack to
MOST_FILES = 200  # a protocol of many seeds leaves three a run

# Paths below FOLDER, the first that fits wins: Moodle's folder a participant, Canvas' flat names,
# a folder a student, and the names that `submit --student` writes.
PATTERNS = (
    r"(?P<student>[^/]+?)_\d+_assignsubmission_file_?/.*",
    r"(?P<student>[^/_]+?)(_LATE)?_\d+_\d+_[^/]*",
    r"(?P<student>[^/]+)/.*",
    r"(?P<assignment>\d\d_\w+?)-(?P<student>[^/]+)\.zip",
)


class CollectError(Exception):
    """The folder cannot be collected; the message says what to do."""


class Refused(Exception):
    """One submission cannot be filed; the message says why, in a sentence."""


class HandedIn(NamedTuple):
    """One zip: where it lies, whose it is, and when it was handed in."""

    path: Path
    student: str
    when: datetime


def collect(folder: Path, course: Path, pattern: str | None = None) -> tuple[list[str], list[str]]:
    """File every submission below a folder into ``submitted/STUDENT/ASSIGNMENT``.

    Of several zips of one student for one assignment the newest counts. One that cannot be filed
    is refused by itself, and an earlier submission of that student stays.

    Args:
        folder: What was downloaded: a folder, or one zip of zips.
        course: The course's folder.
        pattern: A regular expression for paths below ``folder`` with a group named ``student``.

    Returns:
        A line for each submission that was filed, and a sentence for each that was refused.

    Raises:
        CollectError: There is nothing to collect, or the pattern is unusable.
    """
    patterns = PATTERNS if pattern is None else (pattern,)
    try:
        expressions = [re.compile(one) for one in patterns]
    except re.error as error:
        raise CollectError(f"The pattern {pattern!r} is no regular expression: {error}.") from None
    if any("student" not in one.groupindex for one in expressions):
        raise CollectError("The pattern needs a group (?P<student>...) that names the student.")
    if not folder.exists():
        raise CollectError(f"There is no folder or zip {folder}.")
    with tempfile.TemporaryDirectory() as unpacked:
        if folder.is_file():
            folder = unpack_download(folder, Path(unpacked))
        return _collect(folder, course, expressions)


def _collect(
    folder: Path, course: Path, expressions: list[re.Pattern]
) -> tuple[list[str], list[str]]:
    filed, refused = [], []
    found = sorted(folder.rglob("*.zip"))
    if not found:
        raise CollectError(
            f"There is no zip below {folder}. Students hand in what "
            "`python -m course_utils.submit` writes."
        )
    for path in sorted(found, key=lambda one: one.stat().st_mtime):  # the newest is filed last
        try:
            handed_in = identify(path, folder, expressions)
            filed.append(file_one(handed_in, course))
        except Refused as error:
            refused.append(f"{path.relative_to(folder)}: {error}")
    return filed, refused


def identify(path: Path, folder: Path, expressions: list[re.Pattern]) -> HandedIn:
    """Whose a zip is.

    Raises:
        Refused: No pattern fits its path, or the name is none that a folder may have.
    """
    below = path.relative_to(folder).as_posix()
    matches = (one.fullmatch(below) for one in expressions)
    student = next((match["student"] for match in matches if match), None)
    if student is None:
        raise Refused(
            "its path names no student. Give --pattern with a group (?P<student>...), or put it "
            "into a folder that has the student's name."
        )
    student = re.sub(r"[^\w.@-]+", "_", student.strip())
    if not student.strip("._"):
        raise Refused("its path names no student that could be a folder's name.")
    when = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    return HandedIn(path, student, when)


def file_one(handed_in: HandedIn, course: Path) -> str:
    """Put one submission in its place, complete or not at all.

    Returns:
        A line about it.

    Raises:
        Refused: The zip is damaged, too large, or holds anything but one known notebook and runs.
    """
    files = read_zip(handed_in.path)
    notebooks = [name for name in files if "/" not in name and name.endswith(".ipynb")]
    if len(notebooks) != 1:
        raise Refused(f"it holds {len(notebooks)} notebooks instead of one.")
    assignment = notebooks[0].removesuffix(".ipynb")
    if assignment not in build.assignments():
        raise Refused(
            f"it holds {notebooks[0][:60]}, which is no assignment of this course "
            f"({', '.join(build.assignments())})."
        )
    target = course / "submitted" / handed_in.student / assignment
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".filing-", dir=course))
    try:
        for name, content in files.items():
            place = partial / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        text = handed_in.when.strftime("%Y-%m-%d %H:%M:%S UTC")
        (partial / "timestamp.txt").write_text(text, encoding="utf-8")
        partial.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        partial.replace(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return f"{handed_in.student}: {assignment}, {len(files) - 1} run files, handed in {text}"


def read_zip(path: Path) -> dict[str, bytes]:
    """The notebook and run files of a zip that a student wrote.

    Raises:
        Refused: It is no zip, unpacks to too much, or names a file that may not be there.
    """
    files: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise Refused(f"it holds {len(entries)} files, more than {MOST_FILES}.")
            for entry in entries:
                check_entry(entry)
                with archive.open(entry) as file:
                    content = file.read(LARGEST - total + 1)
                total += len(content)
                if total > LARGEST:
                    raise Refused(f"it unpacks to more than {LARGEST / 1e6:.0f} MB.")
                files[entry.filename] = content
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError):
        raise Refused("it is damaged or no zip. Ask for it again.") from None
    except (ValueError, EOFError):
        raise Refused("its contents are damaged. Ask for it again.") from None
    return files


def check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse everything but ``NAME.ipynb`` and ``NAME.run/{run.json, weights}``.

    Raises:
        Refused: The entry is a link, leaves its folder, or is no file of a submission.
    """
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(f"it holds a symbolic link, {entry.filename[:60]}.")
    parts = PurePosixPath(entry.filename).parts
    notebook = len(parts) == 1 and re.fullmatch(r"\w+\.ipynb", parts[0])
    run_file = (
        len(parts) == 2 and re.fullmatch(r"\w+\.run", parts[0]) and parts[1] in runs.SUBMITTED
    )
    if not (notebook or run_file):
        raise Refused(
            f"it holds {entry.filename[:60]!r}, which is neither a notebook nor a file of a run. "
            "Students pack with python -m course_utils.submit."
        )


def unpack_download(archive: Path, target: Path) -> Path:
    """Unpack the one zip that a learning management system gave, zips inside.

    Raises:
        CollectError: It is no zip.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            for entry in inner_zips(opened):
                place = target / entry.filename
                place.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(entry) as source, place.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
                when = datetime(*entry.date_time).timestamp()
                os.utime(place, (when, when))
    except zipfile.BadZipFile:
        raise CollectError(f"{archive} is no zip. Give the folder that holds the zips.") from None
    return target


def inner_zips(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The zips inside a zip whose names stay inside their folder."""
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename)
        if path.suffix == ".zip" and not path.is_absolute() and ".." not in path.parts:
            yield entry
