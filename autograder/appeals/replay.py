"""Shows what a submission was asked, what it answered, and what would have been right: for appeals.

The submission runs again in its sandbox and meets the same questions, which follow from the secret
and from what was handed in. Nothing is written: neither the gradebook nor the feedback changes.
What is shown is for the instructor: it tells of hidden images what no student is told.
"""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from autograder.appeals import rerun
from autograder.appeals.rerun import RerunError
from autograder.course import course_folder, load_settings
from autograder.grading import asking, display, judge
from autograder.grading.asking import Asking
from autograder.grading.questions import Question
from autograder.sandbox.hidden import Answer
from autograder.sandbox.run import do as run_job
from autograder.text import plain, say
from course_utils import exchange, exercises
from course_utils.exchange import Arrays
from course_utils.exercises.kit import hidden_images
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.kit.task import Finding, lost

MOST_VALUES_SHOWN = 12  # values of a small array that are shown


class Replayed(NamedTuple):
    """One question with its answer: arrays, or why there are none, and the findings about it."""

    question: Question
    answer: Arrays | str
    findings: list[Finding]


def replayed(question: Question, answers: dict[str, Answer]) -> Replayed:
    """Return a question together with the answer that came back, in the kernel's own words."""
    answers = {name: replace(one, late=False) for name, one in answers.items()}
    try:
        answer = judge.answer_to(question, answers)
    except judge.Lost as error:
        return Replayed(question, str(error), lost(question.task, str(error)))
    return Replayed(question, answer, judge.findings_on(question, answer))


def replay(
    course: Path,
    assignment: str,
    student: str,
    task: str,
    case: int | None = None,
    save: Path | None = None,
) -> str:
    """Ask one submission again and describe what happens.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        student: The student's id.
        task: The graded cell's id.
        case: Which of its questions, from 0; all if none is given.
        save: A folder for the arrays, one ``.npz`` a question.

    Returns:
        The description, plain text that names no seed.

    Raises:
        RerunError: There is no such submission, task or case, or it changed since it was graded.
    """
    tasks = exercises.tasks(assignment)
    if task not in tasks:
        raise RerunError(
            f"{assignment} has no task '{task}' that is judged automatically. "
            f"It has: {', '.join(tasks) or 'none'}."
        )
    if case is not None and not 0 <= case < tasks[task].cases:
        raise RerunError(
            f"The task '{task}' asks {tasks[task].cases} questions: give --case 0 to "
            f"{tasks[task].cases - 1}."
        )
    with rerun.taken(course, assignment, student) as graded:
        ask = Asking(config=load_settings())
        asked = ask.ask(course, assignment, student, graded.digest, graded.folder)
        shows = display.read_shows(course / "source" / assignment / f"{assignment}.ipynb")
        job = ask.job(asked, graded.notebook, graded.folder, shows)
        outcome = run_job(job)
    if outcome.error:
        raise RerunError(f"The notebook could not be run: {outcome.error}")
    verdicts = asking.verdicts(asked, asking.with_outputs(graded.notebook, job, outcome), outcome)
    if graded.digest != graded.record["digest"]:
        raise RerunError(
            f"What '{student}' handed in is not what was graded on {graded.record['when'][:10]}, "
            "so its questions are others. Grade it again first: "
            f"nbgrader autograde {assignment} --student={student} --force"
        )
    questions = [one for one in asked.questions if one.task.name == task]
    found = [replayed(question, outcome.answers) for question in questions]
    shown = [one for one in found if case is None or one.question.case == case]
    if save is not None:
        save_arrays(shown, save)
    result = verdicts.get(task)
    return "\n\n".join([heading(graded, task, result), *map(described, shown)])


def heading(graded: rerun.Graded, task: str, result: judge.Verdict | None) -> str:
    """Return lines on what the submission earned when it was graded, and what it earns now."""
    then = graded.record["tasks"].get(task)
    before = then["points"] if then else None
    lines = [f"{graded.student}, {graded.assignment}, {task}"]
    if then and before is not None:
        lines.append(f"Graded {graded.record['when']}: {before:g} of {then['maximum'] or 0:g}")
    if result is not None:
        lines.append(f"Now: {result.points:g} of {result.maximum:g}")
        lines += [plain(note) for note in result.notes]
        if before is not None and abs(before - result.points) >= 0.005:
            lines.append(
                "The two differ: the answers depend on something besides the question, such as "
                "time or an unseeded generator, or the course's exercises have changed."
            )
    return "\n".join(lines)


def described(one: Replayed) -> str:
    """Describe one question, its answer, the right one and the findings, one below another."""
    question = one.question
    lines = [f"Question {question.case}:", *table(question.asked)]
    if isinstance(one.answer, str):
        lines += ["Answer: none.", f"  {plain(one.answer)}"]
    elif question.task.kind == "predictor":
        lines += ["Answer:", *predictions(question, one.answer)]
    else:
        lines += ["Answer:", *table(one.answer)]
        right = {n: a for n, a in question.expected.items() if not n.startswith(PREFIX)}
        if right:
            lines += ["Right:", *table(right), *differences(right, one.answer)]
        else:
            lines.append("Right: any answer with the properties below.")
    lines.append("Findings:")
    for finding in one.findings:
        lines.append(f"  {finding.property}: {100 * finding.passed:.0f} % of its share")
        lines.append(f"    {plain(finding.sentence)}")
    return "\n".join(lines)


def table(arrays: Arrays) -> list[str]:
    """Return a line for each array: name, type, shape, range, and its values if they are few."""
    return [f"  {plain(name)[:40]}: {summary(array)}" for name, array in arrays.items()]


def summary(array: Any) -> str:
    """Describe one array in a line."""
    array = np.asarray(array)
    if array.dtype.kind == "U":
        return (
            repr(plain(str(array.ravel()[0]))[:200]) if array.size == 1 else f"{array.size} texts"
        )
    text = f"{array.dtype} {array.shape}"
    if array.size == 0:
        return text
    if array.size <= MOST_VALUES_SHOWN:
        return (
            f"{text} = {np.array2string(array, precision=5, separator=', ').replace(chr(10), '')}"
        )
    values = array.astype(np.float64)
    finite = values[np.isfinite(values)]
    lost = values.size - finite.size
    spread = (
        f"{finite.min():.5g} to {finite.max():.5g}, mean {finite.mean():.5g}" if finite.size else ""
    )
    return f"{text}, {spread}" + (f", {lost} not finite" if lost else "")


def differences(expected: Arrays, answer: Arrays) -> list[str]:
    """Say where each answered array differs most from the right one, with both values."""
    lines = []
    for name, right in expected.items():
        given = answer.get(name)
        if given is None:
            lines.append(f"  {name} is missing in the answer.")
            continue
        if given.shape != right.shape or "U" in (given.dtype.kind, right.dtype.kind):
            if given.shape != right.shape:
                lines.append(f"  {name}: shape {given.shape} instead of {right.shape}.")
            continue
        off = np.abs(given.astype(np.float64) - right.astype(np.float64))
        off[~np.isfinite(off)] = np.inf
        if not off.size or not off.max():
            lines.append(f"  {name}: equal.")
            continue
        place = tuple(int(i) for i in np.unravel_index(int(off.argmax()), off.shape))
        at = f" at {place}" if place else ""
        lines.append(
            f"  {name} differs most{at}: {given[place]:.6g} instead of {right[place]:.6g} "
            f"(off by {off[place]:.3g}); {int((off > 0).sum()):,} of {off.size:,} values differ."
        )
    return lines


def predictions(question: Question, answer: Arrays) -> list[str]:
    """Return a predictor's accuracies and its commonest confusions on hidden images."""
    measured = hidden_images.accuracies(question.expected, answer)
    if not measured:
        return ["  no table of scores", *table(answer)]
    lines = [
        f"  {name}: {100 * measured[f'{name}_accuracy']:.2f} % of "
        f"{measured[f'{name}_count']:,} images"
        for name in ("hidden", "visible")
        if f"{name}_count" in measured
    ]
    hidden = ~hidden_images.visible_ones(question.expected)
    confusion = np.array(judge.confusions(question.expected, answer, hidden))
    lines.append("  guesses by class, 0 to 9: " + ", ".join(map(str, confusion.sum(axis=0))))
    np.fill_diagonal(confusion, 0)
    commonest = np.argsort(-confusion, axis=None, kind="stable")[:5]
    for right, given in zip(*np.unravel_index(commonest, confusion.shape), strict=True):
        if confusion[right, given]:
            lines.append(f"  {confusion[right, given]} times class {given} instead of {right}")
    return lines


def save_arrays(shown: list[Replayed], folder: Path) -> None:
    """Write each case's question, answer and right answer; a predictor's has hidden images."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in shown:
        arrays = {f"asked/{name}": array for name, array in one.question.asked.items()}
        arrays |= {f"right/{name}": array for name, array in one.question.expected.items()}
        if not isinstance(one.answer, str):
            arrays |= {f"answer/{name}": array for name, array in one.answer.items()}
        exchange.write(folder / f"{one.question.task.name}.{one.question.case}.npz", arrays)


def run(options: argparse.Namespace) -> int:
    """Run the command ``replay``: ask a submission again."""
    where = course_folder(), options.assignment, options.student, options.task
    say(replay(*where, options.case, options.save))
    return 0
