"""Verdicts on the mutants of a task, each written at once, so that a stopped run goes on."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course import ROOT
from tests.mutants import digest

EXERCISES = ROOT / "course_utils" / "exercises"
REFERENCES = ROOT / "autograder" / "references"


def deciding(assignment: str, task: str) -> Iterator[Path]:
    """Yield the files that a verdict depends on, besides the mutant itself."""
    room = assignment[3:]
    yield from (EXERCISES / "kit").glob("*.py")
    for folder in (EXERCISES / room, REFERENCES / room):
        yield from folder.glob(f"{task}.py")
        yield from folder.glob("_*.py")
    yield from REFERENCES.glob("_*.py")
    yield from (EXERCISES / "expectations").glob(f"{task}.npz")
    yield EXERCISES / "cut_offs.json"
    yield ROOT / "course_utils" / "exchange.py"
    yield ROOT / "tests" / "exercises" / "answering.py"
    yield from (Path(__file__).with_name(name) for name in ("judging.py", "wider.py"))


def judging_digest(assignment: str, task: str) -> str:
    """Return a text that is another one where a verdict might be."""
    total = hashlib.sha256()
    for path in sorted(deciding(assignment, task)):
        total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


class Results:
    """What is known of sources: ``of`` returns it, and ``add`` writes more of it down.

    Args:
        folder: Holds a file for each task, a line for each addition.
        task: The task.
        judged_by: ``judging_digest`` of the task: what others have judged does not count.
        fresh: Whether to begin anew.
    """

    def __init__(self, folder: Path, task: str, judged_by: str, fresh: bool = False) -> None:
        self.path, self.judged_by = folder / f"{task}.jsonl", judged_by
        self.known: dict[str, dict[str, Any]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            self.path.unlink(missing_ok=True)
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        if text and not text.endswith("\n"):
            self._write("")  # what comes next begins a line of its own
        for line in text.splitlines():
            try:
                row = json.loads(line)
            except ValueError:  # the last one, of a run that was stopped
                continue
            if row.pop("judged_by") == judged_by:
                self.known.setdefault(row.pop("mutant"), {}).update(row)

    def of(self, source: str) -> dict[str, Any]:
        """Return what is known of a source."""
        return self.known.get(digest(source), {})

    def add(self, source: str, **more: Any) -> dict[str, Any]:
        """Write down more of a source, and return all that is known of it."""
        row = {"judged_by": self.judged_by, "mutant": digest(source), **more}
        self._write(json.dumps(row))
        self.known.setdefault(digest(source), {}).update(more)
        return self.of(source)

    def _write(self, line: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
