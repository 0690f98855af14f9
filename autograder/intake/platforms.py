"""Whose a file of a download is: what each learning platform writes into names.

A platform puts somebody's number or login, often the name, and sometimes the time of handing in
into the path of what it lets an instructor download. :data:`PLATFORMS` has a row for each way of
doing that. A new one is a new row, with a source, and with its names in the tests.

The number or login is who somebody is: two people may have one name, and names change.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import yaml

from course_utils import handed_in

# Folders that are nobody's: around a class, or around what one student handed in.
NOBODYS = frozenset(
    (
        *("submission", "submissions", "submitted", "download", "downloads", "downloaded"),
        *("assignment", "assignments", "homework", "handins", "files", "attachments"),
        *("notebooks", "course", "student", "students"),
        *("abgabe", "abgaben", "rendus", "entregas", "consegne"),
    )
)
ANY = re.IGNORECASE | re.DOTALL
ARCHIVE = re.compile(r"(.+)\.(zip|tar|tgz|tbz2|txz|tar\.(gz|bz2|xz))", ANY)
UNREADABLE = re.compile(r".+\.(7z|rar|gz|bz2|xz|zst|zipx|sit|iso|dmg)", ANY)
GROUP = re.compile(
    r"(default |standard-?)?(group|gruppe|groupe|grupo|gruppo|groep|team|équipe|equipo)"
    r"(?=[\s\d_-]|$)",
    re.IGNORECASE,
)
FOLDER = "the folder's name"  # what stands for a platform where there is none
REPOSITORY = "the repository's name"
FILE = "the file's name"
METADATA = "submission_metadata.yml"
ABOUT = re.compile(r"Name: *(?P<name>.*?) *\((?P<login>[^()\n]+)\)\s*$", re.MULTILINE)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Owner(NamedTuple):
    """Who handed in a file, as the platform says.

    Attributes:
        key: The platform's number or login, or else a folder's name; one for each person.
        name: The person's name, or '' where it is not known.
        platform: The platform, or what else the key was read off.
        rest: The file's path below what was handed in.
        time: When it was handed in, if the path says so.
        late: Whether the platform calls it late; ``None`` where it does not say.
        attempt: A number that is higher for what was handed in later, if the path has one.
    """

    key: str
    name: str
    platform: str
    rest: str
    time: datetime | None = None
    late: bool | None = None
    attempt: int | None = None


class Recognised(NamedTuple):
    """What is known of one file.

    Attributes:
        owners: Whose it is; several where a group's members are known.
        top: The folder in front of the platform's part of the path.
        skipped: Why it is no hand-in, although the platform wrote it; or ''.
        refused: Why nobody can tell whose it is; or ''.
    """

    owners: tuple[Owner, ...] = ()
    top: str = ""
    skipped: str = ""
    refused: str = ""


class Platform(NamedTuple):
    """One way in which a platform names what it lets an instructor download.

    Attributes:
        name: The platform.
        source: Where that is documented.
        pattern: Of a path from its own part on. Groups: ``number`` or ``login`` is the key,
            ``rest`` the path inside; ``name``, ``time``, ``late``, ``attempt`` where it has them;
            ``page`` marks what the platform itself adds.
        page: What such a page is.
    """

    name: str
    source: str
    pattern: re.Pattern[str]
    page: str = ""


CANVAS = "ContentZipper#get_filename in lib/content_zipper.rb of instructure/canvas-lms"
MOODLE = "mod/assign/classes/downloader.php of moodle/moodle: get_student_prefix"
BRIGHTSPACE_DATE = r"(?P<time>[A-Z][a-z]{2} \d{1,2}, \d{4} \d{3,4} [AP]M)"
PLATFORMS = (
    Platform(
        "Moodle",
        f"{MOODLE}, as folders",
        re.compile(
            r"(?P<name>[^/]+?)(_(?P<number>\d+))?_assignsubmission_(file|(?P<page>[a-z]+))_?/"
            r"(?P<rest>(?s:.+))"
        ),
        "what was typed into Moodle, not a file",
    ),
    Platform(
        "Moodle",
        f"{MOODLE}, all in one folder",
        re.compile(
            r"(?P<name>[^/]+?)(_(?P<number>\d+))?_assignsubmission_(file|(?P<page>[a-z]+))_"
            r"(?P<rest>[^/]+)"
        ),
        "what was typed into Moodle, not a file",
    ),
    Platform(
        "Canvas",
        f"{CANVAS}, anonymous",
        re.compile(
            r"(?P<late>LATE_)?(?P<login>anon_[^/_]+)_"
            r"((?P<page>text|link)\.html|(?P<attempt>\d+)_(?P<rest>[^/]+))"
        ),
        "what was typed into Canvas, not a file",
    ),
    Platform(
        "Canvas",
        CANVAS,
        re.compile(
            r"(?P<name>[^/]*?)(?P<late>_LATE)?_(?P<number>\d+)_"
            r"((?P<page>text|link)\.html|(?P<attempt>\d+)_(?P<rest>[^/]+))"
        ),
        "what was typed into Canvas, not a file",
    ),
    Platform(
        "Blackboard",
        "README.md of kwurst/bb-file-cleanup; zip_collect in nbgrader's documentation",
        re.compile(
            r"[^/]+?_(?P<login>[^/_]+)_attempt_(?P<time>\d{4}(-\d\d){5})"
            r"((?P<page>\.txt)|_(?P<rest>[^/]+))"
        ),
        "Blackboard's page about an attempt; read the student's comments in it",
    ),
    Platform(
        "Brightspace",
        "multi-clone.py and others on GitHub that read its folders",
        re.compile(
            r"(?P<number>\d+)-(?P<second>\d+) - (?P<name>[^/]+) - "
            r"(?P<time>(?:(?! - )[^/])*\d{4}(?:(?! - )[^/])*)/(?P<rest>(?s:.+))"
        ),
    ),
    Platform(
        "Brightspace",
        "d2l scripts on GitHub that read its files without folders",
        re.compile(
            rf"(?P<number>\d+)-(?P<second>\d+) - (?P<name>[^/]+?) - {BRIGHTSPACE_DATE} - "
            r"(?P<rest>[^/]+)"
        ),
    ),
    Platform(
        "Gradescope",
        f"GradescopeParser in Otter-Grader, which reads {METADATA}",
        re.compile(r"(?P<login>submission_\d+)/(?P<rest>(?s:.+))"),
    ),
)


def recognise(
    files: Iterable[str],
    read: Callable[[str], str],
    assignments: list[str],
    repositories: Iterable[str] = (),
) -> dict[str, Recognised]:
    """Say of each file of a download whose it is.

    Args:
        files: Paths below the download, composed (NFC), with ``/``; archives are files.
        read: Returns the text of one of them, for the pages that a platform adds.
        assignments: The course's assignments.
        repositories: Folders that are clones of a repository.

    Returns:
        By path, in the order given.
    """
    files = list(files)
    found = {path: by_platform(path) for path in files}
    found |= about_blackboard(found, read)
    found |= about_brightspace(found)
    found |= about_gradescope(found, read)
    rest = [path for path in files if found[path] is None]
    found |= in_repositories(rest, sorted(repositories), assignments)
    rest = [path for path in rest if found[path] is None]
    plain = in_folders(rest, assignments)
    if any(one.owners for one in plain.values()):
        # In a student's own folder every name is the student's. It may look like anybody's.
        doubtful = {
            path: one for path, one in found.items() if one and is_in_folder(one, assignments)
        }
        plain = in_folders([*rest, *doubtful], assignments)
        for path, one in doubtful.items():
            if is_candidate(path, assignments):
                plain[path] = Recognised(
                    refused=f"it is named as {one.owners[0].platform} names files, but is in the "
                    f"folder {one.top} beside those of students. Collect that folder by itself."
                )
    found |= plain
    return {path: one or Recognised(refused=NO_STUDENT) for path, one in found.items()}


NO_STUDENT = (
    "its path names no student. Put it into a folder that is named like its student, or give "
    "--pattern with a group (?P<student>...). If it is of a whole class, collect it by itself."
)


def is_in_folder(one: Recognised, assignments: list[str]) -> bool:
    """Return whether a file that a platform named is in a folder that may be a student's."""
    folders = one.top.split("/") if one.top and one.owners else []
    return not all(is_nobodys(folder, assignments) for folder in folders)


def by_platform(path: str) -> Recognised | None:
    """Return whose a file is by the outermost part of its path that a platform wrote, if any."""
    parts = path.split("/")
    for start in range(len(parts)):
        below = "/".join(parts[start:])
        for platform in PLATFORMS:
            if match := platform.pattern.fullmatch(below):
                return from_match(platform, match)._replace(top="/".join(parts[:start]))
    return None


def from_match(platform: Platform, match: re.Match[str]) -> Recognised:
    """Return what the groups of a platform's pattern say."""
    said: dict[str, str] = dict.fromkeys(("name", "number", "login", "late", "attempt", "time"), "")
    said |= {name: text for name, text in match.groupdict().items() if text is not None}
    if said.get("page"):
        return Recognised(skipped=platform.page)
    key = said["number"] or said["login"] or said["name"]
    late = bool(said["late"]) if platform.name == "Canvas" else None
    attempt = int(said["attempt"]) if said["attempt"] else None
    time = read_time(said["time"])
    name = said["name"].strip()
    return Recognised((Owner(key, name, platform.name, said["rest"], time, late, attempt),))


def read_time(text: str) -> datetime | None:
    """Return the time in a name, which is taken for this machine's; ``None`` where there is none.

    Args:
        text: ``2026-01-15-23-59-59`` or ``Jan 15, 2026 1159 PM``.
    """
    numbers = re.findall(r"\d+", text)
    try:
        if re.fullmatch(r"\d{4}(-\d\d){5}", text):
            year, month, day, hour, minute, second = map(int, numbers)
            time = datetime(year, month, day, hour, minute, second)
        elif re.fullmatch(BRIGHTSPACE_DATE, text):
            day, year, clock = map(int, numbers)
            hour = clock // 100 % 12 + (12 if text.endswith("PM") else 0)
            time = datetime(year, 1 + MONTHS.index(text[:3]), day, hour, clock % 100)
        else:
            return None
        return plausible(time.astimezone(UTC))
    except (ValueError, OverflowError, OSError):
        return None


def plausible(time: datetime | None) -> datetime | None:
    """Return a time if something can have been handed in then: zips without one say 1980."""
    if time is None or time.year < 1981 or time > datetime.now(UTC) + timedelta(days=1):
        return None
    return time.replace(microsecond=0)


# ---- what takes more than one name ---------------------------------------------------------------


def about_blackboard(
    found: Mapping[str, Recognised | None], read: Callable[[str], str]
) -> dict[str, Recognised]:
    """Return whose files are by Blackboard's pages, which know names, and logins with ``_``."""
    changed = {}
    for page, one in found.items():
        stem = page.removesuffix(".txt")
        if one is None or not one.skipped or not re.search(r"_attempt_[\d-]+\.txt$", page):
            continue
        about = ABOUT.search(read(page))
        login = about["login"].strip() if about else ""
        if not about or not re.search(rf"_{re.escape(login)}_attempt_[\d-]+$", stem):
            continue
        for path, other in found.items():
            if other and other.owners and path.startswith(f"{stem}_"):
                owner = other.owners[0]._replace(key=login, name=about["name"])
                changed[path] = other._replace(owners=(owner,))
    return changed


def about_brightspace(found: Mapping[str, Recognised | None]) -> dict[str, Recognised]:
    """Return whose files are where Brightspace names two numbers, one of them the person's.

    It is the first unless that is the same for several names; then it is the second.
    """
    folders: dict[str, tuple[str, str, Recognised]] = {}
    for path, one in found.items():
        if one and one.owners and one.owners[0].platform == "Brightspace":
            numbers = re.search(r"(?:^|/)(\d+)-(\d+) - ", path)
            assert numbers is not None  # each of its patterns begins with them
            folders[path] = (numbers[1], numbers[2], one)
    names: dict[tuple[int, str], set[str]] = defaultdict(set)
    for first, second, one in folders.values():
        names[0, first].add(one.owners[0].name)
        names[1, second].add(one.owners[0].name)
    changed = pages_of_brightspace(found, folders)
    if all(len(names[0, first]) == 1 for first, *_ in folders.values()):
        return changed
    for path, (_, second, one) in folders.items():
        if len(names[1, second]) > 1:
            both = " and ".join(sorted(names[1, second])[:3])
            changed[path] = Recognised(
                refused=f"its numbers are the same for {both}, so nobody can tell whose it is. "
                "Give --pattern with a group (?P<student>...)."
            )
        else:
            changed[path] = one._replace(owners=(one.owners[0]._replace(key=second),))
    return changed


def pages_of_brightspace(
    found: Mapping[str, Recognised | None], folders: Iterable[str]
) -> dict[str, Recognised]:
    """Return Brightspace's own page, which is beside the folders of the students."""
    tops = {re.sub(r"(^|(?<=/))\d+-\d+ - .*", "", path) for path in folders}
    return {
        path: Recognised(skipped="Brightspace's list of what was handed in")
        for path in found
        if path.endswith("index.html") and path.removesuffix("index.html") in tops
    }


def about_gradescope(
    found: Mapping[str, Recognised | None], read: Callable[[str], str]
) -> dict[str, Recognised]:
    """Return whose files are by the page that comes with Gradescope's export."""
    changed: dict[str, Recognised] = {}
    pages = {path.removesuffix(METADATA): path for path in found if path.endswith(METADATA)}
    about: dict[str, dict[object, object]] = {}
    for top, page in pages.items():
        changed[page] = Recognised(skipped="Gradescope's list of what was handed in")
        try:
            said = yaml.load(read(page), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            about[top] = said if isinstance(said, dict) else {}
        except (yaml.YAMLError, ValueError, RecursionError):
            changed[page] = Recognised(refused="it is damaged. Export the assignment again.")
    for path, one in found.items():
        if not one or not one.owners or one.owners[0].platform != "Gradescope":
            continue
        owner = one.owners[0]
        top = path[: path.index(f"{owner.key}/{owner.rest}")]
        people = submitters(about.get(top, {}).get(owner.key), owner)
        nobody = f"nothing says whose {owner.key} is. Keep Gradescope's {METADATA} beside it."
        changed[path] = one._replace(owners=people) if people else Recognised(refused=nobody)
    return changed


def submitters(said: object, owner: Owner) -> tuple[Owner, ...]:
    """Return who handed in one submission: a person, or all members of a group.

    Args:
        said: What Gradescope's page says of it.
        owner: What its folder says.
    """
    said = said if isinstance(said, dict) else {}
    time = said.get(":created_at")
    if isinstance(time, str):
        try:
            time = datetime.fromisoformat(time.replace(" Z", "+00:00").replace(" UTC", "+00:00"))
        except ValueError:
            time = None
    if isinstance(time, datetime):  # YAML gives those with a zone in UTC
        time = plausible(time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC))
    else:
        time = None
    people = said.get(":submitters")
    found = []
    for person in people if isinstance(people, list) else []:
        person = person if isinstance(person, dict) else {}
        key = str(person.get(":sid") or person.get(":email") or "").strip()
        if not key:
            return ()
        found.append(owner._replace(key=key, name=str(person.get(":name") or ""), time=time))
    return tuple(found)


def in_repositories(
    paths: list[str], repositories: list[str], assignments: list[str]
) -> dict[str, Recognised]:
    """Return whose files are in clones of a class: ``SLUG-LOGIN``, often in ``SLUG-submissions``.

    Source: ``gh classroom clone student-repos``, which makes such folders.
    """
    if not repositories:
        return {}
    siblings: dict[str, list[str]] = defaultdict(list)
    for one in repositories:
        siblings[one.rpartition("/")[0]].append(one.rpartition("/")[2])
    found = {}
    for path in paths:
        top = next((one for one in repositories if path.startswith(f"{one}/")), None)
        if top is None:
            continue
        parent, _, name = top.rpartition("/")
        login = without_slug(name, parent.rpartition("/")[2], siblings[parent], assignments)
        owner = Owner(login, "", REPOSITORY, path.removeprefix(f"{top}/"))
        found[path] = Recognised((owner,))
    return found


def without_slug(name: str, parent: str, siblings: list[str], assignments: list[str]) -> str:
    """Return the login in a repository's name, which may begin with the assignment's slug."""
    slugs = [parent.removesuffix("-submissions")] if parent.endswith("-submissions") else []
    slugs += [one.replace("_", "-") for one in assignments] + assignments
    for slug in slugs:
        if name.casefold().startswith(f"{slug}-".casefold()) and len(name) > len(slug) + 1:
            return name[len(slug) + 1 :]
    if len(siblings) > 1:
        common = siblings[0]
        while not all(one.startswith(common) for one in siblings):
            common = common[:-1]
        slug = common[: common.rfind("-") + 1]
        if slug and all(len(one) > len(slug) for one in siblings):
            return name.removeprefix(slug)
    return name


def in_folders(paths: list[str], assignments: list[str]) -> dict[str, Recognised]:
    """Return whose files are in folders that are named like students, or named by ``submit``."""
    folders = {
        path: [one for one in path.split("/")[:-1] if not is_nobodys(one, assignments)]
        for path in paths
        if is_candidate(path, assignments)
    }
    tops = {parts[0] for parts in folders.values() if parts}
    names = {path: named_by_submit(path, assignments) for path in folders}
    one_class = len(tops) == 1 and len({name for name in names.values() if name}) > 1
    found = {}
    for path in paths:
        parts = [one for one in path.split("/")[:-1] if not is_nobodys(one, assignments)]
        name = names.get(path) or ""
        below = "/".join(path.split("/")[1 + path.split("/").index(parts[0]) :]) if parts else path
        if name and (one_class or not parts):
            found[path] = Recognised((Owner(name, "", FILE, path.rpartition("/")[2]),))
        elif parts and one_class:
            found[path] = Recognised(refused=NO_STUDENT)
        elif parts and len(tops) == 1 and any(len(one) > 1 for one in folders.values()):
            inside = sorted({one[1] for one in folders.values() if len(one) > 1})
            found[path] = Recognised(
                refused=f"{parts[0]} may be a student, or a folder of a class with the students "
                f"{', '.join(inside[:3])}. If it is a class, collect {parts[0]} by itself; if it "
                "is a student, put all into one folder."
            )
        elif parts:
            name = named_by_submit(f"{parts[0]}.zip", assignments) or parts[0]
            found[path] = Recognised((Owner(name, "", FOLDER, below),))
    return found


def named_by_submit(path: str, assignments: list[str]) -> str:
    """Return the student in ``08_your_variant-ID.zip``, as ``submit --student`` writes, or ''."""
    file = path.rpartition("/")[2]
    archive = ARCHIVE.fullmatch(file)
    stem = archive[1] if archive else file.removesuffix(handed_in.NOTEBOOK)
    for assignment in assignments:
        if stem.startswith(f"{assignment}-") and (archive or stem != file):
            name = stem.removeprefix(f"{assignment}-")
            return "" if re.fullmatch(handed_in.COPY, f"-{name}", re.IGNORECASE) else name
    return ""


def is_nobodys(folder: str, assignments: list[str]) -> bool:
    """Return whether a folder says nothing about whose its files are."""
    plain = re.sub(r"[\W_]+", "", re.sub(rf"{handed_in.COPY}$", "", folder.casefold()))
    return (
        plain in NOBODYS
        or bool(ARCHIVE.fullmatch(folder))
        or bool(handed_in.RUN_FOLDER.fullmatch(folder))
        or plain in {one.replace("_", "") for one in assignments}
    )


def is_candidate(path: str, assignments: list[str]) -> bool:
    """Return whether a file may be a hand-in, or a part of one, by its name."""
    return (
        bool(ARCHIVE.fullmatch(path) or UNREADABLE.fullmatch(path))
        or path.casefold().endswith(handed_in.NOTEBOOK)
        or handed_in.part(path, assignments) is not None
        or handed_in.part(path, assignments[:1]) is not None  # a run's file without its folder
    )


def composed(text: str) -> str:
    """Return a text in its composed form (NFC): systems differ in how they write ë."""
    return unicodedata.normalize("NFC", text)
