"""Cells are registered again after hand-ins: exercises come, go, and get other points."""

import copy
import json
from statistics import fmean

import pytest
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ComputeChecksums, LockCells
from traitlets.config import Config

from autograder.authoring.cells import DROPPED, RegisterCells
from autograder.intake import repair
from autograder.reporting.formgrader import Api
from autograder.reporting.results import results_of
from tests.submissions.small_course import NAME, SmallCourse, instructor_notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which Ada has handed in, was graded, and was late."""
    course = SmallCourse(tmp_path_factory.mktemp("small"))
    course.register()
    with Gradebook(course.url) as book:
        book.add_student("ada")
        submission = book.add_submission(NAME, "ada")
        for name, score in (("one", 1.0), ("two", 2.0)):
            grade = book.find_grade(name, NAME, NAME, "ada")
            grade.auto_score, grade.needs_manual_grade = score, False
        essay = book.find_grade("essay", NAME, NAME, "ada")
        essay.manual_score, essay.needs_manual_grade = 3.0, False
        book.find_comment("essay", NAME, NAME, "ada").manual_comment = "Well argued."
        submission.notebooks[0].late_submission_penalty = 1.5
        book.db.commit()
    return course


def register(course, change):
    """Register the course's notebook after a change to its cells, by id."""
    notebook = instructor_notebook()
    change({cell.id: cell for cell in notebook.cells}, notebook.cells)
    for step in (LockCells, ComputeChecksums):
        notebook, _ = step().preprocess(notebook, {})
    config = Config({"RegisterCells": {"course": str(course.folder)}})
    RegisterCells(config=config).preprocess(copy.deepcopy(notebook), course.resources())


def points(course):
    with Gradebook(course.url) as book:
        grades = book.find_submission(NAME, "ada").notebooks[0].grades
        return {one.name: (one.score, one.max_score, one.needs_manual_grade) for one in grades}


def test_formgrader_takes_late_penalties_off_like_everywhere_else(course, monkeypatch):
    api = Api.__new__(Api)
    monkeypatch.setattr(Api, "gradebook", property(lambda self: Gradebook(course.url)))
    assert api._penalties(NAME) == {"ada": 1.5}
    monkeypatch.setattr(
        Api.__mro__[1],
        "get_submissions",
        lambda self, name: [
            {"id": "1", "student": "ada", "score": 6.0},
            {"id": None, "student": "bob", "score": 0.0},
        ],
    )
    assert [one["score"] for one in api.get_submissions(NAME)] == [4.5, 0.0]
    monkeypatch.setattr(Api.__mro__[1], "get_students", lambda self: [{"id": "ada", "score": 6.0}])
    assert api.get_students() == [{"id": "ada", "score": 4.5}]


def test_formgraders_averages_are_those_of_the_table(course, monkeypatch):
    def assignment(self, name, released=None):
        with self.gradebook as book:
            return {"id": "1", "average_score": book.average_assignment_score(name)}

    def notebooks(self, name):
        with self.gradebook as book:
            average = book.average_notebook_score(NAME, name)
            return [{"id": "1", "name": NAME, "average_score": average}]

    monkeypatch.setattr(Api, "gradebook", property(lambda self: Gradebook(course.url)))
    monkeypatch.setattr(Api.__mro__[1], "get_assignment", assignment)
    monkeypatch.setattr(Api.__mro__[1], "get_notebooks", notebooks)
    api = Api.__new__(Api)
    with Gradebook(course.url) as book:
        book.add_student("bob")
        late = book.add_submission(NAME, "bob").notebooks[0]
        late.late_submission_penalty = 2.0  # of no points
        book.db.commit()
        found = results_of(course.folder, book, book.find_assignment(NAME), None).results
        shown = fmean(one.points for one in found)
        averages = [
            one["average_score"] for one in [api.get_assignment(NAME), *api.get_notebooks(NAME)]
        ]
        book.remove_student("bob")
    assert averages == [shown, shown] == [2.25, 2.25]


def test_exercises_can_be_dropped_added_and_given_other_points_after_a_hand_in(course):
    def change(cells, order):
        order.remove(cells["essay"])
        new = copy.deepcopy(cells["two"])
        new.id, new.metadata["nbgrader"]["grade_id"] = "three", "three"
        order.insert(2, new)
        cells["two"].metadata["nbgrader"]["points"] = 4.0

    before = {name: one.metadata.get("points") for name, one in course.originals.items()}
    register(course, change)
    assert points(course) == {
        "one": (1.0, 1.0, False),
        "two": (2.0, 4.0, False),
        "three": (0.0, 2.5, False),
    }
    kept = json.loads((course.folder / DROPPED / f"{NAME}.json").read_text())
    assert {"student": "ada", "cell": "essay", "comment": "Well argued."} in kept
    assert [one["manual_score"] for one in kept if "manual_score" in one] == [3.0]
    with Gradebook(course.url) as book:
        now = repair.released(book.find_notebook(NAME, NAME)).originals
    assert list(now) == ["setup", "three", "one_s", "one", "two_s", "two", "rule"]
    (former,) = repair.former(course.folder, NAME, NAME)
    assert {name: one.metadata.get("points") for name, one in former.items()} == before


def test_what_was_dropped_can_come_back(course):
    register(course, lambda cells, order: None)
    assert points(course)["essay"] == (0.0, 3.0, True)
    assert len(repair.former(course.folder, NAME, NAME)) == 2


def test_a_release_that_changes_nothing_is_not_remembered(course):
    known = repair.former(course.folder, NAME, NAME)
    register(course, lambda cells, order: None)
    assert repair.former(course.folder, NAME, NAME) == known
