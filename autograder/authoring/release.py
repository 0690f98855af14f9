"""Hands out: registers the graded cells in the gradebook and packs what students get."""

import argparse
import os
import zipfile
from pathlib import Path
from unittest import mock

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log

from autograder.authoring import build
from autograder.course import (
    ROOT,
    assignments,
    course_folder,
    keep_from_others,
    load_secret,
    load_settings,
    programs,
)
from course_utils import __version__
from course_utils.errors import CourseError
from course_utils.files import write_atomically

# Everything a student gets, as patterns below the repository's root. No sources of notebooks, no
# references, no grader, no tests.
HANDED_OUT = (
    "notebooks/[0-9]*.ipynb",
    "course_utils/**/*.py",
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

c = get_config()  # noqa: F821 - nbgrader defines it
c.Execute.timeout = 1800  # seconds a cell; a training may take long
'''
HANDED_OUT_FOLDER = "cifar10-course"
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # zip's earliest: the same bytes each time


def release() -> Path:
    """Write ``dist/students.zip`` and register all assignments in the gradebook.

    Returns:
        The zip, relative to the repository's root.

    Raises:
        build.BuildError: An authored text cannot be built.
        course.CourseError: nbgrader refused.
    """
    build.build()
    course = course_folder()
    course.mkdir(parents=True, exist_ok=True, mode=0o770)  # register decides about the group
    load_secret(course)
    write_stand_in_config(course)
    register(course)
    target = ROOT / "dist" / "students.zip"
    target.parent.mkdir(exist_ok=True)
    pack(target)
    return target.relative_to(ROOT)


def register(course: Path) -> None:
    """Write the instructor's notebooks and let nbgrader register their cells.

    This also closes the course's folder to others.

    The steps are those of ``nbgrader generate_assignment``, without a process, which takes seconds
    to start, for each assignment.

    Raises:
        CourseError: nbgrader refused.
    """
    config = load_settings()
    keep_from_others(course, CourseDirectory(config=config).groupshared)
    build.write_course_sources(course)
    config.CourseDirectory.root = str(course)
    # nbgrader's own setenv does not put back what was there.
    with mock.patch.dict(os.environ, PATH=programs()):
        for assignment in assignments():
            where = CourseDirectory(config=config, assignment_id=assignment)
            converter = GenerateAssignment(coursedir=where, config=config, force=True)
            done = capture_log(converter)
            if not done["success"]:
                said = [*done.get("log", "").splitlines(), done["error"].strip().splitlines()[-1]]
                last = "\n".join(said[-8:])
                raise CourseError(f"nbgrader cannot register {assignment}. It said last:\n{last}")


def write_stand_in_config(course: Path) -> None:
    """Make nbgrader safe also when it is started inside the course's folder."""
    text = f"c = get_config()\nload_subconfig({str(ROOT / 'nbgrader_config.py')!r})\n"
    (course / "nbgrader_config.py").write_text(text, encoding="utf-8")


def contents() -> dict[str, bytes]:
    """Return the files of the student's copy: contents by path."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for pattern in HANDED_OUT
        for path in sorted(ROOT.glob(pattern))
        if path.is_file() and "__pycache__" not in path.parts
    }
    files["README.md"] = (ROOT / README).read_bytes()
    files["nbgrader_config.py"] = STUDENT_CONFIG.encode()
    files["VERSION"] = f"{__version__}\n".encode()
    return dict(sorted(files.items()))


def pack(target: Path) -> None:
    """Write the student's copy as a zip, the same bytes each time."""
    with (
        write_atomically(target) as partial,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, content in contents().items():
            entry = zipfile.ZipInfo(f"{HANDED_OUT_FOLDER}/{name}", EARLIEST_ZIP_DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def run(options: argparse.Namespace) -> int:
    """Run the command ``release``: register the graded cells, and pack what students get."""
    print(f"Hand out {release()}.")
    return 0
