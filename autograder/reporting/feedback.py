"""A student's page: a summary of the grade, above the graded notebook that nbgrader prints.

The summary says what was earned, what was seen, and what to do next, and shows the run that was
handed in. It holds nothing of another student, no seed and no hidden image. It is in nbgrader's
own page, so every way of handing pages back, the exchange included, carries it.
"""

import argparse
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from markupsafe import Markup

from autograder.course import course_folder, nbgrader_or_stop
from autograder.reporting import figures, pages
from autograder.reporting.figures import Drawn
from autograder.reporting.pages import figure, render, table
from autograder.reporting.pseudonyms import naming
from autograder.reporting.results import Cell, Result, Results, cut_offs, read, run_records
from autograder.text import shown
from course_utils import plots
from course_utils.data import CLASS_NAMES
from course_utils.errors import CourseError

BEGIN, END = "<!-- the grader's summary begins -->", "<!-- the grader's summary ends -->"
SUMMARY = """
<h1>{{ assignment }}: {{ points }} points</h1>
{% if waiting %}
<p class="note">This total is provisional: a person still grades {{ waiting }}.</p>
{% endif %}
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
PAIR = 2  # a step and its loss
# nbgrader's own page is wider than a phone: what does not fit scrolls by itself.
NARROW = """
@media (max-width: 700px) {
  .container, #notebook-container { width: auto; padding: 0.5em; overflow-x: auto; }
  pre, .highlight, .output_area, .rendered_html table { max-width: 100%; overflow-x: auto; }
  .rendered_html table { display: block; }
  img { max-width: 100%; height: auto; }
}
"""


def feedback(course: Path, assignment: str, student: str | None = None) -> list[Path]:
    """Write the pages of an assignment.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        student: Only this student's page.

    Returns:
        The pages, by student.

    Raises:
        CourseError: Nothing was graded that could have a page, or nbgrader failed.
        SecretError: The course's secret is damaged.
        OSError: A page cannot be written.
    """
    found = read(course, [assignment], student)[0]
    if not found.results:
        who = f"No submission of '{shown(student)}'" if student else "No submission"
        raise CourseError(
            f"{who} for {assignment} has been graded. Grade first: "
            f"python -m autograder grade {assignment}"
        )
    only = [f"--student={student}"] if student else []
    nbgrader_or_stop("generate_feedback", assignment, "--force", *only, course=course)
    name = naming(course)
    written, missing = [], []
    for one in found.results:
        path = course / "feedback" / one.student / assignment / f"{assignment}.html"
        if not path.is_file():
            missing.append(shown(one.student))
            continue
        page = path.read_text(encoding="utf-8")
        pages.write(path, with_summary(page, summary(course, found, one, name(one.student))))
        written.append(path)
    if missing:
        raise CourseError(
            f"nbgrader wrote no page for {', '.join(missing[:10])}: there is no graded notebook. "
            "Grade them again; all others have theirs."
        )
    return written


def with_summary(page: str, text: Markup) -> str:
    """Return a page of nbgrader's with a summary on top, in the place of an older one.

    Nothing that a student wrote comes before the first ``<body>``, and the summary comes right
    after it.
    """
    block = (
        f"{BEGIN}<style>{pages.STYLE}{NARROW}</style><section class='report'>{text}</section>{END}"
    )
    older = re.compile(rf"(<body[^>]*>)\s*{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    page = older.sub(lambda found: found[1], page, count=1)
    if '<meta name="viewport"' not in page:  # nbgrader's page forgets about phones
        viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        page = page.replace("<head>", f"<head>{viewport}", 1)
    return re.sub(r"<body[^>]*>", lambda found: found[0] + block, page, count=1)


def summary(course: Path, found: Results, one: Result, pseudonym: str) -> Markup:
    """Return the summary of one submission."""
    head = ["cell", "judged", "points", "of", "what was seen"]
    rows = [row for cell in one.cells for row in rows_of(one, cell)]
    return render(
        SUMMARY,
        assignment=found.assignment,
        points=f"{one.points:.2f} of {one.maximum:g}",
        waiting=", ".join(cell.name for cell in one.cells if cell.waits),
        notes=before_grading(one),
        verdicts=table(head, rows, ("points", "of")),
        advice=advice(found, one, pseudonym),
        figures=[figure(*drawn) for drawn in pictures(course, found, one)],
        adopted=one.adopted,
    )


def before_grading(one: Result) -> list[str]:
    """Return what was repaired, refused or missing, each sentence once."""
    record = one.record or {}
    said = [*record.get("notes", [])]
    for task in record.get("tasks", {}).values():
        said += task.get("notes", [])
    return list(dict.fromkeys(note.replace(" above it ended in ", " ended in ") for note in said))


def rows_of(one: Result, cell: Cell) -> Iterator[list[object]]:
    """Yield the rows of one cell: points, what was seen, and what to do next."""
    about = (one.record or {}).get("tasks", {}).get(cell.name)
    if about is None or not about["findings"] or not agrees(about, cell):
        seen = "A person still grades this." if cell.waits else "See the cell in your notebook."
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


def agrees(about: dict, cell: Cell) -> bool:
    """Return whether judge and gradebook give the same points: a person may have changed them."""
    return abs((about["points"] or 0.0) - cell.points) < 0.005


def pictures(course: Path, found: Results, one: Result) -> Iterator[Drawn]:
    """Yield the handed-in loss curves, each accuracy on its ramp, and the confusions."""
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
        counts = np.array((one.record or {})["tasks"][accuracy.task].get("confusion") or [])
        if counts.shape == (10, 10) and counts.sum():
            yield confusions(counts, accuracy.data)


def confusions(counts: np.ndarray, data: str) -> Drawn:
    """Draw which hidden classes were taken for which.

    Args:
        counts: int (10, 10), rows the true classes, columns the predicted ones.
        data: The data set.
    """
    names = CLASS_NAMES.get(data, tuple("0123456789"))
    labels, predicted = np.indices(counts.shape).reshape(2, -1).repeat(counts.ravel(), axis=1)
    drawn = plots.confusion_matrix(predicted, labels, names, "Your network's hidden images")
    wrong = counts - np.diag(np.diag(counts))
    right, given = np.unravel_index(int(wrong.argmax()), wrong.shape)
    commonest = (
        f"The commonest mistake: {names[right]} taken for {names[given]}, {wrong[right, given]} "
        f"of {counts[right].sum()} times."
        if wrong.any()
        else "There are no mistakes."
    )
    return Drawn(drawn, f"Of {counts.sum():,} hidden images of {data}. {commonest}")


def loss_curves(
    course: Path, assignment: str, student: str
) -> Iterator[tuple[str, list[list[float]]]]:
    """Yield the losses of the runs that a submission carries, untrusted, at most three runs."""
    for name, record in itertools.islice(run_records(course, assignment, student), MOST_CURVES):
        curve = usable(record.get("losses"))
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
            "top, mend the first cell that fails, then the next."
        )
    if lost and one.accuracies:
        steps.append(
            "Compare changes of your network on the visible images, with several seeds, before "
            "you train for long."
        )
    steps += [
        "The grader asked about other inputs than the public checks did, so a passed check does "
        "not promise its points.",
        "Is a verdict wrong? Tell your instructor the cell's name: its questions, your answers "
        "and the right ones can be shown again.",
        f"In the class report you are {pseudonym}.",
    ]
    return steps


def run(options: argparse.Namespace) -> int:
    """Run the command ``feedback``."""
    written = feedback(course_folder(), options.assignment, options.student)
    print(f"{len(written)} pages below {course_folder() / 'feedback'}.")
    return 0
