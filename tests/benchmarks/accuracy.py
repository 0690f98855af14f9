"""Measures what recipes reach in a given time, and writes `accuracy` of `results.json`.

    python -m tests.benchmarks.accuracy ROW [ROW ...] [--seeds 5] [--data_dir DIR]

A run trains on the 50,000 training images of CIFAR-10, and looks at the 10,000 test images once,
when it is over. Every run is saved as it ends, and within a run every thousand steps, so the
command can be stopped and started again at any time; ``--anew`` forgets what a row had before its
recipe changed. Seconds are those of training, input pipeline included.

``--choose`` trains on the first 45,000 images instead, judges by the last 5,000, prints, and writes
nothing: recipes are chosen that way.
"""

import argparse
import functools
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from course_utils import data as datasets
from course_utils import environment
from tests.benchmarks import results, tables

BATCH_SIZE = 128
ROOT = Path(__file__).resolve().parents[2]
RUNS = ROOT / "build" / "accuracy"


class Row(NamedTuple):
    """One recipe.

    Attributes:
        about: What it is, for the table.
        order: Its place in the table.
        train: From training images, a seed and a run's folder to the model, its weights as they are
            to be judged, and the run.
        views: Of how many views of a test image the probabilities are averaged for the second
            number; 0 for none.
    """

    about: str
    order: int
    train: Callable[[datasets.Dataset, int, Path], tuple]
    views: int = 0


def capstone(
    epochs: float, widths: str = "WIDTHS", dtype: str = "mixed_bfloat16"
) -> Callable[[datasets.Dataset, int, Path], tuple]:
    """The reference variant of the capstone, trained by Muon for so many epochs."""

    def train_it(train: datasets.Dataset, seed: int, folder: Path) -> tuple:
        from autograder.references import reference_network
        from course_utils import cifar10_input
        from course_utils.training import steps

        rng = np.random.default_rng(seed)
        some = cifar10_input.per_image_standardization(train.images[:5_000]).numpy()
        return _fit(
            reference_network.network(some, getattr(reference_network, widths), dtype),
            cifar10_input.distorted_inputs(
                train.images,
                train.labels,
                reference_network.BATCH_SIZE,
                image_size=32,
                seed=seed,
                distort=lambda images: reference_network.distort(images, rng),
            ),
            train,
            seed,
            folder,
            epochs=epochs,
            batch_size=reference_network.BATCH_SIZE,
            optimizer=reference_network.muon(
                _steps(train, epochs, reference_network.BATCH_SIZE), reference_network.BATCH_SIZE
            ),
            averages=False,
            step_maker=functools.partial(
                steps.make_step, label_smoothing=reference_network.LABEL_SMOOTHING
            ),
        )

    return train_it


def fast_tutorial(train: datasets.Dataset, seed: int, folder: Path) -> tuple:
    """The tutorial's network in 15 minutes: see recipes.py."""
    from tests.benchmarks import recipes

    return _fit(
        recipes.fast_tutorial_cnn(train.images, seed),
        recipes.fast_inputs(train.images, train.labels, BATCH_SIZE, seed),
        train,
        seed,
        folder,
        epochs=FAST_EPOCHS,
        optimizer=recipes.fast_optimizer(_steps(train, FAST_EPOCHS)),
        step_maker=recipes.fast_step,
        averages=False,
        dtype="auto",
    )


def faithful(train: datasets.Dataset, seed: int, folder: Path) -> tuple:
    """The tutorial as published, for as many steps."""
    from course_utils import cifar10, cifar10_input, training

    model, run = _fit(
        cifar10.inference(),
        cifar10_input.distorted_inputs(train.images, train.labels, BATCH_SIZE, seed=seed),
        train,
        seed,
        folder,
        epochs=FAST_EPOCHS,
    )
    training.restore_averages(model, run)
    return model, run


FAST_EPOCHS = 28
ROWS = {
    "tutorial_15min": Row("the tutorial's network, the best recipe found", 1, fast_tutorial, 10),
    "faithful_15min": Row("the tutorial's network, trained as published", 2, faithful, 10),
    "variant_30min": Row("the capstone's reference network, by Muon", 3, capstone(22), 2),
    "variant_5min": Row(
        "the capstone's reference network, half as wide, by Muon", 4, capstone(8, "NARROW"), 2
    ),
}


def _steps(train: datasets.Dataset, epochs: float, batch_size: int = BATCH_SIZE) -> int:
    return int(epochs * len(train.images) / batch_size)


def _fit(
    model: Any,
    batches: Any,
    train: datasets.Dataset,
    seed: int,
    folder: Path,
    *,
    epochs: float,
    batch_size: int = BATCH_SIZE,
    **options: Any,
) -> tuple:
    from course_utils import training

    run = training.fit(
        model,
        batches,
        max_steps=_steps(train, epochs, batch_size),
        run_dir=folder,
        data="cifar10",
        data_source=train.source,
        images=len(train.images),
        batch_size=batch_size,
        seed=seed,
        progress=False,
        log_every=100,
        **options,
    )
    return model, run


def measure(name: str, seed: int, data_dir: Path | None, choose: bool = False) -> dict[str, Any]:
    """Train one row from one seed and look at the test images once."""
    from course_utils import evaluation, training

    row = ROWS[name]
    train = datasets.load("cifar10", "train", data_dir=data_dir)
    if choose:
        train, test = part(train, slice(45_000)), part(train, slice(45_000, None))
    else:
        test = datasets.load("cifar10", "test", data_dir=data_dir)
    training.seed_everything(seed)
    model, run = row.train(train, seed, RUNS / f"{name}-{seed}{'-chosen' * choose}")
    measured = {
        "accuracy": percent(evaluation.scores(model, test.images), test.labels),
        "seconds": round(run.seconds),
        "steps": run.steps,
        "images_per_second": round(run.steps * run.batch_size / run.seconds),
        "dtype": run.dtype,
    }
    if row.views:
        measured["views"] = percent(views(model, test.images), test.labels)
    return measured


def part(data: datasets.Dataset, which: slice) -> datasets.Dataset:
    """Some of the images."""
    return data._replace(images=data.images[which], labels=data.labels[which])


def percent(scores: np.ndarray, labels: np.ndarray) -> float:
    """Precision @ 1 in percent."""
    from course_utils import evaluation

    return round(100 * evaluation.precision_at_1(scores, labels), 2)


def views(model: Any, images: np.ndarray) -> np.ndarray:
    """Mean probabilities over the corners and the centre, each mirrored too.

    These are ten views where the model takes crops, two where it takes whole images.
    """
    from scipy.special import softmax

    from course_utils import evaluation

    size = model.input_shape[1]
    edge = images.shape[1] - size
    places = {(0, 0), (0, edge), (edge, 0), (edge, edge), (edge // 2, edge // 2)}
    total = np.zeros((len(images), 10))
    for top, left in sorted(places):
        crops = np.ascontiguousarray(images[:, top : top + size, left : left + size])
        for seen in (crops, np.ascontiguousarray(crops[:, :, ::-1])):
            total += softmax(evaluation.scores(model, seen), axis=1)
    return total


def summary(name: str, measured: list[dict[str, Any]], data: str) -> dict[str, Any]:
    """What is written of a row: mean and standard deviation over its runs."""
    row = ROWS[name]
    entry = {"about": row.about, "order": row.order, "data": data}
    entry |= _spread([run["accuracy"] for run in measured])
    if row.views:
        entry["more_views"] = {"views": row.views} | _spread([run["views"] for run in measured])
    entry["runs"] = measured
    entry["minutes"] = round(statistics.median(run["seconds"] for run in measured) / 60, 1)
    entry["images_per_second"] = round(
        statistics.median(run["images_per_second"] for run in measured)
    )
    return entry


def _spread(values: list[float]) -> dict[str, float]:
    deviation = statistics.stdev(values) if len(values) > 1 else 0.0
    return {"mean": round(statistics.mean(values), 2), "sd": round(deviation, 2)}


def main() -> None:
    """Measure what is missing, seed by seed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", nargs="+", choices=ROWS, help="what to measure")
    parser.add_argument("--seeds", type=int, default=5, help="runs a row (default 5)")
    parser.add_argument("--data_dir", type=Path, default=None, help="where CIFAR-10 is")
    parser.add_argument("--data_name", default="CIFAR-10", help="what these images are called")
    parser.add_argument("--anew", action="store_true", help="forget the rows' earlier runs")
    parser.add_argument("--choose", action="store_true", help="judge by training images")
    flags = parser.parse_args()
    print(environment.start_tensorflow(), flush=True)
    for name in flags.rows:
        if flags.choose:
            print(f"{name}: {measure(name, 0, flags.data_dir, choose=True)}", flush=True)
            continue
        known = {} if flags.anew else results.load().get("accuracy", {})
        earlier = known.get(name, {"runs": []})["runs"]
        for seed in range(len(earlier), flags.seeds):
            measured = measure(name, seed, flags.data_dir) | {"seed": seed}
            print(f"{name}: {measured}", flush=True)
            earlier.append(measured)
            results.merge(("accuracy", name), summary(name, earlier, flags.data_name))
    tables.write()
    print(tables.accuracies(results.load()))


if __name__ == "__main__":
    main()
