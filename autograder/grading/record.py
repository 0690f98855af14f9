"""The record of a judgement: what each submission was given, why, and what was measured.

``course/judged/ASSIGNMENT/STUDENT.json`` is readable by its owner alone. It holds no seed and no
image; the audit and reports read it, and so does the next grading of the same student.
"""

import hashlib
import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, NotRequired, TypedDict, TypeGuard

from nbformat import NotebookNode
from nbgrader import utils

from autograder.course import RECORDS, find_assignment, gradebook, replacing
from autograder.grading.judge import RunFacts, Verdict
from course_utils import exercises, runs
from course_utils.errors import CourseError

FORMAT = 1
Number = float | int | None  # None stands for what JSON cannot hold: NaN and infinities


class FindingRecord(TypedDict):
    """What was found of one property of an answer; see ``kit.properties.Finding``."""

    property: str
    share: Number
    passed: Number
    sentence: str


class TaskRecord(TypedDict):
    """What one graded cell earned, and why.

    Attributes:
        points: What it earned.
        maximum: What it is worth.
        findings: Of each property.
        notes: What else is said to the student.
        measured: Numbers by name, such as ``hidden_accuracy``.
        confusion: How often each class was taken for which, where images were classified.
        runs: What is kept of the runs that it rests on, by the name of the folder; earlier records
            have none.
    """

    points: Number
    maximum: Number
    findings: list[FindingRecord]
    notes: list[str]
    measured: dict[str, Number]
    confusion: list[list[int]] | None
    runs: NotRequired[dict[str, RunFacts]]


class Record(TypedDict):
    """What is kept of one judgement.

    Attributes:
        format: :data:`FORMAT`.
        assignment: Its id.
        student: Its id.
        data: The data set that was graded on.
        digest: Of the submission; see ``intake.submission.digest``.
        sandboxed: Whether the kernel was in a sandbox; ``None`` where none ran.
        timings: Where the seconds went, by stage.
        when: When it was judged, in ISO format.
        versions: Of Python and of the packages that decide a grade.
        points: The sum over all graded cells.
        maximum: What they are worth together.
        notes: What happened to the submission, in sentences.
        tasks: What each graded cell earned, by grade id.
        answers: The SHA-256 of each answer that a person grades, by grade id.
        worth: The points of each graded cell then, by grade id; earlier records have none.
        own_network: Whether a network of the notebook is its author's own work; earlier records do
            not say.
        hand_ins: The fingerprints of the student's hand-ins so far; see :class:`HandIns`.
        hand_in: That of this one.
    """

    format: int
    assignment: str
    student: str
    data: str
    digest: str
    sandboxed: bool | None
    timings: dict[str, float]
    when: str
    versions: dict[str, str]
    points: float
    maximum: float
    notes: list[str]
    tasks: dict[str, TaskRecord]
    answers: dict[str, str]
    worth: NotRequired[dict[str, float]]
    own_network: NotRequired[bool]
    hand_ins: NotRequired[list[str]]
    hand_in: NotRequired[str]


def make(nb: NotebookNode, resources: dict[str, Any]) -> Record:
    """Return the record of a submission that was just graded.

    Args:
        nb: The graded notebook.
        resources: With ``verdicts`` by grade id, ``notes``, and ``judged``: data set, digest of the
            submission, whether its kernel was in a sandbox, and where its seconds went.
    """
    names = resources["nbgrader"]
    verdicts: dict[str, Verdict] = resources.get("verdicts", {})
    facts = resources.get("judged", {})
    return {
        "format": FORMAT,
        "assignment": names["assignment"],
        "student": names["student"],
        "data": facts.get("data", ""),
        "digest": facts.get("digest", ""),
        "sandboxed": facts.get("sandboxed"),
        "timings": {name: round(seconds, 3) for name, seconds in facts.get("timings", {}).items()},
        "when": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "versions": runs.versions(),
        "points": round(sum(verdict.points for verdict in verdicts.values()), 2),
        "maximum": sum(verdict.maximum for verdict in verdicts.values()),
        "notes": [str(note) for note in resources.get("notes", [])],
        "tasks": {name: about_task(verdict) for name, verdict in sorted(verdicts.items())},
        "answers": answers(nb),
        "worth": worth(nb),
        "own_network": own_network(nb, resources),
    }


def worth(nb: NotebookNode) -> dict[str, float]:
    """Return the points of each graded cell, by grade id."""
    own = (cell.metadata.get("nbgrader", {}) for cell in nb.cells)
    return {one["grade_id"]: float(one["points"]) for one in own if "points" in one}


def outdated(record: Record, now: dict[str, float]) -> str:
    """Return why a submission has to be graded again, in a sentence, or ''.

    Args:
        record: What was recorded when it was graded.
        now: The points of each graded cell today, by grade id.
    """
    then = record.get("worth")
    tasks = record.get("tasks", {}).items()
    known = then or {name: one["maximum"] for name, one in tasks if one["maximum"] is not None}
    changed = [
        f"{name} was worth {known[name]:g} and is worth {points:g} points now"
        for name, points in now.items()
        if known.get(name) not in (None, points)
    ]
    changed += [f"{name} is new" for name in now if then is not None and name not in known]
    return f"A regrade is due, since {', '.join(changed)}." if changed else ""


def own_network(nb: NotebookNode, resources: dict[str, Any]) -> bool:
    """Return whether a network of the notebook is its author's own work, not the course's code.

    That is so where the notebook asks for code that no task checks, such as ``inference``, and its
    author puts layers together there. Everywhere else equal weights are equal by right: one course,
    one seed.

    Args:
        nb: The graded notebook.
        resources: With ``released``, what its cells were; where that is missing, nothing is.
    """
    release = resources.get("released")
    tasks = exercises.tasks(resources["nbgrader"]["assignment"])
    for cell in nb.cells:
        own = cell.metadata.get("nbgrader", {})
        name = str(own.get("grade_id", ""))
        if not own.get("solution") or own.get("grade") or name.removesuffix("_solution") in tasks:
            continue
        original = release.originals.get(name) if release else None
        changed = original is not None and original.source.strip() != cell.source.strip()
        if changed and "layers" in cell.source:
            return True
    return False


def about_task(verdict: Verdict) -> TaskRecord:
    """Return a record's part about one graded cell; a number that is not finite is ``None``."""
    return {
        "points": finite(verdict.points),
        "maximum": finite(verdict.maximum),
        "findings": [
            {
                "property": finding.property,
                "share": finite(finding.share),
                "passed": finite(finding.passed),
                "sentence": finding.sentence,
            }
            for finding in verdict.findings
        ],
        "notes": list(verdict.notes),
        "measured": {name: finite(value) for name, value in sorted(verdict.measured.items())},
        "confusion": verdict.confusion,
        "runs": verdict.runs,
    }


def finite(value: float) -> Number:
    """Return a number to six decimals, or ``None`` for one that JSON does not have."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return round(float(value), 6) if math.isfinite(value) else None


def regrade_due(course: Path, assignment: str) -> list[str]:
    """Return the students whose submissions were graded out of other points than there are now."""
    due = []
    with gradebook(course) as book:
        for submission in find_assignment(book, assignment).submissions:
            kept = read_record(course, assignment, submission.student_id)
            grades = (grade for notebook in submission.notebooks for grade in notebook.grades)
            if kept and outdated(kept, {one.name: one.max_score for one in grades}):
                due.append(submission.student_id)
    return sorted(due)


def answers(nb: NotebookNode) -> dict[str, str]:
    """Return the SHA-256 of each answer that is graded by hand, by grade id."""
    return {
        cell.metadata["nbgrader"]["grade_id"]: hashlib.sha256(cell.source.encode()).hexdigest()
        for cell in nb.cells
        if by_hand(cell)
    }


def by_hand(cell: NotebookNode) -> bool:
    """Return whether a person grades this cell."""
    return utils.is_task(cell) or (utils.is_grade(cell) and utils.is_solution(cell))


def record_file(course: Path, assignment: str, student: str) -> Path:
    """Return the path of a submission's record."""
    return course / RECORDS / assignment / f"{student}.json"


class HandIns(NamedTuple):
    """What is known of a student's hand-ins, by their fingerprints.

    Attributes:
        counted: Those that a kernel has run, the oldest first. One that came back after another one
            is there twice: its code sees the clock, and may have done something else.
        latest: That of the last one, whether a kernel ran it or not; '' if there is none.
    """

    counted: list[str]
    latest: str

    def graded_again(self, fingerprint: str) -> bool:
        """Return whether this is the last one, graded anew, which tells its author nothing new."""
        return fingerprint == self.latest and fingerprint in self.counted


def hand_ins(path: Path) -> HandIns:
    """Return what is known of a student's hand-ins.

    Raises:
        CourseError: The record is damaged, so nobody knows.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        found = kept.get("hand_ins", [])
        latest = kept.get("hand_in", found[-1] if found else "")
    except FileNotFoundError:
        return HandIns([], "")
    except (OSError, ValueError, AttributeError, TypeError, LookupError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in [*found, latest]):
        raise CourseError(
            f"{path} is damaged, so nobody knows how many hand-ins were graded. Bring it back from "
            "a backup, or delete it to begin to count anew."
        )
    return HandIns(found, latest)


def add_note(path: Path, note: str) -> None:
    """Add a sentence for the student to a record, unless it is there or there is no record."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    if note not in record["notes"]:
        record["notes"].append(note)
        write(path, record)


def write(path: Path, record: Record) -> None:
    """Write a record, complete or not at all."""
    text = json.dumps(record, indent=1, sort_keys=True, allow_nan=False)
    with replacing(path) as file:
        file.write(text.encode())


def read_record(course: Path, assignment: str, student: str) -> Record | None:
    """Return the record of a submission, or ``None`` if there is none that can be read."""
    try:
        text = record_file(course, assignment, student).read_text(encoding="utf-8")
        record = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return None
    return record if usable(record) else None


def usable(record: object) -> TypeGuard[Record]:
    """Return whether a record is one, so that a damaged one costs its student the details alone."""
    return (
        isinstance(record, dict)
        and record.get("format") == FORMAT
        and {"assignment", "student", "data", "sandboxed", "digest", "answers"} <= record.keys()
        and isinstance(record.get("notes"), list)
        and isinstance(record.get("tasks"), dict)
        and all(
            isinstance(task, dict) and {"points", "maximum", "findings", "notes"} <= task.keys()
            for task in record["tasks"].values()
        )
    )


def read_all(course: Path, assignment: str) -> list[Record]:
    """Return the records of an assignment, sorted by student."""
    paths = sorted((course / RECORDS / assignment).glob("[!.]*.json"))
    found = (read_record(course, assignment, path.name.removesuffix(".json")) for path in paths)
    return [record for record in found if record is not None]
