"""What was handed in among the files of a download: whose, for which assignment, in which order.

What is filed is never replaced by what was handed in before it. Which of two came later is told by
their times, where names have one, or else by the platform's numbers. Only where there are neither,
the dates of files decide, inside and outside of archives, if they agree. Such a date is never a
time of handing in: it may be the download's. So where names have no time, lateness is unknown.
"""

import errno
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from autograder.course import cells_in_order
from autograder.intake import download, platforms, salvage
from autograder.intake.download import LARGEST_SUBMISSION_BYTES, File, Refused
from autograder.intake.notes import Notes
from autograder.intake.platforms import Owner, Recognised, composed
from autograder.intake.submission import MOST_FILES
from autograder.text import terminal
from course_utils import handed_in
from course_utils.errors import CourseError

TIME_FORMAT = "%Y-%m-%d %H:%M:%S UTC"
# A disk that is full or not ours to write on: the next submission would fail, too.
DISK_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


Mark = TypeVar("Mark", datetime, int)


class CollectError(CourseError):
    """The folder cannot be collected; the message says what to do."""


class Order(NamedTuple):
    """What tells whether something was handed in before or after something else.

    Attributes:
        time: When it was handed in, as a name says.
        attempt: A number of the platform that grows.
        inside: The latest date in the student's own archive.
        outside: The date of the file, or that the download's archive gives it.
    """

    time: datetime | None = None
    attempt: int | None = None
    inside: datetime | None = None
    outside: datetime | None = None

    def is_after(self, other: "Order") -> bool | None:
        """Return whether this was handed in later; ``None`` where nobody can tell."""
        for said in (comes_after(self.time, other.time), comes_after(self.attempt, other.attempt)):
            if said is not None:
                return said
        dates = (self.inside, other.inside), (self.outside, other.outside)
        told = {comes_after(mine, its) for mine, its in dates} - {None}
        return told.pop() if len(told) == 1 else None


def comes_after(mine: Mark | None, its: Mark | None) -> bool | None:
    """Return which of two dates or numbers is later; ``None`` where one is missing, or none is."""
    return None if mine is None or its is None or mine == its else mine > its


class Member(NamedTuple):
    """A file of a submission: itself, the file of the download that it is in, and whose that is."""

    file: File
    source: File
    owner: Owner


@dataclass(frozen=True)
class HandIn:
    """What one student handed in at one time for one assignment.

    Attributes:
        source: Where it is in the download.
        unit: The files of the download that were handed in together, and whose they are.
        owner: Whose it is, as the platform says.
        student: The id under which it is filed.
        assignment: The assignment's id.
        names: By the name under which it is filed, each file's path in what was handed in.
        order: What tells when it was handed in.
        left_out: What of it is not filed.
    """

    source: str
    unit: tuple[tuple[File, Owner], ...]
    owner: Owner
    student: str
    assignment: str
    names: dict[str, str]
    order: Order
    left_out: tuple[str, ...]

    @property
    def who(self) -> str:
        """The student and the assignment, for a line."""
        name = self.owner.name if id_of(self.owner.name) != self.student else ""
        return f"{self.student}{f' ({name})' if name else ''}: {self.assignment}"

    @property
    def when(self) -> str:
        """What is known of the time of handing in, for a line."""
        return when_known(self.order.time, self.owner.late)


@dataclass
class Collected:
    """What became of each file that was found, a line for each.

    Attributes:
        filed: Is filed now, and was not before.
        replaced: Is filed now, in the place of something older.
        unchanged: Was filed before.
        older: Was handed in before what is filed.
        skipped: Was added by the platform.
        refused: Could not be filed; the line says why.
        not_understood: Nobody knows what it is.
        remarks: What else the instructor must know.
        undated: How many were filed of which nobody knows when they were handed in.
    """

    filed: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    undated: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing was refused or not understood."""
        return not (self.refused or self.not_understood)

    def summary(self) -> str:
        """Return how many there are of each kind, in a sentence."""
        counts = {
            "filed": self.filed,
            "replaced": self.replaced,
            "unchanged": self.unchanged,
            "older than what is filed": self.older,
            "skipped": self.skipped,
            "refused": self.refused,
            "not understood": self.not_understood,
        }
        always = ("filed", "refused")
        said = [f"{len(n)} {name}" for name, n in counts.items() if n or name in always]
        return f"{', '.join(said)}."


class Rules(NamedTuple):
    """How names are read: what the options of the command say."""

    pattern: re.Pattern[str] | None
    encoding: str | None
    assignment: str | None
    assignments: list[str]


@contextmanager
def refusing(name: str, collected: Collected) -> Iterator[None]:
    """Add a sentence about one file to what is refused if the block fails, and go on after it."""
    try:
        yield
        return
    except Refused as error:
        reason = str(error)
    except Exception as error:
        number = getattr(error, "errno", None)
        if number in DISK_FAULTS:
            raise
        reason = f"it cannot be filed ({type(error).__name__}: {error}). Ask for it again."
        if number == errno.ENAMETOOLONG:
            reason = "a name in it, or its own, is too long for a file or folder. Shorten that."
    collected.refused.append(terminal(f"{name}: {reason}"))


def when_known(time: datetime | None, late: bool | None) -> str:
    """Return what is known of a time of handing in, for a line."""
    if time:
        return f"handed in {time.strftime(TIME_FORMAT)}"
    return "handed in late, at an unknown time" if late else "lateness unknown"


# ---- the files of a download ---------------------------------------------------------------------


def opened(stack: ExitStack, folder: Path, rules: Rules) -> tuple[list[File], list[str]]:
    """Return the files of a download, and which folders in it are clones of repositories.

    Raises:
        CollectError: There is none, or it cannot be opened.
    """
    if folder.is_dir():
        files, repositories = download.in_folder(folder, rules.encoding)
    elif folder.is_file():
        whole = File("", folder.stat().st_size, None, lambda: folder.open("rb"))
        try:
            files = download.in_archive(stack, whole, rules.encoding, trusted=True)
        except Refused as error:
            raise CollectError(f"{folder}: {error} Or unpack it and give the folder.") from None
        tops = {one.path.rpartition("/.git/")[0] for one in files if "/.git/" in one.path}
        repositories = sorted(tops)
    else:
        raise CollectError(f"There is no folder, zip or tar {folder}.")
    files = unwrapped(stack, [one for one in files if not handed_in.is_junk(one.path)], rules)
    if not any(one.problem or platforms.is_candidate(one.path, rules.assignments) for one in files):
        raise CollectError(
            f"There is no zip, tar or notebook below {folder}. Students hand in what "
            "`python -m course_utils.submit` writes."
        )
    return files, repositories


def unwrapped(stack: ExitStack, files: list[File], rules: Rules) -> list[File]:
    """Return the files of a download, those in archives of a whole class instead of the archives.

    Such an archive is not in a student's folder. It is the only file, or everything in it has a
    name that a platform gave, and so it is with all others that name no student.
    """

    def nobodys(one: File) -> bool:
        *folders, file = one.path.split("/")
        return (
            rules.pattern is None
            and one.is_archive
            and not one.problem
            and all(platforms.is_nobodys(folder, rules.assignments) for folder in folders)
            and not platforms.named_by_submit(file, rules.assignments)
            and platforms.by_platform(one.path) is None
        )

    while len(files) == 1 and nobodys(files[0]):
        inside = listed(stack, files[0], rules)
        if inside is None or is_one_persons(paths_of(inside), rules):
            break
        files = inside
    inside_of = {one.path: listed(stack, one, rules) for one in files if nobodys(one)}
    if not inside_of or not all(map(by_platforms, inside_of.values(), [rules] * len(inside_of))):
        return files
    return [inner for one in files for inner in inside_of.get(one.path) or [one]]


def is_one_persons(paths: list[str], rules: Rules) -> bool:
    """Return whether the files of an archive are one hand-in, and not in folders of students."""
    if not handed_in.assignments_in(paths, rules.assignments):
        return False
    folders = [
        [one for one in path.split("/")[:-1] if not platforms.is_nobodys(one, rules.assignments)]
        for path in paths
        if platforms.is_candidate(path, rules.assignments)
    ]
    return len({parts[0] for parts in folders if parts}) < 2


def listed(stack: ExitStack, archive: File, rules: Rules) -> list[File] | None:
    """Return the files of an archive without junk, ``None`` where it cannot be opened."""
    try:
        files = download.in_archive(stack, archive, rules.encoding, trusted=False)
    except Refused:
        return None
    return [one for one in files if not handed_in.is_junk(one.path)]


def by_platforms(files: list[File] | None, rules: Rules) -> bool:
    """Return whether a platform named everything among some files that may be a hand-in."""
    may_be = [
        one.path for one in files or () if platforms.is_candidate(one.path, rules.assignments)
    ]
    return bool(may_be) and all(platforms.by_platform(path) for path in may_be)


def paths_of(files: Iterable[File]) -> list[str]:
    """Return the paths of some files."""
    return [one.path for one in files]


def understood(
    files: list[File], repositories: list[str], rules: Rules, collected: Collected
) -> list[HandIn]:
    """Return what is handed in among the files of a download, and name everything else."""
    count = Counter(paths_of(files))
    by_path = {one.path: one for one in files}
    for one in files:
        with refusing(one.path, collected):
            if count[one.path] > 1:
                by_path.pop(one.path, None)
                raise Refused("another file of the download has its path. Ask for it again.")
            if one.problem:
                del by_path[one.path]
                raise Refused(one.problem)
            if download.is_unreadable_archive(one.path):
                del by_path[one.path]
                raise Refused("archives of this kind are not opened here. Ask for a zip.")
    if rules.pattern is None:
        recognised = platforms.recognise(
            by_path, lambda path: text_of(by_path[path]), rules.assignments, repositories
        )
    else:
        recognised = {path: by_pattern(path, rules.pattern) for path in by_path}
    units: dict[tuple[object, ...], list[tuple[File, Owner]]] = defaultdict(list)
    for path, said in recognised.items():
        if said.skipped:
            collected.skipped.append(terminal(f"{path}: {said.skipped}"))
        elif said.refused:
            not_taken(by_path[path], said.refused, rules, collected)
        for owner in said.owners:
            units[owner.key, owner.platform, owner.time, said.top].append((by_path[path], owner))
    return [handin for unit in units.values() for handin in of_unit(unit, rules, collected)]


def text_of(file: File) -> str:
    """Return the text of a page that a platform adds, '' where it cannot be read."""
    try:
        return file.read().decode("utf-8-sig", errors="replace")
    except (Refused, OSError):
        return ""


def by_pattern(path: str, pattern: re.Pattern[str]) -> Recognised:
    """Return whose a file is by the pattern of the command."""
    match = pattern.fullmatch(path)
    if not match or not match["student"]:
        return Recognised(refused="the pattern does not fit its path, or names no student in it.")
    name, number = match["student"], match.groupdict().get("number")
    return Recognised((Owner(number or name, name, "the pattern", path),))


def not_taken(file: File, why: str, rules: Rules, collected: Collected) -> None:
    """Name a file that is not filed: it is refused if it might be a hand-in."""
    if platforms.is_candidate(file.path, rules.assignments):
        collected.refused.append(terminal(f"{file.path}: {why}"))
    else:
        collected.not_understood.append(
            terminal(
                f"{file.path}: it is neither a notebook nor an archive, and no page of a platform."
            )
        )


# ---- what one student handed in ------------------------------------------------------------------


def of_unit(unit: list[tuple[File, Owner]], rules: Rules, collected: Collected) -> list[HandIn]:
    """Return the hand-ins among the files that one student handed in together.

    An archive with a notebook is one. Loose files are one with what is in the other archives.
    """
    handins: list[HandIn] = []
    loose: list[tuple[File, Owner]] = []
    for file, owner in unit:
        if not file.is_archive:
            loose.append((file, owner))
            continue
        with refusing(file.path, collected), ExitStack() as stack:
            members = members_of(stack, [(file, owner)], rules)
            found = notebooks_in(members, rules)
            if found:
                name = one_of(list(found), file.path, rules)
                if rules.assignment in (None, name):
                    handins.append(handed_in_as(name, found[name], file.path, members))
                else:
                    collected.skipped.append(
                        terminal(f"{file.path}: it is of {name}, which was not asked for")
                    )
            elif any(handed_in.part(path, rules.assignments[:1]) for path in members):
                loose.append((file, owner))
            else:
                raise Refused(without_notebook(members, rules))
    return handins + (of_loose(loose, rules, collected) if loose else [])


def of_loose(loose: list[tuple[File, Owner]], rules: Rules, collected: Collected) -> list[HandIn]:
    """Return the hand-ins among files that one student handed in without packing them."""
    source = shared_path([file.path for file, _ in loose])
    handins: list[HandIn] = []
    with refusing(source, collected), ExitStack() as stack:
        members = members_of(stack, loose, rules)
        found = notebooks_in(members, rules)
        if len(found) > 1 and loose[0][1].platform == platforms.REPOSITORY:
            name = one_of(list(found), source, rules)  # of a clone of the whole course
            found = {name: found[name]}
        if not found:
            for file, _ in loose:
                not_taken(file, without_notebook(members, rules), rules, collected)
        for name, notebook in found.items():
            if rules.assignment in (None, name):
                handins.append(handed_in_as(name, notebook, source, members))
            else:
                collected.skipped.append(
                    terminal(
                        f"{members[notebook].file.path}: it is of {name}, which was not asked for"
                    )
                )
        used = {path for one in handins for path in one.names.values()} | set(found.values())
        left_out = tuple(path for path in members if path not in used)
        handins = [replace(one, left_out=left_out if one is handins[0] else ()) for one in handins]
    return handins


def members_of(
    stack: ExitStack, unit: Iterable[tuple[File, Owner]], rules: Rules
) -> dict[str, Member]:
    """Return the files that were handed in together by their paths, those in archives too.

    Raises:
        Refused: An archive cannot be opened, or holds one file twice.
    """
    members: dict[str, Member] = {}
    for file, owner in unit:
        inside, above = [file], owner.rest
        if file.is_archive:
            inside = download.expanded(stack, file, rules.encoding)
            folder, _, name = owner.rest.rpartition("/")
            stem = name[: name.rindex(".")]  # 08_your_variant.run.zip may hold run.json alone
            named = [stem] if handed_in.RUN_FOLDER.fullmatch(stem) else []
            above = "/".join([*([folder] if folder else []), *named])
        for one in inside:
            path = f"{above}{one.path.removeprefix(file.path)}".removeprefix("/")
            if handed_in.is_junk(path):
                continue
            if path in members and handed_in.part(path, rules.assignments[:1]):
                raise Refused(f"it holds {terminal(path, 60)} twice. Ask for it again.")
            members[path] = Member(one, file, owner)
    return members


def notebooks_in(members: dict[str, Member], rules: Rules) -> dict[str, str]:
    """Return the notebooks of the course among some files: by assignment, the path.

    A single notebook of another name is recognised by the graded cells in it.

    Raises:
        Refused: Two are as good as each other.
    """
    found: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    notebooks = [path for path in members if path.casefold().endswith(handed_in.NOTEBOOK)]
    for path in members:
        name = handed_in.part(path, rules.assignments) or ""
        assignment = name.removesuffix(handed_in.NOTEBOOK)
        if assignment in rules.assignments and holds_notebook(path, members[path].file):
            file = composed(path).rpartition("/")[2]
            fit = handed_in.likeness(file, assignment, only=False) or 0
            attempt = members[path].owner.attempt or 0
            found[assignment].append((-attempt, fit, path.count("/"), path))
    if not found and len(notebooks) == 1 and not members[notebooks[0]].file.problem:
        told = by_cells(members[notebooks[0]].file.read(), rules.assignments)
        return {told: notebooks[0]} if told else {}
    chosen = {}
    for assignment in sorted(found):
        best, *others = sorted(found[assignment])
        for other in others:
            if other[:3] == best[:3] or may_be_others(best[3], other[3], members):
                raise Refused(
                    f"it holds {terminal(best[3], 60)} and {terminal(other[3], 60)}, and nothing "
                    "tells which one counts. Remove one; or, if these are folders of students, "
                    "collect them alone."
                )
        chosen[assignment] = best[3]
    return chosen


def may_be_others(one: str, other: str, members: dict[str, Member]) -> bool:
    """Return whether two notebooks below a folder may be those of two people.

    In a student's own archive they are not.
    """
    tops = {path.partition("/")[0] for path in (one, other) if "/" in path}
    plain = members[one].owner.platform == platforms.FOLDER
    loose = (
        members[one].file is members[one].source and members[other].file is members[other].source
    )
    return plain and loose and len(tops) == 2


def holds_notebook(path: str, file: File) -> bool:
    """Return whether a file named like a notebook is one: a text or JSON may be anything."""
    return handed_in.NOTEBOOK in path.casefold() or (not file.problem and b'"cells"' in file.read())


def by_cells(content: bytes, assignments: list[str]) -> str | None:
    """Return the assignment that all graded cells in a notebook are of, if it is one."""
    try:
        cells = salvage.read_bounded(content, Notes()).cells
    except salvage.Unreadable:
        return None
    ids = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells} - {None}
    fitting = [name for name in assignments if ids & set(cells_in_order(name))]
    return fitting[0] if len(fitting) == 1 else None


def one_of(found: list[str], source: str, rules: Rules) -> str:
    """Return the assignment that is meant where notebooks of several were handed in together.

    Raises:
        Refused: Nothing tells which.
    """
    if len(found) == 1:
        return found[0]
    if rules.assignment in found:
        return rules.assignment
    plain = re.sub(r"[\W_]+", "", source.casefold())
    meant = [name for name in found if name.replace("_", "") in plain]
    if len(meant) == 1:
        return meant[0]
    raise Refused(
        f"it holds {len(found)} notebooks instead of one ({', '.join(found)}). Give --assignment "
        "with the one that counts."
    )


def without_notebook(members: dict[str, Member], rules: Rules) -> str:
    """Return why nothing is filed of files without a notebook, in a sentence."""
    problem = next(
        (
            f"{terminal(path, 60)}: {one.file.problem}"
            for path, one in members.items()
            if one.file.problem
        ),
        "",
    )
    held = ", ".join(terminal(path, 60) for path in list(members)[:3]) or "nothing"
    return problem or (
        f"it holds no notebook of this course, but {held}. The notebooks are "
        f"{', '.join(rules.assignments)}. Students pack with python -m course_utils.submit."
    )


def handed_in_as(assignment: str, notebook: str, source: str, members: dict[str, Member]) -> HandIn:
    """Return what is filed for one assignment of some files.

    Raises:
        Refused: A part of it cannot be read, it is too large, or the student can have no folder.
    """
    latest_of: dict[str | None, int] = defaultdict(int)  # of a run's files, handed in one by one
    for path, one in members.items():
        part = handed_in.part(path, [assignment])
        latest_of[part] = max(latest_of[part], one.owner.attempt or 0)
    found = handed_in.contents(
        (
            path
            for path, one in members.items()
            if path != notebook
            and (one.owner.attempt or 0) == latest_of[handed_in.part(path, [assignment])]
        ),
        assignment,
    )
    names = {**found.files, f"{assignment}{handed_in.NOTEBOOK}": notebook}
    used = [members[path] for path in names.values()]
    for path in names.values():
        if problem := members[path].file.problem:
            raise Refused(f"it holds {terminal(path, 60)}: {problem}")
    if sum(one.file.size for one in used) > LARGEST_SUBMISSION_BYTES:
        raise download.too_large()
    if len(used) > MOST_FILES:
        raise Refused(f"it holds {len(used)} files of runs, more than {MOST_FILES}.")
    owner = members[notebook].owner
    student = id_of(owner.key)
    if not student.strip("._"):
        raise Refused("its path names no student that could be a folder's name.")
    order = Order(
        time=owner.time,
        attempt=max((one.owner.attempt for one in used if one.owner.attempt), default=None),
        inside=latest(one.file.date for one in used if one.file is not one.source),
        outside=latest(one.source.date for one in used),
    )
    unit = {one.source.path: (one.source, one.owner) for one in used}
    left_out = tuple(path for path in members if path not in names.values())
    return HandIn(source, tuple(unit.values()), owner, student, assignment, names, order, left_out)


def id_of(key: str) -> str:
    """Return a number, login or name as the name of a student's folder."""
    return re.sub(r"[^\w.@-]+", "_", composed(key).strip()).lstrip(".")


def latest(dates: Iterable[datetime | None]) -> datetime | None:
    """Return the latest of some dates, ``None`` if there is none."""
    return max((one for one in dates if one), default=None)


def shared_path(paths: list[str]) -> str:
    """Return where some files are: the folder that all are in, or else all their paths."""
    return os.path.commonpath(paths) or ", ".join(paths)


# ---- which one counts ----------------------------------------------------------------------------


def newest(handins: list[HandIn], rules: Rules, collected: Collected) -> list[HandIn]:
    """Return the last hand-in of each student for each assignment, and name the others."""
    groups: dict[tuple[str, str], list[HandIn]] = defaultdict(list)
    for one in handins:
        groups[one.student, one.assignment].append(one)
    chosen = []
    for group in groups.values():
        if len(group) == 1:
            chosen += group
            continue
        contents: dict[int, dict[str, bytes]] = {}
        for one in group:  # what cannot be read takes nothing else with it
            with refusing(one.source, collected):
                contents[id(one)] = content_of(one, rules)
        readable = [one for one in group if id(one) in contents]
        if not readable:
            continue
        try:
            best, others = last_of(readable, contents, rules)
        except Refused as error:
            for one in readable:
                with refusing(one.source, collected):
                    raise error
            continue
        chosen.append(best)
        for one, why in others:
            collected.older.append(terminal(f"{one.source}: {one.who}, {why}, which counts."))
    return chosen


def last_of(
    group: list[HandIn], contents: dict[int, dict[str, bytes]], rules: Rules
) -> tuple[HandIn, list[tuple[HandIn, str]]]:
    """Return the last of one student's hand-ins, and the others, each with what it is.

    Args:
        group: The hand-ins.
        contents: The files of each, by its identity.
        rules: How names are read.

    Raises:
        Refused: Nothing tells which is the last.
    """
    best, others = group[0], []
    places = sorted({place_of(one, rules) for one in group})
    if len(places) > 1 and rules.pattern is None and best.owner.platform == platforms.FOLDER:
        raise Refused(
            f"{best.student} has hand-ins in several folders ({', '.join(places)}). If these are "
            f"students, collect {best.student} by itself; if not, put all into one folder."
        )
    if len(places) > 1 and rules.pattern is not None and best.owner.key == best.owner.name:
        raise Refused(
            f"{', '.join(places)} may be of several people called {best.owner.name}. Give "
            "--pattern with a group (?P<number>...) that tells them apart, or remove all but one."
        )
    for one in group[1:]:
        mine, its = contents[id(one)], contents[id(best)]
        notebook = f"{one.assignment}{handed_in.NOTEBOOK}"
        together = one.order.time == best.order.time and mine[notebook] == its[notebook]
        after = one.order.is_after(best.order)
        if mine == its or (together and len(mine) != len(its)):
            after = len(mine) > len(its) if mine != its else bool(after)
        if after is None:
            raise Refused(
                f"{best.source} and {one.source} are both of {best.student}, and nothing tells "
                "which was handed in last. Remove one."
            )
        best, loser = (one, best) if after else (best, one)
        same = "the same as" if mine == its else "older than"
        if together and mine != its:
            same = "the same notebook with fewer runs than"
        others.append((loser, f"is {same} {best.source}"))
    return best, others


def place_of(one: HandIn, rules: Rules) -> str:
    """Return the folder that a hand-in is in, or up to which the pattern names its student."""
    path = one.unit[0][0].path
    match = rules.pattern.fullmatch(path) if rules.pattern else None
    if match is None:
        return one.source.rpartition("/")[0]
    end = path.find("/", match.end("student"))
    return path if end < 0 else path[:end]


def content_of(one: HandIn, rules: Rules) -> dict[str, bytes]:
    """Return the files of a hand-in by their names in the submission.

    Raises:
        Refused: One cannot be read.
    """
    with ExitStack() as stack:
        members = members_of(stack, one.unit, rules)
        return {name: members[path].file.read() for name, path in one.names.items()}
