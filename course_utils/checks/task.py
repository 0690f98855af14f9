"""The protocol of graded tasks: the kernel answers, the grader judges.

A task is three public functions:

- ``draw(rng) -> question``: named arrays, drawn afresh;
- ``ask(thing, question) -> answer``: what the student's ``thing`` makes of them; it runs in the
  student's kernel and alone may use TensorFlow;
- ``compare(question, expected, answer) -> findings``: what is right, and a sentence about what is
  not.

What the answer should have been stands in ``autograder/references/``, which no student's copy and
no kernel holds. While you work, ``check(task, thing)`` compares on three public questions and
explains. While nbgrader grades, the same call only answers the grader's own questions; nothing
this process says about them counts.
"""

import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from course_utils.checks import exchange
from course_utils.checks.exchange import Arrays
from course_utils.errors import CourseError

EXPECTATIONS = Path(__file__).parent / "expectations"
PUBLIC_CASES = 3
SEED = "seed of this case"  # the array in a question file that seeds the kernel's generators

Kind = Literal["function", "random", "predictor"]


class Finding(NamedTuple):
    """What one property of an answer is worth.

    Attributes:
        property: Its name, a few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1; shares sum to 1.
        passed: The part of that share that is earned, 0..1; ``True`` earns all.
        sentence: What was seen, and the next step where something is wrong.
    """

    property: str
    share: float
    passed: float
    sentence: str


class CheckFailed(CourseError):
    """A public check found something wrong. Its message is for a student, without a traceback."""


@dataclass(frozen=True)
class Task:
    """One graded task.

    Attributes:
        name: The grade id of its cell; unique in the course.
        kind: How it is judged.
        draw: Draws a question from a generator.
        ask: Puts a question to the student's thing; runs in the kernel.
        compare: Judges an answer; NumPy and SciPy only.
        cases: How many questions the grader asks.
        visible: The public question and expectation of a case, where they are not stored:
            a predictor's visible images and labels.
    """

    name: str
    kind: Kind
    draw: Callable[[np.random.Generator], Arrays]
    ask: Callable[[Any, Arrays], Arrays]
    compare: Callable[[Arrays, Arrays, Arrays], list[Finding]]
    cases: int = PUBLIC_CASES
    visible: Callable[[int], tuple[Arrays, Arrays]] | None = None


def public_question(task: Task, case: int) -> tuple[Arrays, Arrays]:
    """The public question of a case and what is expected of its answer."""
    if task.visible is not None:
        return task.visible(case)
    question = task.draw(np.random.default_rng(case))
    if task.kind == "random":  # its properties are judged from question and answer alone
        return question, {}
    with np.load(EXPECTATIONS / f"{task.name}.npz", allow_pickle=False) as stored:
        prefix = f"{case}/"
        expected = {
            name.removeprefix(prefix): stored[name]
            for name in stored.files
            if name.startswith(prefix)
        }
    return question, expected


def check(task: Task, thing: Any) -> None:
    """Check your work on public questions, or answer the grader's.

    Args:
        task: What was asked, from a module of ``course_utils.checks``.
        thing: What you made.

    Raises:
        CheckFailed: Something is wrong; the message says what, and what to do next.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        answer_grader(task, thing)
        return
    sentences: list[str] = []
    for case in range(1 if task.visible else PUBLIC_CASES):
        question, expected = public_question(task, case)
        try:
            answer = ask_seeded(task, thing, question, seed=case)
        except Exception as error:
            raise CheckFailed(describe(error)) from None
        findings = task.compare(question, expected, answer)
        wrong = [finding.sentence for finding in findings if finding.passed <= 0]
        if wrong:
            raise CheckFailed(" ".join(dict.fromkeys(wrong)))
        sentences = [finding.sentence for finding in findings]
    print("\n".join(sentences))
    print("All public checks passed. The grader asks the same of other inputs.")


def answer_grader(task: Task, thing: Any) -> None:
    """Answer each of the grader's questions about a task; an error becomes an answer too."""
    folder = exchange.folder()
    if folder is None:
        print("No questions came with this cell, so there is nothing to answer.")
        return
    answered = 0
    for case in range(task.cases):
        question_path = exchange.question_file(folder, task.name, case)
        if not question_path.exists():
            continue
        question = exchange.read(question_path, limit=1_000_000_000)
        seed = int(question.pop(SEED))
        try:
            answer = ask_seeded(task, thing, question, seed)
        except Exception as error:
            answer = {"error": np.array(describe(error)[:2000])}
        exchange.write(exchange.answer_file(folder, task.name, case), answer)
        answered += 1
    print(f"Answered {answered} of {task.cases} questions. The grader judges them elsewhere.")


def ask_seeded(task: Task, thing: Any, question: Arrays, seed: int) -> Arrays:
    """Put a copy of a question to the student's thing, with every generator seeded."""
    random.seed(seed)
    np.random.seed(seed)  # students may use the old interface
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)
    return task.ask(thing, {name: array.copy() for name, array in question.items()})


def describe(error: Exception) -> str:
    """A sentence about an error in a student's code."""
    if isinstance(error, CourseError):
        return str(error)
    text = str(error).strip().splitlines()
    said = f": {text[0][:300]}" if text else ""
    if isinstance(error, NotImplementedError):
        return "Your function is not written yet. Replace its stub, run its cell, then this one."
    return f"Your code raised {type(error).__name__}{said}. Call it yourself to see where."


def as_array(value: Any, name: str = "Your function") -> np.ndarray:
    """What a student returned, as a plain array.

    Args:
        value: A NumPy array, a TensorFlow tensor, nested lists or a number.
        name: Who returned it, for the message.

    Raises:
        ExchangeError: It is ``None``, ragged, or holds anything but numbers.
    """
    if value is None:
        raise exchange.ExchangeError(
            f"{name} returned None. Is its body written, and does it end with a return statement?"
        )
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        raise exchange.ExchangeError(
            f"{name} returned a {type(value).__name__} that is no array. Return one NumPy array."
        ) from None
    if array.dtype.kind not in "biuf":
        raise exchange.ExchangeError(
            f"{name} returned a {type(value).__name__} that holds no numbers. Return one NumPy "
            "array of numbers."
        )
    return array
