"""Solved notebooks of earlier versions, handed in today: each earns its points or is refused.

What rests on a run is left out: ``test_every_notebook.py`` trains those of the present version.
"""

import re
from pathlib import Path

import nbformat
import pytest

import course_utils
from autograder import course
from autograder.grading import record as judged
from autograder.intake import salvage, submission
from course_utils import exercises
from tests.autograder.conftest import new_class, released  # noqa: F401 - fixtures

HANDOUTS = Path(__file__).parent / "handouts"
VERSIONS = sorted(path.name for path in HANDOUTS.glob("[0-9]*"))
SAYS_NO_VERSION = "0.1.0"
CHANGELOG = course.ROOT / "CHANGELOG.md"
QUICK = ("00_start_here", "04_model")
ASSIGNMENTS = [
    pytest.param(name, marks=[pytest.mark.ci] if name in QUICK else [pytest.mark.slow])
    for name in course.assignments()
]


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def graded(request, new_class):  # noqa: F811
    """An assignment, and its class: one student with the solved notebook of each version."""
    assignment, students = request.param, new_class()
    for version in VERSIONS:
        handed_in = HANDOUTS / version / f"{assignment}.ipynb"
        students.submit(version, handed_in.read_bytes(), assignment)
    assert students.grade(assignment) == 0, students.log
    return assignment, students


@pytest.mark.parametrize("version", VERSIONS)
def test_a_solved_notebook_of_an_earlier_version_earns_its_points_or_is_refused(graded, version):
    assignment, students = graded
    record = judged.read_record(students.course, assignment, version)
    if version not in submission.COMPATIBLE:
        named = "an earlier version" if version == SAYS_NO_VERSION else f"version {version}"
        assert f"is of {named} of the course" in " ".join(record["notes"])
        assert students.score(version, assignment) == 0
        return
    for name, task in exercises.tasks(assignment).items():
        if not exercises.runs_of(assignment, task):
            verdict = record["tasks"][name]
            assert verdict["points"] == verdict["maximum"], verdict


@pytest.mark.parametrize(
    "path", sorted(HANDOUTS.glob("*/*.ipynb")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_notebook_of_an_earlier_version_is_known_by_its_imports_where_it_says_none(path):
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("course", None)
    with pytest.raises(salvage.OtherVersion, match=r"an earlier version .*imports course_utils\."):
        submission.refuse_other_versions(notebook)


@pytest.mark.parametrize("assignment", course.assignments())
def test_no_notebook_of_the_present_version_is_taken_for_an_earlier_one(assignment):
    notebook = nbformat.read(course.ROOT / "notebooks" / f"{assignment}.ipynb", as_version=4)
    notebook.metadata.pop("course", None)
    submission.refuse_other_versions(notebook)


def test_there_is_a_solved_notebook_of_each_version_before_the_present_one():
    told = re.findall(r"^## (\d+\.\d+\.\d+)", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    assert told[0] == course_utils.__version__
    assert set(VERSIONS) - {course_utils.__version__} == set(told[1:])
    for version in VERSIONS:
        assert list((HANDOUTS / version).glob("*.ipynb"))
