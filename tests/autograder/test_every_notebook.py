"""Each notebook, solved and as handed out, through ``nbgrader autograde`` in the sandbox.

A solved submission carries the runs that its notebook trained in the quick budget.
"""

import re

import pytest

from autograder import course
from autograder.authoring.rehearse import notebook, rehearse
from autograder.grading.record import read_record
from course_utils import exercises, runs

pytestmark = pytest.mark.ci

ASSIGNMENTS = course.assignments()


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def graded(request, new_class, tmp_path_factory):
    """An assignment, and its class of two after one autograde."""
    assignment, students = request.param, new_class()
    solved = notebook(assignment, None)
    students.submit("solved", solved, assignment)
    students.submit("untouched", notebook(assignment, {}), assignment)
    if exercises.runs_needed(assignment):
        folder = tmp_path_factory.mktemp("trained")
        done = rehearse(
            solved,
            folder,
            {"COURSE_BUDGET": "quick"},
            skip=("plots.show(", "check(", "experiments.search(", "effects_report("),
        )
        assert not done.errors
        for run in folder.glob(f"{assignment[:2]}_*.run"):
            target = students.course / "submitted" / "solved" / assignment / run.name
            target.mkdir()
            for name in runs.SUBMITTED:
                if (run / name).is_file():
                    (target / name).write_bytes((run / name).read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_BUDGET", "quick")
        assert students.autograde(assignment) == 0, students.log
    return assignment, students


def tasks_of(assignment, students, student):
    return read_record(students.course, assignment, student)["tasks"]


def test_a_solved_notebook_earns_all_points_and_some_for_accuracy(graded):
    assignment, students = graded
    tasks = exercises.tasks(assignment)
    found = tasks_of(assignment, students, "solved")
    assert set(found) == set(tasks)
    for name, verdict in found.items():
        if tasks[name].cut_offs:  # the quick budget trains too little for all
            assert verdict["points"] > 0, verdict
        else:
            assert verdict["points"] == verdict["maximum"], verdict


def test_an_untouched_notebook_earns_nothing_and_is_told_why(graded):
    assignment, students = graded
    assert students.score("untouched", assignment) == 0
    for verdict in tasks_of(assignment, students, "untouched").values():
        sentences = " ".join(finding["sentence"] for finding in verdict["findings"])
        assert len(sentences) > 20
        assert not re.search(r"Traceback|KeyError|NoneType' object", sentences)
