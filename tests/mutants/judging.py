"""What the process that runs mutants does: asks the check and the grader, and compares answers.

Generators that nobody seeds are the same at each call, so a verdict does not change.
"""

import itertools
import time
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import ERROR
from course_utils.exercises.kit.task import PARTLY, PASSED, ask_seeded
from tests.answers import Answer
from tests.exercises import answering
from tests.exercises.answering import FIRST_SEED, TASKS
from tests.mutants import digest
from tests.mutants.wider import PRECISION, WIDER

APART = 1_000  # between the first seeds of two sets of questions
FIRST_INPUT = 1_000_000  # seed of the inputs on which answers are compared
NEVER_AGREES = 10_000  # inputs that the answer itself refuses, before the search is given up
# Of the largest value: roundings of 32 bits, added up, and nothing that a tolerance lets pass.
RELATIVE, ABSOLUTE = 1e-4, 1e-5

RUNS: dict[str, Path | None] = {}
"""By task, the folder of the runs that its answers need."""


def prepare(task: str, kept: Path) -> None:
    """Train what a task's answers need, if that was not done before."""
    answering.question.cache_clear()  # those of the last task
    RUNS[task] = answering.kept_runs(task, kept)
    if answering.trains(task):
        answering.variables(TASKS[task][0], RUNS[task])


def mutant(answer: Answer, source: str) -> Answer:
    """Return an answer with another source, under a name of its own."""
    return answer._replace(name=f"{answer.name}_{digest(source)}", source=source)


def judge(answer: Answer, source: str) -> dict[str, Any]:
    """Ask the grader's questions, once, and the public check.

    Args:
        answer: A right answer.
        source: Its mutant's, or its own.

    Returns:
        ``survives``: whether the grader accepts it as a right answer. ``agrees``: whether the
        public check says the same. ``seconds``: of processor.
    """
    started = time.process_time()
    changed = mutant(answer, source)
    survives = accepted(changed, FIRST_SEED)
    public = accepted_in_public(changed)
    seconds = time.process_time() - started
    return {"survives": survives, "agrees": survives == public, "seconds": seconds}


def withstood(answer: Answer, source: str, sets: int) -> int:
    """Return how many further sets of questions a mutant passes before one shows it.

    Args:
        answer: The right answer.
        source: The mutant's.
        sets: How many to ask.
    """
    for number in range(sets):
        first = FIRST_SEED + APART * (number + 1)
        if not accepted(mutant(answer, source), first):
            return number
    return sets


def agreed(answer: Answer, source: str, count: int) -> tuple[int, str]:
    """Return on how many inputs a mutant agrees with its answer, and where the inputs are from.

    Where chance or accuracy decides, an image is an input, and to agree is to be accepted, too.

    Args:
        answer: The right answer.
        source: The mutant's.
        count: How many inputs are enough; it ends at the first on which they differ.
    """
    _, task = TASKS[answer.task]
    changed = mutant(answer, source)
    by_chance = task.on_hidden_images or task.kind == "random"
    wider = None if by_chance else WIDER.get(answer.task)
    done = 0
    for seed in itertools.count(FIRST_INPUT):
        if done >= count or seed >= FIRST_INPUT + NEVER_AGREES:
            break
        if by_chance:
            question, _ = answering.question(answer.task, seed)
            same = accepted(changed, seed, cases=1)
            inputs = len(question.get("images", (0,)))
            answering.question.cache_clear()
        else:
            question = (wider or task.draw)(np.random.default_rng(seed))
            right = answered(answer, question, seed)
            if right is None or any(part.endswith(ERROR) for part in right):
                continue  # more than the text allows
            same = alike(right, answered(changed, question, seed), PRECISION.get(answer.task, 0.0))
            inputs = 1
        if not same:
            break
        done += inputs
    return done, "a wider generator" if wider else "the draw"


# ---- one question --------------------------------------------------------------------------------


def accepted(answer: Answer, first: int, cases: int | None = None) -> bool:
    """Return whether an answer earns what right ones earn on a set of questions.

    That is everything, or, where points grow with an accuracy, anything: many mutants are then
    other classifiers, a little better or worse.

    Args:
        answer: Any; one that raises an error earns nothing.
        first: The seed of the first question.
        cases: How many questions; as many as the grader asks where it is ``None``.
    """
    try:
        with answering.begun_anew():
            findings = answering.graded(answer, first, RUNS.get(answer.task), cases)
    except (Exception, SystemExit):
        return False
    most = 0 if TASKS[answer.task][1].cut_offs else 1 - 1e-9
    return bool(answering.earned(findings) > most)


def accepted_in_public(answer: Answer) -> bool:
    """Return whether the public check passes, in part where the grader takes a part."""
    try:
        with answering.begun_anew():
            told = answering.told_by_the_check(answer, RUNS.get(answer.task))
    except (Exception, SystemExit):
        return False
    return PASSED in told or (bool(TASKS[answer.task][1].cut_offs) and PARTLY in told)


def answered(answer: Answer, question: Arrays, seed: int) -> Arrays | None:
    """Return what an answer makes of a question, or ``None`` for an error."""
    _, task = TASKS[answer.task]
    try:
        with answering.begun_anew(), np.errstate(all="ignore"):
            made = answering.thing(answer, RUNS.get(answer.task))
            return ask_seeded(task, made, question, seed)
    except (Exception, SystemExit):
        return None


def alike(one: Arrays, two: Arrays | None, apart: float = 0.0) -> bool:
    """Return whether two answers have the same parts, with the same numbers up to rounding.

    Args:
        one: An answer.
        two: Another one; ``None`` is like nothing.
        apart: How far numbers may be apart in any case.
    """
    return (
        two is not None
        and one.keys() == two.keys()
        and all(same_numbers(array, two[part], apart) for part, array in one.items())
    )


def same_numbers(one: np.ndarray, two: np.ndarray, apart: float = 0.0) -> bool:
    """Return whether two arrays are equal up to the rounding of 32 bits, or not further apart."""
    if one.shape != two.shape:
        return False
    if one.dtype.kind != "f" and two.dtype.kind != "f":
        return np.array_equal(one, two)
    one, two = one.astype(np.float64), two.astype(np.float64)
    largest = np.abs(one[np.isfinite(one)]).max(initial=0)
    return np.allclose(two, one, RELATIVE, max(ABSOLUTE * largest, apart), equal_nan=True)
