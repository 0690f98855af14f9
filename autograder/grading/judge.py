"""Verdicts: what an answer earns, and the words that explain it to its author."""

import dataclasses
import html
import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from autograder.grading.questions import Question
from autograder.intake.sanitize import plain
from course_utils import exchange
from course_utils.checks.answers import harmless
from course_utils.checks.predictor import accuracies, visible_ones
from course_utils.checks.task import Finding, Task
from course_utils.exchange import Arrays, ExchangeError


@dataclass(frozen=True)
class Verdict:
    """The judgement on one graded cell.

    Attributes:
        points: What was earned, rounded to two decimals, within 0..maximum.
        maximum: What could be earned.
        findings: One for each property, the worst over all cases.
        notes: Sentences about the submission as a whole, such as a missing run.
        measured: Numbers for the instructor, such as a predictor's accuracies; worth nothing.
        confusion: Of a predictor, how many hidden images of each class, a row, were taken for each
            class, a column; empty if nothing was measured.
    """

    points: float
    maximum: float
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    measured: dict[str, float | int] = field(default_factory=dict)
    confusion: list[list[int]] = field(default_factory=list)


class Lost(Exception):
    """No usable answer came back; the message says why, in a sentence."""


def judge(questions: list[Question], exchange_folder: Path, maximum: float) -> Verdict:
    """Judge the answers to one task's questions.

    Args:
        questions: The questions of one task; at least one.
        exchange_folder: Where the kernel left its answers. They are read here, untrusted.
        maximum: The cell's points.
    """
    worst: dict[str, Finding] = {}
    measured: dict[str, float | int] = {}
    confusion: list[list[int]] = []
    for question in questions:
        try:
            answer = answer_to(question, exchange_folder)
        except Lost as error:
            found = lost(question.task, str(error))
        else:
            found = findings_on(question, answer)
            if question.task.kind == "predictor":
                measured.update(accuracies(question.expected, answer))
                confusion = confusions(question.expected, answer) if measured else []
        for finding in found:
            before = worst.get(finding.property)
            if before is None or finding.passed < before.passed:
                worst[finding.property] = finding
    findings = list(worst.values())
    return Verdict(
        points(findings, maximum), maximum, findings, measured=measured, confusion=confusion
    )


def confusions(expected: Arrays, answer: Arrays) -> list[list[int]]:
    """Count the hidden images of each class that were taken for each class.

    Args:
        expected: With ``labels`` and ``visible``.
        answer: With ``scores``, a row of ten for each image.
    """
    hidden = ~visible_ones(expected)
    guesses = np.nan_to_num(answer["scores"][hidden].astype(np.float64), nan=-np.inf).argmax(axis=1)
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (expected["labels"][hidden], guesses), 1)
    return counts.tolist()


def answer_to(question: Question, exchange_folder: Path) -> Arrays:
    """Return what a kernel answered to one question, untrusted.

    Raises:
        Lost: Nothing came back, or nothing that can be judged.
    """
    path = exchange.answer_file(exchange_folder, question.task.name, question.case)
    try:
        answer = exchange.read(path)
    except FileNotFoundError:
        raise Lost(
            "No answer came back from this cell. An error above it, an exhausted time limit or a "
            "dead kernel keeps it from running; run the whole notebook from the top to see which."
        ) from None
    except ExchangeError as error:
        raise Lost(f"The answer could not be read: {error}.") from None
    if "error" in answer:
        raise Lost(harmless(str(answer["error"])))
    return answer


def findings_on(question: Question, answer: Arrays) -> list[Finding]:
    """Return the findings about one answer, or a worthless one if the answer makes no sense."""
    try:
        return [
            finding._replace(passed=fraction(finding.passed))
            for finding in question.task.compare(question.asked, question.expected, answer)
        ]
    except Exception as error:  # an answer that compare did not foresee must not stop the batch
        sentence = f"The answer has a form that was not asked for ({type(error).__name__})."
        return lost(question.task, sentence)


def worthless(verdict: Verdict) -> Verdict:
    """Return the same verdict, in which no finding earns anything."""
    findings = [finding._replace(passed=0.0) for finding in verdict.findings]
    return dataclasses.replace(verdict, points=0.0, findings=findings)


def lost(task: Task, sentence: str) -> list[Finding]:
    """Return a finding that the whole task earned nothing."""
    return [Finding(task.name.replace("_", " "), 1.0, 0.0, sentence)]


def fraction(value: float) -> float:
    """Return a share clipped to 0..1, or 0 if it is not finite."""
    value = float(value)
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0


def points(findings: list[Finding], maximum: float) -> float:
    """Return the points for findings: the sum of their shares, two decimals, within 0..maximum.

    A task that lost a whole case earns nothing: the lost finding has a share of 1.
    """
    if any(finding.share >= 1 and finding.passed <= 0 for finding in findings):
        return 0.0
    total = sum(finding.share * finding.passed for finding in findings)
    return min(maximum, max(0.0, round(maximum * total, 2)))


def as_text(verdict: Verdict) -> str:
    """Return a verdict as plain lines."""
    lines = [f"{verdict.points:g} of {verdict.maximum:g} points"]
    for finding in verdict.findings:
        mark = "full" if finding.passed >= 1 else "part" if finding.passed > 0 else "none"
        lines.append(f"{finding.property} ({mark}): {finding.sentence}")
    return "\n".join(lines + verdict.notes)


def as_html(verdict: Verdict) -> str:
    """Return a verdict as a small table, all escaped, since students wrote some of it.

    A page's MathJax does not read it either: a formula can be a link.
    """
    cell = "style='text-align: left; vertical-align: top; padding: 0.3em 1em 0.3em 0'"
    rows = [
        (
            finding.property,
            f"{verdict.maximum * finding.share * finding.passed:.2f} of "
            f"{verdict.maximum * finding.share:.2f}",
            finding.sentence,
        )
        for finding in verdict.findings
    ]
    header = "".join(f"<th {cell}>{name}</th>" for name in ("Judged", "Points", "What was seen"))
    body = "".join(
        "<tr>" + "".join(f"<td {cell}>{html.escape(plain(text))}</td>" for text in row) + "</tr>"
        for row in rows
    )
    table = f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
    notes = "".join(f"<p>{html.escape(plain(note))}</p>" for note in verdict.notes)
    heading = f"<p><b>{verdict.points:g} of {verdict.maximum:g} points</b></p>"
    return f"<div class='tex2jax_ignore mathjax_ignore'>{heading}{table}{notes}</div>"
