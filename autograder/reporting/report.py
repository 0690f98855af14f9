"""The class report: one page of HTML about assignments, under pseudonyms.

It loads nothing and names nobody, so it can be shown to the class. Who a pseudonym is follows from
the course's secret; each student's feedback page names their own.
"""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from autograder.course import course_folder
from autograder.reporting import figures, pages
from autograder.reporting.figures import Drawn
from autograder.reporting.pages import facts, figure, folded, items, paragraph, table
from autograder.reporting.pseudonyms import naming
from autograder.reporting.results import Accuracy, Result, Results, cut_offs, failures, read

SHOWN = 25  # rows of the leaderboard before the rest folds away
PROVISIONAL = "*"
Naming = Callable[[str], str]


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


def page(classes: list[Results], name: Naming, named: bool) -> str:
    """Return the whole page."""
    who = (
        "It names students: for instructors only."
        if named
        else "Students have pseudonyms; each finds their own on their feedback page."
    )
    made = datetime.now(tz=UTC).strftime("%Y-%m-%d %H:%M UTC")
    parts = ["<h1>Class report</h1>", paragraph(f"Made on {made}. {who}")]
    parts += [section(one, name) for one in classes]
    if not classes:
        parts.append(paragraph("Nothing has been graded yet.", "note"))
    return pages.page("Class report", "\n".join(parts))


def section(found: Results, name: Naming) -> str:
    """Return the section on one assignment."""
    heading = f"<h2>{pages.text(found.assignment)}</h2>"
    if not found.results:
        return heading + paragraph("Nothing has been graded yet.", "note")
    parts = [heading, summary(found), open_by_hand(found)]
    drawn = [show(one) for one in overview(found, name)]
    parts.append(f'<div class="figures">{"".join(drawn)}</div>')
    parts += ["<h3>Leaderboard</h3>", leaderboard(found, name)]
    parts += ["<h3>What failed</h3>", failed(found)]
    parts += ["<h3>To look at</h3>", flagged(found, name)]
    return "\n".join(part for part in parts if part)


def show(drawn: Drawn) -> str:
    """Return a figure with its description below it, for everyone to read."""
    return figure(drawn.figure, drawn.description, drawn.description)


def summary(found: Results) -> str:
    """Return the numbers of an assignment."""
    points = [one.points for one in found.results]
    data = sorted({one.record["data"] for one in found.results if one.record} - {""})
    provisional = sum(one.provisional for one in found.results)
    pairs = [
        ("handed in", len(points)),
        ("not handed in", found.absent),
        ("median points", f"{found.median:.2f} of {found.maximum:g}"),
        ("mean points", f"{sum(points) / len(points):.2f}"),
        ("provisional", provisional),
        ("measured on", ", ".join(data) or "no data set"),
    ]
    text = facts(pairs)
    open_air = sum(bool(one.record) and one.record["sandboxed"] is False for one in found.results)
    if open_air:
        text += paragraph(f"Submissions graded without a sandbox: {open_air}.", "note")
    lost = sum(one.record is None for one in found.results)
    if lost:
        text += paragraph(
            f"Submissions without a judge's record: {lost}. Only their points are counted; grade "
            "them again to have the rest.",
            "note",
        )
    return text


def open_by_hand(found: Results) -> str:
    """Return a note that names the cells that wait for a person, or ''."""
    waiting: dict[str, int] = {}
    for cell in (cell for one in found.results for cell in one.cells if cell.waits):
        waiting[cell.name] = waiting.get(cell.name, 0) + 1
    if not waiting:
        return ""
    cells = ", ".join(f"{name} ({count} open)" for name, count in waiting.items())
    return paragraph(
        f"Totals with {PROVISIONAL} are provisional: a person still grades {cells} in Formgrader.",
        "note",
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
    seconds = [one.seconds for one in found.results if one.seconds is not None]
    if seconds:
        drawn.append(figures.times(seconds))
    return drawn


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


def leaderboard(found: Results, name: Naming) -> str:
    """Return a table of submissions, best accuracy first, or by points if none was measured."""
    tasks = found.tasks_measured()
    task = tasks[-1] if tasks else None  # a notebook ends with its own network

    def best(one: Result) -> Accuracy | None:
        return next((a for a in one.accuracies if a.task == task), None)

    def order(one: Result) -> tuple[float, float, str]:
        accuracy = best(one)
        return (-accuracy.share if accuracy else 1.0, -one.points, name(one.student))

    head = ["rank", "student", "points"]
    if task:
        head += [f"{task}, %", "95 % interval", "data set"]
    rows, before, rank = [], None, 0
    for place, one in enumerate(sorted(found.results, key=order), start=1):
        accuracy = best(one)
        key = order(one)[:2]
        rank, before = (rank, key) if key == before else (place, key)
        row = [rank, name(one.student), total(one)]
        if task and accuracy:
            interval = f"{100 * accuracy.low:.1f} to {100 * accuracy.high:.1f}"
            row += [f"{100 * accuracy.share:.2f}", interval, accuracy.data]
        elif task:
            row += ["none", "", ""]
        rows.append(row)
    numbers = ("rank", "points", f"{task}, %", "95 % interval")
    text = table(head, rows[:SHOWN], numbers)
    if len(rows) > SHOWN:
        rest = table(head, rows[SHOWN:], numbers)
        text += folded(f"The other {len(rows) - SHOWN} submissions", rest)
    return text


def failed(found: Results) -> str:
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
        return paragraph("Nothing: every submission has every property.")
    head = ["cell", "property", "failed", "in part", "what their feedback says most often"]
    return table(head, rows, ("failed", "in part"))


def flagged(found: Results, name: Naming) -> str:
    """Return a list of the accuracies that do not fit each other."""
    flags = [
        f"{name(one.student)}, {accuracy.task}: {accuracy.gap.flag}"
        for one in found.results
        for accuracy in one.accuracies
        if accuracy.gap and accuracy.gap.flag
    ]
    if not flags:
        return paragraph("No accuracy on hidden images contradicts the one on visible images.")
    return paragraph("A flag is a reason to ask, not a verdict; it changes no point.") + items(
        flags
    )


def run(options: argparse.Namespace) -> int:
    """Run the command ``report``."""
    print(f"Report: {report(course_folder(), options.assignments, options.output, options.names)}")
    return 0
