"""Grades as the gradebook imports of Canvas and Moodle read them.

Both match students by a column of their own, so a file that they exported is the best start: it is
filled in (``--template``). Neither takes a remark beside a grade, and both take an unknown column
for a new assignment. So a total that waits for a person is left as it was, and named to the
instructor.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from autograder.intake.sanitize import plain, spreadsheet_safe
from autograder.reporting.results import Results
from autograder.reporting.templates import Kind, TemplateError, column_of, one_word, read, split


class Person(NamedTuple):
    """A student of the gradebook, with what an import finds them by."""

    student: str
    last_name: str
    first_name: str
    email: str


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
    table = Table([*about, *(spreadsheet_safe(name) for name in columns)])
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
        row = [spreadsheet_safe(plain(cell)) for cell in row]
        table.rows.append(row + [one.get(student, "") for one in points])
    return table


def grades(found: Results, provisional: bool, remarks: list[str]) -> dict[str, str]:
    """Return the points of an assignment by student, and name those that wait in ``remarks``.

    Totals that wait for a person are left out unless ``provisional``.
    """
    waiting = [one.student for one in found.results if one.provisional]
    if waiting:
        listed = ", ".join(map(one_word, waiting[:20])) + (", ..." if len(waiting) > 20 else "")
        remarks.append(
            f"{found.assignment}: {len(waiting)} totals are provisional, since a person still "
            + ("grades a part" if provisional else "grades a part; they were left out")
            + f": {listed}."
        )
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
    delimiter, header, lines = read(template, kind)
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
        listed = ", ".join(map(one_word, missing[:20])) + (", ..." if len(missing) > 20 else "")
        table.remarks.append(
            f"{len(missing)} graded students are not in {template.name}, so their grades are not "
            f"in the new file: {listed}. Its columns {', '.join(kind.identities)} were compared "
            "with their ids and e-mail addresses."
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


def identities(kind: Kind, header: list[str], people: dict[str, Person]) -> list:
    """Return functions that find a student's id in a line, or ``None``, the surest first."""
    by_text: dict[str, str] = {}
    for person in people.values():
        if person.email:
            by_text.setdefault(person.email.casefold(), person.student)
    by_text |= {student.casefold(): student for student in people}

    def looking(column: int) -> object:
        return lambda line: people_at(line[column])

    def people_at(cell: str) -> str | None:
        text = cell.strip()
        return text if text in people else by_text.get(text.casefold())

    names = [name.strip() for name in header]
    return [looking(names.index(name)) for name in kind.identities if name in names]


def people_of(students: Iterable[object]) -> dict[str, Person]:
    """Return the class by id, from the gradebook's students."""
    return {
        one.id: Person(one.id, one.last_name or "", one.first_name or "", one.email or "")
        for one in students
    }
