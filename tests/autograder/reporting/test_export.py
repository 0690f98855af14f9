import csv
from types import SimpleNamespace

import pytest

from autograder.reporting.export import COLUMNS, SafeCsv
from tests.autograder.reporting.grades import grade, submission

pytestmark = pytest.mark.fast

FORMULA = "=HYPERLINK(1)"


def student(name, last=None, first=None):
    return SimpleNamespace(id=name, last_name=last, first_name=first, email=None)


class OneEssay:
    """A gradebook with two students, of whom one has handed in."""

    submissions = (submission(FORMULA, grade("why", None, 4.0, manual=3.0, waits=True)),)
    assignments = (
        SimpleNamespace(name="essay", duedate=None, max_score=4.0, submissions=submissions),
    )
    students = (student(FORMULA, "Love, lace", "@Ada"), student("grace"))


@pytest.fixture
def rows(tmp_path):
    SafeCsv(to=str(tmp_path / "grades.csv")).export(OneEssay())
    with (tmp_path / "grades.csv").open(newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_names_are_no_formulas_and_their_commas_part_no_columns(rows):
    row = rows["'=HYPERLINK(1)"]
    assert (row["last_name"], row["first_name"]) == ("Love, lace", "'@Ada")
    assert tuple(row) == COLUMNS


def test_a_score_that_waits_for_a_look_is_provisional(rows):
    row = rows["'=HYPERLINK(1)"]
    assert (row["score"], row["provisional"]) == ("3.0", "True")


def test_who_handed_in_nothing_has_0(rows):
    assert (rows["grace"]["score"], rows["grace"]["max_score"]) == ("0.0", "4.0")
    assert rows["grace"]["provisional"] == "False"


def test_students_and_assignments_can_be_chosen(tmp_path):
    SafeCsv(to=str(tmp_path / "one.csv"), student=["grace"]).export(OneEssay())
    assert len((tmp_path / "one.csv").read_text().splitlines()) == 2
    SafeCsv(to=str(tmp_path / "none.csv"), assignment=["other"]).export(OneEssay())
    assert len((tmp_path / "none.csv").read_text().splitlines()) == 1
