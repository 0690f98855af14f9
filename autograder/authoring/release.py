"""Hands out: registers the graded cells in the gradebook and packs what students get."""

import argparse
import hashlib
import json
import os
import zipfile
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log

from autograder.authoring import build
from autograder.authoring.cells import DROPPED
from autograder.course import (
    NOTEBOOKS,
    ROOT,
    DatabaseError,
    assignments,
    course_folder,
    gradebook,
    keep_from_others,
    load_secret,
    load_settings,
    programs,
)
from autograder.grading.record import regrade_due
from autograder.text import say
from course_utils import __version__
from course_utils.errors import CourseError
from course_utils.files import write_atomically

# What a student gets besides notebooks, as patterns below the repository's root. No sources of
# notebooks, no references, no grader, no tests.
HANDED_OUT = (
    "course_utils/**/*.py",
    "course_utils/py.typed",
    "course_utils/**/*.npz",
    "course_utils/**/*.json",
    "environment.yml",
    "pyproject.toml",
    "requirements.lock",
    "LICENSE",
    "LICENSE-CONTENT",
)
README = "notebooks/README.md"  # becomes the README of the student's copy
STUDENT_CONFIG = '''"""Settings of the Validate button. Grading happens at your instructor's."""

from course_utils import notebooks

notebooks.let_validate_forgive()
c = get_config()  # noqa: F821 - nbgrader defines it
c.Execute.timeout = 1800  # seconds a cell; a training may take long
'''
HANDED_OUT_FOLDER = "cifar10-course"
HANDED_OUT_RECORD = "handed_out.json"  # in the course's folder
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # zip's earliest: the same bytes each time


def release(*only: str) -> list[str]:
    """Write what to hand out, and register its assignments in the gradebook.

    ``dist/students.zip`` holds all that was handed out so far. Where something was handed out
    before, ``dist/students-new.zip`` holds what is new since then, and no notebook in which
    students may have worked: unpacked over their copy, it takes nothing from them.

    Args:
        *only: The ids of the assignments to hand out now; all if none is given.

    Returns:
        What to do now, a sentence a line.

    Raises:
        build.BuildError: An authored text cannot be built.
        CourseError: There is no such assignment, or nbgrader refused.
    """
    known = assignments()
    unknown = sorted(set(only) - set(known))
    if unknown:
        raise CourseError(
            f"There is no assignment {', '.join(unknown)}. There are: {', '.join(known)}."
        )
    build.build()
    course = course_folder()
    course.mkdir(parents=True, exist_ok=True, mode=0o770)  # register decides about the group
    before = HandedOut.load(course)
    chosen = set(only or known) | set(before.assignments)
    now = [one for one in known if one in chosen]
    load_secret(course)
    write_stand_in_config(course)
    changed = register(course, now)
    files = contents(now)
    target = ROOT / "dist" / "students.zip"
    target.parent.mkdir(exist_ok=True)
    pack(target, files)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    lines = handed_out_anew(target, files, digests, before)
    HandedOut(now, digests).save(course)
    return lines + changed


def handed_out_anew(
    target: Path, files: dict[str, bytes], digests: dict[str, str], before: "HandedOut"
) -> list[str]:
    """Pack what is new beside the zip of all, and return what to do with both, a sentence a line.

    Args:
        target: The zip of all.
        files: What is in it.
        digests: The SHA-256 of each of these files.
        before: What was handed out before.
    """
    whole = target.relative_to(ROOT)
    fresh = target.with_name("students-new.zip")
    fresh.unlink(missing_ok=True)
    if not before.files:
        return [f"Hand out {whole}."]
    worked_in = {f"notebooks/{one}.ipynb" for one in before.assignments}
    changed = [name for name in files if before.files.get(name) != digests[name]]
    new = {name: files[name] for name in changed if name not in worked_in}
    if not new:
        return [f"Nothing is new since the last release. {whole} is all that was handed out."]
    pack(fresh, new)
    lines = [
        f"Hand out {fresh.relative_to(ROOT)}: what is new since the last release, to be unpacked "
        "where the first zip was unpacked.",
        f"Who begins only now gets {whole} instead.",
    ]
    lines += [
        f"{Path(name).stem} has changed since it was handed out. Students keep theirs; "
        f"python -m course_utils.restore {Path(name).stem} brings the new text."
        for name in changed
        if name in worked_in
    ]
    return lines


class HandedOut(NamedTuple):
    """What students have been given so far, as the course's folder keeps it.

    Attributes:
        assignments: Their ids.
        files: The SHA-256 of each file by its path in the zip.
    """

    assignments: list[str]
    files: dict[str, str]

    @classmethod
    def load(cls, course: Path) -> "HandedOut":
        """Return what was handed out from a course; nothing before its first release.

        Raises:
            CourseError: The file that says it is damaged.
        """
        path = course / HANDED_OUT_RECORD
        if not path.exists():
            return cls([], {})
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return cls(list(map(str, record["assignments"])), dict(record["files"]))
        except (ValueError, KeyError, TypeError):
            raise CourseError(
                f"{path} is damaged: it says what was handed out. Restore it from a backup, or "
                "delete it and release all assignments that students have."
            ) from None

    def save(self, course: Path) -> None:
        """Write it into a course's folder."""
        with write_atomically(course / HANDED_OUT_RECORD) as partial:
            partial.write_text(json.dumps(self._asdict(), indent=1) + "\n", encoding="utf-8")


def register(course: Path, only: list[str] | None = None) -> list[str]:
    """Write the instructor's notebooks and let nbgrader register their cells.

    This also closes the course's folder to others.

    The steps are those of ``nbgrader generate_assignment``, without a process, which takes seconds
    to start, for each assignment.

    Args:
        course: The course's folder.
        only: The ids of the assignments; all if it is ``None``.

    Returns:
        What has changed for submissions that were graded before, a sentence a line.

    Raises:
        CourseError: nbgrader refused.
    """
    config = load_settings()
    keep_from_others(course, CourseDirectory(config=config).groupshared)
    chosen = assignments() if only is None else only
    build.write_course_sources(course, chosen)
    config.CourseDirectory.root = str(course)
    config.RegisterCells.course = str(course)
    before = graded_cells(course)
    # nbgrader's own setenv does not put back what was there.
    with mock.patch.dict(os.environ, PATH=programs()):
        for assignment in chosen:
            where = CourseDirectory(config=config, assignment_id=assignment)
            converter = GenerateAssignment(coursedir=where, config=config, force=True)
            done = capture_log(converter)
            if not done["success"]:
                said = [*done.get("log", "").splitlines(), done["error"].strip().splitlines()[-1]]
                last = "\n".join(said[-8:])
                raise CourseError(f"nbgrader cannot register {assignment}. It said last:\n{last}")
    now = graded_cells(course)
    lines = []
    for assignment in chosen:
        dropped = sorted(before.get(assignment, set()) - now[assignment])
        if dropped:
            lines.append(
                f"{', '.join(dropped)} no longer counts in {assignment}. What was given for it is "
                f"kept in {course / DROPPED}."
            )
        if due := regrade_due(course, assignment):
            lines.append(
                f"A regrade is due for {len(due)} submissions of {assignment}, since its cells or "
                f"their points have changed. Run: python -m autograder grade {assignment}"
            )
    return lines


def graded_cells(course: Path) -> dict[str, set[str]]:
    """Return the names of the graded cells of each assignment; none without a gradebook."""
    try:
        with gradebook(course) as book:
            return {
                one.name: {cell.name for each in one.notebooks for cell in each.grade_cells}
                for one in book.assignments
            }
    except DatabaseError:  # the first release makes it
        return {}


def write_stand_in_config(course: Path) -> None:
    """Make nbgrader safe also when it is started inside the course's folder."""
    text = f"c = get_config()\nload_subconfig({str(ROOT / 'nbgrader_config.py')!r})\n"
    (course / "nbgrader_config.py").write_text(text, encoding="utf-8")


def contents(only: list[str] | None = None) -> dict[str, bytes]:
    """Return the files of the student's copy: contents by path.

    Each notebook is there twice: to work in, and as its handout, with which it is compared and
    from which it is restored.

    Args:
        only: The ids of its assignments; all if it is ``None``.
    """
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for pattern in HANDED_OUT
        for path in sorted(ROOT.glob(pattern))
        if path.is_file() and "__pycache__" not in path.parts
    }
    for assignment in assignments() if only is None else only:
        notebook = (NOTEBOOKS / f"{assignment}.ipynb").read_bytes()
        files[f"notebooks/{assignment}.ipynb"] = notebook
        files[f"course_utils/handout/{assignment}.ipynb"] = notebook
    files["README.md"] = (ROOT / README).read_bytes()
    files["nbgrader_config.py"] = STUDENT_CONFIG.encode()
    files["VERSION"] = f"{__version__}\n".encode()
    return dict(sorted(files.items()))


def pack(target: Path, files: dict[str, bytes] | None = None) -> None:
    """Write the student's copy, or some of its files, as a zip: the same bytes each time."""
    with (
        write_atomically(target) as partial,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, content in (contents() if files is None else files).items():
            entry = zipfile.ZipInfo(f"{HANDED_OUT_FOLDER}/{name}", EARLIEST_ZIP_DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def run(options: argparse.Namespace) -> int:
    """Run the command ``release``: register the graded cells, and pack what students get."""
    say("\n".join(release(*options.assignments)))
    return 0
