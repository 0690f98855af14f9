"""The protocol of graded tasks: the kernel answers, the grader judges.

A task is three public functions:

- ``draw(rng) -> question``: named arrays, drawn afresh;
- ``ask(thing, question) -> answer``: what the student's ``thing`` makes of them; it runs in the
  student's kernel and alone may use TensorFlow;
- ``compare(question, expected, answer) -> findings``: what is right, and a sentence about what is
  not.

What the answer should have been is in ``autograder/references/``, which no student's copy and
no kernel holds. While you work, ``check(name, thing)`` compares on three public questions and
explains. While nbgrader grades, the same call only answers the grader's own questions; nothing
this process says about them counts.
"""

import random
import sys
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from course_utils import exchange, settings
from course_utils.errors import LINE_CHARACTERS, CourseError
from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import ERROR, describe

EXPECTATIONS = Path(__file__).parents[1] / "expectations"
PUBLIC_CASES = 3
SEED = "seed of this case"  # the array in a question file that seeds the kernel's generators
MOST_NUMBERS = 100_000  # of a part, where neither question nor right answer has half as many
PASSED = "All public checks passed. The grader asks the same of other inputs."
PARTLY = "A part of the points so far. The grader asks the same of other inputs."

# Texts and figures are not among them: a person grades those, in Formgrader.
Kind = Literal["function", "sequence", "random", "layer", "model", "step", "predictor", "evidence"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ON_HIDDEN_IMAGES = ("predictor", "evidence")  # all of an assignment meet the same images

Ask = Callable[[Any, Arrays], Arrays]


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


Compare = Callable[[Arrays, Arrays, Arrays], list[Finding]]


def worst(cases: Iterable[list[Finding]]) -> list[Finding]:
    """Return the worst finding about each property, in the order in which they first came.

    Args:
        cases: The findings about each question.
    """
    found: dict[str, Finding] = {}
    for findings in cases:
        for one in findings:
            before = found.get(one.property)
            if before is None or one.passed < before.passed:
                found[one.property] = one
    return list(found.values())


def first_cause(findings: list[Finding]) -> list[Finding]:
    """Return findings in which only the first property that lost points tells what is wrong.

    Later ones mostly go wrong for the same reason; they name the first one instead. No points
    change.

    Args:
        findings: One for each property, in their order.
    """
    lost = [one for one in findings if one.passed < 1]
    if len(lost) < 2:
        return findings
    first, later = lost[0], len(lost) - 1
    waiting = "1 further check waits" if later == 1 else f"{later} further checks wait"
    told = {first.property: f"{first.sentence} {waiting} for this one."}
    told |= {one.property: f"Look at '{first.property}' first." for one in lost[1:]}
    return [one._replace(sentence=told.get(one.property, one.sentence)) for one in findings]


def what_is_wrong(findings: list[Finding]) -> str:
    """Return the sentence for a student about findings of which one earns nothing, or ''."""
    if all(one.passed > 0 for one in findings):
        return ""
    return next(one.sentence for one in first_cause(findings) if one.passed < 1)


class CheckFailed(CourseError):
    """The error that a public check found something wrong.

    Its message is for a student, without a traceback.
    """


@dataclass(frozen=True)
class Task:
    """One graded task.

    Attributes:
        name: The grade id of its cell; unique in the course.
        kind: How it is judged.
        draw: Draws a question from a generator. On hidden images, the grader arranges its own.
        ask: Puts a question to the student's thing; runs in the kernel.
        compare: Judges an answer; NumPy and SciPy only.
        cases: How many questions the grader asks.
        visible: The public question and expectation of a case, where they are not stored:
            visible images and their labels, for a task on hidden images.
        images: How many of the hidden images are asked; all where it is ``None``.
        cut_offs: Numbers by name that the expectation holds besides the labels, such as where
            points begin and end on a data set; takes the data set's name.
        runs: The folders of the runs that a task on hidden images rests on; the assignment's own
            where it is ``None``, none for what trains in seconds while it is graded.
        networks: Of an evidence task, the names of the networks that are handed over; where each
            has a run of its own, in the order of ``runs``.

    Raises:
        ValueError: There is no such kind, or a task on hidden images has no visible ones.
    """

    name: str
    kind: Kind
    draw: Callable[[np.random.Generator], Arrays]
    ask: Ask
    compare: Compare
    cases: int = PUBLIC_CASES
    visible: Callable[[int], tuple[Arrays, Arrays]] | None = None
    images: int | None = None
    cut_offs: Callable[[str], dict[str, float]] | None = None
    runs: tuple[str, ...] | None = None
    networks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: '{self.kind}' is none of {', '.join(KINDS)}.")
        if self.on_hidden_images and self.visible is None:
            raise ValueError(f"{self.name}: a task of kind {self.kind} needs visible images.")

    @property
    def on_hidden_images(self) -> bool:
        """Whether the grader asks it on the assignment's hidden images, instead of drawing."""
        return self.kind in ON_HIDDEN_IMAGES


def compared(task: Task, question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Return the findings about one answer, whatever it holds.

    A part that holds no numbers loses what is judged by it, and no more. An answer that ``compare``
    cannot look at, which is a mistake of the course, earns nothing, and stops nobody.
    """
    try:
        with np.errstate(all="ignore"):  # a student would see NumPy's warnings below the cell
            asked_for = of_asked_size(question, expected, numbers_alone(answer))
            return task.compare(question, expected, asked_for)
    except Exception as error:
        sentence = f"The answer has a form that was not asked for ({type(error).__name__})."
        return lost(task, sentence)


def numbers_alone(answer: Arrays) -> Arrays:
    """Return an answer in which a sentence takes the place of each part that holds no numbers."""
    kept: Arrays = {}
    for part, array in answer.items():
        if array.dtype.kind in "biuf" or part == "error" or part.endswith(ERROR):
            kept[part] = array
        else:
            said = f"There are no numbers in '{part}'. Return a NumPy array of numbers."
            kept.setdefault(part + ERROR, np.array(said))
    return kept


def of_asked_size(question: Arrays, expected: Arrays, answer: Arrays) -> Arrays:
    """Return an answer in which a sentence takes the place of each part of far too many numbers.

    The grader looks at one answer after another, so none may keep it busy: a distribution of 60
    million numbers would take half a minute, and gigabytes.
    """
    sizes = (array.size for array in (*question.values(), *expected.values()))
    most = max(MOST_NUMBERS, 2 * max(sizes, default=0))
    kept: Arrays = {}
    for part, array in answer.items():
        if array.size > most:
            said = f"'{part}' holds far more numbers than were asked for. Look at its shape."
            kept.setdefault(part + ERROR, np.array(said))
        else:
            kept[part] = array
    return kept


def lost(task: Task, sentence: str) -> list[Finding]:
    """Return a finding that the whole task earned nothing."""
    return [Finding(task.name.replace("_", " "), 1.0, 0.0, sentence)]


def public_question(task: Task, case: int) -> tuple[Arrays, Arrays]:
    """Return the public question of a case and what is expected of its answer."""
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


def check_task(task: Task, thing: Any) -> None:
    """Check a student's work on public questions, or answer the grader's.

    Args:
        task: What was asked.
        thing: What the student made.

    Raises:
        CheckFailed: Something is wrong; the message says what, and what to do next.
    """
    if settings.execution() == "autograde":
        answer_grader(task, thing)
        return
    cases: list[list[Finding]] = []
    for case in range(1 if task.visible else PUBLIC_CASES):
        question, expected = public_question(task, case)
        try:
            answer = ask_seeded(task, thing, question, seed=case)
        except (Exception, SystemExit) as error:
            raise CheckFailed(describe(error)) from None
        cases.append(compared(task, question, expected, answer))
        if problem := what_is_wrong(cases[-1]):
            raise CheckFailed(problem)
    findings = first_cause(worst(cases))
    sentences = [one.sentence for one in findings]
    sentences.append(PASSED if all(one.passed >= 1 for one in findings) else PARTLY)
    for sentence in sentences:
        print(textwrap.fill(sentence, LINE_CHARACTERS, break_long_words=False))


def answer_grader(task: Task, thing: Any) -> None:
    """Answer each of the grader's questions about a task; an error becomes an answer too."""
    folder = exchange.folder()
    if folder is None:
        print("No questions came with this cell, so there is nothing to answer.")
        return
    answered = sum(answer_case(task, thing, folder, case) for case in range(task.cases))
    print(f"Answered {answered} of {task.cases} questions. The grader judges them elsewhere.")


def answer_case(task: Task, thing: Any, folder: Path, case: int) -> bool:
    """Answer one question; whatever goes wrong with it leaves the other ones alone.

    Only an interruption ends the cell, since that is what a time limit sends.

    Returns:
        Whether there was a question and an answer was written.
    """
    question_path = exchange.question_file(folder, task.name, case)
    answer_path = exchange.answer_file(folder, task.name, case)
    if not question_path.exists():
        return False
    try:
        question = exchange.read(question_path, limit=1_000_000_000)
        seed = int(question.pop(SEED))
        answer = ask_seeded(task, thing, question, seed)
        refuse_too_much(answer)
        exchange.write(answer_path, answer)
    except (Exception, SystemExit) as error:
        try:
            exchange.write(answer_path, {"error": np.array(describe(error))})
        except OSError:  # a full disk: the next question may still have room
            return False
    return True


def refuse_too_much(answer: Arrays) -> None:
    """Raise an error for an answer that is too large for the grader to read."""
    size = sum(array.nbytes for array in answer.values())
    if size > exchange.LARGEST_ANSWER * 0.99:  # names and headers take the rest
        raise ExchangeError(
            f"Your answer takes {size:,} bytes, more than the {exchange.LARGEST_ANSWER:,} allowed. "
            "Return arrays of the shapes that were asked for, and no float64 where float32 will do."
        )


def ask_seeded(task: Task, thing: Any, question: Arrays, seed: int) -> Arrays:
    """Put a copy of a question to the student's thing, with every generator seeded."""
    random.seed(seed)
    np.random.seed(seed)  # students may use the old interface
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)
    elif "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)
    return task.ask(thing, {name: array.copy() for name, array in question.items()})
