"""The file of measured figures: `results.json`, where each key says on what it was measured.

Each top-level key (`training`, `accuracy`, ...) or, under `accuracy`, each row is written by the
command that measures it; all others stay as they are.
"""

import datetime
import json
import os
from pathlib import Path
from typing import Any

from course_utils import runs

RESULTS = Path(__file__).with_name("results.json")


def load(path: Path = RESULTS) -> dict[str, Any]:
    """Everything that was measured so far."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def merge(keys: tuple[str, ...], measured: dict[str, Any], path: Path = RESULTS) -> None:
    """Write one key, say where and when it was measured, and keep all others.

    Args:
        keys: Where it is in the file, from the top: ``("accuracy", "tutorial_15min")``.
        measured: What was measured; replaces what was there.
        path: The file.
    """
    table = load(path)
    *parents, last = keys
    place = table
    for parent in parents:
        place = place.setdefault(parent, {})
    place[last] = measured | circumstances()
    text = json.dumps(table, indent=1, sort_keys=True) + "\n"
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def circumstances() -> dict[str, Any]:
    """Machine, versions and date of a measurement."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": runs.machine() | {"cores": len(os.sched_getaffinity(0))},
        "versions": runs.versions(),
    }
