"""Grading the same class twice gives the same grades to the last digit."""

import pytest

from tests.submissions import runs, zoo
from tests.submissions.stage import Stage

pytestmark = pytest.mark.ci

# Random answers, answers that depend on the order of asking, ties, and a trained network.
CHOSEN = {
    zoo.START_HERE: ("half_precision", "processes", "one_line", "wrong_for_some"),
    zoo.VARIANT: ("no_run", "legal_but_not_random", "stateful", "random", "report_lenet"),
}


@pytest.mark.parametrize("assignment", CHOSEN)
def test_grading_twice_gives_the_same_digits(
    released_course, runs_folder, tmp_path_factory, assignment
):
    folder = tmp_path_factory.mktemp("regrade") / "s"
    stage = Stage(folder, released_course, assignment, warm=True)  # else each imports TensorFlow
    for case in (*zoo.honest(), *zoo.attacks()):
        if case.assignment == assignment and case.name in CHOSEN[assignment]:
            runs.make(runs_folder, [case.run])
            stage.submit(case, runs_folder)
    stage.start()
    stage.finish(feedback=False)
    first = stage.scores()
    stage.start("--all")
    stage.finish(feedback=False)
    assert stage.status == 0, stage.log[-3000:]
    assert set(first) >= {case.student for case in stage.cases}
    assert stage.scores() == first
