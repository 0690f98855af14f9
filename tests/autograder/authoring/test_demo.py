"""The demo's mock class: each student gets the grade that they deserve."""

import csv

import pytest

from autograder.authoring import demo
from autograder.authoring.demo import ASSIGNMENT, STUDENTS
from autograder.course import gradebook

pytestmark = pytest.mark.ci  # the whole loop, two minutes; `make demo` shows it

NAMES = [student.name for student in STUDENTS]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert demo.demo(folder) == 0
    return folder / "course"


@pytest.fixture(scope="module")
def points(course):
    """Points of each student by cell."""
    with gradebook(course) as book:
        return {
            submission.student.id: {
                grade.cell.name: grade.score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in book.assignment_submissions(ASSIGNMENT)
        }


def page(course, student):
    path = course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
    return " ".join(path.read_text(encoding="utf-8").split())


def test_everybody_is_graded_and_gets_a_page(course, points):
    assert set(points) == set(NAMES)
    for name in NAMES:
        assert page(course, name)


def test_a_good_network_earns_much_and_a_right_shift_everything(points):
    assert points["good"]["random_shift"] == 2
    assert points["good"]["accuracy"] > 3  # the errors that are left are the dear ones
    assert points["good"]["bottleneck"] == points["good"]["ablation_effects"] == 2


def test_a_mediocre_network_earns_a_part_and_less_than_the_good_one(points):
    assert 0 < points["mediocre"]["accuracy"] < points["good"]["accuracy"] - 1
    assert points["mediocre"]["random_shift"] == 0


@pytest.mark.parametrize(
    ("student", "shift", "says"),
    [
        ("unsolved", 0, "random_shift returned None"),
        ("untrained", 2, "not above the first cut-off"),
        ("nan", 2, "All scores are NaN or infinite"),
        ("no_model", 2, "No run came with this notebook"),
        ("exception", 2, "ended in an error: ValueError: images do not fit"),
        ("wrong_shapes", 0, "one row of ten scores for each image"),
        ("cheating", 0, "No answer came back"),
    ],
)
def test_whoever_has_no_working_network_earns_nothing_for_accuracy_and_reads_why(
    course, points, student, shift, says
):
    solved = 2 if student == "no_model" else 0  # all exercises, but nothing was trained
    others = {"bottleneck": solved, "ablation_effects": solved}
    assert points[student] == {"random_shift": shift, "accuracy": 0, **others}
    assert says in page(course, student)


def test_no_page_shows_a_hidden_cell_or_a_seed(course):
    for name in NAMES:
        text = page(course, name)
        assert "HIDDEN TESTS" not in text
        assert (course / ".secret").read_bytes().hex() not in text


def test_the_csv_holds_the_grades(course, points):
    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == ASSIGNMENT]
    assert {row["student_id"]: float(row["score"]) for row in rows} == {
        student: round(sum(cells.values()), 2) for student, cells in points.items()
    }


def test_nothing_of_a_submission_but_its_notebook_can_reach_a_feedback_page(course):
    for name in NAMES:
        kept = {path.name for path in (course / "autograded" / name).rglob("*") if path.is_file()}
        assert kept == {f"{ASSIGNMENT}.ipynb"}  # when it was handed in, no name says


def test_the_demo_refuses_a_folder_that_holds_something_else(tmp_path, capsys):
    (tmp_path / "thesis.txt").touch()
    assert demo.demo(tmp_path) == 1
    assert "Name an empty folder" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").exists()
