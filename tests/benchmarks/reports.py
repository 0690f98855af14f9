"""Trains the networks of the student reports, and writes `reports` of `results.json`.

    python -m tests.benchmarks.reports [--rows WORDS ...] [--seeds 3] [--data_dir DIR]

Most budgets are far below the reports' own, and stated for each row, so accuracies are not theirs;
the question is whether their *orders* hold. Each row is trained from several seeds; runs that
diverge are counted, not dropped. As in the reports the test images are looked at as training goes
on; nothing is chosen by them. Each finished run is written down at once, and a row goes on with the
next seed, on whatever machine. An interrupted run goes on from build/reports.
"""

import argparse
import functools
import re
import statistics
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from course_utils import data as datasets
from course_utils import environment
from tests.benchmarks import claims, results, tables

RUNS = Path(__file__).resolve().parents[2] / "build" / "reports"
PADDING = 4  # pixels around a 32×32 image before a random crop of 32×32
KNOWN = 10_000  # training images that a network is asked about in the end


class Row(NamedTuple):
    """How one network of a report is trained.

    Attributes:
        variant: Its name in `reports.VARIANTS`.
        data: The data set.
        images: How many training images are used.
        epochs: Passes over them.
        learning_rate: Constant.
        optimizer: "adam", "sgd" (momentum 0.9, weight decay 5e-4 as PyTorch counts it), "plain", or
            "decaying adam" (the same decay, and a tenth of the rate from every 30th epoch on).
        batch_size: Images in a step.
        augmented: Whether images are cropped at random and mirrored.
        until_99: Whether a run ends where it first measures 99 %, before its epochs do.
        hours: After how many a run ends, before its epochs do; 0 for no limit. Such a run computes
            in bfloat16 where the processor multiplies it, and is measured after each epoch.
        seeds: How many runs at most, where one takes long.
        claim: What the report says of this training, where the variant's claim is of another one.
    """

    variant: str
    data: str
    images: int
    epochs: float
    learning_rate: float = 0.001
    optimizer: str = "adam"
    batch_size: int = 128
    augmented: bool = False
    until_99: bool = False
    hours: float = 0
    seeds: int = 5
    claim: str = ""

    @property
    def steps_an_epoch(self) -> int:
        """Whole batches in a pass over the images."""
        return self.images // self.batch_size

    @property
    def steps(self) -> int:
        """Training steps of a run."""
        return int(self.images * self.epochs / self.batch_size)

    @property
    def budget(self) -> str:
        """In words."""
        epochs = f"{self.epochs:g} epoch{'s' if self.epochs != 1 else ''}"
        ends = "until 99 %, at most " * self.until_99
        ends += f"{self.hours:g} hours, at most " if self.hours else ""
        return (
            f"{self.images:,} images, {ends}{epochs}, {self.optimizer} {self.learning_rate:g}, "
            f"batch {self.batch_size}{', augmented' * self.augmented}"
        )


def _b(name: str, epochs: float = 4, **changes: Any) -> Row:
    return Row(f"B {name}", "mnist", 60_000, epochs, batch_size=100, **changes)


def _c(name: str, **changes: Any) -> Row:
    base = {"images": 25_000, "epochs": 6, "learning_rate": 0.1, "optimizer": "sgd"}
    return Row(f"C {name}", "cifar10", **(base | {"batch_size": 64, "seeds": 3} | changes))


_ADAM = {"learning_rate": 0.001, "optimizer": "adam"}
ROWS = {
    "A1 rate 0.01": Row("A without batch norm", "cifar10", 10_000, 5, 0.01),
    "A2 rate 0.001": Row("A without batch norm", "cifar10", 10_000, 5),
    "A3 + batch norm": Row("A with batch norm", "cifar10", 10_000, 5),
    "A4 + dropout": Row("A with dropout", "cifar10", 10_000, 5),
    "A5 + eight convolutions": Row("A with eight more convolutions", "cifar10", 10_000, 5),
    "B base": _b("base"),
    "B base, until 99 %": _b("base", epochs=33, until_99=True, seeds=20),
    "B base, rate 0.0001, until 99 %": _b(
        "base", epochs=33, learning_rate=0.0001, until_99=True, seeds=3
    ),
    "B A": _b("A"),
    "B A with 16 filters": _b("A with 16 filters"),
    "B A with 24 filters": _b("A with 24 filters"),
    "B A with dropout": _b("A with dropout"),
    "B A with dropout, 40,000 steps": _b("A with dropout", epochs=67, seeds=3),
    "B 32/64/64 + 2x2": _b("32/64/64 + 2x2"),
    "B 32/64/64 + 2x2 with dropout": _b("32/64/64 + 2x2 with dropout"),
    "B one hidden convolution": _b("one hidden convolution"),
    "B two hidden convolutions": _b("two hidden convolutions"),
    "B four hidden convolutions": _b("four hidden convolutions"),
    "B simpler": _b("simpler"),
    "C DNN": _c("DNN"),
    "C CNN": _c("CNN"),
    "C ResNet": _c("ResNet"),
    # Without normalisation 0.1 is too high; to compare networks, all need a rate they can learn at.
    "C DNN, rate 0.01": _c("DNN", learning_rate=0.01),
    "C CNN, rate 0.01": _c("CNN", learning_rate=0.01),
    "C ResNet, rate 0.01": _c("ResNet", learning_rate=0.01),
    "C ResNet, Adam": _c("ResNet", **_ADAM),
    "C ResNet, Adam, augmented": _c("ResNet", **_ADAM, augmented=True),
    "C Custom, Adam": _c("Custom ResNet", **_ADAM),
    "C Custom, Adam, augmented": _c("Custom ResNet", **_ADAM, augmented=True),
    "C ResNet, two hours": _c("ResNet", images=50_000, epochs=100, hours=2, seeds=1),
    "C Custom, its own recipe, two hours": _c(
        "Custom ResNet",
        images=50_000,
        epochs=300,
        hours=2,
        learning_rate=0.001,
        optimizer="decaying adam",
        augmented=True,
        seeds=1,
    ),
    "D softmax regression": Row(
        "D softmax regression", "mnist", 60_000, 5, 0.0005, "plain", batch_size=1, seeds=1
    ),
    "D LeNet, one image a step": Row(
        "D LeNet", "mnist", 60_000, 1, 0.005, "plain", batch_size=1, seeds=1
    ),
    "D LeNet, 1,500 images": Row(
        "D LeNet", "cifar10", 1_500, 100, 0.005, "plain", 8, claim="32 %, with loss 0.0000"
    ),
    "D ResNet-like, 1,500 images": Row("D ResNet-like", "cifar10", 1_500, 30, 0.005, "plain", 8),
}


@functools.cache
def loaded(data: str, part: str, data_dir: Path | None) -> datasets.Dataset:
    """One part of a data set, read once for all seeds and rows."""
    return datasets.load(data, part, data_dir=data_dir)


def measure(row: Row, name: str, seed: int, data_dir: Path | None) -> Any:
    """Train a row from one seed: an ``experiments.Repeated`` of one run."""
    import keras

    from course_utils import cifar10_input, runs
    from course_utils.models import reports
    from course_utils.training import experiments
    from tests.benchmarks import recipes

    train, test = (loaded(row.data, part, data_dir) for part in ("train", "test"))
    images, labels = train.images[: row.images], train.labels[: row.images]
    rates = {"learning_rate": row.learning_rate}
    optimizer = {
        "adam": lambda: keras.optimizers.Adam(**rates),
        # PyTorch's decay goes through the momentum, which multiplies it by ten; Keras's does not.
        "sgd": lambda: keras.optimizers.SGD(**rates, momentum=0.9, weight_decay=5e-3),
        "plain": lambda: keras.optimizers.SGD(**rates),
        "decaying adam": lambda: recipes.DecayingAdam(
            keras.optimizers.schedules.ExponentialDecay(
                row.learning_rate, 30 * row.steps_an_epoch, 0.1, staircase=True
            ),
            decay=5e-4,
        ),
    }[row.optimizer]()

    def batches(seed: int) -> Any:
        rng = np.random.default_rng(seed)
        return cifar10_input.distorted_inputs(
            images,
            labels,
            row.batch_size,
            image_size=images.shape[1],
            seed=seed,
            distort=(lambda batch: augment(batch, rng)) if row.augmented else (lambda batch: batch),
        )

    validate_every = 500 if row.data == "mnist" and row.batch_size > 1 else row.steps
    runs_name = RUNS / re.sub(r"\W+", "_", name).strip("_")
    limits: dict[str, Any] = {}
    if row.hours:
        validate_every = row.steps_an_epoch
        before = experiments.run_dir_of(runs_name, seed)
        spent = runs.load(before).seconds if (before / runs.RECORD).is_file() else 0.0
        limits = {"dtype": "auto", "max_seconds": max(3_600 * row.hours - spent, 1)}

    def train_for(steps: int) -> Any:
        return experiments.repeat(
            lambda: reports.VARIANTS[row.variant].build(images.shape[1:]),
            batches,
            name=runs_name,
            validation=(test.images, test.labels),
            validate_every=validate_every,
            seeds=(seed,),
            optimizer=optimizer,
            max_steps=steps,
            data=row.data,
            data_source=train.source,
            images=len(images),
            batch_size=row.batch_size,
            progress=False,
            log_every=100,
            checkpoint_every=5_000,
            **limits,
        )

    # A run that ends at 99 % goes on from one measurement to the next.
    for steps in range(validate_every, row.steps, validate_every) if row.until_99 else ():
        repeated = train_for(steps)
        if repeated.failures or repeated.first_steps[0] is not None:
            return repeated
    return train_for(row.steps)


def known(row: Row, model: Any, data_dir: Path | None) -> float:
    """Return the precision @ 1 on the first 10,000 training images as they are, in percent."""
    from course_utils import evaluation
    from tests.benchmarks.accuracy import percent

    train = loaded(row.data, "train", data_dir)
    return percent(evaluation.scores(model, train.images[:KNOWN]), train.labels[:KNOWN])


def augment(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Random crops of padded images, half of them mirrored."""
    from autograder.references import reference_network  # which imports TensorFlow

    return reference_network.distort(images, rng, PADDING)


def described(repeated: Any, row: Row, earlier: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the protocol's numbers.

    Args:
        repeated: One run, or more.
        row: How it was trained.
        earlier: The numbers of the seeds before, which are counted, too.

    Returns:
        What `results.json` holds; of a run that ends after some hours also its accuracy after
        each epoch.
    """
    from course_utils.models import reports

    before = earlier or {"runs": [], "failures": 0, "first_at_99": [], "seconds": 0}
    percent = [*before["runs"], *(round(100 * accuracy, 2) for accuracy in repeated.accuracies)]
    seconds = before["seconds"] * len(before["runs"]) + repeated.seconds
    curve = {}
    if row.hours:
        (trial,) = repeated.trials
        points = [
            [round(step / row.steps_an_epoch, 1), round(100 * accuracy, 2)]
            for step, accuracy in trial.curve
        ]
        curve = {"dtype": trial.run.dtype, "curve": points}
    return curve | {
        "runs": percent,
        "mean": round(statistics.mean(percent), 2),
        "sd": round(statistics.stdev(percent), 2) if len(percent) > 1 else 0.0,
        "best": max(percent),
        "failures": before["failures"] + repeated.failures,
        "first_at_99": [
            *before["first_at_99"],
            *(step for step in repeated.first_steps if step is not None),
        ],
        "seconds": round(seconds / len(percent), 1),
        "claim": row.claim or reports.VARIANTS[row.variant].claim,
        "budget": row.budget,
    }


def measured_before(row: Row, name: str) -> dict[str, Any] | None:
    """Return what was measured of a row as it is now, or None."""
    earlier = results.load().get("reports", {}).get(name)
    return earlier if earlier and earlier["budget"] == row.budget else None


def chosen(words: list[str]) -> list[str]:
    """The rows that begin with one of some words; all where none is given."""
    return [name for name in ROWS if not words or any(map(name.startswith, words))]


def main() -> None:
    """Measure what is missing, row by row."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", nargs="*", default=[], help="what the rows' names begin with")
    parser.add_argument("--seeds", type=int, default=3, help="runs a row at most (default 3)")
    parser.add_argument("--data_dir", type=Path, default=None, help="where the data sets are")
    flags = parser.parse_args()
    print(environment.start_tensorflow(), flush=True)
    RUNS.mkdir(parents=True, exist_ok=True)
    for name in chosen(flags.rows):
        row = ROWS[name]
        for seed in range(1, min(flags.seeds, row.seeds) + 1):
            earlier = measured_before(row, name)
            if earlier and len(earlier["runs"]) >= seed:
                continue
            repeated = measure(row, name, seed, flags.data_dir)
            measured = described(repeated, row, earlier)
            if row.hours:
                measured["known"] = known(row, repeated.trials[0].model, flags.data_dir)
            print(f"{name}: {measured}", flush=True)
            results.merge(("reports", name), measured)
    tables.write()
    found = results.load().get("reports", {})
    for one in claims.orders(found):
        print(f"{one.order.claim}: {one.words} points, {one.reading}")
    for name, points in claims.effects(found).items():
        print(f"{name}: {points} points")


if __name__ == "__main__":
    main()
