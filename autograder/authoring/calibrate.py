"""Measures what reference networks reach, and sets the cut-offs between which points grow.

The levels are in ``levels``. What is already measured for a level, data, budget and seed is not
measured again, so an interrupted calibration goes on.

The reference runs also say how far the hidden accuracy of an honest run lies from its visible one.
"""

import json
import math
import re
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from nbformat import NotebookNode

from autograder.authoring.levels import LEVELS
from autograder.authoring.rehearse import cell_by_grade_id, notebook, rehearse
from autograder.grading import hidden
from autograder.grading.hidden import Hidden
from course_utils import checks, runs
from course_utils.checks.practice import CUT_OFFS
from course_utils.evaluation import precision_at_1

PUBLIC_SEED = 20_260_801  # of the calibration's images: like the hidden ones, but known


def calibrate(assignment: str, data: str, budget: str, seeds: int) -> dict[str, Any]:
    """Measure all levels and write ``cut_offs.json``.

    ``low`` is 4 sd above the worthless level, so that nobody earns points at that level by luck;
    ``high`` is 4 sd below the reference level, so that whoever reaches that level gets full points,
    whatever the seed.

    Args:
        assignment: The assignment's id.
        data: The data set.
        budget: The budget's name.
        seeds: How many runs a level.

    Returns:
        What was written for this data set.
    """
    table = json.loads(CUT_OFFS.read_text(encoding="utf-8")) if CUT_OFFS.exists() else {}
    before = table.get(assignment, {}).get(data, {})
    same = before.get("budget") == budget
    levels, gaps = (before.get(name, {}) if same else {} for name in ("levels", "gaps"))
    # The old cut-offs hold until there are new ones: a half-measured table must grade nobody.
    ends = {end: before[end] for end in ("low", "high") if end in before}
    rng = np.random.default_rng(PUBLIC_SEED)
    sets = hidden.draw(data, rng), hidden.draw_visible(data, rng)
    for level in LEVELS[assignment].solutions:
        accuracies, apart = levels.setdefault(level, []), gaps.setdefault(level, [])
        # Runs of before the gap was measured are made again for the level that needs it.
        done = len(apart) if level == "reference" else len(accuracies)
        for seed in range(done + 1, seeds + 1):
            accuracy, visible = measure(assignment, level, data, budget, seed, sets)
            accuracies[seed - 1 : seed] = [accuracy]
            apart[seed - 1 : seed] = [round(accuracy - visible, 4)]
            print(f"{level}, seed {seed}: {100 * accuracy:.2f} %, visible {100 * visible:.2f} %")
            save(table, assignment, {**ends, **summary(assignment, levels, data, budget, gaps)})
    save(table, assignment, {**ends, **summary(assignment, levels, data, budget, gaps)})
    print(json.dumps(table[assignment][data], indent=2, sort_keys=True))
    return table[assignment][data]


def save(table: dict[str, Any], assignment: str, entry: dict[str, Any]) -> None:
    """Put one data set's entry into the table and write it."""
    table.setdefault(assignment, {})[entry["data"]] = entry
    text = json.dumps(table, indent=2, sort_keys=True) + "\n"
    CUT_OFFS.write_text(text, encoding="utf-8")


def measure(
    assignment: str,
    level: str,
    data: str,
    budget: str,
    seed: int,
    sets: tuple[Hidden, Hidden],
) -> tuple[float, float]:
    """Run the notebook once, and return its accuracies on two sets, 0..1, to four decimals.

    Raises:
        RuntimeError: The notebook did not get as far as what is graded.
    """
    levels = LEVELS[assignment]
    student = notebook(assignment, None)
    name = graded_thing(student, assignment)
    for grade_id, source in levels.solutions[level].items():
        cell_by_grade_id(student, grade_id).source = source
    with tempfile.TemporaryDirectory() as folder:
        rehearsed = rehearse(
            student,
            Path(folder),
            {"COURSE_BUDGET": budget, "COURSE_DATA": data},
            after_setup=f"seed = {seed}",
            skip=("check(", "cut_offs(", "plots.show(", *levels.skip),
        )
        if name not in rehearsed.variables or rehearsed.errors:
            raise RuntimeError(f"The notebook failed while calibrating: {rehearsed.errors}")
        predict = rehearsed.variables[name]
        first, second = (precision_at_1(predict(one.images), one.labels) for one in sets)
    return round(first, 4), round(second, 4)


def graded_thing(student: NotebookNode, assignment: str) -> str:
    """Return the notebook's name for the predictor that is graded by accuracy.

    Raises:
        RuntimeError: The assignment grades no predictor, or its cell checks one without a name.
    """
    for task in checks.find(assignment).values():
        if task.kind == "predictor":
            source = cell_by_grade_id(student, task.name).source
            found = re.search(rf"check\(\w+\.{task.name}, (\w+)\)", source)
            if found:
                return found[1]
    raise RuntimeError(f"{assignment} has no cell that checks a predictor by its name.")


def summary(
    assignment: str,
    levels: dict[str, list[float]],
    data: str,
    budget: str,
    gaps: dict[str, list[float]] | None = None,
) -> dict[str, Any]:
    """Return the cut-offs, the gap between hidden and visible accuracy, and their origin."""
    own = LEVELS[assignment]
    worthless = levels.get(own.worthless or next(iter(own.solutions)), [])
    reference = levels.get("reference", [])
    entry = {
        "budget": budget,
        "data": data,
        "date": datetime.now(tz=UTC).date().isoformat(),
        "levels": levels,
        "machine": runs.machine(),
        "provisional": min(len(accuracies) for accuracies in levels.values()) < 5,
        "versions": runs.versions(),
    }
    if gaps:
        entry["gaps"] = gaps
    apart = (gaps or {}).get("reference", [])
    if len(apart) > 1:
        entry["gap"], entry["gap_sd"] = round(statistics.mean(apart), 4), round(sd(apart, 0.0), 4)
    if len(worthless) > 1 and len(reference) > 1:
        low = statistics.mean(worthless) + 4 * sd(worthless, own.smallest_sd_below)
        high = statistics.mean(reference) - 4 * sd(reference, own.smallest_sd)
        entry["low"], entry["high"] = math.ceil(1000 * low) / 1000, math.floor(1000 * high) / 1000
    return entry


def sd(values: list[float], smallest: float) -> float:
    """Return the standard deviation of some runs, or ``smallest`` if that is larger."""
    return max(smallest, statistics.stdev(values) if len(values) > 1 else 0.0)
