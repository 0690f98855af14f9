import csv

import pytest
from nbgrader.api import Gradebook

from autograder.export import COLUMNS, SafeCsv


@pytest.fixture
def gradebook(tmp_path):
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment("essay")
        gradebook.add_notebook("essay", "essay")
        gradebook.add_grade_cell("why", "essay", "essay", max_score=4, cell_type="markdown")
        gradebook.add_student("=HYPERLINK(1)", last_name="Love, lace", first_name="@Ada")
        gradebook.add_student("grace")
        gradebook.add_submission("essay", "=HYPERLINK(1)")
        grade = gradebook.find_grade("why", "essay", "essay", "=HYPERLINK(1)")
        grade.manual_score, grade.needs_manual_grade = 3.0, True
        gradebook.db.commit()
        yield gradebook


@pytest.fixture
def rows(gradebook, tmp_path):
    SafeCsv(to=str(tmp_path / "grades.csv")).export(gradebook)
    with (tmp_path / "grades.csv").open(newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_names_are_no_formulas_and_their_commas_part_no_columns(rows):
    row = rows["'=HYPERLINK(1)"]
    assert (row["last_name"], row["first_name"]) == ("Love, lace", "'@Ada")
    assert tuple(row) == COLUMNS


def test_a_score_that_waits_for_a_look_is_provisional(rows):
    assert (rows["'=HYPERLINK(1)"]["score"], rows["'=HYPERLINK(1)"]["provisional"]) == (
        "3.0",
        "True",
    )


def test_who_handed_in_nothing_has_0(rows):
    assert (rows["grace"]["score"], rows["grace"]["max_score"]) == ("0.0", "4.0")
    assert rows["grace"]["provisional"] == "False"


def test_students_and_assignments_can_be_chosen(gradebook, tmp_path):
    SafeCsv(to=str(tmp_path / "one.csv"), student=["grace"]).export(gradebook)
    assert len((tmp_path / "one.csv").read_text().splitlines()) == 2
    SafeCsv(to=str(tmp_path / "none.csv"), assignment=["other"]).export(gradebook)
    assert len((tmp_path / "none.csv").read_text().splitlines()) == 1
