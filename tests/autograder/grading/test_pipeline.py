"""The batch without kernels: what becomes of a submission on which a step of the grader fails."""

import shutil
import subprocess
import sys
from concurrent.futures import CancelledError, Future

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.apps import api
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy.exc import OperationalError
from traitlets.config import Config

from autograder import configuration, course
from autograder.__main__ import main
from autograder.authoring import build, release
from autograder.configuration import configure
from autograder.grading import asking, finished, pipeline, record
from autograder.grading.judge import Verdict
from autograder.grading.pipeline import Grader
from autograder.grading.record import read_record
from autograder.grading.workers import Here
from autograder.intake import submission
from autograder.intake.repair import EARLIER
from autograder.reporting.feedback import Feedback
from autograder.sandbox import Sandbox, run
from autograder.sandbox.limits import Group
from autograder.sandbox.run import Outcome
from tests.autograder.conftest import START_HERE
from tests.submissions.damaged import plain

pytestmark = pytest.mark.ci  # each starts a batch, half a second


class Raising(NbGraderPreprocessor):
    """Where a submission is finished: nothing, or what a test lets it raise."""

    by_student = {}  # noqa: RUF012 - the exceptions still to be raised
    graded = []  # noqa: RUF012

    def preprocess(self, nb, resources):
        student = resources["nbgrader"]["student"]
        if resources["nbgrader"]["notebook"] in resources["notes"].refused:
            return nb, resources
        Raising.graded.append(student)
        if Raising.by_student.get(student):
            raise Raising.by_student[student].pop(0)
        return nb, resources


@pytest.fixture
def graded(new_class, monkeypatch):
    """A class of three; ``run()`` grades it with the stand-in."""
    graded = new_class()
    for student in ("ann", "bob[1]", "zoe"):
        graded.submit(student, plain())
    monkeypatch.setattr(Raising, "by_student", {})
    monkeypatch.setattr(Raising, "graded", [])
    monkeypatch.setattr(pipeline, "SECONDS_BETWEEN_ATTEMPTS", (0, 0))
    monkeypatch.setattr(run, "do", lambda job: Outcome(notebook=job.notebook, sandboxed=True))
    full = {"channel_means": Verdict(1.0, 1.0)}
    monkeypatch.setattr(asking, "verdicts", lambda asked, nb, outcome: full)
    monkeypatch.setattr(Sandbox, "problem", lambda self: "")
    monkeypatch.setenv("COURSE_ROOT", str(graded.course))

    def convert(kind, groupshared=False, AskingExecute=None, **settings):
        config = Config({"AskingExecute": AskingExecute} if AskingExecute else {})
        configure(config)
        config.CourseDirectory.groupshared = groupshared
        config.Autograde.autograde_preprocessors.insert(0, Raising)
        folder = CourseDirectory(config=config, assignment_id=START_HERE)
        kind(coursedir=folder, config=config, **settings).start()

    graded.run = lambda **settings: convert(Grader, **settings)
    graded.make_feedback = lambda: convert(Feedback)
    return graded


def test_the_command_and_formgraders_button_use_this_batch():
    from nbgrader.apps import autogradeapp, generatefeedbackapp

    configure(Config())
    assert autogradeapp.Autograde is api.Autograde is Grader
    assert generatefeedbackapp.GenerateFeedback is api.GenerateFeedback is Feedback


def test_another_nbgrader_is_not_used_unsafely(monkeypatch):
    monkeypatch.delattr(api, "Autograde")
    with pytest.raises(RuntimeError, match="cannot be made safe"):
        configuration.install()


def test_everyone_is_graded_once(graded):
    graded.run()
    assert [graded.score(student) for student in ("ann", "bob[1]", "zoe")] == [1, 1, 1]
    graded.run()
    assert Raising.graded == ["ann", "bob[1]", "zoe"]


def test_where_the_grader_fails_one_student_gets_0_and_the_others_their_points(graded):
    Raising.by_student["bob[1]"] = [ValueError("cell 7")]
    with pytest.raises(NbGraderException, match=r"bob.1.; see"):
        graded.run()
    assert [graded.score(student) for student in ("ann", "bob[1]", "zoe")] == [1, 0, 1]
    graded.make_feedback()
    assert "The grader failed on this submission (ValueError)" in graded.feedback("bob[1]")


def test_the_next_run_tries_a_failed_submission_again(graded):
    Raising.by_student["bob[1]"] = [MemoryError()]
    with pytest.raises(NbGraderException):
        graded.run()
    graded.run()
    assert graded.score("bob[1]") == 1


def plain_of(comment):
    """The bytes of a notebook with a comment of one's own."""
    student = plain()
    student.cells[0].source += f"\n# {comment}"
    return nbformat.writes(student).encode()


@pytest.fixture
def hand_in(graded):
    """Lets ann hand in again and again, which is graded with a limit of two."""
    path = graded.course / "submitted" / "ann" / START_HERE / f"{START_HERE}.ipynb"

    def hand_in(times, **settings):
        for _ in range(times):
            path.write_bytes(path.read_bytes() + b"\n")
            graded.run(hand_ins=2, **settings)

    graded.run(hand_ins=2)
    Raising.graded.clear()
    return hand_in


def test_a_hand_in_beyond_the_limit_keeps_the_grade_before_it_and_is_not_lost(graded, hand_in):
    hand_in(1)
    assert Raising.graded == ["ann"]
    before = record.read_record(graded.course, START_HERE, "ann")
    hand_in(2, force=False)
    assert Raising.graded == ["ann"]
    assert graded.score("ann") == 1
    after = record.read_record(graded.course, START_HERE, "ann")
    (note,) = after["notes"]
    assert "A later hand-in of yours was not graded: 2 were" in note
    assert after | {"notes": []} == before | {"notes": []}
    assert (graded.course / "submitted" / "ann" / START_HERE / f"{START_HERE}.ipynb").is_file()


def test_the_instructor_is_told_of_a_hand_in_beyond_the_limit(graded, hand_in, caplog):
    hand_in(2)
    assert "ann: not graded. 2 hand-ins were, which c.Grader.hand_ins allows" in caplog.text


def test_a_higher_limit_grades_what_waited(graded, hand_in):
    hand_in(2)
    graded.run(hand_ins=3)
    assert Raising.graded == ["ann", "ann"]
    assert record.read_record(graded.course, START_HERE, "ann")["notes"] == []


def test_grading_the_same_hand_in_again_does_not_count(graded, hand_in):
    hand_in(1)
    graded.run(hand_ins=2, force=True)
    assert Raising.graded.count("ann") == 2


def test_an_earlier_hand_in_counts_again_whatever_was_handed_in_between(graded, hand_in):
    # Its code may do something else each time: it sees the clock.
    path = graded.course / "submitted" / "ann" / START_HERE / f"{START_HERE}.ipynb"
    first = path.read_bytes()
    for between in (b"not graded, since it is no notebook", plain_of("another")):
        path.write_bytes(between)
        graded.run(hand_ins=3)
        path.write_bytes(first)
        graded.run(hand_ins=3)
    assert Raising.graded == ["ann", "ann"]  # the first one again, and another one


def test_where_nobody_knows_how_many_hand_ins_were_graded_no_new_one_is(graded, hand_in, caplog):
    record.record_file(graded.course, START_HERE, "ann").write_text("{")
    hand_in(1)
    assert Raising.graded == []
    assert "is damaged, so nobody knows how many hand-ins were graded" in caplog.text


def test_another_limit_redraws_no_grade(graded):
    limits = [Config({"Grader": {"hand_ins": count}}) for count in (2, 3)]
    found = {finished.graded_with(graded.course, START_HERE, limit) for limit in limits}
    assert len(found) == 1


def test_a_failed_regrade_does_not_keep_the_old_score(graded):
    graded.run()
    Raising.by_student["ann"] = [ValueError()]
    with pytest.raises(NbGraderException):
        graded.run(force=True)
    assert graded.score("ann") == 0


def test_where_even_refusing_fails_the_score_is_0(graded, monkeypatch):
    graded.run()

    def broken(*anything):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(submission, "refuse", broken)
    monkeypatch.setattr(submission, "take", broken)
    with pytest.raises(NbGraderException):
        graded.run(force=True)
    assert [graded.score(student) for student in ("ann", "bob[1]", "zoe")] == [0, 0, 0]


def test_a_locked_gradebook_is_waited_for(graded):
    locked = OperationalError("UPDATE", {}, Exception("database is locked"))
    Raising.by_student["ann"] = [locked, locked]
    graded.run()
    assert graded.score("ann") == 1


def test_a_gradebook_that_stays_locked_costs_its_student_only(graded):
    locked = OperationalError("UPDATE", {}, Exception("database is locked"))
    Raising.by_student["ann"] = [locked] * 3
    with pytest.raises(NbGraderException):
        graded.run()
    assert [graded.score(student) for student in ("ann", "bob[1]", "zoe")] == [0, 1, 1]


def test_an_interrupted_batch_stops_and_goes_on_where_it_was(graded):
    Raising.by_student["bob[1]"] = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        graded.run()
    assert graded.score("ann") == 1
    assert not (graded.course / "autograded" / "bob[1]" / START_HERE).exists()
    graded.run()
    assert Raising.graded == ["ann", "bob[1]", "bob[1]", "zoe"]


def test_a_batch_that_was_killed_grades_the_half_done_submission_again(graded):
    graded.run()
    (graded.course / "intake" / "ann" / START_HERE).mkdir(parents=True)  # as a kill leaves it
    graded.run()
    assert Raising.graded == ["ann", "bob[1]", "zoe", "ann"]


def test_a_resubmission_is_graded_without_a_timestamp(graded):
    graded.run()
    path = graded.course / "submitted" / "zoe" / START_HERE / f"{START_HERE}.ipynb"
    path.write_bytes(path.read_bytes() + b"\n")
    graded.run()
    assert Raising.graded[3:] == ["zoe"]


def test_a_resubmission_of_unknown_time_has_not_that_of_the_one_before(graded):
    folder = graded.course / "submitted" / "zoe" / START_HERE
    (folder / "timestamp.txt").write_text("2026-01-15 23:59:59 UTC")
    graded.run()
    assert handed_in(graded, "zoe").year == 2026
    (folder / "timestamp.txt").unlink()
    path = folder / f"{START_HERE}.ipynb"
    path.write_bytes(path.read_bytes() + b"\n")
    graded.run()
    assert handed_in(graded, "zoe") is None


def handed_in(graded, student):
    """When something was handed in, as the gradebook says."""
    with course.gradebook(graded.course) as book:
        return book.find_submission(START_HERE, student).timestamp


def test_only_the_student_that_was_asked_for_is_graded(graded, monkeypatch):
    monkeypatch.setattr(CourseDirectory, "student_id", "bob[1]")
    graded.run()
    assert Raising.graded == ["bob[1]"]


def test_a_sandbox_that_does_not_work_stops_grading_before_anything_is_touched(graded, monkeypatch):
    monkeypatch.setattr(Sandbox, "problem", lambda self: "No sandbox here.")
    with pytest.raises(NbGraderException, match=r"No sandbox here\."):
        graded.run()
    assert not (graded.course / "autograded").exists()


def test_a_sandbox_that_raises_stops_grading_before_anything_is_touched(graded, monkeypatch):
    def broken(self):
        raise ImportError("No module named 'traitlets'")

    monkeypatch.setattr(Sandbox, "problem", broken)
    with pytest.raises(ImportError):
        graded.run()
    assert Raising.graded == []
    assert not (graded.course / "autograded").exists()


def test_the_former_name_of_a_setting_stops_grading_with_a_sentence(graded):
    with pytest.raises(NbGraderException, match=r"c\.AskingExecute is called c\.Asking"):
        graded.run(AskingExecute={"graded_data": {START_HERE: "cifar10"}})
    assert not (graded.course / "autograded").exists()


def test_a_worker_that_cannot_run_a_notebook_costs_its_student_only(graded, monkeypatch):
    asked = []

    def do(job):
        asked.append(job)
        error = "no room left" if len(asked) == 2 else ""
        return Outcome(notebook=job.notebook, sandboxed=True, error=error)

    monkeypatch.setattr(run, "do", do)
    with pytest.raises(NbGraderException, match=r"bob.1.; see"):
        graded.run()
    assert [graded.score(student) for student in ("ann", "bob[1]")] == [1, 0]
    assert not (graded.course / "finished" / START_HERE / "bob[1].json").exists()


def test_a_job_whose_worker_died_is_done_again(graded, monkeypatch):
    deaths = [CancelledError(), CancelledError()]

    def submit(self, job):
        promise = Future()
        if deaths:
            promise.set_exception(deaths.pop())
        else:
            promise.set_result(run.do(job))
        return promise

    monkeypatch.setattr(Here, "submit", submit)
    graded.run()
    assert [graded.score(student) for student in ("ann", "bob[1]", "zoe")] == [1, 1, 1]


class Crowded:
    """Stands in for what runs notebooks: ann's kernel is ended while another one runs."""

    def __init__(self, monkeypatch, ends):
        self.together = []
        self._running, self._ends = [], ends
        monkeypatch.setattr(Here, "capacity", 2)
        monkeypatch.setattr(Here, "submit", self.submit)

    def submit(self, job):
        promise = Future()
        self._running.append((job, promise))
        self.together.append(len(self._running))
        if len(self._running) == 2 or len(self.together) > 3:
            for one, kept in self._running:
                crowded = self._ends(one, len(self._running))
                error = "the machine had next to no memory left" if crowded else ""
                ran = Outcome(one.notebook, sandboxed=True, error=error, crowded=crowded)
                kept.set_result(ran)
            self._running = []
        return promise


def test_a_kernel_that_was_ended_for_want_of_memory_runs_again_alone(graded, monkeypatch):
    first = []

    def ends(job, running):
        first.append(job)
        return job is first[0] and running == 2

    crowded = Crowded(monkeypatch, ends)
    graded.submit("yan", plain())
    graded.run()
    assert [graded.score(student) for student in ("ann", "bob[1]", "zoe", "yan")] == [1] * 4
    assert crowded.together == [1, 2, 1, 2, 1]


def test_what_the_machine_cannot_run_even_alone_is_the_graders_failure(graded, monkeypatch, caplog):
    def do(job):
        return Outcome(job.notebook, sandboxed=True, error="no memory", crowded=True)

    tried = []
    monkeypatch.setattr(run, "do", lambda job: tried.append(job) or do(job))
    with pytest.raises(NbGraderException, match="The grader failed on ann"):
        graded.run()
    assert len(tried) == 6
    assert "no fault of its own" in caplog.text
    assert not (graded.course / "finished" / START_HERE / "ann.json").exists()


@pytest.mark.parametrize(("limited", "warns"), [(True, False), (False, True)])
def test_without_control_groups_a_warning_comes_before_a_class_is_graded(
    graded, monkeypatch, caplog, limited, warns
):
    monkeypatch.setattr(Group, "limits_memory", lambda self: limited)
    graded.run()
    assert ("a watchdog alone bounds their memory" in caplog.text) == warns


def test_without_the_sandboxs_module_there_is_no_batch():
    hidden = (
        "import sys; sys.modules['autograder.sandbox'] = None; import autograder.grading.pipeline"
    )
    process = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True)
    assert process.returncode == 1
    assert "autograder.sandbox" in process.stderr.splitlines()[-1]


def test_grading_closes_the_courses_folder_to_others(graded):
    graded.course.chmod(0o755)
    graded.run()
    assert graded.course.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_a_group_of_instructors_shares_stays_open_to_the_group(graded):
    graded.course.chmod(0o2775)
    graded.run(groupshared=True)
    assert graded.course.stat().st_mode & 0o7777 == 0o2770


@pytest.fixture
def without_secret(graded):
    """A class that was graded, and whose secret is lost since."""
    graded.run()
    (graded.course / course.SECRET_FILE).unlink()
    return graded


def test_nothing_is_graded_with_another_secret(without_secret):
    with pytest.raises(NbGraderException, match="Restore it from a backup"):
        without_secret.run(force=True)
    assert [without_secret.score(student) for student in ("ann", "bob[1]", "zoe")] == [1, 1, 1]
    assert not (without_secret.course / course.SECRET_FILE).exists()


def test_nbgraders_command_says_that_the_secret_is_lost(without_secret):
    assert without_secret.autograde(START_HERE, "--force") == 1
    assert "Restore it from a backup" in without_secret.log
    assert "Traceback" not in without_secret.log


@pytest.mark.parametrize("command", ["release", f"grade {START_HERE} --all", "report"])
def test_the_courses_commands_say_that_the_secret_is_lost(
    without_secret, monkeypatch, capfd, command
):
    monkeypatch.setattr(build, "build", lambda: [])
    assert main(command.split()) == 1
    said = "".join(capfd.readouterr())
    assert "Restore it from a backup" in said
    assert "Traceback" not in said


def test_an_assignment_that_was_never_released_is_a_sentence(graded):
    submitted = graded.course / "submitted"
    for student in ("ann", "bob[1]", "zoe"):
        shutil.rmtree(submitted / student / START_HERE)
    with pytest.raises(NbGraderException, match="No notebooks were matched"):
        graded.run()


def test_feedback_follows_a_regrade_and_holds_only_the_page(graded):
    graded.run()
    graded.make_feedback()
    folder = graded.course / "feedback" / "bob[1]" / START_HERE
    assert [path.name for path in folder.iterdir()] == [f"{START_HERE}.html"]
    Raising.by_student["bob[1]"] = [ValueError()]
    with pytest.raises(NbGraderException):
        graded.run(force=True)
    graded.make_feedback()
    assert "The grader failed" in graded.feedback("bob[1]")


def test_nbgraders_own_feedback_has_the_summary_and_what_a_person_changed(graded):
    graded.run()
    with course.gradebook(graded.course) as book:
        book.find_grade("channel_means", START_HERE, START_HERE, "ann").manual_score = 0.25
        submission = book.find_submission(START_HERE, "zoe")
        submission.notebooks[0].late_submission_penalty = 0.75
        book.db.commit()
    graded.make_feedback()
    changed, late, plain_one = (graded.feedback(name) for name in ("ann", "zoe", "bob[1]"))
    assert "00_start_here: 0.25 of 1 points" in changed
    assert "A person changed channel_means from 1 to 0.25 points." in changed
    assert "A person changed this to 0.25 of 1 points." in changed
    assert "The grader gave 1 of 1 points" in changed
    assert "00_start_here: 0.25 of 1 points" in late
    assert "0.75 of 1.00 points are taken off for handing in late." in late
    assert "00_start_here: 1.00 of 1 points" in plain_one
    assert "A person changed" not in plain_one


def test_pages_follow_what_a_person_changed_since_they_were_made(graded):
    graded.run()
    graded.make_feedback()
    with course.gradebook(graded.course) as book:
        book.find_grade("channel_means", START_HERE, START_HERE, "ann").manual_score = 0.5
        book.db.commit()
    graded.make_feedback()
    assert "00_start_here: 0.50 of 1 points" in graded.feedback("ann")


def test_one_page_that_cannot_be_made_stops_no_other(graded, capsys):
    graded.run()
    broken = graded.course / "autograded" / "bob[1]" / START_HERE / f"{START_HERE}.ipynb"
    broken.write_text("{")
    assert main(["feedback", START_HERE]) == 1
    said = capsys.readouterr().err
    assert "No page could be made for bob?1?; all others have theirs." in said
    assert "Traceback" not in said
    assert "1.00 of 1 points" in graded.feedback("ann")
    assert "1.00 of 1 points" in graded.feedback("zoe")


def test_formgraders_page_begins_with_the_grade_and_its_reasons(graded, monkeypatch):
    graded.run()
    with course.gradebook(graded.course) as book:
        submission = book.find_submission(START_HERE, "zoe")
        submission.notebooks[0].late_submission_penalty = 0.75
        book.db.commit()
    config = Config()
    configure(config)
    path = graded.course / "autograded" / "zoe" / START_HERE / f"{START_HERE}.ipynb"
    names = {"submission_id": "1", "assignment_id": START_HERE, "student": "zoe"}
    page, _ = HTMLExporter(config=config).from_filename(str(path), resources=names)
    assert "Total: 0.25 of 1 points" in page
    assert "0.75 of 1.00 points are taken off for handing in late." in page


def test_points_that_changed_make_a_regrade_due_until_it_is_done(graded, capsys, monkeypatch):
    graded.run()
    write = build.write_course_sources

    def write_with_other_points(folder, chosen):
        write(folder, chosen)
        path = folder / "source" / START_HERE / f"{START_HERE}.ipynb"
        path.write_text(path.read_text().replace('"points": 1', '"points": 3'))

    monkeypatch.setattr(build, "write_course_sources", write_with_other_points)
    (line,) = release.register(graded.course, [START_HERE])
    assert line.startswith(f"A regrade is due for 3 submissions of {START_HERE}")
    assert main(["grades", START_HERE]) == 0
    due = "A regrade is due, since channel_means was worth 1 and is worth 3 points now."
    assert capsys.readouterr().out.count(due) == 3
    assert main(["grade", START_HERE, "--student", "ann", "--workers", "1"]) == 0
    assert "A regrade is due for 2 more" in capsys.readouterr().out
    assert main(["grade", START_HERE, "--workers", "1"]) == 0
    assert "regrade" not in capsys.readouterr().out
    record = read_record(graded.course, START_HERE, "zoe")
    assert record["notes"] == [EARLIER]  # the points in the notebook are not zoe's doing
