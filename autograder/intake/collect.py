"""Files what students handed in: ``python -m autograder collect FOLDER``.

FOLDER is what a learning platform lets an instructor download, unpacked or as one archive. Who
handed something in is read off file and folder names, which the platform wrote (``platforms``),
never off what is inside an archive, which the student wrote. Every file that is found is filed or
named.
"""

import argparse
import codecs
import json
import os
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypedDict

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SQLAlchemyError
from tqdm import tqdm

from autograder.course import (
    DATABASE,
    DatabaseError,
    assignments,
    course_folder,
    gradebook,
    keep_from_others,
    load_settings,
    replacing,
)
from autograder.intake import platforms
from autograder.intake.download import Refused
from autograder.intake.handins import (
    TIME_FORMAT,
    Collected,
    CollectError,
    HandIn,
    Order,
    Rules,
    content_of,
    newest,
    opened,
    refusing,
    understood,
    when_known,
)
from autograder.intake.submission import TIMESTAMP
from autograder.text import say, terminal

RECORDS = "collected"  # the folder of what is known of each submission that is filed
DATES = ("time", "inside", "outside")  # of a record


def collect(
    folder: Path,
    course: Path,
    pattern: str | None = None,
    encoding: str | None = None,
    assignment: str | None = None,
    shows: bool = False,
) -> Collected:
    """File each submission of a download that can be filed, and return what became of each file.

    A submission goes to ``submitted/STUDENT/ASSIGNMENT``; the newest counts, whenever it was
    collected. What cannot be filed is refused by itself, and what was filed before stays.

    Args:
        folder: What was downloaded: a folder, a zip or a tar.
        course: The course's folder.
        pattern: A regular expression for paths below ``folder`` with a group named ``student``,
            and one named ``number`` if the platform numbers people.
        encoding: Of names in archives that do not say their own.
        assignment: The only one that is filed; all by default.
        shows: Whether a bar shows how far it is, on standard error.

    Raises:
        CollectError: There is nothing to collect, or an option is unusable.
        OSError: The course's folder cannot be written, or the disk is full.
    """
    rules = checked(pattern, encoding, assignment)
    collected = Collected()
    with ExitStack() as stack:
        files, repositories = opened(stack, folder, rules)
        handins = understood(files, repositories, rules, collected)
        chosen = newest(told_apart(handins, course, collected), rules, collected)
        names: dict[str, str] = {}
        for one in tqdm(
            chosen, desc="Collecting", unit="submission", smoothing=0.1, disable=not shows
        ):
            with refusing(one.source, collected):
                file_one(one, course, rules, collected)
                names[one.student] = one.owner.name
    remember_names(names, course, collected)
    return collected


def checked(pattern: str | None, encoding: str | None, assignment: str | None) -> Rules:
    """Return the command's options.

    Raises:
        CollectError: One is unusable.
    """
    try:
        expression = re.compile(pattern) if pattern is not None else None
    except re.error as error:
        raise CollectError(f"The pattern {pattern!r} is no regular expression: {error}.") from None
    if expression is not None and "student" not in expression.groupindex:
        raise CollectError("The pattern needs a group (?P<student>...) that names the student.")
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise CollectError(
                f"There is no encoding {encoding!r}. Give one such as cp1252, cp437 or gbk."
            ) from None
    known = assignments()
    if assignment is not None and assignment not in known:
        raise CollectError(f"There is no assignment {assignment!r}. There are: {', '.join(known)}.")
    return Rules(expression, encoding, assignment, known)


# ---- which of them count -------------------------------------------------------------------------


def told_apart(handins: list[HandIn], course: Path, collected: Collected) -> list[HandIn]:
    """Return the hand-ins whose id no other person has, and refuse the others by name."""
    groups: dict[str, list[HandIn]] = defaultdict(list)
    for one in handins:  # some disks make no difference between upper and lower case
        groups[one.student.casefold()].append(one)
    folder = course / "submitted"
    filed = (
        {path.name.casefold(): path.name for path in folder.iterdir()} if folder.is_dir() else {}
    )
    kept = []
    for alike, group in groups.items():
        for one in group:
            with refusing(one.source, collected):
                others = [other for other in group if other.owner.key != one.owner.key]
                if others:
                    sources = ", ".join(sorted({other.source for other in others}))
                    raise Refused(
                        f"{sources} would be filed as {one.student}, too, so none is filed. If "
                        "they are of different people, rename them, or give --pattern with a "
                        "group (?P<number>...) that tells them apart. If not, put them into one "
                        "folder."
                    )
                names = {other.owner.name for other in group} - {""}
                if len({name.casefold() for name in names}) > 1:
                    raise Refused(
                        f"{one.owner.key} is the number of {' and of '.join(sorted(names))}, so "
                        "none is filed. Ask whose it is, and put it into a folder of its student."
                    )
                before = filed.get(alike, one.student)
                known = known_of(course, before)
                key = known.get("key", one.owner.key)
                if before != one.student or key != one.owner.key:
                    raise Refused(
                        f"what is filed as {before} is of another person ({key}), so this is not. "
                        "Give --pattern with a group (?P<number>...) that tells them apart."
                    )
                name = known.get("name") or one.owner.name
                sure = known.get("platform") == one.owner.platform != "Brightspace"
                if one.owner.name and not sure and name.casefold() != one.owner.name.casefold():
                    raise Refused(
                        f"what is filed as {before} is of {name}, so this of {one.owner.name} is "
                        "not. If the name has changed, write the new one into the files of "
                        f"{course / RECORDS / before}."
                    )
                kept.append(one)
    return kept


class Known(TypedDict, total=False):
    """What was recorded when something was filed; nothing if nothing was.

    Attributes:
        key: Who it is, to the platform.
        name: What the platform calls them.
        platform: The platform.
        source: Where it was in the download.
        late: Whether the platform says that it was late; ``None`` if it says nothing.
        attempt: The platform's number of it, and below it what an :class:`Order` has, as text.
    """

    key: str
    name: str
    platform: str
    source: str
    late: bool | None
    attempt: int | None
    time: str | None
    inside: str | None
    outside: str | None


def known_of(course: Path, student: str, assignment: str = "*") -> Known:
    """Return what was recorded when something of a student was filed, nothing if nothing was.

    Raises:
        Refused: The record is damaged.
    """
    for path in sorted((course / RECORDS / student).glob(f"{assignment}.json")):
        try:
            said = json.loads(path.read_text("utf-8"))
            for name in DATES:
                date_in(said[name])
            if isinstance(said["key"], str) and isinstance(said["attempt"], int | None):
                return said
        except (OSError, ValueError, KeyError, TypeError):
            pass
        raise Refused(f"{path} is damaged, so what is filed stays. Restore or delete that file.")
    return {}


def date_in(text: str | None) -> datetime | None:
    """Return a date of a record."""
    return None if text is None else datetime.fromisoformat(text)


def date_as_text(date: datetime | None) -> str | None:
    """Return a date for a record."""
    return None if date is None else date.isoformat()


# ---- where they are filed ------------------------------------------------------------------------


class Filed(NamedTuple):
    """What is known of what is filed: where it came from, and when it was handed in."""

    source: str
    order: Order
    late: bool | None

    def __str__(self) -> str:
        """Return it for a line."""
        when = when_known(self.order.time, self.late)
        return f"{self.source} ({when})" if self.source else f"what was filed before ({when})"


def file_one(one: HandIn, course: Path, rules: Rules, collected: Collected) -> None:
    """Put one submission in its place, complete or not at all, and add a line about it.

    Raises:
        Refused: It cannot be read, or nothing tells whether it is newer than what is filed.
    """
    files = content_of(one, rules)
    target = course / "submitted" / one.student / one.assignment
    before = what_is_filed(course, one)
    if before is not None:
        same, after = same_files(target, files), one.order.is_after(before.order)
        dated = one.order.time not in (None, before.order.time)
        if same and not (after and dated):
            if after:
                remember(one, course)
            when = when_known(before.order.time, before.late)
            collected.unchanged.append(terminal(f"{one.who}, unchanged, {when}"))
            return
        if after is False:
            collected.older.append(
                terminal(
                    f"{one.source}: {one.who}, {one.when}, is older than {before}, so that stays."
                )
            )
            return
        if after is None:
            raise Refused(
                f"nothing tells whether it is newer than {before} in {target}, so that stays. "
                "Delete that folder to file this one."
            )
    put(files, one.order.time, target, course)
    remember(one, course)
    collected.undated += one.order.time is None
    runs = len(files) - 1
    text = f"{one.who}, {runs} run file{'' if runs == 1 else 's'}, {one.when}; from {one.source}"
    if one.left_out:
        more = f" and {len(one.left_out) - 10} more" if len(one.left_out) > 10 else ""
        text += f"; left out: {', '.join(terminal(path, 60) for path in one.left_out[:10])}{more}"
    if platforms.GROUP.match(one.owner.name):
        text += "; a group by its name: its members are not known, so give each the grade"
    if before is None:
        collected.filed.append(terminal(text))
    else:
        collected.replaced.append(terminal(f"{text}; in place of {before}"))


def what_is_filed(course: Path, one: HandIn) -> Filed | None:
    """Return what is known of what is filed in the place of a submission, ``None`` for nothing.

    Raises:
        Refused: The time or the record of it is damaged.
    """
    target = course / "submitted" / one.student / one.assignment
    if not target.exists():
        return None
    stamp, known = time_filed(target), known_of(course, one.student, one.assignment)
    order = Order(
        date_in(known.get("time")) or stamp,
        known.get("attempt"),
        date_in(known.get("inside")),
        date_in(known.get("outside")),
    )
    return Filed(str(known.get("source", "")), order, known.get("late"))


def time_filed(target: Path) -> datetime | None:
    """Return the time at which what is filed was handed in, if known, or refuse a bad stamp."""
    stamp = target / TIMESTAMP
    if not stamp.exists():
        return None
    try:
        return parse_utc(stamp.read_text("utf-8-sig").strip()).replace(microsecond=0, tzinfo=UTC)
    except (OSError, ValueError, OverflowError, TypeError, AttributeError):
        raise Refused(f"{stamp} holds no time, so what is filed stays. Correct it.") from None


def same_files(target: Path, files: dict[str, bytes]) -> bool:
    """Return whether just these files are filed."""
    below = (path for path in target.rglob("*") if path.is_file() and path.name != TIMESTAMP)
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in below} == files


def put(files: dict[str, bytes], time: datetime | None, target: Path, course: Path) -> None:
    """Write a submission's files, in the place of others at once, and its time if it is known."""
    partial = Path(tempfile.mkdtemp(prefix=".filing-", dir=course))
    try:
        for name, content in files.items():
            place = partial / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        if time:
            (partial / TIMESTAMP).write_text(time.strftime(TIME_FORMAT), encoding="utf-8")
        partial.chmod(0o755)
        target.parent.mkdir(parents=True, exist_ok=True)
        replaced = Path(f"{partial}.replaced")  # never gone before the other is in its place
        if target.exists():
            target.replace(replaced)
        partial.replace(target)
        shutil.rmtree(replaced, ignore_errors=True)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def remember(one: HandIn, course: Path) -> None:
    """Write the record of what is filed, for the next time."""
    said: Known = {
        "key": one.owner.key,
        "name": one.owner.name,
        "platform": one.owner.platform,
        "source": one.source,
        "late": one.owner.late,
        "attempt": one.order.attempt,
        "time": date_as_text(one.order.time),
        "inside": date_as_text(one.order.inside),
        "outside": date_as_text(one.order.outside),
    }
    with replacing(course / RECORDS / one.student / f"{one.assignment}.json") as file:
        file.write(json.dumps(said, indent=1).encode("utf-8", errors="replace"))


def remember_names(names: dict[str, str], course: Path, collected: Collected) -> None:
    """Enter the names of students into the gradebook, if there is one that has none of them."""
    names = {student: name for student, name in names.items() if name and name != student}
    if not names or not (os.environ.get(DATABASE) or (course / "gradebook.db").exists()):
        return
    creates = load_settings().Autograde.get("create_student", True)
    try:
        with gradebook(course) as book:
            known = {one.id: one for one in book.students}
            for student, name in names.items():
                first, _, last = name.rpartition(" ")
                there = known.get(student)
                if there is None and not creates:
                    continue
                if there is None or not (there.first_name or there.last_name):
                    book.update_or_create_student(student, first_name=first, last_name=last)
    except (DatabaseError, SQLAlchemyError) as error:
        collected.remarks.append(f"The names of students are not in the gradebook: {error}")


def run(options: argparse.Namespace) -> int:
    """Run the command ``collect``: file what was handed in, and say what became of each file."""
    course = course_folder()
    course.mkdir(parents=True, exist_ok=True, mode=0o770)
    keep_from_others(course, CourseDirectory(config=load_settings()).groupshared)
    collected = collect(
        options.folder,
        course,
        options.pattern,
        options.encoding,
        options.assignment,
        shows=sys.stderr.isatty(),
    )
    said = {
        "Filed": collected.filed,
        "Filed in place of something older": collected.replaced,
        "Filed before": collected.unchanged,
        "Older, not filed": collected.older,
        "Skipped": collected.skipped,
    }
    for title, lines in said.items():
        if lines:
            say(f"{title}:", *(f"  {one}" for one in lines))
    for one in [*collected.refused, *collected.not_understood, *collected.remarks]:
        say(one, file=sys.stderr)
    if collected.undated:
        say(
            f"No name says when {collected.undated} of these were handed in, so they count as in "
            f"time. Where one was late, write its time into {TIMESTAMP} beside its notebook, such "
            "as 2026-01-15 23:59:59 UTC."
        )
    say(collected.summary())
    return 0 if collected.complete else 1
