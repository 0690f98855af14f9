"""Measures how well each model learns `numbers`, and writes the table to `numbers.json` beside it.

    python -m tests.benchmarks.numbers_ladder [--seeds 3] [--limit N]

A run trains one model from one seed: Adam, batches of 128, on the 10,000 training pictures, whose
pixels are standardised; it is scored on the 2,000 test pictures. Two rows differ in nothing but
half of the pictures being mirrored. Every run is saved as it ends, so the command can be stopped
and started again at any time.
"""

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils import data as datasets
from tests.benchmarks.digits_ladder import summary as of_accuracies
from tests.benchmarks.ladder import Ladder, run

RESULTS = Path(__file__).with_name("numbers.json")
STEPS = 300


class Row(NamedTuple):
    """One line of the table: a model of `course_utils.models`, and how it is trained."""

    model: str
    learning_rate: float = 0.003
    mirrored: bool = False


ROWS = {
    "softmax regression": Row("softmax_regression"),
    "small CNN": Row("small_cnn", 0.001),
    "any size": Row("any_size_cnn"),
    "any size, mirrored": Row("any_size_cnn", mirrored=True),
    "residual": Row("residual_cnn"),
}


class Measured(NamedTuple):
    """One run: accuracy on the test pictures, 0 to 1, and what it took."""

    accuracies: list[float]
    parameters: int
    seconds: float


def measure(name: str, seed: int) -> Measured:
    """Train one row from one seed and score it."""
    import keras

    from course_utils import cifar10_input, evaluation, models, training

    row, data = ROWS[name], datasets.load("numbers", "train")
    rng = np.random.default_rng(seed)

    def distort(images: np.ndarray) -> np.ndarray:
        mirrored = row.mirrored & (rng.random((len(images), 1, 1, 1)) < 0.5)
        return np.where(mirrored, images[:, :, ::-1], images)

    training.seed_everything(seed)
    model, started = getattr(models, row.model)(), time.perf_counter()
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, STEPS, warmup_target=row.learning_rate, warmup_steps=STEPS // 10
    )
    with tempfile.TemporaryDirectory() as folder:
        training.fit(
            model,
            cifar10_input.distorted_inputs(
                data.images, data.labels, image_size=32, seed=seed, distort=distort
            ),
            max_steps=STEPS,
            optimizer=keras.optimizers.Adam(schedule),
            run_dir=Path(folder) / "ladder.run",
            data="numbers",
            images=len(data.images),
            averages=False,
            seed=seed,
            progress=False,
        )
    test = datasets.load("numbers", "test")
    accuracy = evaluation.precision_at_1(evaluation.scores(model, test.images), test.labels)
    seconds = round(time.perf_counter() - started, 1)
    return Measured([round(accuracy, 4)], model.count_params(), seconds)


def table(results: dict) -> str:
    """Return the results as a Markdown table, accuracies in percent."""
    lines = ["| model | parameters | accuracy | seeds | seconds |", "|---|---|---|---|---|"]
    for name in ROWS:
        if name in results["results"]:
            found = results["results"][name]
            runs, mean = list(found["runs"].values()), found["summary"]
            seconds = np.mean([one["seconds"] for one in runs])
            lines.append(
                f"| {name} | {runs[0]['parameters']:,} | {mean['mean']:.1f} ± {mean['sd']:.1f} "
                f"| {len(runs)} | {seconds:.0f} |"
            )
    return "\n".join(lines)


LADDER = Ladder("numbers", ROWS, RESULTS, measure, of_accuracies, table)

if __name__ == "__main__":
    run(LADDER, __doc__)
