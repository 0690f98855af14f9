"""Measures how well each model learns `digits`, and writes the table to `digits.json` beside it.

    python -m tests.benchmarks.digits_ladder [--seeds 3] [--limit N]

A run trains one model from one seed: Adam, batches of 100, on the 10,000 training pictures, pixels
divided by 255; it is scored on the 2,000 test pictures after each epoch. Every run is saved as it
ends, so the command can be stopped and started again at any time.
"""

import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils import data as datasets
from tests.benchmarks.ladder import Ladder, run

RESULTS = Path(__file__).with_name("digits.json")
BATCH_SIZE = 100


class Row(NamedTuple):
    """One line of the table: a model of `course_utils.models`, and how it is trained."""

    model: str  # a function there, or a name of VARIANTS
    epochs: int
    learning_rate: float = 0.001


ROWS = {
    # A linear model sees each weight's gradient undiluted: it takes, and needs, larger steps.
    "softmax regression": Row("softmax_regression", 5, 0.003),
    "fully connected": Row("fully_connected", 5),
    "small CNN": Row("small_cnn", 5),
    "LeNet (report D)": Row("D LeNet", 5),
    "base (report B)": Row("B base", 10),
}


class Measured(NamedTuple):
    """One run: accuracy on the test pictures after each epoch, 0 to 1, and what it took."""

    accuracies: list[float]
    parameters: int
    seconds: float


def measure(name: str, seed: int) -> Measured:
    """Train one row from one seed and score it after each epoch."""
    import keras

    from course_utils import models
    from course_utils.models import reports

    row = ROWS[name]
    train, test = (scaled(split) for split in ("train", "test"))
    keras.utils.set_random_seed(seed)
    variant = reports.VARIANTS.get(row.model)
    model = variant.build() if variant else getattr(models, row.model)((28, 28, 1))
    model.compile(
        keras.optimizers.Adam(row.learning_rate),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,  # on a CPU, XLA makes these steps slower
    )
    accuracies, started = [], time.perf_counter()
    for _ in range(row.epochs):
        model.fit(*train, BATCH_SIZE, verbose=0)
        logits = model.predict(test[0], batch_size=500, verbose=0)
        accuracies.append(round(float(np.mean(logits.argmax(axis=1) == test[1])), 4))
    return Measured(accuracies, model.count_params(), round(time.perf_counter() - started, 1))


def scaled(split: str) -> tuple[np.ndarray, np.ndarray]:
    """Return float32 images, 0 to 1, and labels."""
    data = datasets.load("digits", split)
    return data.images / np.float32(255), data.labels


def summary(runs: dict[str, dict]) -> dict:
    """Return mean and standard deviation over a row's seeds after its last epoch, in percent."""
    percent = [100 * run["accuracies"][-1] for run in runs.values()]
    spread = np.std(percent, ddof=1) if len(percent) > 1 else 0.0
    return {
        "seeds": len(runs),
        "mean": round(float(np.mean(percent)), 2),
        "sd": round(float(spread), 2),
    }


def table(results: dict) -> str:
    """Return the results as a Markdown table, accuracies in percent."""
    lines = [
        "| model | parameters | epochs | accuracy | seeds | seconds |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in ROWS.items():
        if name in results["results"]:
            found = results["results"][name]
            runs, mean = list(found["runs"].values()), found["summary"]
            seconds = np.mean([run["seconds"] for run in runs])
            lines.append(
                f"| {name} | {runs[0]['parameters']:,} | {row.epochs} "
                f"| {mean['mean']:.1f} ± {mean['sd']:.1f} | {len(runs)} | {seconds:.0f} |"
            )
    return "\n".join(lines)


LADDER = Ladder("digits", ROWS, RESULTS, measure, summary, table)

if __name__ == "__main__":
    run(LADDER, __doc__)
