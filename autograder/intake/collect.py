"""Files what students handed in: ``python -m autograder collect FOLDER``.

FOLDER is what a learning management system lets an instructor download, unpacked or as one zip.
Who handed something in is read off file and folder names, which the system wrote, never off what
is inside a zip, which the student wrote.
"""

import argparse
import errno
import os
import re
import shutil
import stat
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from autograder.course import assignments, course_folder, keep_from_others, load_settings
from autograder.intake.submission import TIMESTAMP
from course_utils import runs
from course_utils.errors import CourseError

LARGEST_SUBMISSION_BYTES = 60_000_000  # bytes that one submission may unpack to
MOST_FILES = 200  # a protocol of many seeds leaves three a run
EARLIEST_DATE = datetime(1981, 1, 1, tzinfo=UTC)  # zips that know no date say 1980
TIME_FORMAT = "%Y-%m-%d %H:%M:%S UTC"
SUBMITTED = re.compile(rf"\w+\.(ipynb|run/({'|'.join(map(re.escape, runs.SUBMITTED))}))")
# A disk that is full or not ours to write on: the next submission would fail, too.
DISK_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)

# Paths below FOLDER, the first that fits wins: Moodle's folder a participant, Canvas' flat names,
# a folder a student, and the names that `submit --student` writes. ``number`` tells people apart.
PATTERNS = (
    r"(?P<student>[^/]+?)_(?P<number>\d+)_assignsubmission_file_?/.*",
    r"(?P<student>[^/_]+?)(_LATE)?_(?P<number>\d+)_\d+_[^/]*",
    r"(?P<student>[^/]+)/.*",
    r"(?P<assignment>\d\d_\w+?)-(?P<student>[^/]+)\.zip",
)


class CollectError(CourseError):
    """The folder cannot be collected; the message says what to do."""


class Refused(Exception):
    """One submission cannot be filed; the message says why, in a sentence."""


class HandedIn(NamedTuple):
    """One zip: its path in the download and on this disk, whose and what it is, and its time."""

    name: str
    path: Path
    student: str  # the id
    person: str  # the platform's number, or the text the id was made from: one for each person
    assignment: str
    when: datetime


class Collected(NamedTuple):
    """A line for each zip that was filed, was refused, or is older than what is kept."""

    filed: list[str]
    refused: list[str]
    kept: list[str]


def collect(folder: Path, course: Path, pattern: str | None = None) -> Collected:
    """File each zip below a folder that can be filed, and return what became of each.

    A submission goes to ``submitted/STUDENT/ASSIGNMENT``; the newest counts, whenever it was
    collected. What cannot be filed is refused by itself, and what was filed before stays.

    Args:
        folder: What was downloaded: a folder, or one zip of zips.
        course: The course's folder.
        pattern: A regular expression for paths below ``folder`` with a group named ``student``,
            and one named ``number`` if the platform numbers people.

    Raises:
        CollectError: There is nothing to collect, or the pattern is unusable.
        OSError: The course's folder cannot be written, or the disk is full.
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
    collected = Collected([], [], [])
    with tempfile.TemporaryDirectory() as unpacked:
        if folder.is_file():
            zips = unpack_download(folder, Path(unpacked), collected.refused)
        else:
            found = sorted(folder.rglob("*.zip"))
            zips = {path.relative_to(folder).as_posix(): path for path in found}
        if not zips and not collected.refused:
            raise CollectError(
                f"There is no zip below {folder}. Students hand in what "
                "`python -m course_utils.submit` writes."
            )
        handed_in = []
        for name, path in zips.items():
            with refusing(name, collected.refused):
                handed_in.append(identify(name, path, expressions))
        for one in tell_apart(handed_in, collected.refused):
            with refusing(one.name, collected.refused):
                file_one(one, course, collected)
    return collected


@contextmanager
def refusing(name: str, refused: list[str]) -> Iterator[None]:
    """Add a sentence about one zip to ``refused`` if the block fails, and go on after it."""
    try:
        yield
        return
    except Refused as error:
        reason = str(error)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        reason = "it is damaged or no zip. Ask for it again."
    except Exception as error:
        number = getattr(error, "errno", None)
        if number in DISK_FAULTS:
            raise
        reason = f"it cannot be filed ({type(error).__name__}: {error}). Ask for it again."
        if number == errno.ENAMETOOLONG:
            reason = "a name in it, or its own, is too long for a file or folder. Shorten that."
    # A path may hold line breaks, commands to the terminal, and bytes that are no text.
    line = (one if one.isprintable() else repr(one)[1:-1] for one in f"{name}: {reason}")
    refused.append("".join(line))


def identify(name: str, path: Path, expressions: list[re.Pattern]) -> HandedIn:
    """Return whose zip it is and for which assignment, or refuse what is no submission."""
    if name.startswith("/") or ".." in PurePosixPath(name).parts:
        raise Refused("its path leaves the download. Put it into a folder of its student.")
    if "\0" in name or name.encode(errors="ignore").decode() != name:
        raise Refused("its path holds characters that cannot be read. Rename it.")
    if not path.is_file() or not os.access(path, os.R_OK):
        raise Refused("it is no file that can be read. Ask for it again.")
    match = next(filter(None, (one.fullmatch(name) for one in expressions)), None)
    if not match or not match["student"]:
        raise Refused(
            "its path names no student. Give --pattern with a group (?P<student>...), or put it "
            "into a folder that has the student's name."
        )
    student = re.sub(r"[^\w.@-]+", "_", unicodedata.normalize("NFC", match["student"].strip()))
    if not student.strip("._"):
        raise Refused("its path names no student that could be a folder's name.")
    # A file may have a date beyond all years. One in the future would count for ever.
    when = datetime.fromtimestamp(int(min(max(path.stat().st_mtime, 0), 2**32)), tz=UTC)
    if not EARLIEST_DATE <= when <= datetime.now(UTC) + timedelta(days=1):
        raise Refused(
            f"its date, before {EARLIEST_DATE.year} or in the future, is wrong. Unpack the download"
            " if it is a zip, and give this file its date: touch -d 'YYYY-MM-DD HH:MM' FILE."
        )
    with zipfile.ZipFile(path) as archive:
        notebooks = [one for one in entries_of(archive) if one.endswith(".ipynb")]
    if len(notebooks) != 1:
        raise Refused(f"it holds {len(notebooks)} notebooks instead of one.")
    assignment = notebooks[0].removesuffix(".ipynb")
    if assignment not in assignments():
        raise Refused(
            f"it holds {notebooks[0][:60]}, which is no assignment of this course "
            f"({', '.join(assignments())})."
        )
    person = match.groupdict().get("number") or match["student"]
    return HandedIn(name, path, student, person, assignment, when)


def tell_apart(handed_in: list[HandedIn], refused: list[str]) -> Iterator[HandedIn]:
    """Yield the zips, newest last, whose id no other person shares, and refuse the others."""
    groups = defaultdict(list)
    for one in handed_in:  # some disks make no difference between upper and lower case
        groups[one.student.casefold(), one.assignment].append(one)
    for one in sorted(handed_in, key=lambda one: one.path.stat().st_mtime):
        group = groups[one.student.casefold(), one.assignment]
        others = [other.name for other in group if other.person != one.person]
        if not others:
            yield one
            continue
        with refusing(one.name, refused):
            raise Refused(
                f"{', '.join(others)} would be filed as {one.student}, too, so none is filed. If "
                "they are of different people, rename them, or give --pattern with a group "
                "(?P<student>...) that takes in what differs. If not, put them into one folder."
            )


def file_one(handed_in: HandedIn, course: Path, collected: Collected) -> None:
    """Put one submission in its place, complete or not at all, and add a line about it."""
    with zipfile.ZipFile(handed_in.path) as archive:
        files = unpack(archive, entries_of(archive))
    target = course / "submitted" / handed_in.student / handed_in.assignment
    who, text = f"{handed_in.student}: {handed_in.assignment}", handed_in.when.strftime(TIME_FORMAT)
    before = time_filed(target)
    if before and before >= handed_in.when:
        below = (path for path in target.rglob("*") if path.is_file() and path.name != TIMESTAMP)
        if {path.relative_to(target).as_posix(): path.read_bytes() for path in below} == files:
            return collected.filed.append(
                f"{who}, unchanged, handed in {before.strftime(TIME_FORMAT)}"
            )
        if before > handed_in.when:
            stays = f"older than what is filed ({before.strftime(TIME_FORMAT)}), so that stays."
            return collected.kept.append(f"{who}, handed in {text}, is {stays}")
    partial = Path(tempfile.mkdtemp(prefix=".filing-", dir=course))
    try:
        for name, content in files.items():
            place = partial / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        (partial / TIMESTAMP).write_text(text, encoding="utf-8")
        partial.chmod(0o755)
        target.parent.mkdir(parents=True, exist_ok=True)
        replaced = Path(f"{partial}.replaced")  # never gone before the other is in its place
        if target.exists():
            target.replace(replaced)
        partial.replace(target)
        shutil.rmtree(replaced, ignore_errors=True)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    collected.filed.append(f"{who}, {len(files) - 1} run files, handed in {text}")


def time_filed(target: Path) -> datetime | None:
    """Return the time at which what is filed was handed in, if known, or refuse a bad stamp."""
    stamp = target / TIMESTAMP
    if not stamp.exists():
        return None
    try:
        return parse_utc(stamp.read_text("utf-8-sig").strip()).replace(microsecond=0, tzinfo=UTC)
    except (OSError, ValueError, OverflowError, TypeError, AttributeError):
        raise Refused(f"{stamp} holds no time, so what is filed stays. Correct it.") from None


def unpack(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    """Return the contents of a zip's entries by name, or refuse what is locked or too large."""
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise Refused("it is locked with a password. Ask for it again without one.")
    if sum(entry.file_size for entry in entries.values()) > LARGEST_SUBMISSION_BYTES:
        raise Refused(f"it unpacks to more than {LARGEST_SUBMISSION_BYTES / 1e6:.0f} MB.")
    files = {}
    for name, entry in entries.items():
        with archive.open(entry) as file:
            files[name] = file.read(entry.file_size)  # and no more, if the zip does not say so
    return files


def entries_of(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a submission by their names, or refuse a zip that holds others."""
    entries = [entry for entry in archive.infolist() if not entry.orig_filename.endswith("/")]
    if len(entries) > MOST_FILES:
        raise Refused(f"it holds {len(entries)} files, more than {MOST_FILES}.")
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = str(PurePosixPath(entry.orig_filename))  # zipfile's own filename ends at a NUL
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(f"it holds a symbolic link, {name[:60]!r}.")
        if not SUBMITTED.fullmatch(name):
            raise Refused(
                f"it holds {name[:60]!r}, which is neither a notebook nor a file of a run. "
                "Students pack with python -m course_utils.submit."
            )
        if name in found:
            raise Refused(f"it holds {name[:60]} twice. Ask for it again.")
        found[name] = entry
    return found


def unpack_download(archive: Path, target: Path, refused: list[str]) -> dict[str, Path]:
    """Unpack the zips in the one zip that a platform gave; return them by their paths in it."""
    try:
        opened = zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):  # or of unknown encoding
        raise CollectError(f"{archive} is no sound zip. Unpack it and give the folder.") from None
    zips: dict[str, Path] = {}
    with opened:
        names = [(entry.orig_filename, entry) for entry in opened.infolist()]
        inner = [(name, entry) for name, entry in names if re.search(r"\.zip(\0|$)", name)]
        count = Counter(PurePosixPath(name) for name, _ in inner)
        for number, (name, entry) in enumerate(inner):
            place, path = target / f"{number}.zip", PurePosixPath(name)
            with refusing(name, refused):
                if count[path] > 1 or any(one in count for one in path.parents):
                    raise Refused("another zip of the download has its path. Ask for it again.")
                place.write_bytes(unpack(opened, {name: entry})[name])
                when = 0.0  # a date that is none is refused later
                with suppress(ValueError):
                    when = datetime(*entry.date_time).timestamp()
                os.utime(place, (when, when))
                zips[name] = place
    return zips


def run(options: argparse.Namespace) -> int:
    """Run the command ``collect``: file handed-in zips."""
    course = course_folder()
    course.mkdir(parents=True, exist_ok=True, mode=0o770)
    keep_from_others(course, CourseDirectory(config=load_settings()).groupshared)
    collected = collect(options.folder, course, options.pattern)
    for line in collected.filed + collected.kept:
        print(line)
    for line in collected.refused:
        print(line, file=sys.stderr)
    older = f"{len(collected.kept)} older than what is filed, " if collected.kept else ""
    print(f"{len(collected.filed)} filed, {older}{len(collected.refused)} refused.")
    return 1 if collected.refused else 0
