"""Every attack gains nothing, reads nothing and disturbs nobody; honest work gets its points."""

import pytest

from tests.submissions import runs, zoo
from tests.submissions.neighbours import RIGHT_POINTS, VICTIMS

pytestmark = pytest.mark.ci

CLASSES = ("slow", "quick", "variant")
TRUST = ("hidden_images",)  # families that are after points which nobody earned


def by_name(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda case: f"{case.family}/{case.name}")


def expected(case):
    """A case of the zoo, marked if it is known to read what it must not."""
    marks = [pytest.mark.trust] if case.family in TRUST else []
    marks += [pytest.mark.xfail(strict=True, reason=case.open)] if case.open else []
    return pytest.param(case, marks=marks, id=f"{case.family}/{case.name}")


@by_name(zoo.attacks())
def test_an_attack_gets_the_points_of_its_honest_work_and_no_more(seen, case):
    found = seen[case.student]
    assert found.score == case.grade <= case.honest, found.text[-2000:]
    assert not found.manual, "a person would have to grade it"


@pytest.mark.parametrize("case", [expected(case) for case in zoo.attacks()])
def test_an_attack_reads_and_manages_nothing(seen, case):
    assert seen[case.student].leaked == []
    assert seen[case.student].proofs == []


@by_name(zoo.attacks())
def test_a_page_of_feedback_runs_and_loads_nothing_of_the_students(seen, case):
    assert seen[case.student].text, "there is no page of feedback"
    assert seen[case.student].active == []


@by_name([case for case in (*zoo.attacks(), *zoo.honest()) if case.says])
def test_the_feedback_says_what_happened(seen, case):
    assert case.says in " ".join(seen[case.student].text.split())


@by_name([case for case in zoo.honest() if case.grade is not None])
def test_honest_work_gets_its_points_whatever_its_style(seen, case):
    assert seen[case.student].score == case.grade, seen[case.student].text[-3000:]
    assert not seen[case.student].manual


@pytest.fixture(scope="module")
def measured(stages, runs_folder):
    return runs.expected(runs_folder, stages["variant"].course)


@by_name([case for case in zoo.honest() if case.grade is None])
def test_a_trained_network_gets_the_points_of_its_accuracy(seen, measured, case):
    # Another number of threads may round one image in thousands to another class.
    due = measured[case.name] + float(case.shift)
    assert seen[case.student].score == pytest.approx(due, abs=0.02)


@pytest.mark.parametrize("name", CLASSES)
class TestNobodyIsDisturbed:
    @pytest.mark.parametrize("victim", VICTIMS)
    def test_neighbours_are_graded_as_if_alone(self, stages, name, victim):
        stage = stages[name]
        assert stage.look()[victim].score == RIGHT_POINTS[stage.assignment], stage.log[-3000:]

    def test_the_batch_comes_to_its_end(self, stages, name):
        stage = stages[name]
        assert stage.finished
        assert stage.status == 0, stage.log[-3000:]
        assert set(stage.scores()) == {*VICTIMS, *(case.student for case in stage.cases)}

    def test_no_file_of_the_course_or_of_a_student_changes(self, stages, name):
        assert stages[name].changed() == []

    def test_no_process_outlives_its_notebook(self, stages, name):
        assert stages[name].survivors == []

    def test_no_service_of_the_grader_is_reached(self, stages, name):
        assert stages[name].listeners.callers == []

    def test_the_log_holds_no_secret_and_steers_no_terminal(self, stages, name):
        stage = stages[name]
        log = stage.log + stage.feedback_log
        assert [name for name, canary in stage.canaries.items() if canary in log] == []
        assert "\x1b" not in log
        assert "Traceback" not in log

    def test_the_grader_itself_stays_small(self, stages, name):
        assert stages[name].memory < 1_000_000_000

    def test_the_points_that_can_be_had_stay_the_same(self, stages, name):
        stage = stages[name]
        assert stage.maximum() == zoo.MOST[stage.assignment]


def test_there_are_enough_attacks_of_enough_kinds():
    assert len(zoo.attacks()) >= 60
    assert len({case.family for case in zoo.attacks()}) >= 12
    assert {case.wants for case in zoo.attacks()} == {"points", "read", "disturb", "feedback"}
