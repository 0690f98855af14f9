"""Judges answers: what each earns, and the words that explain it to its author.

``judge_all`` reads the answers that a kernel left in an exchange folder, untrusted, and compares
each with what is expected. What a submission's run lets one say about it is added (``about_run``).
:class:`Judge` then writes the verdicts into the graded cells, the last word before the gradebook:
nbgrader reads a cell's score from its outputs, the first decisive one first. So exactly one
``execute_result`` comes first, with the points as a plain number; whatever the kernel wrote in
that cell follows as text that decides nothing.
"""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypedDict

import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading import withheld
from autograder.grading.questions import Question
from autograder.sandbox.hidden import Answer
from autograder.text import page, plain
from course_utils import exchange, exercises, runs
from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import evidence
from course_utils.exercises.kit.answers import harmless
from course_utils.exercises.kit.hidden_images import accuracies, visible_ones
from course_utils.exercises.kit.task import Finding, compared, first_cause, lost, worst
from course_utils.runs import Run

LONGEST_OUTPUT_CHARACTERS = 4_000  # characters of a cell's own output that the feedback repeats


class RunFacts(TypedDict, total=False):
    """What is kept of a handed-in run, to compare it with others and with its network.

    Records of earlier versions say less, or nothing.

    Attributes:
        id: Its random id; '' if it has none.
        lacks_id: Whether it has none although the version of the course that made it draws one.
        lacks_settings: Whether it says nothing of its training although that version writes it.
        weights: The SHA-256 of its weights.
        data: The data set that it says it was trained on.
        steps: How many steps it says were made.
        adopted: Whether its weights were not trained by ``training.fit``.
        accuracy: The last accuracy that it says, 0..1, of weights that are not averaged; ``None``
            where none is said.
    """

    id: str
    lacks_id: bool
    lacks_settings: bool
    weights: str
    data: str
    steps: int
    adopted: bool
    accuracy: float | None


@dataclass(frozen=True)
class Verdict:
    """The judgement on one graded cell.

    Attributes:
        points: What was earned, rounded to two decimals, within 0..maximum.
        maximum: What could be earned.
        findings: One for each property, the worst over all cases.
        notes: Sentences about the submission as a whole, such as a missing run.
        measured: Numbers for the instructor, such as a predictor's accuracies; worth nothing.
        confusion: Of a predictor, how many visible images of each class, a row, were taken for each
            class, a column; empty if nothing was measured.
        runs: What is kept of the runs that it rests on, by the name of the folder.
    """

    points: float
    maximum: float
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    measured: dict[str, float | int] = field(default_factory=dict)
    confusion: list[list[int]] = field(default_factory=list)
    runs: dict[str, RunFacts] = field(default_factory=dict)


class Lost(Exception):
    """No usable answer came back; the message says why, in a sentence."""


class About(NamedTuple):
    """What is known of a submission's run.

    Attributes:
        notes: Sentences for the feedback: what is missing or does not match.
        missing: Whether a run is needed and none came that can be read. Then nothing can be earned
            on hidden images: whatever answers was made while grading.
        runs: What is kept of each run, by the name of its folder.
    """

    notes: list[str]
    missing: bool = False
    runs: Mapping[str, RunFacts] = MappingProxyType({})


class RunMissing(Exception):
    """A submission that needs a run carries none, or a damaged one; the message is a sentence."""


def judge_all(
    nb: NotebookNode,
    questions: list[Question],
    answers: dict[str, Answer],
    about: dict[str, About],
    ended: str,
) -> dict[str, Verdict]:
    """Return a verdict for each task that a notebook has a graded cell for.

    Args:
        nb: The executed notebook.
        questions: What it was asked.
        answers: What came back, by the name of its file, untrusted.
        about: By task, what is to be said about the runs that it depends on.
        ended: Why the kernel was ended by its watchdog; empty if it was not.
    """
    verdicts = {}
    errors = [f"The kernel was ended: {ended}."] if ended else []
    lines = max((cell.source.count("\n") + 1 for cell in nb.cells), default=0)
    for cell in nb.cells:
        metadata = cell.metadata.get("nbgrader", {})
        asked = [q for q in questions if q.task.name == metadata.get("grade_id")]
        if metadata.get("grade") and asked:
            result = judge(asked, answers, float(metadata["points"]), lines)
            runs_of_task = about[asked[0].task.name]
            if runs_of_task.missing:  # whatever answered was not trained before
                result = worthless(result)
            result.notes.extend(runs_of_task.notes)
            result.runs.update(runs_of_task.runs)
            if not came_back(answers, asked[0]):
                result.notes.extend(errors[:3])
            verdicts[metadata["grade_id"]] = result
        errors += error_of(cell)
    return verdicts


def judge(
    questions: list[Question], answers: dict[str, Answer], maximum: float, lines: int = 0
) -> Verdict:
    """Judge the answers to one task's questions.

    Args:
        questions: The questions of one task; at least one.
        answers: What came back, by the name of its file. It is read here, untrusted.
        maximum: The cell's points.
        lines: How many lines the longest cell of the notebook has.
    """
    cases: list[list[Finding]] = []
    measured: dict[str, float | int] = {}
    confusion: list[list[int]] = []
    for question in questions:
        try:
            answer = answer_to(question, answers, lines)
        except Lost as error:
            found = lost(question.task, str(error))
        else:
            found = findings_on(question, answer)
            if answers[question.file].late:
                found = withheld.without_values(question.task, found)
            if question.task.kind == "predictor":
                measured.update(accuracies(question.expected, answer))
                seen = visible_ones(question.expected)
                confusion = confusions(question.expected, answer, seen) if measured else []
            elif question.task.kind == "evidence":
                named = question.task.networks, question.task.runs or ()
                measured.update(evidence.measured(*named, question.expected, answer))
        cases.append(found)
    findings = first_cause(worst(cases))
    return Verdict(
        points(findings, maximum), maximum, findings, measured=measured, confusion=confusion
    )


def confusions(expected: Arrays, answer: Arrays, chosen: np.ndarray) -> list[list[int]]:
    """Count the images of each class that were taken for each class.

    Args:
        expected: With ``labels``.
        answer: With ``scores``, a row of ten for each image.
        chosen: bool (N,), which images count.
    """
    guesses = np.nan_to_num(answer["scores"][chosen].astype(np.float64), nan=-np.inf).argmax(axis=1)
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (expected["labels"][chosen], guesses), 1)
    return counts.tolist()


def came_back(answers: dict[str, Answer], question: Question) -> bool:
    """Return whether anything came back for a question."""
    answer = answers.get(question.file, Answer())
    return bool(answer.content or answer.problem)


def answer_to(question: Question, answers: dict[str, Answer], lines: int = 0) -> Arrays:
    """Return what a kernel answered to one question, untrusted.

    Args:
        question: The question.
        answers: What came back, by the name of its file.
        lines: How many lines the longest cell of the notebook has.

    Raises:
        Lost: Nothing came back, or nothing that can be judged.
    """
    came = answers.get(question.file, Answer())
    if not came_back(answers, question):
        raise Lost(
            "No answer came back from this cell. An error above it, an exhausted time limit or a "
            "dead kernel keeps it from running; run the whole notebook from the top to see which."
        )
    try:
        if came.problem:
            raise ExchangeError(came.problem)
        answer = exchange.unpacked(came.content)
    except ExchangeError as error:
        raise Lost(
            withheld.UNREADABLE if came.late else f"The answer could not be read: {error}."
        ) from None
    if came.late:
        answer = withheld.without_words(question.task, answer, lines)
    if "error" in answer:
        raise Lost(harmless(str(answer["error"])))
    return answer


def findings_on(question: Question, answer: Arrays) -> list[Finding]:
    """Return the findings about one answer, or a worthless one if the answer makes no sense."""
    findings = compared(question.task, question.asked, question.expected, answer)
    return [finding._replace(passed=fraction(finding.passed)) for finding in findings]


def worthless(verdict: Verdict) -> Verdict:
    """Return the same verdict, in which no finding earns anything."""
    findings = [finding._replace(passed=0.0) for finding in verdict.findings]
    return dataclasses.replace(verdict, points=0.0, findings=findings)


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


def error_of(cell: NotebookNode) -> list[str]:
    """Return a list with a sentence about the error that ended a cell, or an empty one."""
    return [
        f"Cell [{cell.execution_count}] above it ended in an error: "
        + f"{output.get('ename')}: {output.get('evalue')}"[:300]
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ][:1]


# ---- the runs that a submission carries ----------------------------------------------------------


def read_run(folder: Path, assignment: str, name: str = "") -> Run:
    """Return a submission's run, read with all checks, after its weights were found there.

    Args:
        folder: The submission's folder.
        assignment: The assignment's id.
        name: The run's folder; the assignment's own if it is empty.

    Raises:
        RunMissing: There is none, it cannot be read, or it is no evidence of a training.
    """
    name = name or f"{assignment}.run"
    try:
        return runs.load_trained(folder / name)
    except (runs.RunError, OSError):  # what they say names the grader's own folders
        if not (folder / name / runs.RECORD).exists():
            raise RunMissing(
                f"No run came with this notebook. Nothing is trained while grading: train, save, "
                f"and hand in the folder {name} together with the notebook "
                f"(python -m course_utils.submit {assignment})."
            ) from None
        if not (folder / name / runs.WEIGHTS).exists():
            raise RunMissing(
                f"The run {name} came without its weights, {runs.WEIGHTS}, so it shows nothing. "
                f"Hand in the whole folder (python -m course_utils.submit {assignment})."
            ) from None
        raise RunMissing(
            f"The run {name} is damaged, or says nothing of a training. Train again and hand in "
            "both anew."
        ) from None


def about_run(
    folder: Path, assignment: str, data: str, names: tuple[str, ...] | None = None
) -> About:
    """Return what there is to say about the runs that a submission carries.

    Args:
        folder: The submission's folder.
        assignment: The assignment's id.
        data: The data set that the assignment is graded on.
        names: The runs' folders; those of all tasks of the assignment if it is ``None``.

    Returns:
        What is to be said, each sentence once; nothing if no run is needed.
    """
    found = [
        _about_one(folder, assignment, data, name)
        for name in (exercises.runs_needed(assignment) if names is None else names)
    ]
    notes = dict.fromkeys(note for one in found for note in one.notes)
    facts = {name: about for one in found for name, about in one.runs.items()}
    return About(list(notes), any(one.missing for one in found), facts)


def _about_one(folder: Path, assignment: str, data: str, name: str) -> About:
    """Return what there is to say about one run."""
    try:
        run = read_run(folder, assignment, name)
    except RunMissing as error:
        return About([str(error)], missing=True)
    notes = []
    if run.diverged:
        notes.append(
            f"The loss of your run {name} became NaN. Lower the learning rate and train again."
        )
    if run.data != data:
        notes.append(
            f"Your network was trained on '{run.data[:40]}', but this assignment is graded on "
            f"'{data}'. Set COURSE_DATA to '{data}', train again and hand in both anew."
        )
    mine = runs.versions()
    other = [
        f"{package} {str(run.versions[package])[:20]} (here {mine[package]})"
        for package in ("tensorflow", "keras", "numpy", "course_utils")
        if package in run.versions and run.versions[package] != mine.get(package)
    ]
    if other:
        notes.append(f"Your run was made with {', '.join(other)}.")
    return About(notes, runs={name: facts_of(run)})


def facts_of(run: Run) -> RunFacts:
    """Return what is kept of a handed-in run."""
    accuracy = run.accuracies[-1][1] if run.accuracies else math.nan
    raw = run.settings.get("averages") == "none"
    drawn = plain(run.id).strip()[: runs.ID_CHARACTERS]
    recent = run.versions.get("course_utils") not in runs.BEFORE_IDS
    return {
        "id": drawn,
        "lacks_id": recent and not drawn,
        "lacks_settings": recent and not run.settings,
        "weights": runs.weights_digest(run.directory),
        "data": plain(run.data)[:40],
        "steps": run.steps,
        "adopted": bool(run.adopted),
        "accuracy": accuracy if math.isfinite(accuracy) and raw else None,
    }


# ---- into the notebook ---------------------------------------------------------------------------


class Judge(NbGraderPreprocessor):
    """Replaces what graded cells said about themselves with what the judge found."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Write the verdict of one automatically graded cell; leave all other cells alone."""
        metadata = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not metadata.get("grade") or metadata.get("solution"):
            return cell, resources
        verdict = resources.get("verdicts", {}).get(metadata.get("grade_id"))
        if verdict is None:  # fail closed: no task, no points
            sentence = "No task of this name is known to the grader. Tell your instructor."
            verdict = Verdict(0.0, float(metadata["points"]), notes=[sentence])
        cell.outputs = [
            new_output(
                "execute_result",
                {"text/plain": repr(float(verdict.points)), "text/html": as_html(verdict)},
                execution_count=cell.get("execution_count"),
            ),
            *said(cell),
        ]
        return cell, resources


def refused(nb: NotebookNode, why: str) -> dict[str, Verdict]:
    """Return a verdict of no points for each graded cell of a notebook that cannot be graded."""
    graded = (cell.metadata.get("nbgrader", {}) for cell in nb.cells)
    return {
        own["grade_id"]: Verdict(0.0, float(own["points"]), notes=[why])
        for own in graded
        if own.get("grade")
    }


def said(cell: NotebookNode) -> list[NotebookNode]:
    """Return what the kernel wrote in a cell as one plain text, in a list; empty if nothing."""
    texts = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            texts.append(output.text)
        elif output.output_type == "error":
            # Not the traceback: it would show the hidden end of the cell.
            texts.append(f"{output.get('ename')}: {output.get('evalue')}\n")
    text = "".join(texts).strip()
    if not text:
        return []
    if len(text) > LONGEST_OUTPUT_CHARACTERS:
        text = text[:LONGEST_OUTPUT_CHARACTERS] + "\n... the rest is left out"
    return [new_output("stream", name="stdout", text=f"Your cell wrote:\n{text}\n")]


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
        "<tr>" + "".join(f"<td {cell}>{page(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    table = f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
    notes = "".join(f"<p>{page(note)}</p>" for note in verdict.notes)
    # A person may give others: then the page says both.
    heading = f"<p><b>The grader gave {verdict.points:g} of {verdict.maximum:g} points</b></p>"
    return f"<div class='tex2jax_ignore mathjax_ignore'>{heading}{table}{notes}</div>"
