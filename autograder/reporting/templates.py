"""What Canvas and Moodle export: how their files look, and reading one to fill it in."""

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from autograder.intake.sanitize import plain

LARGEST = 50_000_000  # bytes of a template


class TemplateError(Exception):
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


def read(template: Path, kind: Kind) -> tuple[str, list[str], list[list[str]]]:
    """Return a template's delimiter, header and other lines, each as long as the header.

    Raises:
        TemplateError: It is no export of this system.
    """
    what = f"the file that {kind.name} exported as CSV"
    try:
        if template.stat().st_size > LARGEST:
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
        columns = ", ".join(one_word(name) for name in header[:8]) or "none"
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
    others = ", ".join(one_word(name) for name in header if name.strip() not in kind.about)
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


def one_word(name: str) -> str:
    """Return a name for a sentence, without anything that a terminal obeys."""
    return " ".join(plain(name).split())[:60]
