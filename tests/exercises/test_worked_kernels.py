"""The worked examples, asked in kernels in the sandbox: what grading a course's notebooks does."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from autograder.grading import asking
from autograder.grading.asking import Asking, QuestionSet
from autograder.grading.judge import About
from autograder.sandbox import run
from tests.exercises.worked import examples

pytestmark = pytest.mark.ci

SEED = 4


@pytest.fixture
def verdict_of(tmp_path):
    """Executes a notebook that answers an example, in a kernel of its own, and judges it."""

    def judged(answer):
        name = answer.task
        asked = examples.questions(name, SEED)
        cells = [new_code_cell(source) for source in examples.cells(answer)]
        cells[-1].metadata["nbgrader"] = {"grade": True, "grade_id": name, "points": 10}
        nb = new_notebook(cells=cells)
        all_asked = QuestionSet(asked, {name: About([])}, "shapes", "of what was handed in")
        ask = Asking(config=Config(Execute={"timeout": 60}))
        job = ask.job(all_asked, nb, tmp_path, {})
        outcome = run.do(job)
        assert not outcome.error
        return asking.verdicts(all_asked, asking.with_outputs(nb, job, outcome), outcome)[name]

    return judged


def chosen(name, right):
    """The first right or wrong answer to an example that is no stub; with TensorFlow if any is."""
    fitting = [one for one in examples.answers(name) if one.right == right and one.name != "stub"]
    return max(fitting, key=lambda one: "tensorflow" in one.source)


@pytest.mark.parametrize("name", examples.NAMES)
def test_a_right_answer_earns_all_points_in_a_kernel(name, verdict_of):
    verdict = verdict_of(chosen(name, right=True))
    assert verdict.points == 10, verdict


@pytest.mark.parametrize("name", examples.NAMES)
def test_a_wrong_answer_is_told_its_mistake_from_a_kernel(name, verdict_of):
    answer = chosen(name, right=False)
    verdict = verdict_of(answer)
    assert verdict.points == pytest.approx(10 * answer.earns), verdict
    assert answer.says in " ".join(finding.sentence for finding in verdict.findings)
