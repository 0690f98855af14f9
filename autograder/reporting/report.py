"""The class report: one page of HTML about assignments, under pseudonyms.

It loads nothing and names nobody, so it can be shown to the class. Who a pseudonym is follows from
the course's secret; each student's feedback page names their own.
"""

import argparse
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from markupsafe import Markup

from autograder.course import course_folder
from autograder.grading.flags import of_class
from autograder.grading.questions import DRAWN
from autograder.grading.record import Record
from autograder.reporting import figures, pages
from autograder.reporting.figures import Drawn
from autograder.reporting.pages import figure, render, table
from autograder.reporting.pseudonyms import naming
from autograder.reporting.results import Accuracy, Result, Results, cut_offs, failures, read
from autograder.text import say

SHOWN_ROWS = 25  # rows of the leaderboard before the rest folds away
PROVISIONAL = "*"
RUNNING = ("start", "cells")  # the stages in which a submission's own code runs
Naming = Callable[[str], str]
CLASSES = """
{% set nothing %}<p class="note">Nothing has been graded yet.</p>{% endset %}
<h1>Class report</h1>
<p>Made on {{ made }}. {{ who }}</p>
{% for assignment, section in sections %}
<h2>{{ assignment }}</h2>
{{ section or nothing }}
{% else %}
{{ nothing }}
{% endfor %}
"""
SECTION = """
<dl class="facts">
{% for name, value in numbers %}
<div><dt>{{ name }}</dt><dd>{{ value }}</dd></div>
{% endfor %}
</dl>
{% for note in notes %}
<p class="note">{{ note }}</p>
{% endfor %}
<div class="figures">{% for figure in figures %}{{ figure }}{% endfor %}</div>
<h3>Leaderboard</h3>
{{ leaderboard }}
<h3>What failed</h3>
{{ failed }}
{% if timings %}
<h3>Where the time went</h3>
{{ timings }}
{% endif %}
<h3>To look at</h3>
{% if flags %}
<p>A flag is a reason to ask, not a verdict; it changes no point.</p>
<ul>{% for flag in flags %}<li>{{ flag }}</li>{% endfor %}</ul>
{% else %}
<p>Nothing: accuracies and runs fit each other, and nobody shares a run.</p>
{% endif %}
"""


def report(
    course: Path, assignments: Sequence[str] = (), target: Path | None = None, names: bool = False
) -> Path:
    """Write the report.

    Args:
        course: The course's folder.
        assignments: Which; all that somebody handed in if none is named.
        target: The file; ``report.html`` in the course's folder by default.
        names: Whether students are called by their ids.

    Returns:
        The file.

    Raises:
        CourseError: There is no gradebook, or it does not know an assignment.
        SecretError: The course's secret is damaged.
        OSError: The file cannot be written.
    """
    target = target or course / "report.html"
    pages.write(target, page(read(course, assignments), naming(course, names), names))
    return target


def page(classes: list[Results], name: Naming, named: bool) -> Markup:
    """Return the whole page."""
    who = (
        "It names students: for instructors only."
        if named
        else "Students have pseudonyms; each finds their own on their feedback page."
    )
    made = datetime.now(tz=UTC).strftime("%Y-%m-%d %H:%M UTC")
    sections = [(one.assignment, section(one, name) if one.results else "") for one in classes]
    return pages.page("Class report", render(CLASSES, made=made, who=who, sections=sections))


def section(found: Results, name: Naming) -> Markup:
    """Return the section on one assignment that somebody handed in."""
    return render(
        SECTION,
        numbers=numbers(found),
        notes=notes(found),
        figures=[figure(*one) for one in overview(found, name)],
        leaderboard=leaderboard(found, name),
        failed=failed(found),
        timings=timings(found),
        flags=flags(found, name),
    )


def numbers(found: Results) -> list[tuple[str, object]]:
    """Return the numbers of an assignment with their names."""
    points = [one.points for one in found.results]
    data = sorted({one.record["data"] for one in found.results if one.record} - {""})
    return [
        ("handed in", len(points)),
        ("not handed in", found.absent),
        ("median points", f"{found.median:.2f} of {found.maximum:g}"),
        ("mean points", f"{sum(points) / len(points):.2f}"),
        ("provisional", sum(one.provisional for one in found.results)),
        ("measured on", ", ".join(data) or "no data set"),
    ]


def notes(found: Results) -> Iterator[str]:
    """Yield what one should know about the numbers, such as which cells wait for a person."""
    records = [one.record for one in found.results if one.record is not None]
    open_air = sum(record["sandboxed"] is False for record in records)
    if open_air:
        yield f"Submissions graded without a sandbox: {open_air}."
    data = {record["data"] for record in records} - {"", *DRAWN}
    if data:
        yield (
            f"The labels of the test set of {', '.join(sorted(data))} are public: accuracies on it "
            "are no proof of what a network has learnt."
        )
    lost = len(found.results) - len(records)
    if lost:
        yield (
            f"Submissions without a judge's record: {lost}. Only their points are counted; grade "
            "them again to have the rest."
        )
    if found.due:
        yield (
            f"A regrade is due for {len(found.due)} submissions, since cells or their points have "
            "changed after they were graded. Until then their old points count."
        )
    late = sum(bool(one.penalty) for one in found.results)
    if late:
        yield f"Totals from which points are taken off for handing in late: {late}."
    changed = sum(
        any(cell.given is not None or cell.extra for cell in one.cells) for one in found.results
    )
    if changed:
        yield f"Totals in which a person has changed points: {changed}."
    waiting = Counter(cell.name for one in found.results for cell in one.cells if cell.waits)
    if waiting:
        cells = ", ".join(f"{name} ({count} open)" for name, count in waiting.items())
        yield (
            f"Totals with {PROVISIONAL} are provisional: a person still grades {cells} in "
            "Formgrader."
        )


def overview(found: Results, name: Naming) -> list[Drawn]:
    """Draw the figures of an assignment."""
    final = [one.points for one in found.results if not one.provisional]
    waiting = [one.points for one in found.results if one.provisional]
    drawn = [figures.scores(final, waiting, found.maximum)]
    for task, data in measured_on(found):
        pairs = pairs_of(found, task, data)
        title = f"{task}, measured on {data}"
        measured = [accuracy for _, accuracy in pairs]
        ends = cut_offs(found.assignment, measured[0])
        drawn.append(figures.accuracies([(name(one.student), a) for one, a in pairs], title, ends))
        if any(accuracy.gap for accuracy in measured):
            drawn.append(figures.hidden_against_visible(measured, title))
    seconds = [sum(one.timings[part] for part in RUNNING) for one in found.results if one.timings]
    if seconds:
        drawn.append(figures.times(seconds))
    return drawn


def timings(found: Results) -> Markup | str:
    """Return a table of where the grader's time went; nothing where that is not known."""
    known = [one.timings for one in found.results if one.timings]
    if not known:
        return ""
    rows = [
        (part, *(f"{number:.2f}" for number in (statistics.median(spent), max(spent))))
        for part in known[0]
        for spent in [[one[part] for one in known]]
    ]
    numbers = ("median seconds", "longest seconds")
    return table(("stage", *numbers), rows, numbers)


def measured_on(found: Results) -> list[tuple[str, str]]:
    """Return the tasks with the data sets on which somebody's accuracy was measured, sorted."""
    pairs = ((a.task, a.data) for one in found.results for a in one.accuracies)
    return sorted(dict.fromkeys(pairs))


def pairs_of(found: Results, task: str, data: str) -> list[tuple[Result, Accuracy]]:
    """Return the submissions whose accuracy was measured in a task on a data set."""
    return [
        (one, accuracy)
        for one in found.results
        for accuracy in one.accuracies
        if (accuracy.task, accuracy.data) == (task, data)
    ]


def total(one: Result) -> str:
    """Return a submission's points, marked if they are provisional."""
    return f"{one.points:.2f}{PROVISIONAL if one.provisional else ''}"


def leaderboard(found: Results, name: Naming) -> Markup:
    """Return a table of submissions, best accuracy first, or by points if none was measured.

    Ranks are by accuracy alone: points also hold other exercises, and what a person decided.
    """
    tasks = found.tasks_measured()
    task = tasks[-1] if tasks else None  # a notebook ends with its own network

    def best(one: Result) -> Accuracy | None:
        return next((a for a in one.accuracies if a.task == task), None)

    def order(one: Result) -> tuple[float, float, str]:
        accuracy = best(one)
        return (
            -accuracy.share if accuracy else 1.0,
            0.0 if task else -one.points,
            name(one.student),
        )

    accuracy_of = [f"{task}, %", "95 % interval", "data set"] if task else []
    rank_by = f"rank by {task}" if task else "rank by points"
    head = [rank_by, "student", *accuracy_of, "points"]
    rows: list[list[object]] = []
    before: tuple[float, float] | None = None
    rank = 0
    for place, one in enumerate(sorted(found.results, key=order), start=1):
        accuracy = best(one)
        key = order(one)[:2]
        rank, before = (rank, key) if key == before else (place, key)
        measured = ["none", "", ""] if task else []
        if accuracy:
            interval = f"{100 * accuracy.low:.1f} to {100 * accuracy.high:.1f}"
            measured = [f"{100 * accuracy.share:.2f}", interval, accuracy.data]
        rows.append([rank, name(one.student), *measured, total(one)])
    numbers = (rank_by, "points", f"{task}, %", "95 % interval")
    text = table(head, rows[:SHOWN_ROWS], numbers)
    if len(rows) > SHOWN_ROWS:
        text += render(
            "<details><summary>The other {{ count }} submissions</summary>{{ rest }}</details>",
            count=len(rows) - SHOWN_ROWS,
            rest=table(head, rows[SHOWN_ROWS:], numbers),
        )
    return text


def failed(found: Results) -> Markup:
    """Return a table of how often each property failed, and what the feedback said."""
    rows = [
        [
            one.task,
            one.property,
            f"{one.failed} of {one.of}",
            one.partly or "",
            " ".join(
                f"{sentence} ({count} times)" if count > 1 else sentence
                for sentence, count in one.sentences
            ),
        ]
        for one in failures(found.results)
    ]
    if not rows:
        return Markup("<p>Nothing: every submission has every property.</p>")
    head = ["cell", "property", "failed", "in part", "what their feedback says most often"]
    return table(head, rows, ("failed", "in part"))


def flags(found: Results, name: Naming) -> list[str]:
    """Return what does not fit: accuracies, and runs."""
    records: list[Record] = [
        {**one.record, "student": one.student} for one in found.results if one.record
    ]
    return [
        f"{name(student)}, {flag.where}: {flag.sentence}"
        + (f" The others: {', '.join(map(name, flag.others))}." if flag.others else "")
        for student, some in of_class(records).items()
        for flag in some
    ]


def run(options: argparse.Namespace) -> int:
    """Run the command ``report``."""
    say(f"Report: {report(course_folder(), options.assignments, options.output, options.names)}")
    return 0
