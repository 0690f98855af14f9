"""Draws the map of the code: ``python docs/map.py`` writes ``docs/where-things-are.md``.

Rooms and floors come from the import contracts in ``pyproject.toml``, what each file is for from
the first line of its docstring. A test fails when the page is older than either.
"""

import argparse
import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "where-things-are.md"
PACKAGES = {
    "course_utils": "What notebooks import. Students get all of it.",
    "autograder": "What instructors run. No student and no kernel gets any of it.",
}
# Rooms whose files are those of another one: its first line says what each of them is.
ALIKE = ("autograder.references",)
# The stations of one submission, and what goes from each to the next.
WAY = (
    ("autograder.intake.collect", "autograder.grading.pipeline", "submitted/"),
    ("autograder.grading.pipeline", "autograder.intake.submission", "1. prepare"),
    ("autograder.intake.submission", "autograder.intake.repair", "a safe copy"),
    ("autograder.intake.repair", "autograder.intake.sanitize", "the course's cells"),
    ("autograder.intake.sanitize", "autograder.grading.asking", "a clean notebook"),
    ("autograder.grading.questions", "autograder.grading.asking", "questions"),
    ("autograder.grading.display", "autograder.grading.asking", "cells to skip"),
    ("autograder.grading.asking", "autograder.grading.workers", "a job"),
    ("autograder.grading.workers", "autograder.sandbox.run", "2. run"),
    ("autograder.sandbox.run", "autograder.sandbox.kernel", "cells, questions"),
    ("autograder.sandbox.kernel", "autograder.grading.judge", "3. finish: answers, untrusted"),
    ("autograder.grading.judge", "autograder.grading.manual", "verdicts"),
    ("autograder.grading.manual", "autograder.grading.record", "scores in the gradebook"),
    ("autograder.grading.record", "autograder.reporting.results", "a record"),
    ("autograder.reporting.results", "autograder.reporting.feedback", "points, findings"),
    ("autograder.reporting.results", "autograder.reporting.report", "points, findings"),
    ("autograder.reporting.results", "autograder.reporting.export", "points"),
)


def page() -> str:
    """Return the text of the page."""
    parts = [
        "<!-- Written by docs/map.py: change what it reads, then run it again. -->",
        "# Where things are",
        "An upper floor may import a lower one, never the other way round; `make lint` looks. The "
        "tests mirror the rooms: what is in `autograder/grading/judge.py` is tested in "
        "`tests/autograder/grading/`.",
    ]
    for package, about in PACKAGES.items():
        parts += [f"## `{package}/`", about, drawing_of(package), *rooms_of(package)]
    parts += [
        "## One submission's way",
        "From a download of a learning platform to what people read. What is between the job and "
        "the answers runs a student's code; everything else is the grader's own process.",
        way(),
    ]
    return "\n\n".join(parts) + "\n"


def floors_of(package: str) -> list[list[str]]:
    """Return the floors of a package, the upper ones first, each with the names of its rooms."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for contract in tomllib.loads(text)["tool"]["importlinter"]["contracts"]:
        if contract.get("containers") == [package]:
            return [re.split(r"\s*[|:]\s*", floor) for floor in contract["layers"]]
    raise ValueError(f"No contract in pyproject.toml has floors for {package}.")


def drawing_of(package: str) -> str:
    """Return a drawing of a package's floors, one below another."""
    lines = ["```mermaid", "flowchart TB"]
    floors = floors_of(package)
    for number, rooms in enumerate(floors):
        label = "<br>".join(shown(package, room) for room in rooms)
        lines.append(f'  floor{number}["{label}"]')
    lines += [f"  floor{number} --> floor{number + 1}" for number in range(len(floors) - 1)]
    return "\n".join([*lines, "```"])


def shown(package: str, room: str) -> str:
    """Return a room as people write it: with a slash if it is a folder."""
    return f"{room}/" if (ROOT / package / room).is_dir() else f"{room}.py"


def rooms_of(package: str) -> Iterator[str]:
    """Yield a table of the rooms that are single files, then a section for each folder."""
    rooms = [room for floor in floors_of(package) for room in floor]
    single = [room for room in rooms if not (ROOT / package / room).is_dir()]
    if single:
        yield table([(f"{room}.py", first_line(ROOT / package / f"{room}.py")) for room in single])
    for room in rooms:
        folder = ROOT / package / room
        if folder.is_dir():
            yield f"### `{package}/{room}/`"
            yield first_line(folder / "__init__.py")
            if f"{package}.{room}" not in ALIKE:
                yield table(list(files_of(folder)))


def files_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path below a room, and the first line, of each of its files."""
    for path in sorted(folder.rglob("*.py"), key=_in_order):
        if path.parent == folder and path.name in ("__init__.py", "__main__.py"):
            continue
        yield path.relative_to(folder).as_posix().replace("/__init__.py", "/"), first_line(path)


def _in_order(path: Path) -> tuple[str, bool, str]:
    """Return a key that sorts files by folder, what a folder is for first, then by name."""
    return (path.parent.as_posix(), path.name != "__init__.py", path.name.lower())


def table(rows: list[tuple[str, str]]) -> str:
    """Return a table of files and what they are for."""
    lines = [f"| `{name}` | {text} |" for name, text in rows]
    return "\n".join(["| file | what it is for |", "|---|---|", *lines])


def first_line(path: Path) -> str:
    """Return the first line of a module's docstring, in Markdown."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0].replace("``", "`").replace("|", "\\|")


def way() -> str:
    """Return a drawing of one submission's way, its stations in their rooms."""
    stations = dict.fromkeys(name for step in WAY for name in step[:2])
    rooms: dict[str, list[str]] = {}
    for name in stations:
        if not (ROOT / (name.replace(".", "/") + ".py")).is_file():
            raise ValueError(f"The way passes {name}, which does not exist.")
        rooms.setdefault(name.rpartition(".")[0], []).append(name)
    lines = ["```mermaid", "flowchart LR"]
    for room, names in rooms.items():
        lines.append(f"  subgraph {room.replace('.', '_')} [{room}]")
        lines += [f'    {name.replace(".", "_")}["{name.rpartition(".")[2]}"]' for name in names]
        lines.append("  end")
    lines += [
        f'  {start.replace(".", "_")} -->|"{what}"| {end.replace(".", "_")}'
        for start, end, what in WAY
    ]
    return "\n".join([*lines, "```"])


def main() -> int:
    """Write the page, or only check that it is current; return 1 where it is not."""
    parser = argparse.ArgumentParser(description="Draw the map of the code.")
    parser.add_argument("--check", action="store_true", help="only say whether it is current")
    text = page()
    if not parser.parse_args().check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{PAGE.relative_to(ROOT)} is not current. Run: python docs/map.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
