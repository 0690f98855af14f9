"""What the ladders of models share: results that are kept run by run, and a command that resumes.

Results of other pictures than today's, or of rows whose definition has changed, are thrown away.
"""

import argparse
import datetime
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from course_utils import data as datasets
from course_utils import runs


class Ladder(NamedTuple):
    """A table of measured models.

    Attributes:
        data: The embedded data set.
        rows: How each model is trained, named tuples by the rows' names.
        results: The file of the results.
        measure: From a row's name and a seed to a named tuple of what was measured.
        summary: From the runs of a row, by seed, to their means and deviations.
        table: From all results to a Markdown table.
    """

    data: str
    rows: dict[str, Any]
    results: Path
    measure: Callable[[str, int], Any]
    summary: Callable[[dict[str, dict]], dict]
    table: Callable[[dict], str]


def fingerprint(data: str) -> str:
    """Names the pictures of a data set, as a SHA-256 of all their bytes."""
    digest = hashlib.sha256()
    for split in ("train", "test"):
        digest.update(datasets.load(data, split).images.tobytes())
    return digest.hexdigest()


def run(ladder: Ladder, description: str) -> None:
    """Measures what is missing, saves each run as it ends, and prints the table."""
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=3, help="runs per row (default 3)")
    parser.add_argument("--limit", type=int, help="stop after this many runs")
    arguments = parser.parse_args()
    results = start(ladder)
    missing = [
        (name, seed)
        for seed in range(arguments.seeds)
        for name in ladder.rows
        if str(seed) not in results["results"].get(name, {"runs": {}})["runs"]
    ]
    for name, seed in missing[: arguments.limit]:
        measured = ladder.measure(name, seed)
        print(f"{name}, seed {seed}: {measured}", flush=True)
        row = results["results"].setdefault(name, {"runs": {}})
        row["runs"][str(seed)] = measured._asdict()
        row["summary"] = ladder.summary(row["runs"])
        save(results, ladder.results)
    print(ladder.table(results))


def start(ladder: Ladder) -> dict:
    """Return earlier results of the same pictures and the same rows, else empty ones."""
    pictures = fingerprint(ladder.data)
    rows = {name: row._asdict() for name, row in ladder.rows.items()}
    earlier = {"pictures": None}
    if ladder.results.exists():
        earlier = json.loads(ladder.results.read_text(encoding="utf-8"))
    if earlier["pictures"] != pictures:
        earlier = {"rows": {}, "results": {}}
    kept = {
        name: result
        for name, result in earlier["results"].items()
        if earlier["rows"].get(name) == rows.get(name)
    }
    return {"pictures": pictures, "rows": rows, "results": kept}


def save(results: dict, path: Path) -> None:
    """Write the results in one step, with date, machine and versions."""
    results["date"] = datetime.datetime.now(datetime.UTC).date().isoformat()
    results["machine"] = {"cpus": os.cpu_count(), "processor": runs.machine()["processor"]}
    results["versions"] = runs.versions()
    part = path.with_suffix(".part")
    part.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
