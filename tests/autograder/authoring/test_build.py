import json
import re
import shutil

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import course_utils
from autograder import course
from autograder.__main__ import main
from autograder.authoring import build
from autograder.grading import display
from autograder.intake import repair

ASSIGNMENTS = course.assignments()
SOURCE = """\
# %% [markdown]
# # A title
#
# ## Exercise: another one

# %% nbgrader={"grade_id": "other", "grade": true, "points": 1}
check()
"""


def test_the_committed_notebooks_and_expectations_are_current():
    assert build.build(write=False) == [], "Run: python -m autograder build"


def test_check_fails_and_names_the_command_when_a_notebook_is_stale(monkeypatch, capsys, tmp_path):
    shutil.copy(course.NOTEBOOKS / "README.md", tmp_path)
    monkeypatch.setattr(build, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(build, "ROOT", tmp_path)
    assert main(["build", "--check"]) == 1
    assert "python -m autograder build" in capsys.readouterr().err


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_building_twice_gives_the_same_bytes(assignment):
    first, second = (
        build.as_bytes(
            build.student_notebook(build.instructor_notebook(course.SOURCES / f"{assignment}.py"))
        )
        for _ in "ab"
    )
    assert first == second


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_students_notebook_has_no_solutions_outputs_or_foreign_metadata(assignment):
    notebook = build.student_notebook(
        build.instructor_notebook(course.SOURCES / f"{assignment}.py")
    )
    assert set(notebook.metadata) == {"kernelspec", "course"}
    for cell in notebook.cells:
        assert "SOLUTION" not in cell.source
        assert not cell.get("outputs")
        assert set(cell.metadata) <= {"nbgrader", "deletable", "editable", "tags"}
        assert cell.metadata.get("tags", ["display"]) == ["display"]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_cell_ids_follow_the_grade_ids_and_fit_the_format(assignment):
    notebook = build.instructor_notebook(course.SOURCES / f"{assignment}.py")
    for cell in notebook.cells:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell.id)
        own = cell.metadata.get("nbgrader")
        assert own is None or cell.id == own["grade_id"].replace("_", "-")


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_nbgraders_own_release_has_the_same_cells(assignment, released):
    import nbformat

    path = released / "release" / assignment / f"{assignment}.ipynb"
    ours = nbformat.read(course.NOTEBOOKS / f"{assignment}.ipynb", 4)
    theirs = nbformat.read(path, 4)
    assert [cell.source for cell in ours.cells] == [cell.source for cell in theirs.cells]
    assert [cell.metadata for cell in ours.cells] == [cell.metadata for cell in theirs.cells]


def test_a_stale_overview_of_points_is_found(monkeypatch, tmp_path):
    copy = tmp_path / "notebooks"
    copy.mkdir()
    text = (course.NOTEBOOKS / "README.md").read_text(encoding="utf-8")
    (copy / "README.md").write_text(text.replace("| 14 |", "| 15 |"), encoding="utf-8")
    monkeypatch.setattr(build, "NOTEBOOKS", copy)
    assert copy / "README.md" in build.build("00_start_here", write=False)
    build.build("00_start_here")
    assert (copy / "README.md").read_text(encoding="utf-8") == text


def test_an_expectation_of_no_exercise_is_found_and_deleted(monkeypatch, tmp_path):
    left = tmp_path / "renamed.npz"
    left.write_bytes(b"")
    monkeypatch.setattr(build, "EXPECTATIONS", tmp_path)
    assert left in build.build("00_start_here", write=False)
    assert left in build.build("00_start_here")
    assert [path.name for path in tmp_path.iterdir()] == ["channel_means.npz"]


@pytest.mark.parametrize(
    ("header", "says"),
    [("", "has no summary"), ("# ---\n# jupyter:\n#   course: a: b\n# ---\n", "in quotes")],
)
def test_a_header_that_says_nothing_or_cannot_be_read_is_a_sentence(
    monkeypatch, tmp_path, header, says
):
    text = '# %% nbgrader={"grade_id": "channel_means", "grade": true, "points": 1}\ncheck()\n'
    heading = "# %% [markdown]\n# ## Exercise: a title\n\n"
    (tmp_path / "00_start_here.py").write_text(f"{header}\n{heading}{text}", encoding="utf-8")
    monkeypatch.setattr(build, "SOURCES", tmp_path)
    with pytest.raises(build.BuildError, match=says):
        build.overview(["00_start_here"])


def test_a_graded_cell_without_a_task_is_a_sentence(tmp_path):
    path = tmp_path / "00_start_here.py"
    path.write_text(SOURCE, encoding="utf-8")
    with pytest.raises(build.BuildError, match="Give both the same names"):
        build.instructor_notebook(path)


def test_a_grade_id_that_occurs_twice_is_a_sentence(tmp_path):
    path = tmp_path / "99_other.py"
    path.write_text(SOURCE + SOURCE.replace("# # A title", ""), encoding="utf-8")
    with pytest.raises(build.BuildError, match="occurs twice"):
        build.instructor_notebook(path)


def test_nbgrader_metadata_without_a_grade_id_is_a_sentence(tmp_path):
    path = tmp_path / "99_other.py"
    path.write_text('# %% nbgrader={"solution": true}\nx = 1\n', encoding="utf-8")
    with pytest.raises(build.BuildError, match="no grade_id"):
        build.instructor_notebook(path)


@pytest.mark.parametrize("assignment", course.assignments())
def test_a_notebook_says_which_version_of_the_course_it_is_of(assignment):
    handed_out = json.loads((course.NOTEBOOKS / f"{assignment}.ipynb").read_text(encoding="utf-8"))
    assert handed_out["metadata"]["course"] == {"version": course_utils.__version__}


def test_every_graded_cell_ends_in_a_hidden_zero():
    for assignment in course.assignments():
        instructor = build.instructor_notebook(course.SOURCES / f"{assignment}.py")
        own = [(c, c.metadata.get("nbgrader", {})) for c in instructor.cells]
        # A cell that is graded and holds the answer itself is graded by hand.
        cells = [c for c, nbgrader in own if nbgrader.get("grade") and not nbgrader["solution"]]
        assert cells
        assert all(cell.source.endswith(repair.FAIL_CLOSED) for cell in cells)
        student = json.dumps(build.student_notebook(instructor))
        assert "HIDDEN" not in student


# ---- cells that only show something --------------------------------------------------------------

LOAD, DRAW = "images = 1", "middle = images\nprint(middle)"


def notebook_of(shown, *others, **metadata):
    """A notebook that loads images, shows something, and goes on."""
    cells = [new_code_cell(source) for source in (LOAD, shown, *others)]
    cells[1].metadata.update(tags=["display"], **metadata)
    return new_notebook(cells=cells)


def test_a_cell_that_no_other_one_needs_may_be_tagged():
    build.check_display(notebook_of(DRAW, "print(images)"), "a.py")


@pytest.mark.parametrize(
    ("notebook", "says"),
    [
        (notebook_of(DRAW, "print(middle)"), "need middle. It begins: 'middle"),
        (notebook_of(DRAW, "globals()"), "need globals"),
        (notebook_of("%matplotlib inline"), "plain Python"),
        (notebook_of("from numpy import *"), "plain Python"),
        (notebook_of(DRAW, DRAW), "no other cell may have its text"),
        (notebook_of(DRAW, nbgrader={"grade_id": "a"}), "only a code cell that nobody grades"),
    ],
)
def test_a_cell_that_has_to_run_while_grading_cannot_be_tagged(notebook, says):
    with pytest.raises(build.BuildError, match=re.escape(says)):
        build.check_display(notebook, "a.py")


def test_a_text_cell_cannot_be_tagged():
    notebook = notebook_of(DRAW)
    notebook.cells[1] = new_markdown_cell("A figure.", metadata={"tags": ["display"]})
    with pytest.raises(build.BuildError, match="only a code cell"):
        build.check_display(notebook, "a.py")


def test_no_figure_that_a_person_grades_is_tagged():
    for assignment in ASSIGNMENTS:
        notebook = build.instructor_notebook(course.SOURCES / f"{assignment}.py")
        assert not any("nbgrader" in c.metadata and display.tagged(c) for c in notebook.cells)
