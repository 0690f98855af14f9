"""Answers that a person grades: their scores, comments and extra credit outlive every autograde."""

import hashlib

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.authoring.rehearse import cell_by_grade_id, notebook
from autograder.course import gradebook
from autograder.grading import manual
from autograder.grading import record as judged
from tests.autograder.conftest import Class
from tests.autograder.essays import CELLS, ESSAY, answered, essay, own, register, submit

WATCHED = "05_training"  # whose written answer is about a training


class Graded(Class):
    """A class that writes essays, and the instructor who grades them."""

    def hand_in(self, written):
        submit(self.course, written)
        assert self.autograde(ESSAY, "--force") == 0, self.log

    def grade_by_hand(self):
        with gradebook(self.course) as book:
            for number, name in enumerate(CELLS, start=2):
                grade = book.find_grade(name, ESSAY, ESSAY, "ada")
                grade.manual_score, grade.extra_credit = float(number), 0.5
                grade.needs_manual_grade = False  # as Formgrader sets it
                book.find_comment(name, ESSAY, ESSAY, "ada").manual_comment = f"Fine: {name}."
            book.db.commit()

    def state(self):
        """Each cell's score by hand, extra credit, comment, and whether it needs a look."""
        with gradebook(self.course) as book:
            grades = {name: book.find_grade(name, ESSAY, ESSAY, "ada") for name in CELLS}
            return {
                name: (
                    grade.manual_score,
                    grade.extra_credit,
                    book.find_comment(name, ESSAY, ESSAY, "ada").comment,
                    grade.needs_manual_grade,
                )
                for name, grade in grades.items()
            }


DONE = {"why": (2.0, 0.5, "Fine: why.", False), "sketch": (3.0, 0.5, "Fine: sketch.", False)}


@pytest.fixture(scope="module")
def graded(new_class):
    """Ada's essay, autograded and then graded by hand."""
    graded = Graded(new_class().course)
    register(graded.course)
    graded.hand_in(answered())
    assert all(needs_a_look for *_, needs_a_look in graded.state().values())
    return graded


@pytest.mark.ci
def test_a_regrade_keeps_scores_comments_and_extra_credit_and_asks_for_nothing(graded):
    graded.grade_by_hand()
    graded.hand_in(answered())
    assert graded.state() == DONE
    assert graded.score("ada", ESSAY) == 2 + 3 + 1
    assert not graded.needs_manual_grade("ada", ESSAY)


@pytest.mark.ci
def test_a_resubmission_asks_for_a_look_at_the_changed_answer_only(graded):
    graded.hand_in(answered())
    graded.grade_by_hand()
    graded.hand_in(answered(why="I no longer know."))
    assert graded.state() == {**DONE, "why": (2.0, 0.5, "Fine: why.", True)}
    assert "needs a second look" in graded.log


@pytest.mark.ci
def test_an_answer_that_waits_for_a_look_waits_through_a_regrade(graded):
    graded.hand_in(answered())
    graded.grade_by_hand()
    graded.hand_in(answered(sketch="loss = [1, 2, 3]"))
    graded.hand_in(answered(sketch="loss = [1, 2, 3]"))
    assert graded.state() == {**DONE, "sketch": (3.0, 0.5, "Fine: sketch.", True)}


@pytest.mark.ci
def test_an_empty_answer_earns_nothing_and_waits_for_nobody(graded):
    with gradebook(graded.course) as book:
        book.remove_submission(ESSAY, "ada")
    graded.hand_in(essay())
    assert graded.score("ada", ESSAY) == 0
    assert not graded.needs_manual_grade("ada", ESSAY)


def record(**answers):
    return {"answers": answers, "digest": "same"}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_without_a_record_every_answer_counts_as_changed():
    assert manual.unchanged(answered(), None, "same") == set()


def test_an_answer_is_unchanged_where_its_text_is():
    before = record(why=sha("Because the gradient points there."), sketch=sha("other"))
    assert manual.unchanged(answered(), before, "other") == {"why"}


def test_a_score_given_over_the_judges_stands_for_the_same_submission_only():
    tests = new_code_cell("check()", metadata=own("tests", solution=False))
    student = new_notebook(cells=[tests])
    assert manual.unchanged(student, record(), "same") == {"tests"}
    assert manual.unchanged(student, record(), "other") == set()


def test_answers_by_hand_are_told_from_judged_ones():
    assert set(judged.answers(answered())) == set(CELLS)


def test_the_written_answer_of_the_course_can_be_edited_and_shows_no_solution():
    student = notebook("05_training", {})
    cell = cell_by_grade_id(student, "four_questions")
    metadata = cell.metadata["nbgrader"]
    assert (cell.cell_type, metadata["locked"], metadata["points"]) == ("markdown", False, 2)
    assert cell.metadata.get("editable", True)
    assert cell.source.count("*Your answer here.*") == 4
    assert "Half a point" not in cell.source


@pytest.mark.ci
def test_the_written_answer_of_the_course_is_kept_scored_by_hand_and_added(new_class):
    written = "**1. Is the loss really falling?** From 4.67 to 4.58, 14 standard errors: yes."
    students = new_class()
    students.submit("ada", notebook(WATCHED, {"four_questions": written}), WATCHED)
    students.submit("grace", notebook(WATCHED, {}), WATCHED)
    assert students.autograde(WATCHED) == 0, students.log
    assert students.needs_manual_grade("ada", WATCHED)
    assert not students.needs_manual_grade("grace", WATCHED)  # an empty answer waits for nobody
    graded = students.course / "autograded" / "ada" / WATCHED / f"{WATCHED}.ipynb"
    assert written in [cell.source for cell in nbformat.read(graded, as_version=4).cells]
    with gradebook(students.course) as book:
        grade = book.find_grade("four_questions", WATCHED, WATCHED, "ada")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.db.commit()
    assert students.autograde(WATCHED, "--force") == 0, students.log
    assert students.score("ada", WATCHED) == 1.5
    assert not students.needs_manual_grade("ada", WATCHED)
