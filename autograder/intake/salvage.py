"""Salvages a notebook from whatever bytes a student handed in.

What comes out is a notebook of the current format with cells, sources and the names that cells
claim, and nothing else of the student's: outputs are made anew when it is graded.
"""

import json
import re
from typing import Any

from nbformat import NotebookNode, from_dict

from autograder import bounded
from autograder.intake.notes import Notes
from autograder.text import shown

LARGEST_PARSED = 20_000_000  # bytes of JSON: Python objects take up to 25 times as much
STRIPPED_ABOVE = 2_000_000  # bytes; a smaller file is parsed with its outputs, which is faster
LARGEST_SOURCE = 2_000_000  # characters of all cells together; feedback colours every one
MOST_CELLS = 2_000
MOST_TOKENS = 10_000_000  # strings and brackets of outputs; some seconds

ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
CONFLICT = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?=\s|$)")
OUTPUTS = re.compile(rb'"outputs"\s*:\s*\[')
# A string that nothing ends reaches to the end: no part of it is looked at twice.
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]]', re.DOTALL)
CELLS = re.compile(r'"cells"\s*:\s*\[')


class Unreadable(Exception):
    """No notebook can be graded; the message continues the words "The notebook NAME".

    Attributes:
        cure: What to do, in words that continue "It earns no points;".
    """

    cure = "hand in a notebook that opens"


class OtherVersion(Unreadable):
    """A notebook of a version of the course that the present one does not grade."""

    cure = "copy your code into the notebook that your course hands out now, and hand that in"


def read_bounded(content: bytes, notes: Notes) -> NotebookNode:
    """Return the notebook in a file's content, read in a child process with bounds.

    Args:
        content: The file's bytes.
        notes: Where it is said what was wrong with them.

    Raises:
        Unreadable: There is no notebook in it, or reading it takes too much.
    """
    try:
        found = bounded.call(as_json, content)
    except bounded.Exceeded as error:
        raise Unreadable(f"{error} to read") from None
    except bounded.Failed:
        raise Unreadable("cannot be read") from None
    if "unreadable" in found:
        raise Unreadable(found["unreadable"])
    for sentence in found["repaired"]:
        notes.repair(sentence)
    return from_dict(found["notebook"])


def as_json(content: bytes) -> dict[str, Any]:
    """Return what :func:`read` finds, its notes, or why it finds nothing, as JSON can hold it."""
    notes = Notes()
    try:
        return {"notebook": read(content, notes), "repaired": list(notes)}
    except Unreadable as error:
        return {"unreadable": str(error)}


def read(content: bytes, notes: Notes) -> NotebookNode:
    """Return the notebook in a file's content.

    Args:
        content: The file's bytes.
        notes: Where it is said what was wrong with them.

    Returns:
        A valid notebook of format 4.5 without outputs. Of its metadata only the version of the
        course that it claims and each cell's claimed ``nbgrader`` entry are left, unchecked.

    Raises:
        Unreadable: There is no notebook in it.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable("is an empty file")
    if len(content) > STRIPPED_ABOVE:
        content = without_outputs(content)
    if len(content) > LARGEST_PARSED:
        raise Unreadable(
            f"is too large: {len(content) / 1e6:.0f} MB without its outputs, where "
            f"{LARGEST_PARSED / 1e6:.0f} MB are allowed"
        )
    data = parsed(decoded(content, notes), notes)
    cells = [rebuilt(cell, notes) for cell in raw_cells(data, notes)]
    if sum(len(cell.source) for cell in cells) > LARGEST_SOURCE:
        raise Unreadable(f"holds more than {LARGEST_SOURCE} characters of text and code")
    unique_ids(cells)
    version = claimed_version(data)
    metadata = {} if version is None else {"course": {"version": version}}
    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def claimed_version(data: Any) -> str | None:
    """Return the version of the course that a notebook says it is of, if it says any."""
    for name in ("metadata", "course", "version"):
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, str) else None


def without_outputs(content: bytes) -> bytes:
    """Empty every list of outputs in a notebook's JSON, found without parsing it.

    Raises:
        Unreadable: Finding them would take too long.
    """
    kept, position, tokens = [], 0, 0
    while match := OUTPUTS.search(content, position):
        kept.append(content[position : match.end()])
        position, depth = match.end(), 1
        for token in TOKEN.finditer(content, position):
            depth += {b"[": 1, b"]": -1}.get(token[0], 0)
            tokens += 1
            if tokens > MOST_TOKENS:
                raise Unreadable("holds too many outputs; clear them")
            if depth == 0:
                position = token.start()
                break
        else:
            break
    return b"".join([*kept, content[position:]])


def decoded(content: bytes, notes: Notes) -> str:
    """Return a file's text, whatever encoding an editor gave it."""
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        text = content.decode(encoding, errors="replace")
        if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[", "<"):
            notes.repair(
                f"The notebook was saved as {encoding.upper()}, not UTF-8; it was read so."
            )
            return text
        content = content.replace(b"\0", b"")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if broken > sum(character > "\x7f" for character in text) - broken:
        notes.repair("The notebook was not saved as UTF-8; it was read as Windows-1252.")
        return content.decode("cp1252", errors="replace")
    notes.repair(f"The notebook held {broken} damaged characters; each was replaced by \ufffd.")
    return text


def whole_number(text: str) -> int:
    """Parse an integer of JSON; long ones, slow to parse and never meant, become 0."""
    return int(text) if len(text) < 19 else 0


# Line breaks inside strings are let through, and NaN and infinities become None.
DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None, parse_int=whole_number)


def parsed(text: str, notes: Notes) -> Any:
    """Return the value that a text of JSON holds, or what can be salvaged of it.

    Raises:
        Unreadable: Nothing can.
    """
    text = text.strip("\ufeff\0 \t\r\n")
    try:
        value, end = DECODER.raw_decode(text)
    except RecursionError:
        raise Unreadable("is nested too deeply to be read") from None
    except ValueError as error:
        reason = str(error)
    else:
        rest = text[end:].strip("\0 \t\r\n")
        if not rest or (isinstance(value, dict) and ("cells" in value or "worksheets" in value)):
            if rest:
                notes.repair("Other text followed the end of the notebook's JSON; it was ignored.")
            return value
        reason = "it does not begin with an object"
    if conflict := without_conflicts(text):
        notes.repair(
            "The notebook held the marks of an unfinished merge (<<<<<<<). One side was graded, "
            "the first that can be read; finish merges before you hand in."
        )
        return conflict
    if cells := salvaged(text):
        notes.repair(
            f"The notebook's file is damaged ({reason}). {len(cells)} of its cells could be read "
            "and were graded; hand in a whole file."
        )
        return {"cells": cells, "nbformat": 4}
    raise Unreadable(f"is no readable JSON ({reason})")


def without_conflicts(text: str) -> dict[str, Any] | None:
    """Return one side of a notebook's merge conflicts, the first readable one, or ``None``."""
    lines = text.split("\n")
    if not any(CONFLICT.match(line) for line in lines):
        return None
    for wanted in ("<", ">"):
        side, kept = "", []
        for line in lines:
            if mark := CONFLICT.match(line):
                # after <<<<<<< comes one side, after ======= the other, between them the base
                side = {"<": "<", "|": "|", "=": ">", ">": ""}[mark[0][0]]
            elif side in ("", wanted):
                kept.append(line)
        try:
            value = DECODER.decode("\n".join(kept))
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    return None


def salvaged(text: str) -> list[dict[str, Any]]:
    """Return the cells that are whole in a text of damaged JSON, in order.

    The work is bounded: a failed attempt may read to the text's end, and Python counts the lines up
    to it.
    """
    start = CELLS.search(text)
    cells, position, work = [], start.end() if start else 0, 0
    while work < 5 * len(text) + 100_000:
        position = text.find("{", position)
        if position < 0:
            break
        try:
            value, position = DECODER.raw_decode(text, position)
            if isinstance(value.get("cell_type"), str):
                cells.append(value)
        except (ValueError, RecursionError) as error:
            work += getattr(error, "pos", position + 100_000) - position + 10 + position // 300
            position += 1
    return cells


def raw_cells(data: Any, notes: Notes) -> list[dict[str, Any]]:
    """Return the cells of a notebook of any format, unchanged.

    Raises:
        Unreadable: The value is no notebook.
    """
    if not isinstance(data, dict):
        raise Unreadable(f"is JSON, but no notebook: it holds a {type(data).__name__}")
    cells = data.get("cells")
    if cells is None and isinstance(data.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in data["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        raise Unreadable("is JSON, but no notebook: it has no list of cells")
    if not cells:
        raise Unreadable("has no cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"has {len(cells)} cells, where {MOST_CELLS} are allowed")
    if data.get("nbformat") != 4:
        notes.repair("The notebook was not saved in format 4; it was converted.")
    about_kernel(data.get("metadata"), notes)
    real = [cell for cell in cells if isinstance(cell, dict)]
    if len(real) < len(cells):
        notes.repair(f"{len(cells) - len(real)} entries of the list of cells are no cells.")
    return real


def about_kernel(metadata: Any, notes: Notes) -> None:
    """Add a note if a notebook names another language than the one it is graded in."""
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    spec = spec if isinstance(spec, dict) else {}
    language = str(spec.get("language") or spec.get("name") or "python")
    if "python" not in language.casefold():
        notes.repair(f"The notebook asked for a kernel of {shown(language)}; it was run in Python.")


def rebuilt(cell: dict[str, Any], notes: Notes) -> NotebookNode:
    """Rebuild one cell in the current format: type, id, source and claimed grading settings."""
    kind = cell.get("cell_type")
    source = cell.get("source", cell.get("input", ""))  # "input" in code cells of format 3
    if kind == "heading":  # of format 3
        level = cell.get("level")
        level = level if isinstance(level, int) and 1 <= level <= 6 else 1
        kind, source = "markdown", f"{'#' * level} {joined(source, notes)}"
    if kind not in ("code", "markdown", "raw"):
        notes.repair("A cell had an unknown type; it was taken for text.")
        kind = "markdown"
    if cell.get("attachments"):
        notes.repair("Images attached to text cells were left out. Link to image files instead.")
    metadata = cell.get("metadata")
    claimed = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    claimed = claimed if isinstance(claimed, dict) else {}
    kept = {
        # scalars only: whatever is deeper is none of nbgrader's
        key: clean(value) if isinstance(value, str) else value
        for key, value in claimed.items()
        if key.isidentifier() and isinstance(value, str | int | float | None)
    }
    own_id = cell.get("id")
    new = {
        "cell_type": kind,
        "id": own_id if isinstance(own_id, str) and ID.fullmatch(own_id) else "",
        "metadata": {"nbgrader": kept} if kept else {},
        "source": joined(source, notes),
    }
    return from_dict(new | ({"outputs": [], "execution_count": None} if kind == "code" else {}))


def joined(source: Any, notes: Notes) -> str:
    """Return a cell's source, which may be a list of lines, as one text."""
    lines = source if isinstance(source, list) else [source]
    texts = [line for line in lines if isinstance(line, str)]
    if len(texts) < len(lines):
        notes.repair("The source of a cell was no text; what could not be read was left out.")
    text = "".join(texts)
    if "\0" in text:
        notes.repair("A cell held null characters; they were taken out.")
    return clean(text)


def clean(text: str) -> str:
    """Return a text without null characters and halves of surrogate pairs: no file holds those."""
    return text.replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")


def unique_ids(cells: list[NotebookNode]) -> None:
    """Give each cell an id of its own; of several with the same id the last keeps it."""
    taken = set()
    for cell in reversed(cells):
        if cell.id in taken:
            cell.id = ""
        taken.add(cell.id)
    number = 0
    for cell in cells:
        while not cell.id:
            number += 1
            candidate = f"unnamed-{number}"
            cell.id = "" if candidate in taken else candidate
