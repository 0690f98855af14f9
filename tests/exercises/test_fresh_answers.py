"""The answers in tests/answers/fresh, which were written from the exercises' text alone.

``python -m tests.answers`` prints how they are judged.
"""

import pytest

from tests.answers import FRESH, all_answers, answers
from tests.exercises.answering import HEAVY, TASKS, marked, rests_on_a_run


def each():
    """All fresh answers: those that take long to ask are slow, and none runs on a laptop."""
    for answer in all_answers(FRESH):
        heavy = TASKS[answer.task][1].kind in (*HEAVY, "random")
        marks = [pytest.mark.slow if heavy or rests_on_a_run(answer.task) else pytest.mark.ci]
        yield pytest.param(answer, id=f"{answer.task}-{answer.key}", marks=marks)


@pytest.mark.parametrize("answer", each())
def test_an_answer_that_nobody_foresaw_is_judged_rightly_by_grader_and_check(answer):
    mark = marked(answer)
    assert mark.accepted == answer.right, mark.told
    assert mark.accepted_in_public == answer.right, mark.told


def test_each_file_of_fresh_answers_is_in_the_room_of_its_task_and_holds_many():
    files = sorted(FRESH.glob("*/*.py"))
    assert {path.stem: path.parent.name for path in files} == {
        name: assignment[3:] for name, (assignment, _) in TASKS.items() if name in stems(files)
    }
    for path in files:
        fresh = answers(path.stem, FRESH)
        assert sum(answer.right for answer in fresh) >= 4, path
        assert sum(not answer.right for answer in fresh) >= 10, path


def stems(files):
    """The names of files without their endings."""
    return {path.stem for path in files}
