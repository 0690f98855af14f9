"""The top of a student's page: what was earned, what was seen, and what to do next.

It shows the run that was handed in. It holds nothing of another student, no seed and no hidden
image.
"""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from markupsafe import Markup

from autograder.grading.record import TaskRecord
from autograder.reporting import figures
from autograder.reporting.figures import Drawn
from autograder.reporting.pages import figure, render, table
from autograder.reporting.results import Cell, Result, Results, cut_offs, run_records
from course_utils import plots
from course_utils.data import CLASS_NAMES

SUMMARY = """
<h1>{{ assignment }}: {{ points }} points</h1>
{% for reason in reasons %}
<p class="note">{{ reason }}</p>
{% endfor %}
{% if notes %}
<h2>Look at this first</h2>
<ul>{% for note in notes %}<li>{{ note }}</li>{% endfor %}</ul>
{% endif %}
<h2>What earned how much</h2>
{{ verdicts }}
<h2>What now</h2>
<ul>{% for step in advice %}<li>{{ step }}</li>{% endfor %}</ul>
{% if figures or adopted %}
<h2>Your run</h2>
{% for name, how in adopted %}
<p>{{ name }} holds adopted weights, trained so: {{ how }}</p>
{% endfor %}
<div class="figures">{% for figure in figures %}{{ figure }}{% endfor %}</div>
{% endif %}
<h2>Your graded notebook</h2>
"""
MOST_POINTS = 2_000  # of a loss curve that are drawn
MOST_CURVES = 3  # of a submission that are drawn
MOST_CONFUSIONS = 3  # that are told
PAIR = 2  # a step and its loss


def summary(course: Path, found: Results, one: Result, pseudonym: str) -> Markup:
    """Return the summary of one submission."""
    head = ["cell", "judged", "points", "of", "what was seen"]
    rows = [row for cell in one.cells for row in rows_of(one, cell)]
    return render(
        SUMMARY,
        assignment=found.assignment,
        points=f"{one.points:.2f} of {one.maximum:g}",
        reasons=one.reasons,
        notes=before_grading(one),
        verdicts=table(head, rows, ("points", "of")),
        advice=advice(found, one, pseudonym),
        figures=[figure(*drawn) for drawn in pictures(course, found, one)],
        adopted=one.adopted,
    )


def before_grading(one: Result) -> list[str]:
    """Return what was repaired, refused or missing, each sentence once."""
    said = [*one.record["notes"]] if one.record else []
    for task in one.tasks.values():
        said += task["notes"]
    return list(dict.fromkeys(note.replace(" above it ended in ", " ended in ") for note in said))


def rows_of(one: Result, cell: Cell) -> Iterator[list[object]]:
    """Yield the rows of one cell: points, what was seen, and what to do next."""
    about = one.tasks.get(cell.name)
    if about is None or not about["findings"] or not agrees(about, cell):
        seen = "A person still grades this." if cell.waits else "See the cell in your notebook."
        if cell.given is not None:
            seen = f"The grader gave {cell.given:g} points, and a person changed that."
        yield [cell.name, "", f"{cell.points:.2f}", f"{cell.maximum:g}", seen]
        return
    for finding in about["findings"]:
        worth = cell.maximum * (finding["share"] or 0)
        earned = worth * (finding["passed"] or 0)
        yield [
            cell.name,
            finding["property"],
            f"{earned:.2f}",
            f"{worth:.2f}",
            finding["sentence"],
        ]


def agrees(about: TaskRecord, cell: Cell) -> bool:
    """Return whether judge and gradebook give the same points: a person may have changed them."""
    return abs((about["points"] or 0.0) - cell.points) < 0.005


def pictures(course: Path, found: Results, one: Result) -> Iterator[Drawn]:
    """Yield the handed-in loss curves, and each accuracy on its ramp."""
    curves = dict(loss_curves(course, found.assignment, one.student))
    if curves:
        yield Drawn(
            plots.learning_curves(curves, "The training that you handed in"),
            "; ".join(
                f"{name}: loss {curve[0][1]:.2f} at step {curve[0][0]:.0f}, {curve[-1][1]:.2f} at "
                f"step {curve[-1][0]:.0f}"
                for name, curve in curves.items()
            )
            + ".",
        )
    cells = {cell.name: cell for cell in one.cells}
    for accuracy in one.accuracies:
        ends = cut_offs(found.assignment, accuracy)
        if ends and accuracy.task in cells:
            yield figures.ramp(accuracy, ends, cells[accuracy.task].maximum)


def confusions(one: Result) -> Iterator[str]:
    """Yield a sentence about the commonest mistakes of each predictor on visible images.

    No table and no number: a kernel that has seen hidden images would write messages into it. A
    student has the visible images, and can draw the whole table at home.
    """
    for accuracy in one.accuracies:
        wrong = np.array(one.tasks[accuracy.task].get("confusion") or [])
        if wrong.shape != (10, 10):
            continue
        np.fill_diagonal(wrong, 0)
        names = CLASS_NAMES.get(accuracy.data, tuple("0123456789"))
        order = np.argsort(-wrong, axis=None, kind="stable")[:MOST_CONFUSIONS]
        pairs = zip(*np.unravel_index(order[wrong.flat[order] > 0], wrong.shape), strict=True)
        told = ", ".join(f"{names[right]} for {names[given]}" for right, given in pairs)
        if told:
            yield (
                f"Of the visible images, your network most often took {told}. Draw the whole table "
                "at home: plots.confusion_matrix."
            )


def loss_curves(
    course: Path, assignment: str, student: str
) -> Iterator[tuple[str, list[list[float]]]]:
    """Yield the losses of the runs that a submission carries, untrusted, at most three runs."""
    for name, run in itertools.islice(run_records(course, assignment, student), MOST_CURVES):
        curve = usable(run.losses)
        if len(curve) >= PAIR:
            yield name, curve


def usable(losses: object) -> list[list[float]]:
    """Return the finite points of a curve, thinned out, or none if it is no curve."""
    if not isinstance(losses, list):
        return []
    pairs = [
        pair
        for pair in losses
        if isinstance(pair, list)
        and len(pair) == PAIR
        and all(type(number) in (int, float) and abs(number) < 1e12 for number in pair)
    ]
    return pairs[:: max(1, len(pairs) // MOST_POINTS)]


def advice(found: Results, one: Result, pseudonym: str) -> Sequence[str]:
    """Return sentences on what the student can do next."""
    lost = [cell.name for cell in one.cells if cell.points < cell.maximum and not cell.waits]
    steps = []
    if lost:
        steps.append(
            f"Points are left in {', '.join(lost)}. In your own copy, run the notebook from the "
            "top, correct the first cell that fails, then the next."
        )
    if lost and one.accuracies:
        steps.append(
            "Compare changes of your network on the visible images, with several seeds, before "
            "you train for long."
        )
    steps += confusions(one)
    steps += [
        "The grader asked about other inputs than the public checks did, so a passed check does "
        "not promise its points.",
        "Is a verdict wrong? Tell your instructor the cell's name: its questions, your answers "
        "and the right ones can be shown again.",
        f"In the class report you are {pseudonym}.",
    ]
    return steps
