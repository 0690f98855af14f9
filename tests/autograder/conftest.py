import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.authoring import build, release
from autograder.authoring.rehearse import cell_by_grade_id, notebook
from autograder.course import ROOT, gradebook, load_secret, nbgrader
from tests.benchmarks.grading import environment

START_HERE = "00_start_here"
RIGHT = "def channel_means(images):\n    return images.mean(axis=(1, 2))"
WRONG = "def channel_means(images):\n    return images.mean(axis=(0, 1))"


def sandboxed():
    """Whether a sandbox is required: a maintainer's machine may lack one, the check's may not."""
    return bool(os.environ.get("COURSE_NO_SKIPS"))


def command(course, *arguments):
    """Run ``python -m autograder`` for a course's folder; returns the process when it has ended."""
    return subprocess.run(
        [sys.executable, "-m", "autograder", *arguments],
        cwd=ROOT,
        env=environment(course),
        capture_output=True,
        text=True,
        check=False,
    )


def grade(course, *arguments, assignment=START_HERE):
    """Grade by the course's own command, in kernels that start warm.

    Returns its exit status and what it wrote, to both streams.
    """
    optional = [] if sandboxed() else ["--set", "Sandbox.required=False"]
    process = command(course, "grade", assignment, *optional, *arguments)
    return process.returncode, process.stdout, process.stderr


class Class:
    """A course folder whose students are given notebooks, graded once, and asked for scores."""

    def __init__(self, course: Path):
        self.course = course
        self.log = ""

    def submit(self, student, content, assignment=START_HERE):
        folder = self.course / "submitted" / student / assignment
        folder.mkdir(parents=True)
        content = content if isinstance(content, bytes) else build.as_bytes(content)
        (folder / f"{assignment}.ipynb").write_bytes(content)

    def grade(self, assignment=START_HERE, *arguments):
        status, *said = grade(self.course, *arguments, assignment=assignment)
        self.log = "".join(reversed(said))
        return status

    def autograde(self, assignment=START_HERE, *arguments):
        """Grade as nbgrader alone does: one student after another, each kernel from its start."""
        optional = [] if sandboxed() else ["--Sandbox.required=False"]
        process = nbgrader("autograde", assignment, *optional, *arguments, course=self.course)
        self.log = process.stderr + process.stdout
        return process.returncode

    def score(self, student, assignment=START_HERE):
        """The points of a student, or None where there is no submission in the gradebook."""
        with gradebook(self.course) as book:
            for submission in book.assignment_submissions(assignment):
                if submission.student.id == student:
                    return submission.score
        return None

    def needs_manual_grade(self, student, assignment=START_HERE):
        with gradebook(self.course) as book:
            return book.find_submission(assignment, student).needs_manual_grade

    def feedback(self, student, assignment=START_HERE):
        page = self.course / "feedback" / student / assignment / f"{assignment}.html"
        return page.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course with all assignments registered and no submission."""
    course = new_course(tmp_path_factory.mktemp("released"))
    release.register(course)
    return course


def new_course(folder):
    """A course's folder with a secret and nothing else, in another folder."""
    course = folder / "course"
    course.mkdir()
    load_secret(course)
    release.write_stand_in_config(course)
    return course


def unpacked(folder):
    """The student's copy: the zip that ``make release`` writes, unpacked in a folder."""
    release.pack(folder / "students.zip")
    with zipfile.ZipFile(folder / "students.zip") as archive:
        archive.extractall(folder)
    return folder / release.HANDED_OUT_FOLDER


@pytest.fixture(scope="session")
def new_class(released, tmp_path_factory):
    """Makes a fresh class on a copy of the released course."""

    def make():
        course = tmp_path_factory.mktemp("class") / "course"
        shutil.copytree(released, course)
        return Class(course)

    return make


@pytest.fixture
def start_here():
    """Makes a student's 00_start_here with a given solution."""

    def make(solution=RIGHT):
        return notebook(START_HERE, {"channel_means_solution": solution})

    return make


def graded_cell(student):
    return cell_by_grade_id(student, "channel_means")
