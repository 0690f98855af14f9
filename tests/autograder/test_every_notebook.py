"""Each notebook, solved and as handed out, through ``nbgrader autograde`` in the sandbox.

A solved submission carries the runs that its notebook trained in the quick budget.
"""

import re

import pytest
from nbformat.v4 import new_code_cell

from autograder import course
from autograder.appeals import rerun
from autograder.authoring.rehearse import notebook
from autograder.grading import display
from autograder.grading.asking import Asking, with_outputs
from autograder.grading.record import read_record
from autograder.sandbox import run
from course_utils import exercises, runs
from tests.exercises.answering import made_once, work_through

pytestmark = pytest.mark.ci

ASSIGNMENTS = course.assignments()
RUN_IN_THE_CHECK = ("00_start_here", "03_inputs", "08_your_variant")
on_both_ways = pytest.mark.parametrize(
    "graded",
    [
        pytest.param(name, marks=[] if name in RUN_IN_THE_CHECK else [pytest.mark.slow], id=name)
        for name in ASSIGNMENTS
    ],
    indirect=True,
)
"""Marks a test that runs a notebook three more times: three of them where time is short."""


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def graded(request, new_class, trained):
    """An assignment, and its class of two after one autograde."""
    assignment, students = request.param, new_class()
    students.submit("solved", notebook(assignment, None), assignment)
    students.submit("untouched", notebook(assignment, {}), assignment)
    if exercises.runs_needed(assignment):
        with made_once(trained / assignment) as folder:
            if folder:
                work_through(assignment, folder)
        for run in (trained / assignment).glob(f"{assignment[:2]}_*.run"):
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


@pytest.fixture(scope="module")
def answered(graded):
    """Runs the solved submission again, the skipped cells too if wanted, with an own cell.

    It is the last one whose output comes back: that above the exercises on hidden images.
    """
    assignment, students = graded
    shows = display.read_shows(students.course / "source" / assignment / f"{assignment}.ipynb")
    settings = course.load_settings()

    def again(run_display, own="pass"):
        settings.Asking.run_display = run_display
        ask = Asking(config=settings)
        with (
            pytest.MonkeyPatch.context() as patch,
            rerun.taken(students.course, assignment, "solved") as found,
        ):
            patch.setenv("COURSE_BUDGET", "quick")
            nb = found.notebook
            hidden = [n for n, one in exercises.tasks(assignment).items() if one.on_hidden_images]
            graded = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]
            places = [graded.index(name) for name in hidden]
            nb.cells.insert(min(places, default=len(nb.cells)), new_code_cell(own, id="own"))
            asked = ask.ask(students.course, assignment, "solved", found.digest, found.folder)
            job = ask.job(asked, nb, found.folder, shows)
            outcome = run.do_warm(job)
        assert not outcome.error
        return job.skip, outcome.answers, with_outputs(nb, job, outcome)

    names = sorted(name for bound in shows.values() for name in bound)[::2]
    uses = [
        f"try:\n    print({name!r}, type({name}))\nexcept NameError:\n    pass" for name in names
    ]
    own = "\n".join(uses)
    return shows, own, again, again(True, own)


@pytest.fixture(scope="module", autouse=True)
def _end_warm_kernels():
    """End what starts kernels warm, after the last notebook."""
    yield
    run.close()


@on_both_ways
def test_skipping_what_only_shows_something_changes_no_bit_of_an_answer(answered):
    shows, _, again, (_, answers, _) = answered
    skipped, with_less, nb = again(run_display=False)
    assert with_less == answers
    assert len(skipped) == len(shows) > 5
    for index in skipped:
        assert nb.cells[index].outputs[0].data["text/plain"] == display.NOT_RUN


@on_both_ways
def test_a_students_own_cell_finds_what_it_uses_and_no_answer_changes(answered):
    shows, own, again, (_, answers, everything) = answered
    skipped, with_own, nb = again(False, own)
    assert with_own == answers
    assert len(skipped) < len(shows)
    assert printed(nb).splitlines() == printed(everything).splitlines() != []


def printed(nb):
    """What the own cell printed; TensorFlow's own messages come at any time, in whichever cell."""
    (cell,) = (cell for cell in nb.cells if cell.id == "own")
    return "".join(one.text for one in cell.outputs if one.get("name") == "stdout")
