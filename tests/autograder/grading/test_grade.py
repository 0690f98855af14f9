"""``python -m autograder grade``: who is graded, what is kept, and what is said."""

import json
import os
import shutil

import nbformat
import pytest
from traitlets.config import Config

import course_utils
from autograder.__main__ import main
from autograder.appeals import replay
from autograder.authoring import build, release
from autograder.authoring.rehearse import cell_by_grade_id, notebook
from autograder.grading import asking, command, finished, judge, record
from autograder.grading.pipeline import STAGES
from autograder.grading.questions import Question
from autograder.sandbox import hidden
from autograder.sandbox.kernel import SandboxedExecute
from course_utils import exchange
from course_utils.errors import CourseError
from course_utils.exercises.start_here import channel_means
from tests.autograder.conftest import RIGHT, START_HERE, WRONG, grade
from tests.benchmarks import grading as load
from tests.submissions.damaged import plain

# ---- without kernels ---------------------------------------------------------------------------


def test_a_worker_gets_neither_secret_nor_course_nor_graded_data():
    config = Config()
    config.Asking.graded_data = {"08": "shapes"}
    config.Sandbox.seconds = 7
    config.CourseDirectory.root = "/the/course"
    assert asking.sections(config) == {"Sandbox": {"seconds": 7}}


def test_a_workers_kernel_obeys_what_is_set_of_its_class_and_of_its_bases():
    config = Config()
    config.Execute.timeout, config.Execute.iopub_timeout = 5, 6
    config.SandboxedExecute.timeout = 7
    execute = SandboxedExecute(config=Config(asking.sections(config)))
    assert (execute.timeout, execute.iopub_timeout) == (7, 6)


@pytest.mark.parametrize("trouble", ["none", "too large", "a link", "gone"])
def test_the_judge_says_what_is_wrong_with_an_answer_that_a_worker_could_not_read(
    tmp_path, trouble
):
    there = tmp_path / "channel_means.0.npz"
    if trouble == "none":
        there.write_bytes(b"answer")
    elif trouble == "too large":
        there.touch()
        os.truncate(there, exchange.LARGEST_ANSWER + 1)
    elif trouble == "a link":
        there.symlink_to("/etc/passwd")
    question = Question(channel_means.TASK, 0, {}, 0, {})
    with pytest.raises(judge.Lost) as lost:
        judge.answer_to(question, hidden.taken(tmp_path, [there.name]))
    sentences = {
        "none": "The answer could not be read: the answer is no archive",
        "too large": f"has {exchange.LARGEST_ANSWER + 1:,} bytes, more than",
        "a link": "could not be read: channel_means.0.npz is no regular file",
        "gone": "No answer came back",
    }
    assert sentences[trouble] in str(lost.value)


def test_a_fingerprint_changes_with_what_was_handed_in_and_with_nothing_else(tmp_path):
    (tmp_path / "a.ipynb").write_text("one")
    before = finished.handed_in(tmp_path, [])
    assert finished.handed_in(tmp_path, []) == before
    (tmp_path / "a.ipynb").write_text("two")
    assert finished.handed_in(tmp_path, []) != before
    (tmp_path / "a.ipynb").write_text("one")
    (tmp_path / "link").symlink_to("a.ipynb")
    assert finished.handed_in(tmp_path, []) != before


def test_a_damaged_note_that_something_is_finished_means_that_it_is_not(tmp_path):
    path = tmp_path / "finished" / "x.json"
    finished.write(path, "fingerprint")
    assert finished.says(path, "fingerprint")
    for content in ("", "[]", "{", '{"fingerprint": 3}'):
        path.write_text(content)
        assert not finished.says(path, "fingerprint")


def test_a_second_grader_is_kept_out_of_a_course(tmp_path):
    with (
        command.locked(tmp_path),
        pytest.raises(CourseError, match="Another grader"),
        command.locked(tmp_path),
    ):
        pass


def test_a_course_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(CourseError, match="make release"), command.locked(tmp_path / "none"):
        pass


@pytest.mark.parametrize("text", ["Sandbox", "Sandbox.seconds", "=1", "a b.c=1"])
def test_a_setting_without_a_name_or_a_value_is_a_sentence(text):
    with pytest.raises(CourseError, match=r"Write it like Sandbox\.seconds=600"):
        command.override(Config(), text)


def test_a_setting_is_a_number_where_it_looks_like_one():
    config = Config()
    command.override(config, "Sandbox.seconds=2.5")
    command.override(config, "CourseDirectory.submitted_directory=handed in")
    assert config.Sandbox.seconds == 2.5
    assert config.CourseDirectory.submitted_directory == "handed in"


def test_no_worker_at_all_is_a_sentence(capsys):
    assert main(["grade", START_HERE, "--workers", "0"]) == 1
    assert "at least 1" in capsys.readouterr().err


def test_the_table_of_timings_has_a_column_a_stage_and_the_sum():
    spent = {stage: 1.0 + number for number, stage in enumerate(STAGES)}
    head, row = command.timings_table({"bob[1]": spent})
    assert head.split() == ["student", *STAGES, "sum"]
    assert row.split()[1:] == ["1.00", "2.00", "3.00", "4.00", "5.00", "6.00", "21.00"]


# ---- with kernels ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def twice(new_class):
    """A class of three graded by both commands, each on its own copy of the same course."""
    ours = new_class()
    for student, solution in (("ann", RIGHT), ("bob[1]", WRONG), ("zoe", RIGHT)):
        ours.submit(student, notebook(START_HERE, {"channel_means_solution": solution}))
    ours.submit("damaged", b"{ no notebook")
    theirs = type(ours)(ours.course.parent / "theirs")
    shutil.copytree(ours.course, theirs.course)
    assert theirs.autograde() == 0, theirs.log
    ours.status, ours.said, ours.log = grade(ours.course, "--workers=2", "--timings")
    return ours, theirs


@pytest.mark.ci
def test_grades_and_feedback_are_those_of_nbgrader_autograde(twice):
    ours, _ = twice
    assert ours.status == 0, ours.log
    found, due = (load.everything(one.course, START_HERE) for one in twice)
    assert found == due
    assert len(found) == 4
    assert [ours.score(student) for student in ("ann", "bob[1]", "damaged")] == [1, 0, 0]
    for student in ("ann", "bob[1]", "damaged"):
        path = f"autograded/{student}/{START_HERE}/{START_HERE}.ipynb"
        cells = [json.loads((one.course / path).read_text())["cells"] for one in twice]
        assert [c["source"] for c in cells[0]] == [c["source"] for c in cells[1]]
        assert graded_outputs(cells[0]) == graded_outputs(cells[1])


@pytest.mark.ci
def test_nbgraders_command_says_how_many_were_graded_repaired_and_refused(twice):
    _, theirs = twice
    assert "3 graded, 0 of them repaired, 1 refused." in theirs.log


def graded_outputs(cells):
    own = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    return [cell["outputs"] for cell in own if cell["cell_type"] == "code"]


@pytest.mark.ci
def test_each_submission_is_told_where_its_time_went(twice):
    ours, _ = twice
    lines = ours.said.splitlines()
    (head,) = (line for line in lines if line.startswith("student "))
    assert head.split()[1:-1] == list(STAGES)
    rows = {line.split()[0]: line.split()[1:] for line in lines[lines.index(head) + 1 :][:4]}
    assert set(rows) == {"ann", "bob?1?", "damaged", "zoe"}
    for seconds in rows.values():
        assert float(seconds[-1]) == pytest.approx(sum(map(float, seconds[:-1])), abs=0.05)
    for one in twice:
        kept = record.read_record(one.course, START_HERE, "ann")["timings"]
        assert set(kept) == set(STAGES)
        assert min(kept[stage] for stage in STAGES if stage != "gradebook") > 0


@pytest.mark.ci
def test_only_what_changed_is_graded_again(twice):
    ours, _ = twice
    assert "4 graded" in ours.said
    ours.submit("new", plain())
    path = ours.course / "submitted" / "zoe" / START_HERE / f"{START_HERE}.ipynb"
    path.write_bytes(path.read_bytes() + b"\n")
    status, said, _ = grade(ours.course, "--workers=2")
    assert (status, said[:9]) == (0, "2 graded ")
    assert "3 had not changed" in said
    status, said, _ = grade(ours.course, "--all", "--student=ann")
    assert (status, said[:9]) == (0, "1 graded ")


def edit_graded_cell(course, before, after):
    """Let the course change its graded cell and release it again."""

    def write_edited(course, only):
        path = course / "source" / START_HERE / f"{START_HERE}.ipynb"
        source = nbformat.read(path, as_version=4)
        cell = cell_by_grade_id(source, "channel_means")
        assert before in cell.source
        cell.source = cell.source.replace(before, after)
        nbformat.write(source, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "write_course_sources", write_edited)
        patch.setattr(release, "assignments", lambda: [START_HERE])
        release.register(course)


@pytest.mark.ci
def test_an_edit_of_a_graded_cell_by_the_course_redraws_no_question(new_class):
    edited = new_class()
    edited.submit("ann", notebook(START_HERE, {"channel_means_solution": WRONG}))
    assert grade(edited.course)[0] == 0
    before = record.read_record(edited.course, START_HERE, "ann")
    edit_graded_cell(edited.course, "check(", "# The same question in other words.\ncheck(")
    assert "1 graded" in grade(edited.course)[1]
    after = record.read_record(edited.course, START_HERE, "ann")
    assert after["digest"] == before["digest"] != ""
    assert after["tasks"] == before["tasks"]  # sentences quote numbers of the questions
    shown = replay.replay(edited.course, START_HERE, "ann", "channel_means", case=0)
    assert "Now: 0 of 1" in shown


@pytest.mark.ci
@pytest.mark.parametrize(
    ("instead", "named"), [("0  # version 0.0.1", "version 0.0.1"), ("0", "an older version")]
)
def test_nothing_is_graded_with_the_cells_of_another_version(new_class, instead, named):
    old = new_class()
    old.submit("ann", plain())
    edit_graded_cell(old.course, f"0  # version {course_utils.__version__}", instead)
    status, *said = grade(old.course)
    assert status == 1
    for log in ("".join(said), old.log if old.autograde() else ""):
        assert f"has the cells of {START_HERE} from {named} of the course" in log
        assert "Run make release" in log
        assert "Traceback" not in log
    assert old.score("ann") is None


@pytest.mark.ci
@pytest.mark.parametrize(
    ("students", "kills"), [(5, 2), pytest.param(8, 10, marks=pytest.mark.slow)]
)
def test_a_grader_that_is_killed_again_and_again_loses_nothing(students, kills):
    result = load.load_test(students, kills=kills, every=None)
    assert result["graded"] == students
    assert result["differ"] == []


@pytest.mark.slow
def test_a_class_of_five_hundred_is_graded_whole_although_its_grader_is_killed():
    result = load.load_test(500, kills=10)
    assert result["graded"] == 500
    assert result["differ"] == []
