"""Writes the gradebook as a table: for people, and for the imports of Canvas and Moodle.

Both systems match students by a column of their own, so a file that they exported is the best
start: it is filled in (``--template``). Neither takes a remark beside a grade, and both take an
unknown column for a new assignment. So a total that waits for a person is left as it was, and named
to the instructor.
"""

import argparse
import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Assignment, Gradebook, Student
from nbgrader.plugins import ExportPlugin

from autograder.course import course_folder, find_assignment, gradebook
from autograder.reporting import pages
from autograder.reporting.results import Result, Results, read, results_of
from autograder.text import say, spreadsheet, terminal
from course_utils.errors import CourseError
from course_utils.files import write_atomically

LARGEST_TEMPLATE = 50_000_000  # bytes
COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "provisional",
    "remarks",
)


class TemplateError(CourseError):
    """A template cannot be filled in; the message says what is wrong with it and what to do."""


class Kind(NamedTuple):
    """What one system's files look like.

    Attributes:
        name: The system.
        identities: The columns that a student is found by, the surest first.
        about: The columns that say who somebody is, in their order.
        grade: What the column of an assignment is called, with ``{}`` for its name.
        found: A pattern of such a column in an export, with ``{}`` for the name, escaped.
    """

    name: str
    identities: tuple[str, ...]
    about: tuple[str, ...]
    grade: str
    found: str


KINDS = {
    "canvas": Kind(
        "Canvas",
        ("SIS User ID", "SIS Login ID", "ID"),
        # Its importer counts on this order, and on Section to end it.
        (
            "Student",
            "LastName",
            "FirstName",
            "ID",
            "SIS User ID",
            "SIS Login ID",
            "Integration ID",
            "Root Account",
            "Section",
        ),
        "{}",
        r"{}(?: \(\d+\))?",
    ),
    "moodle": Kind(
        "Moodle",
        ("ID number", "Username", "Email address"),
        ("First name", "Last name", "Username", "ID number", "Email address"),
        "Assignment: {} (Real)",
        r"(?:[^:]+: ?)?{}(?: \((?!Percentage|Letter|Feedback)[^)]*\))?",
    ),
}


def export(
    course: Path,
    form: str,
    assignments: Sequence[str] = (),
    target: Path | None = None,
    template: Path | None = None,
    provisional: bool = False,
) -> tuple[Path, list[str]]:
    """Write grades into a file.

    Args:
        course: The course's folder.
        form: ``csv``, ``canvas`` or ``moodle``.
        assignments: Which; all for ``csv``, else all that are graded, if none is named.
        target: The file; in the course's folder by default.
        template: What Canvas or Moodle exported, to be filled in.
        provisional: Whether ``canvas`` and ``moodle`` get totals that wait for a person; ``csv``
            always has them, marked.

    Returns:
        The file, and what the instructor must know, in sentences.

    Raises:
        CourseError: There is no gradebook, it does not know an assignment, or nothing is graded.
        TemplateError: The template cannot be filled in.
        OSError: The file cannot be written.
    """
    target = target or course / ("grades.csv" if form == "csv" else f"grades.{form}.csv")
    with gradebook(course) as book:
        for name in assignments:
            find_assignment(book, name)
        if form == "csv":
            with write_atomically(target) as partial:
                plain = SafeCsv(to=str(partial), assignment=list(assignments))
                plain.course = course
                plain.export(book)
            remarks: list[str] = []
            for one in read(course, assignments):
                grades(one, True, remarks)
            return target, remarks
        people = people_of(book.students)
    classes = [one for one in read(course, assignments) if one.results]
    if not classes:
        raise CourseError("No submission has been graded yet, so there is nothing to export.")
    kind = KINDS[form]
    if template is None:
        table = fresh(kind, people, classes, provisional)
    else:
        table = filled(kind, template, people, classes, provisional)
    pages.write(target, table.text())
    return target, table.remarks


class SafeCsv(ExportPlugin):
    """nbgrader's table, with quotes where names hold commas, and no formula in any name.

    The column ``provisional`` says whether something still waits to be graded by hand, and
    ``remarks`` why a score is not what the grader alone gave.

    Attributes:
        course: The folder of the gradebook; the configured one by default.
    """

    course: Path | None = None

    def export(self, gradebook: Gradebook) -> None:
        """Write one row for each student and assignment.

        Args:
            gradebook: The course's gradebook.
        """
        target = Path(self.to or "grades.csv")
        course = self.course or course_folder()
        self.log.info("Exporting grades to %s", target)
        with target.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                if self.assignment and assignment.name not in self.assignment:
                    continue
                found = results_of(course, gradebook, assignment, None).results
                graded = {one.student: one for one in found}
                for student in gradebook.students:
                    if not self.student or student.id in map(str, self.student):
                        table.writerow(row(assignment, student, graded.get(student.id)))


def row(assignment: Assignment, student: Student, grade: Result | None) -> list[object]:
    """Return the table row of one student's grade in one assignment, 0 without a submission."""
    about = [student.id, student.last_name, student.first_name, student.email]
    names = [spreadsheet(value or "") for value in about]
    head = [spreadsheet(assignment.name), assignment.duedate]
    if grade is None:
        return [*head, "", *names, 0.0, 0.0, 0.0, assignment.max_score, False, ""]
    return [
        *head,
        grade.handed_in,
        *names,
        *(round(points, 2) for points in (grade.earned, grade.penalty, grade.points)),
        assignment.max_score,
        grade.provisional,
        spreadsheet(" ".join(grade.reasons)),
    ]


def run(options: argparse.Namespace) -> int:
    """Run the command ``export``."""
    if options.format == "csv" and options.template:
        say("--template goes with --format canvas or moodle.", file=sys.stderr)
        return 1
    target, remarks = export(
        course_folder(),
        options.format,
        options.assignments,
        options.output,
        options.template,
        options.provisional,
    )
    say(f"Grades: {target}")
    for sentence in remarks:
        say(sentence, file=sys.stderr)
    return 0


def listed(names: list[str]) -> str:
    """Return names for a sentence, the first twenty of them."""
    return ", ".join(terminal(name, 60) for name in names[:20]) + (
        ", ..." if len(names) > 20 else ""
    )


# ---- for Canvas and Moodle -----------------------------------------------------------------------


class Person(NamedTuple):
    """A student of the gradebook, with what an import finds them by."""

    student: str
    last_name: str
    first_name: str
    email: str


Lookup = Callable[[list[str]], str | None]
"""Finds the id of the student whom a line of a template is about."""


@dataclass
class Table:
    """A file to import.

    Attributes:
        header: The columns.
        above: Rows between the header and the students, such as Canvas's points possible.
        rows: The students'.
        delimiter: Between cells.
        remarks: What the instructor must know, in sentences.
    """

    header: list[str]
    above: list[list[str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    delimiter: str = ","
    remarks: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the file's text."""
        file = io.StringIO()
        writer = csv.writer(file, delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerows([self.header, *self.above, *self.rows])
        return file.getvalue()


def fresh(
    kind: Kind, people: dict[str, Person], classes: list[Results], provisional: bool
) -> Table:
    """Make a table without a template: students are found by their id or e-mail address.

    Args:
        kind: The system.
        people: The class by id.
        classes: The assignments.
        provisional: Whether totals that wait for a person are written, too.
    """
    if kind.name == "Canvas":
        about = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    else:
        about = ["First name", "Last name", "ID number", "Email address"]
    columns = [kind.grade.format(one.assignment) for one in classes]
    table = Table([*about, *(spreadsheet(name) for name in columns)])
    if kind.name == "Canvas":
        maxima = [f"{one.maximum:g}" for one in classes]
        table.above.append(["    Points Possible", "", "", "", "", *maxima])
    points = [grades(one, provisional, table.remarks) for one in classes]
    for student in sorted({student for one in points for student in one}):
        person = people.get(student, Person(student, "", "", ""))
        name = ", ".join(part for part in (person.last_name, person.first_name) if part)
        if kind.name == "Canvas":
            row = [name or student, "", "", student, ""]
        else:
            row = [person.first_name, person.last_name, student, person.email]
        row = [spreadsheet(cell) for cell in row]
        table.rows.append(row + [one.get(student, "") for one in points])
    return table


def grades(found: Results, provisional: bool, remarks: list[str]) -> dict[str, str]:
    """Return the points of an assignment by student, and say in ``remarks`` why some are unusual.

    Totals that wait for a person are left out unless ``provisional``.
    """
    waiting = [one.student for one in found.results if one.provisional]
    if waiting:
        remarks.append(
            f"{found.assignment}: {len(waiting)} totals are provisional, since a person still "
            + ("grades a part" if provisional else "grades a part; they were left out")
            + f": {listed(waiting)}."
        )
    if found.due:
        remarks.append(
            f"{found.assignment}: a regrade is due for {len(found.due)} submissions, since its "
            f"cells or their points have changed: {listed(found.due)}. Run: python -m autograder "
            f"grade {found.assignment}"
        )
    late = [f"{one.student} (-{one.penalty:.2f})" for one in found.results if one.penalty]
    if late:
        remarks.append(f"{found.assignment}: points are taken off for being late: {listed(late)}.")
    changed = [
        one.student
        for one in found.results
        if any(cell.given is not None or cell.extra for cell in one.cells)
    ]
    if changed:
        remarks.append(f"{found.assignment}: a person changed points of: {listed(changed)}.")
    return {
        one.student: f"{one.points:.2f}"
        for one in found.results
        if provisional or not one.provisional
    }


def filled(
    kind: Kind,
    template: Path,
    people: dict[str, Person],
    classes: list[Results],
    provisional: bool,
) -> Table:
    """Fill our grades into a template, for the students and assignments that it lists.

    Nothing else of the template is kept, and students without a grade are left out.

    Args:
        kind: The system that exported it.
        template: The exported file.
        people: The class by id.
        classes: The assignments.
        provisional: Whether totals that wait for a person are written, too.

    Raises:
        TemplateError: It cannot be read, misses a column, or lists no student with a grade.
    """
    delimiter, header, lines = read_template(template, kind)
    about = [index for index, name in enumerate(header) if name.strip() in kind.about]
    targets = [column_of(kind, header, one.assignment, template) for one in classes]
    kept = [*about, *targets]
    table = Table([header[index] for index in kept], delimiter=delimiter)
    above, students = split(kind, lines)
    table.above = [[line[index] for index in kept] for line in above]
    check_maxima(above, targets, classes, table.remarks)
    lookup = identities(kind, header, people)
    points = [grades(one, provisional, table.remarks) for one in classes]
    met = set()
    for line in students:
        student = next((found for cells in lookup if (found := cells(line))), None)
        mine = [one.get(student) for one in points] if student else []
        met.add(student)
        if any(value is not None for value in mine):
            before = [line[index] for index in targets]
            new = [old if value is None else value for value, old in zip(mine, before, strict=True)]
            table.rows.append([line[index] for index in about] + new)
    missing = sorted({student for one in points for student in one} - met)
    if missing:
        table.remarks.append(
            f"{len(missing)} graded students are not in {template.name}, so their grades are not "
            f"in the new file: {listed(missing)}. Its columns {', '.join(kind.identities)} were "
            "compared with their ids and e-mail addresses."
        )
    if not table.rows:
        raise TemplateError(
            f"No student of {template} was found in the gradebook, so there is nothing to write. "
            f"Is it of this course? {' '.join(table.remarks)}"
        )
    return table


def check_maxima(
    above: list[list[str]], targets: list[int], classes: list[Results], remarks: list[str]
) -> None:
    """Say if the system counts other points than the gradebook: nothing is scaled."""
    for target, one in zip(targets, classes, strict=True):
        said = above[-1][target].replace(",", ".") if above else ""
        try:
            differs = float(said) != one.maximum
        except ValueError:
            continue
        if differs:
            remarks.append(
                f"{one.assignment} is worth {said} points there and {one.maximum:g} here. The "
                "points were not scaled: change the assignment's points there."
            )


def identities(kind: Kind, header: list[str], people: dict[str, Person]) -> list[Lookup]:
    """Return functions that find a student's id in a line, or ``None``, the surest first."""
    by_text: dict[str, str] = {}
    for person in people.values():
        if person.email:
            by_text.setdefault(person.email.casefold(), person.student)
    by_text |= {student.casefold(): student for student in people}

    def looking(column: int) -> Lookup:
        return lambda line: people_at(line[column])

    def people_at(cell: str) -> str | None:
        text = cell.strip()
        return text if text in people else by_text.get(text.casefold())

    names = [name.strip() for name in header]
    return [looking(names.index(name)) for name in kind.identities if name in names]


def people_of(students: Iterable[Student]) -> dict[str, Person]:
    """Return the class by id, from the gradebook's students."""
    return {
        one.id: Person(one.id, one.last_name or "", one.first_name or "", one.email or "")
        for one in students
    }


# ---- their templates -----------------------------------------------------------------------------


def read_template(template: Path, kind: Kind) -> tuple[str, list[str], list[list[str]]]:
    """Return a template's delimiter, header and other lines, each as long as the header.

    Raises:
        TemplateError: It is no export of this system.
    """
    what = f"the file that {kind.name} exported as CSV"
    try:
        if template.stat().st_size > LARGEST_TEMPLATE:
            raise TemplateError(f"{template} is too large to be a gradebook. Name {what}.")
        text = template.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror
        raise TemplateError(f"{template} cannot be read ({reason}). Name {what}.") from None
    except UnicodeDecodeError:
        raise TemplateError(
            f"{template} is no text in UTF-8, such as a workbook of a spreadsheet program. "
            f"Name {what}."
        ) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = [line for line in csv.reader(io.StringIO(text), delimiter=delimiter) if line]
    except csv.Error as error:
        raise TemplateError(f"{template} is no CSV ({error}). Name {what}.") from None
    header = lines[0] if lines else []
    if not {name.strip() for name in header} & set(kind.identities):
        columns = ", ".join(terminal(name, 60) for name in header[:8]) or "none"
        raise TemplateError(
            f"{template} has no column {' or '.join(kind.identities)} (its first columns: "
            f"{columns}). Name {what}."
        )
    width = len(header)
    return delimiter, header, [(line + [""] * width)[:width] for line in lines[1:]]


def column_of(kind: Kind, header: list[str], assignment: str, template: Path) -> int:
    """Return the index of the column that holds an assignment's grades.

    Raises:
        TemplateError: There is no such column, or there are several.
    """
    pattern = re.compile(kind.found.replace("{}", re.escape(assignment)), re.IGNORECASE)
    fits = [index for index, name in enumerate(header) if pattern.fullmatch(name.strip())]
    if len(fits) == 1:
        return fits[0]
    problem = "several columns" if fits else "no column"
    others = ", ".join(terminal(name, 60) for name in header if name.strip() not in kind.about)
    raise TemplateError(
        f"{template} has {problem} for {assignment} (it has: {others[:300] or 'none'}). In "
        f"{kind.name}, give one assignment exactly this name, and export again."
    )


def split(kind: Kind, lines: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """Split lines into those above the students, and the students'."""
    if kind.name != "Canvas":
        return [], lines
    for place, line in enumerate(lines[:3]):
        if "Points Possible" in line[0]:
            return lines[: place + 1], lines[place + 1 :]
    return [], lines
