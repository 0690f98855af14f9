"""One grade: the same number with the same reason, from one function, wherever it is shown."""

import contextlib
import csv
import json
from types import SimpleNamespace

import pytest

from autograder.grading.record import record_file
from autograder.reporting import export, report, results, summary
from autograder.reporting.export import SafeCsv
from autograder.reporting.results import results_of
from tests.autograder.reporting.grades import grade, submission

ESSAY = "essay"  # an assignment without an authored text


class Book:
    """A gradebook with one assignment and its submissions."""

    def __init__(self, *submissions):
        self.students = [
            SimpleNamespace(id=one.student_id, last_name=None, first_name=None, email=None)
            for one in submissions
        ]
        most = submissions[0].max_score
        self.assignments = [
            SimpleNamespace(name=ESSAY, max_score=most, submissions=submissions, duedate=None)
        ]

    def find_assignment(self, name):
        return self.assignments[0]


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """What each table and page shows of a class whose gradebook has some submissions."""

    def show(*submissions):
        book = Book(*submissions)
        monkeypatch.setattr(results, "gradebook", lambda course: contextlib.nullcontext(book))
        monkeypatch.setattr(export, "gradebook", lambda course: contextlib.nullcontext(book))
        (found,) = results.read(tmp_path, [ESSAY])
        table = SafeCsv(to=str(tmp_path / "grades.csv"))
        table.course = tmp_path
        table.export(book)
        with (tmp_path / "grades.csv").open(newline="") as file:
            csv_row = next(csv.DictReader(file))
        _, remarks = export.export(tmp_path, "canvas", [ESSAY], provisional=True)
        canvas = (tmp_path / "grades.canvas.csv").read_text().splitlines()[-1]
        return SimpleNamespace(
            table=results.grade_table(ESSAY, tmp_path),
            csv=csv_row,
            canvas=canvas,
            remarks=" ".join(remarks),
            summary=str(summary.summary(tmp_path, found, found.results[0], "Heron")),
            report=str(report.page([found], str, True)),
        )

    return show


def judged(course, student, **worth):
    """Write the record of a submission that was graded out of some points."""
    path = record_file(course, ESSAY, student)
    path.parent.mkdir(parents=True, exist_ok=True)
    tasks = {
        name: {"points": most, "maximum": most, "findings": [], "notes": []}
        for name, most in worth.items()
    }
    record = {"format": 1, "assignment": ESSAY, "student": student, "data": "", "digest": ""}
    record |= {"sandboxed": True, "notes": [], "answers": {}, "tasks": tasks, "worth": worth}
    path.write_text(json.dumps(record))


def test_a_late_penalty_is_taken_off_everywhere_and_said(shown):
    one = shown(submission("ada", grade("a", 5.0, 10.0), grade("b", 2.66, 4.0), penalty=7.0))
    assert one.table.splitlines()[2].split() == ["ada", "5.00", "2.66", "-7.00", "0.66"]
    assert (one.csv["raw_score"], one.csv["late_submission_penalty"]) == ("7.66", "7.0")
    assert one.csv["score"] == "0.66"
    assert one.canvas.endswith(",0.66")
    assert "essay: 0.66 of 14 points" in one.summary
    assert "0.66" in one.report
    reason = "7.00 of 7.66 points are taken off for handing in late."
    for place in (one.table, one.csv["remarks"], one.summary):
        assert reason in place
    assert "ada (-7.00)" in one.remarks
    assert "taken off for handing in late: 1" in one.report


def test_a_penalty_above_the_points_leaves_none(shown):
    one = shown(submission("ada", grade("a", 5.0, 10.0), penalty=9.0))
    assert (one.csv["late_submission_penalty"], one.csv["score"]) == ("5.0", "0.0")


def test_what_a_person_changed_counts_everywhere_and_is_said(shown):
    one = shown(submission("ada", grade("a", 0.0, 1.0, manual=1.0)))
    assert one.table.splitlines()[2].split() == ["ada", "1.00", "1.00"]
    assert (one.csv["score"], one.canvas[-5:]) == ("1.0", ",1.00")
    assert "essay: 1.00 of 1 points" in one.summary
    for place in (one.table, one.csv["remarks"], one.summary):
        assert "A person changed a from 0 to 1 points." in place
    assert "a person changed points of: ada" in one.remarks
    assert "in which a person has changed points: 1" in one.report


def test_a_score_that_only_a_person_gives_changes_nothing(shown):
    one = shown(submission("ada", grade("essay", None, 4.0, manual=3.0)))
    assert one.csv["remarks"] == ""


def test_extra_credit_is_said(shown):
    one = shown(submission("ada", grade("a", 1.0, 1.0, extra=0.5)))
    assert one.csv["score"] == "1.5"
    assert "a includes 0.5 points of extra credit." in one.csv["remarks"]


def test_a_regrade_is_due_where_points_have_changed_since(shown, tmp_path):
    judged(tmp_path, "ada", a=2.0)
    one = shown(submission("ada", grade("a", 2.0, 3.0)))
    for place in (one.table, one.csv["remarks"], one.summary):
        assert "A regrade is due, since a was worth 2 and is worth 3 points now." in place
    assert "a regrade is due for 1 submissions" in one.remarks
    assert "A regrade is due for 1 submissions" in one.report


def test_a_regrade_is_due_where_an_exercise_is_new(shown, tmp_path):
    judged(tmp_path, "ada", a=2.0)
    one = shown(submission("ada", grade("a", 2.0, 2.0), grade("b", 0.0, 1.0)))
    assert "A regrade is due, since b is new." in one.csv["remarks"]


def test_nothing_is_due_where_nothing_has_changed(shown, tmp_path):
    judged(tmp_path, "ada", a=2.0)
    one = shown(submission("ada", grade("a", 2.0, 2.0)))
    assert one.csv["remarks"] == ""
    assert "regrade" not in one.report


def test_a_dropped_exercise_counts_nowhere_and_is_said(shown, tmp_path):
    judged(tmp_path, "ada", a=2.0, b=1.0)
    one = shown(submission("ada", grade("a", 2.0, 2.0)))
    assert (one.csv["score"], one.csv["max_score"]) == ("2.0", "2.0")
    for place in (one.table, one.csv["remarks"], one.summary):
        assert "b no longer counts; here it had 1 points." in place


def test_an_exercise_that_waits_is_said_beside_the_total(shown):
    one = shown(submission("ada", grade("essay", None, 4.0, waits=True)))
    for place in (one.table, one.csv["remarks"], one.summary):
        assert "This total is provisional: a person still grades essay." in place


def test_the_points_of_cells_and_the_penalty_add_up_to_the_total(tmp_path):
    book = Book(submission("ada", grade("a", 5.0, 10.0), grade("b", 2.5, 4.0), penalty=1.25))
    (one,) = results_of(tmp_path, book, book.assignments[0], None).results
    assert sum(cell.points for cell in one.cells) - one.penalty == one.points == 6.25


def test_numbers_of_one_student_are_not_shown_to_the_class():
    assert results.of_several(["Accuracy 61.2 % on 4,000 images."]) == "Accuracy … % on … images."
    both = ["Accuracy 61.2 % on 4,000 images.", "Accuracy 70.1 % on 4,000 images."]
    assert results.of_several(both) == "Accuracy … % on 4,000 images."


@pytest.mark.parametrize(
    "record",
    [
        "{",
        "[" * 100_000,
        '{"format": 1}',
        '{"format": 1, "assignment": "essay", "student": "ada", "data": "", "digest": "", '
        '"answers": {}, "sandboxed": true, "notes": [], "tasks": {"a": {}}}',
    ],
    ids=["cut off", "nested", "empty", "tasks without findings"],
)
def test_a_damaged_record_costs_no_other_student_anything(shown, tmp_path, record):
    judged(tmp_path, "ada", a=2.0)
    record_file(tmp_path, ESSAY, "ada").write_text(record)
    one = shown(submission("ada", grade("a", 1.0, 2.0)), submission("bob", grade("a", 2.0, 2.0)))
    assert "Submissions without a judge&#39;s record: 2" in one.report
    assert one.csv["score"] == "1.0"
    assert "bob" in one.table
