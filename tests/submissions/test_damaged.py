"""All damaged submissions in one batch, healthy students before and after them."""

import html
import re

import pytest

from autograder.course import gradebook, nbgrader
from tests.autograder.conftest import grade, new_class, released  # noqa: F401 - fixtures
from tests.submissions.damaged import CASES, NAME, plain, save

HEALTHY = ("aa_healthy", "zz_healthy")
pytestmark = pytest.mark.ci


@pytest.fixture(scope="module")
def batch(new_class):
    batch = new_class()
    for student in HEALTHY:
        folder = batch.course / "submitted" / student / NAME
        folder.mkdir(parents=True)
        save(folder, plain())
    for case in CASES.values():
        folder = batch.course / "submitted" / case.student / NAME
        folder.mkdir(parents=True)
        case.put(folder)
    before = fingerprint(batch.course / "submitted")
    batch.status, *said = grade(batch.course)
    batch.log = "".join(said)
    batch.untouched = fingerprint(batch.course / "submitted") == before
    feedback = nbgrader("generate_feedback", NAME, course=batch.course)
    assert feedback.returncode == 0, feedback.stderr[-3000:]
    return batch


def fingerprint(top):
    found = {path: path.lstat() for path in top.rglob("*")}
    return {path: (one.st_mode, one.st_size, one.st_mtime_ns) for path, one in found.items()}


def words(batch, student):
    page = re.sub(r"<style.*?</style>|<[^>]*>", "", batch.feedback(student), flags=re.DOTALL)
    return html.unescape(page)


@pytest.mark.parametrize("name", CASES)
def test_a_damaged_submission_gets_its_points_and_a_sentence(batch, name):
    case = CASES[name]
    assert batch.score(case.student) == case.points, words(batch, case.student)[-3000:]
    assert case.says in words(batch, case.student)
    assert not batch.needs_manual_grade(case.student)


@pytest.mark.parametrize("student", HEALTHY)
def test_healthy_students_beside_them_lose_nothing_and_are_told_nothing(batch, student):
    assert batch.score(student) == 1, batch.log[-3000:]
    assert "Before your notebook was graded" not in words(batch, student)


def test_the_batch_ends_well_and_tells_the_instructor_about_each(batch):
    assert batch.status == 0, batch.log[-3000:]
    assert f"{len(CASES) + len(HEALTHY)} graded in" in batch.log
    refused = [line for line in batch.log.splitlines() if "Refused:" in line]
    assert any("empty_file" in line and "is an empty file" in line for line in refused)
    assert "Traceback" not in batch.log


def test_what_students_handed_in_is_not_changed(batch):
    assert batch.untouched


def test_no_copy_is_left_behind(batch):
    assert not list((batch.course / "intake").iterdir())


def test_every_score_is_a_number_between_nothing_and_the_maximum(batch):
    with gradebook(batch.course) as book:
        submissions = book.assignment_submissions(NAME)
        assert len(submissions) == len(CASES) + len(HEALTHY)
        for submission in submissions:
            for grade in (grade for one in submission.notebooks for grade in one.grades):
                assert 0 <= grade.auto_score <= grade.max_score
