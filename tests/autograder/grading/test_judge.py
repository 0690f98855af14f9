"""The grading path under plain ``nbgrader autograde``, with honest, clumsy and hostile students.

All of them are graded in one batch; each test looks at one. They run where the sandbox is: no
hostile notebook is run without it.
"""

import copy

import pytest
from nbformat.v4 import new_code_cell

from autograder.authoring import build
from autograder.authoring.rehearse import notebook
from tests.autograder.conftest import RIGHT, START_HERE, WRONG, graded_cell

pytestmark = pytest.mark.ci


def plain(solution):
    return notebook(START_HERE, {"channel_means_solution": solution})


def with_first_cell(solution, source):
    student = plain(solution)
    student.cells.insert(0, new_code_cell(source, id="own"))
    return student


def tagged(solution):
    student = plain(solution)
    graded_cell(student).metadata["tags"] = ["skip-execution"]
    return student


def with_metadata(answer, /, **changes):
    student = plain(answer)
    graded_cell(student).metadata["nbgrader"].update(changes)
    return student


def copied(solution, grade_id):
    student = plain(solution)
    for index, cell in enumerate(student.cells):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            again = copy.deepcopy(cell)
            again.id = "copied"
            student.cells.insert(index, again)
            break
    return student


def without_graded_cell(solution):
    student = plain(solution)
    student.cells.remove(graded_cell(student))
    return student


def without_metadata(solution):
    student = plain(solution)
    for cell in student.cells:
        cell.metadata.clear()
    return student


def without_cells():
    student = plain(RIGHT)
    student.cells = []
    return student


def edited_graded_cell(solution, source):
    student = plain(solution)
    graded_cell(student).source = source
    return student


DROPS_CHECKS = """
def without_checks(lines):
    return [line for line in lines if "check(" not in line]
get_ipython().input_transformers_post.append(without_checks)
"""
DROPS_CHECKS_IN_TREE = """
import ast
class Forge(ast.NodeTransformer):
    def visit_Module(self, node):
        if any("check" in ast.dump(part) for part in node.body):
            node.body = ast.parse("1.0").body
        return node
get_ipython().ast_transformers.append(Forge())
"""
FORGES_RESULT = """
from ipykernel.displayhook import ZMQShellDisplayHook
def forge(self, format_dict, md_dict=None):
    self.msg["content"]["data"] = {"text/plain": "1.0"}
    self.msg["content"]["metadata"] = {}
ZMQShellDisplayHook.write_format_data = forge
"""
PUBLISHES_RESULT = """
import IPython
def publish(*anything):
    shell = IPython.get_ipython()
    shell.kernel.session.send(
        shell.kernel.iopub_socket, "execute_result",
        {"data": {"text/plain": "1.0"}, "metadata": {}, "execution_count": 1},
        parent=shell.kernel.get_parent(),
    )
import course_utils.exercises
course_utils.exercises.check = publish
"""
EQUALS_ANYTHING = """
class Everything(float):
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __hash__ = float.__hash__
"""
PATCHES_CHECK = """
import course_utils.exercises, course_utils.exercises.kit.task as task
from course_utils.exercises.start_here import channel_means
channel_means.TASK.__dict__["compare"] = lambda *a: [task.Finding("x", 1.0, 1.0, "fine")]
course_utils.exercises.check = lambda *anything: 1.0
"""


def returns(value):
    return f"""
import numpy as np
import course_utils.exercises
course_utils.exercises.check = lambda *anything: {value}
get_ipython().input_transformers_post.append(
    lambda lines: [line for line in lines if line.strip() != "0"])
"""


STUDENTS = {
    "right": (plain(RIGHT), 1.0),
    "wrong": (plain(WRONG), 0.0),
    "unsolved": (notebook(START_HERE, {}), 0.0),
    "right_with_warnings": (
        with_first_cell(RIGHT, "import sys, os; sys.stderr.write('careful'); os.write(2, b'!')"),
        1.0,
    ),
    "warns_in_function": (
        plain(
            "import warnings\n" + RIGHT.replace("    return", "    warnings.warn('w')\n    return")
        ),
        1.0,
    ),
    "drops_checks": (with_first_cell(WRONG, DROPS_CHECKS), 0.0),
    "drops_checks_in_tree": (with_first_cell(WRONG, DROPS_CHECKS_IN_TREE), 0.0),
    "forges_result": (with_first_cell(WRONG, FORGES_RESULT), 0.0),
    "publishes_result": (with_first_cell(WRONG, PUBLISHES_RESULT), 0.0),
    "equals_anything": (
        plain(EQUALS_ANYTHING + "def channel_means(images):\n    return Everything()"),
        0.0,
    ),
    "patches_check": (with_first_cell(WRONG, PATCHES_CHECK), 0.0),
    "score_nan": (with_first_cell(WRONG, returns("float('nan')")), 0.0),
    "score_numpy": (with_first_cell(WRONG, returns("np.float64(1.0)")), 0.0),
    "score_infinite": (with_first_cell(WRONG, returns("float('inf')")), 0.0),
    "score_negative": (with_first_cell(WRONG, returns("-1")), 0.0),
    "score_missing": (with_first_cell(WRONG, returns("None")), 0.0),
    "skip_tag_wrong": (tagged(WRONG), 0.0),
    "skip_tag_right": (tagged(RIGHT), 1.0),
    "copied_graded_cell": (copied(RIGHT, "channel_means"), 1.0),
    "copied_solution_cell": (copied(RIGHT, "channel_means_solution"), 1.0),
    "deleted_graded_cell_right": (without_graded_cell(RIGHT), 1.0),
    "deleted_graded_cell_wrong": (without_graded_cell(WRONG), 0.0),
    "deleted_all_metadata_right": (without_metadata(RIGHT), 1.0),
    "deleted_all_metadata_wrong": (without_metadata(WRONG), 0.0),
    "empty_notebook": (without_cells(), 0.0),
    "not_graded_wrong": (with_metadata(WRONG, grade=False), 0.0),
    "not_graded_right": (with_metadata(RIGHT, grade=False), 1.0),
    "called_solution": (with_metadata(WRONG, solution=True), 0.0),
    "worth_more": (with_metadata(RIGHT, points=100), 1.0),
    "edited_graded_cell": (edited_graded_cell(WRONG, "1.0"), 0.0),
    "exits": (with_first_cell(RIGHT, "import os; os._exit(0)"), 0.0),
    "not_json": (b"<<<<<<< mine\n{}\n=======\n", None),
    "zz_after_the_damaged_one": (plain(RIGHT), 1.0),
}


@pytest.fixture(scope="module")
def graded(new_class):
    graded = new_class()
    for student, (content, _) in STUDENTS.items():
        graded.submit(student, content)
    graded.grade()
    return graded


@pytest.mark.parametrize(
    "student", [student for student, (_, points) in STUDENTS.items() if points is not None]
)
def test_each_student_gets_what_the_answers_deserve(graded, student):
    assert graded.score(student) == STUDENTS[student][1], graded.log[-3000:]
    assert not graded.needs_manual_grade(student)


def test_a_notebook_that_is_no_json_earns_nothing_and_stops_nobody(graded):
    assert not graded.score("not_json")
    assert graded.score("zz_after_the_damaged_one") == 1


def test_the_secret_is_in_no_output_log_or_page(graded):
    secret = (graded.course / ".secret").read_bytes()
    forms = (secret, secret.hex().encode(), repr(secret).encode())
    places = [
        path for path in graded.course.rglob("*") if path.is_file() and path.name != ".secret"
    ]
    assert places
    for path in places:
        content = path.read_bytes()
        assert not any(form in content for form in forms), path
    assert not any(form.decode("latin-1") in graded.log for form in forms)


def test_grading_again_gives_the_same_scores(graded):
    before = {student: graded.score(student) for student in ("right", "wrong")}
    for student in before:
        graded.autograde(START_HERE, f"--student={student}", "--force")
    assert {student: graded.score(student) for student in before} == before


def test_a_resubmission_that_answers_wrongly_loses_its_old_score(new_class):
    graded = new_class()
    graded.submit("student", plain(RIGHT))
    graded.autograde()
    assert graded.score("student") == 1
    path = graded.course / "submitted/student" / START_HERE / f"{START_HERE}.ipynb"
    path.write_bytes(build.as_bytes(without_graded_cell(WRONG)))
    graded.autograde(START_HERE, "--force")
    assert graded.score("student") == 0


def test_feedback_explains_and_shows_no_hidden_cell(graded):
    from autograder.course import nbgrader

    process = nbgrader("generate_feedback", START_HERE, "--student=wrong", course=graded.course)
    assert process.returncode == 0, process.stderr
    page = graded.feedback("wrong")
    assert "0 of 1 points" in page
    assert "Average over height and width" in page
    assert "HIDDEN TESTS" not in page


@pytest.fixture
def broken_configuration(new_class, tmp_path):
    """A course folder in which nbgrader finds everything but a readable configuration."""
    graded = new_class()
    graded.submit("right", plain(RIGHT))
    graded.submit("forger", with_first_cell(WRONG, "check = None"))
    (graded.course / "nbgrader_config.py").write_text("this is not Python")
    return graded


def run_in(course, **environment):
    import os
    import subprocess
    import sys

    plain_environment = {
        name: value for name, value in os.environ.items() if not name.startswith("TRAITLETS_")
    }
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", START_HERE],
        cwd=course,
        env={**plain_environment, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_broken_configuration_stops_grading_where_we_start_it(broken_configuration):
    process = run_in(broken_configuration.course, TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR="1")
    assert process.returncode != 0
    assert broken_configuration.score("right") is None


def test_without_the_judge_nobody_gets_points_not_even_for_right_answers(broken_configuration):
    run_in(broken_configuration.course)  # nbgrader itself ignores the broken configuration
    assert broken_configuration.score("right") == 0
    assert broken_configuration.score("forger") == 0


def test_a_broken_configuration_in_the_root_finds_no_course(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("this is not Python")
    process = run_in(tmp_path)
    assert process.returncode != 0
    assert "No notebooks were matched" in process.stderr
