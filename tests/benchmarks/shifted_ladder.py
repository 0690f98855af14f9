"""Measures how much each model loses on `shapes_1`, and writes it to `shifted.json` beside it.

    python -m tests.benchmarks.shifted_ladder [--seeds 2] [--limit N]

A run trains one model of `shapes_ladder` for three epochs on the training pictures of `shapes`. It
is scored on the 2,000 test pictures of `shapes` and on the 2,000 of `shapes_1`. A row's summary
holds means over the seeds, in percent.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils import data as datasets
from tests.benchmarks import shapes_ladder
from tests.benchmarks.ladder import Ladder, run
from tests.benchmarks.shapes_ladder import Row

RESULTS = Path(__file__).with_name("shifted.json")
ROWS = {
    "softmax regression": Row("softmax_regression", 3),
    "fully connected": Row("fully_connected", 3),
    "small CNN": Row("small_cnn", 3),
    "residual CNN": Row("residual_cnn", 3),
}


class Measured(NamedTuple):
    """Accuracies of one run on both test sets, 0 to 1."""

    original: float
    shifted: float


def measure(name: str, seed: int) -> Measured:
    """Train one row from one seed and score it on both test sets."""
    model, _ = shapes_ladder.trained(ROWS[name], seed)
    tests = (datasets.load(data, "test") for data in ("shapes", "shapes_1"))
    return Measured(
        *(
            shapes_ladder.accuracy(model, shapes_ladder.standardised(test.images), test.labels)
            for test in tests
        )
    )


def summary(runs: dict[str, dict]) -> dict:
    """Return a row's mean accuracies over the seeds, in percent."""
    means = {
        key: round(100 * float(np.mean([run[key] for run in runs.values()])), 1)
        for key in Measured._fields
    }
    return {"seeds": len(runs), **means}


def table(results: dict) -> str:
    """Return the results as a Markdown table, accuracies in percent."""
    lines = ["| model | shapes | shapes_1 | seeds |", "|---|---|---|---|"]
    for name in ROWS:
        if name in results["results"]:
            row = results["results"][name]["summary"]
            lines.append(f"| {name} | {row['original']} | {row['shifted']} | {row['seeds']} |")
    return "\n".join(lines)


LADDER = Ladder("shapes", ROWS, RESULTS, measure, summary, table)

if __name__ == "__main__":
    run(LADDER, __doc__)
