"""Points are written once, in a graded cell's metadata; every table of them is generated."""

import re

import pytest

from autograder import course
from autograder.authoring import build, points
from course_utils import exercises
from course_utils.errors import CourseError
from course_utils.exercises.kit.task import KINDS

pytestmark = pytest.mark.fast

ASSIGNMENTS = course.assignments()
HEADER = """\
# ---
# jupyter:
#   course:
#     summary: "try one thing"
# ---

"""
TEXT = """\
# %% [markdown]
# # A title
#
# {{ what is graded }}
#
# ## Exercise 1: the colour of an image

# %% nbgrader={"grade_id": "channel_means", "grade": true, "points": 1.5}
check("channel_means", channel_means)

# %% [markdown]
# ## Exercise 2: say why

# %% [markdown] nbgrader={"grade_id": "why", "grade": true, "points": 2, "solution": true}
# Your answer.

# %% [markdown]
# Points in this notebook: {{ points }}.
"""


@pytest.fixture
def authored(tmp_path):
    """Writes the text of a notebook for the room of 00_start_here, and builds it."""

    def build_it(text):
        path = tmp_path / "00_start_here.py"
        path.write_text(text, encoding="utf-8")
        return build.instructor_notebook(path)

    return build_it


def texts(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def test_a_notebooks_table_and_sum_are_written_from_its_cells(authored):
    built = texts(authored(HEADER + TEXT))
    assert "| 1. the colour of an image: `channel_means` | 1.5 | its results, on inputs" in built
    assert "| 2. say why: `why` | 2 | your instructor, who reads your answer |" in built
    assert "Points in this notebook: 3.5." in built
    assert "{{" not in built


def test_a_table_follows_its_cell(authored):
    assert "Points in this notebook: 6." in texts(authored(TEXT.replace("1.5", "4")))


def test_a_check_far_below_its_exercise_takes_that_ones_title(authored):
    below = TEXT.replace("# # A title", "# # A title\n#\n# ## Exercise 3: the last one").replace(
        "## Exercise 1: the colour of an image", "## The check of exercise 3"
    )
    rows = [line for line in texts(authored(below)).splitlines() if line.startswith("| ")][1:]
    assert [row[:12] for row in rows] == ["| 2. say why", "| 3. the las"]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_exercises_on_hidden_images_come_last(assignment):
    tasks = exercises.tasks(assignment)
    notebook = build.instructor_notebook(course.SOURCES / f"{assignment}.py")
    names = [cell.grade_id for cell in points.graded_cells(notebook)]
    hidden = [tasks[name].on_hidden_images for name in names if name in tasks]
    assert hidden == sorted(hidden)


def test_a_title_that_is_the_exercises_name_is_not_said_twice(authored):
    text = TEXT.replace("Exercise 1: the colour of an image", "Exercise 1: channel_means")
    assert "| 1. `channel_means` | 1.5 |" in texts(authored(text))


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("## Exercise 1: the colour of an image", "The colour of an image."),
        TEXT.replace("## Exercise 2: say why", "Say why."),
    ],
    ids=["none", "that of another"],
)
def test_a_graded_cell_without_a_heading_of_its_own_is_a_sentence(authored, text):
    with pytest.raises(CourseError, match=r"no heading of its own\. Write '## Exercise 1"):
        authored(text)


def test_every_kind_of_task_says_what_judges_it():
    assert set(points.JUDGED_BY) == set(KINDS)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_text_of_a_notebook_states_its_points(assignment):
    text = (course.SOURCES / f"{assignment}.py").read_text(encoding="utf-8")
    assert "{{ points }}" in text
    if len(exercises.tasks(assignment)) > 1:
        assert "# {{ what is graded }}\n" in text
    prose = "\n".join(line for line in text.splitlines() if "nbgrader=" not in line)
    assert not re.search(r"^# \| exercise \|.*points", prose, re.MULTILINE)
    assert not re.search(r"Points in this notebook: \d", prose)


def test_the_overview_adds_up(authored):
    notebook = authored(TEXT)
    table = points.overview({"00_a": notebook, "01_b": notebook}, {"00_a": "try", "01_b": "do"})
    rows = ["| 00_a | try | 3.5 |", "| 01_b | do | 3.5 |", "| all of them | | 7 |"]
    assert table.splitlines()[2:] == rows


def test_the_overview_of_the_course_lists_every_notebook_and_its_points():
    table = (course.NOTEBOOKS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d\d_\w+|all of them) \|.*\| (\d+) \|$", table, re.MULTILINE)
    assert [name for name, _ in rows] == [*ASSIGNMENTS, "all of them"]
    for name, listed in rows[:-1]:
        last = build.instructor_notebook(course.SOURCES / f"{name}.py").cells[-1].source
        assert f"Points in this notebook: {listed}" in last


def test_the_overview_takes_the_place_of_the_old_one_and_of_nothing_else(tmp_path):
    path = tmp_path / "README.md"
    path.write_text(f"Before.\n{points.README_BEGINS}\nold\n{points.README_ENDS}After.\n")
    assert points.with_overview(path, "new\n") == (
        f"Before.\n{points.README_BEGINS}\nnew\n\n{points.README_ENDS}After.\n"
    )


@pytest.mark.parametrize("text", ["", points.README_BEGINS, points.README_ENDS])
def test_a_readme_without_a_place_for_the_overview_is_a_sentence(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(text)
    with pytest.raises(CourseError, match="no place for its table"):
        points.with_overview(path, "new\n")
