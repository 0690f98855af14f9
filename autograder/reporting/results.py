"""What a class got: points from the gradebook, and what was measured from the judges' records.

``failures`` counts what the judge found over a class: which property fails how often, and in which
words. Some sentences hold what a student's code said. A page about the whole class repeats none of
those but their kind: they could name somebody, or address the reader.
"""

import argparse
import builtins
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Assignment, Grade, Gradebook

from autograder.course import cells_in_order, course_folder, find_assignment, gradebook
from autograder.grading import flags, judge
from autograder.grading.judge import RunMissing
from autograder.grading.record import Record, TaskRecord, outdated, read_record
from autograder.text import plain, say, terminal
from course_utils import exercises
from course_utils.evaluation import wilson_interval
from course_utils.exchange import ExchangeError
from course_utils.runs import Run

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LONGEST_HOW = 500  # characters of how adopted weights were trained
RAISED = re.compile(r"Your code raised (\w+)\b")
ENDED = re.compile(r"Cell \[\d*\] above it ended in an error: (\w+)\b")
# What the course itself says where no answer can be judged; the numbers in it may differ.
OWN = (
    "No answer came back from this cell.",
    "Your function is not written yet. Replace its stub, run its cell, then this one.",
    "Your code asked Python to exit. Remove exit() and quit(); return a value instead.",
    "predict must return one row of ten scores for each image.",
    "predict must return numbers.",
    "Fewer scores came back when images were asked again.",
    "All scores are NaN or infinite. Did training diverge? Lower the learning rate.",
)
PRIVATE = "No usable answer; the feedback of each submission says why."


class Accuracy(NamedTuple):
    """One accuracy on hidden images.

    Attributes:
        task: The graded cell.
        data: The data set it was measured on; empty if the record does not say.
        share: The accuracy, 0..1.
        low: The lower end of its 95 % interval.
        high: The upper end.
        gap: How it compares with the visible accuracy, if that was measured.
    """

    task: str
    data: str
    share: float
    low: float
    high: float
    gap: flags.Gap | None


class Cell(NamedTuple):
    """One cell's points.

    Attributes:
        name: Its grade id.
        points: What it is worth to the student, extra credit included.
        maximum: The most.
        waits: Whether a person still has to look at it.
        given: What the grader gave, where a person gave something else; ``None`` elsewhere.
        extra: Extra credit, a part of ``points``.
    """

    name: str
    points: float
    maximum: float
    waits: bool
    given: float | None = None
    extra: float = 0.0


class Result(NamedTuple):
    """What one submission got: the grade that every table and every page shows, and why.

    Attributes:
        student: The student's id.
        points: The total, a late penalty taken off.
        maximum: The most.
        cells: Its graded cells, in order.
        record: The judge's record, if there is one.
        accuracies: Its accuracies on hidden images.
        adopted: Of its runs those whose weights ``training.fit`` did not train, by name, with what
            they say about it; untrusted.
        penalty: The points that are taken off for handing in late.
        handed_in: When it was handed in, in UTC; ``None`` if nobody knows.
    """

    student: str
    points: float
    maximum: float
    cells: list[Cell]
    record: Record | None
    accuracies: list[Accuracy]
    adopted: tuple[tuple[str, str], ...] = ()
    penalty: float = 0.0
    handed_in: datetime | None = None

    @property
    def earned(self) -> float:
        """The points before a late penalty: those of the cells."""
        return self.points + self.penalty

    @property
    def due(self) -> str:
        """Why it has to be graded again, in a sentence, or ''."""
        worth = {cell.name: cell.maximum for cell in self.cells}
        return outdated(self.record, worth) if self.record else ""

    @property
    def reasons(self) -> list[str]:
        """Why the total is not what the grader alone gave, in sentences."""
        said = [self.due] if self.due else []
        if self.penalty:
            said.append(
                f"{self.penalty:.2f} of {self.earned:.2f} points are taken off for handing in late."
            )
        for cell in self.cells:
            if cell.given is not None:
                own = cell.points - cell.extra
                said.append(f"A person changed {cell.name} from {cell.given:g} to {own:g} points.")
            if cell.extra:
                said.append(f"{cell.name} includes {cell.extra:g} points of extra credit.")
        counted = {cell.name for cell in self.cells}
        for name, task in self.tasks.items():
            if name not in counted:
                said.append(f"{name} no longer counts; here it had {task['points'] or 0:g} points.")
        waiting = ", ".join(cell.name for cell in self.cells if cell.waits)
        if waiting:
            said.append(f"This total is provisional: a person still grades {waiting}.")
        return said

    @property
    def tasks(self) -> dict[str, TaskRecord]:
        """What the judge's record says of each graded cell; nothing without a record."""
        return self.record["tasks"] if self.record else {}

    @property
    def timings(self) -> dict[str, float]:
        """Return where its time went, in seconds by stage; nothing where that is not known."""
        return self.record.get("timings", {}) if self.record else {}

    @property
    def provisional(self) -> bool:
        """Whether a person still has to grade a part of it."""
        return any(cell.waits for cell in self.cells)


class Results(NamedTuple):
    """An assignment: its id, the most points, who handed in, and how many did not."""

    assignment: str
    maximum: float
    results: list[Result]
    absent: int

    @property
    def median(self) -> float:
        """The median of the points; 0 if nobody handed in."""
        return statistics.median(one.points for one in self.results) if self.results else 0.0

    @property
    def due(self) -> list[str]:
        """The students whose submissions have to be graded again."""
        return [one.student for one in self.results if one.due]

    def tasks_measured(self) -> list[str]:
        """Return the graded cells that measured somebody's accuracy, in order."""
        found = (accuracy.task for one in self.results for accuracy in one.accuracies)
        return list(dict.fromkeys(found))


def read(course: Path, wanted: Iterable[str] = (), student: str | None = None) -> list[Results]:
    """Return the results of assignments.

    Args:
        course: The course's folder.
        wanted: Assignments by id; all that somebody handed in if none is named.
        student: Only this student's.

    Raises:
        CourseError: There is no gradebook, or it does not know an assignment.
    """
    names = list(dict.fromkeys(wanted))
    with gradebook(course) as book:
        chosen = [find_assignment(book, name) for name in names] or [
            one for one in sorted(book.assignments, key=lambda one: one.name) if one.submissions
        ]
        return [results_of(course, book, one, student) for one in chosen]


def results_of(course: Path, book: Gradebook, assignment: Assignment, only: str | None) -> Results:
    """Return the results of one assignment, sorted by the student's id."""
    found, order = [], cells_in_order(assignment.name)
    for submission in sorted(assignment.submissions, key=lambda one: one.student.id):
        student = submission.student.id
        if only is not None and student != only:
            continue
        cells = [
            cell_of(grade)
            for notebook in submission.notebooks
            for grade in sorted(notebook.grades, key=lambda one: place(order, one.name))
        ]
        record = read_record(course, assignment.name, student)
        earned = sum(cell.points for cell in cells)
        penalty = min(earned, submission.late_submission_penalty or 0.0)
        found.append(
            Result(
                student,
                earned - penalty,
                submission.max_score,
                cells,
                record,
                accuracies(record) if record else [],
                adopted_runs(course, assignment.name, student),
                penalty,
                submission.timestamp,
            )
        )
    return Results(
        assignment.name,
        assignment.max_score,
        found,
        max(0, len(book.students) - len(assignment.submissions)),
    )


def cell_of(grade: Grade) -> Cell:
    """Return what one cell of a submission is worth, and what a person has changed about it."""
    changed = grade.auto_score is not None and grade.manual_score not in (None, grade.auto_score)
    return Cell(
        grade.name,
        grade.score,
        grade.max_score,
        bool(grade.needs_manual_grade),
        grade.auto_score if changed else None,
        grade.extra_credit or 0.0,
    )


def adopted_runs(course: Path, assignment: str, student: str) -> tuple[tuple[str, str], ...]:
    """Return the runs of a submission that were not made by ``training.fit``, and how they were."""
    return tuple(
        (name, plain(run.adopted)[:LONGEST_HOW])
        for name, run in run_records(course, assignment, student)
        if run.adopted
    )


def run_records(course: Path, assignment: str, student: str) -> Iterator[tuple[str, Run]]:
    """Yield the runs that a submission carries, by name, untrusted."""
    folder = course / "submitted" / student / assignment
    for name in exercises.runs_needed(assignment):
        if any(path.is_symlink() for path in (folder, folder.parent, folder / name)):
            continue  # it may lead to another student's
        try:
            run = judge.read_run(folder, assignment, name)
        except RunMissing:
            continue
        yield name, run


def place(order: list[str], cell: str) -> tuple[int, str]:
    """Return a key that sorts graded cells as the notebook has them, and unknown ones last."""
    return (order.index(cell) if cell in order else len(order), cell)


def accuracies(record: Record) -> list[Accuracy]:
    """Return the accuracies that a record holds, each with its interval."""
    found = []
    for task, about in record["tasks"].items():
        measured = about.get("measured", {})
        share, count = measured.get("hidden_accuracy"), measured.get("hidden_count")
        if share is None or not count:
            continue
        low, high = wilson_interval(round(share * count), int(count))
        gap = flags.gap(measured, record["assignment"], record["data"])
        found.append(Accuracy(task, record["data"], share, low, high, gap))
    return found


def cut_offs(assignment: str, accuracy: Accuracy) -> tuple[float, float] | None:
    """Return the accuracies, 0..1, where points begin and are full; ``None`` without a ramp."""
    task = exercises.tasks(assignment).get(accuracy.task)
    if task is None or task.cut_offs is None:
        return None
    try:
        ends = task.cut_offs(accuracy.data)
        return float(ends["low"]), float(ends["high"])
    except (ExchangeError, KeyError):
        return None


# ---- the table of grades -------------------------------------------------------------------------


def grade_table(assignment: str, course: Path | None = None) -> str:
    """Return a table of students, their points in each graded cell, their totals, and the reasons.

    Raises:
        CourseError: The gradebook knows no such assignment.
    """
    (found,) = read(course or course_folder(), [assignment])
    worth = {cell.name: cell.maximum for one in found.results for cell in one.cells}
    late = ["late"] if any(one.penalty for one in found.results) else []
    header = ["student", *[f"{name} ({most:g})" for name, most in worth.items()], *late, "total"]
    rows = []
    for one in found.results:
        points = {cell.name: f"{cell.points:.2f}" for cell in one.cells}
        rows.append(
            [
                terminal(one.student, 60),
                *[points.get(name, "") for name in worth],
                *[f"{-one.penalty:.2f}" for _ in late],
                f"{one.points:.2f}",
            ]
        )
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = [
        "  ".join(
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in [header, *rows]
    ]
    reasons = [
        f"{row[0]}: {' '.join(one.reasons)}"
        for row, one in zip(rows, found.results, strict=True)
        if one.reasons
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:], *reasons])


def run(options: argparse.Namespace) -> int:
    """Run the command ``grades``: print the table of grades."""
    say(grade_table(options.assignment))
    return 0


# ---- what failed ---------------------------------------------------------------------------------


class Failure(NamedTuple):
    """One property of one task that submissions failed.

    Attributes:
        task: The graded cell.
        property: What was judged.
        failed: How many submissions earned nothing for it.
        partly: How many earned a part.
        of: How many were judged on this task.
        sentences: The commonest sentences, with how many submissions got each.
    """

    task: str
    property: str
    failed: int
    partly: int
    of: int
    sentences: list[tuple[str, int]]


def failures(results: Iterable[Result], most: int = 3) -> list[Failure]:
    """Count the failures of a class, the commonest of each task first.

    Args:
        results: The class.
        most: How many sentences to give for each property.
    """
    judged: Counter[str] = Counter()
    said: dict[tuple[str, str], list[tuple[bool, str]]] = defaultdict(list)
    for result in results:
        for task, about in result.tasks.items():
            judged[task] += 1
            for one in missed(task, about):
                said[task, one[0]].append(one[1:])
    found = []
    for (task, judged_on), cases in said.items():
        alike: dict[str, list[str]] = defaultdict(list)
        for _, sentence in cases:
            alike[template(sentence)].append(sentence)
        commonest = sorted(alike.values(), key=len, reverse=True)[:most]
        found.append(
            Failure(
                task,
                judged_on,
                sum(not partly for partly, _ in cases),
                sum(partly for partly, _ in cases),
                judged[task],
                [(of_several(same), len(same)) for same in commonest],
            )
        )
    tasks = list(judged)
    return sorted(found, key=lambda one: (tasks.index(one.task), -one.failed, -one.partly))


def missed(task: str, about: TaskRecord) -> Iterable[tuple[str, bool, str]]:
    """Yield the properties not earned in full: name, whether a part was earned, sentence."""
    for one in about["findings"]:
        if one["passed"] is not None and one["passed"] >= 1:
            continue
        name = task.replace("_", " ")
        whole = (one["share"] or 0) >= 1 and one["property"] == name
        partly = bool(one["passed"])
        sentence = public(one["sentence"]) if whole and not partly else one["sentence"]
        yield ("no answer" if sentence == PRIVATE else one["property"]), partly, sentence
    if not about["findings"]:
        yield "not judged", False, "The notebook could not be graded."


def public(sentence: str) -> str:
    """Return a sentence about a task that was lost as a whole, without any student's words."""
    for own in OWN:
        if sentence.startswith(own):
            return own
    if re.fullmatch(r"(Only|Accuracy) [\d.,]+ %[^\"'`]*", sentence):
        return sentence
    for pattern, text in (
        (RAISED, "The code raised {}."),
        (ENDED, "A cell above ended in {}."),
    ):
        if found := pattern.search(sentence):
            kind = getattr(builtins, found[1], None)
            known = isinstance(kind, type) and issubclass(kind, BaseException)
            return text.format(found[1] if known else "an error of another package")
    return PRIVATE


def template(sentence: str) -> str:
    """Return a sentence without its numbers, so that sentences that say the same count as one."""
    return NUMBER.sub("#", sentence)


def of_several(sentences: list[str]) -> str:
    """Return one sentence for several of one template, without the numbers of a single student."""
    columns = zip(*map(NUMBER.findall, sentences), strict=True)
    shared = iter([len(sentences) > 1 and len(set(column)) == 1 for column in columns])
    return NUMBER.sub(lambda found: found[0] if next(shared) else "…", sentences[0])
