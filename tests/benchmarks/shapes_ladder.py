"""Measures how well each model learns `shapes`, and writes the table to `shapes.json` beside it.

    python -m tests.benchmarks.shapes_ladder [--seeds 3] [--limit N]

A run trains one model from one seed: Adam at a constant learning rate of 0.001, batches of 128, on
the 10,000 training pictures; it is scored on the 2,000 test pictures twice, with its last weights
and with their moving average. Every run is saved as it ends, so the command can be stopped and
started again at any time. Six epochs keep the longest run near two minutes on two cores.
"""

import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils import data as datasets
from tests.benchmarks.ladder import Ladder, run

RESULTS = Path(__file__).with_name("shapes.json")
BATCH_SIZE = 128
LEARNING_RATE = 0.001
PADDING = 4  # pixels around a 32x32 picture before a random 32x32 crop


class Row(NamedTuple):
    """One line of the table: a model of `course_utils.models` and how it is trained."""

    model: str
    epochs: int
    distorted: bool = False  # random crops and flips
    image_size: int = 32  # 24: the tutorial's crops, the centre one for evaluation


ROWS = {
    "softmax regression": Row("softmax_regression", 6),
    "fully connected": Row("fully_connected", 6),
    "small CNN": Row("small_cnn", 6),
    "residual CNN": Row("residual_cnn", 6),
    "residual CNN, crops and flips": Row("residual_cnn", 6, distorted=True),
    "tutorial CNN, centre crops": Row("tutorial_cnn", 6, image_size=24),
    "tutorial CNN, crops and flips": Row("tutorial_cnn", 6, distorted=True, image_size=24),
}


class Measured(NamedTuple):
    """Accuracies of one run on the test pictures, 0 to 1, and what it took."""

    accuracy: float
    averaged: float
    parameters: int
    seconds: float


def measure(name: str, seed: int) -> Measured:
    """Train one row from one seed and score it."""
    row, test = ROWS[name], datasets.load("shapes", "test")
    start = time.perf_counter()
    model, averages = trained(row, seed)
    seconds = time.perf_counter() - start
    images = standardised(centre_crop(test.images, row.image_size))
    raw = accuracy(model, images, test.labels)
    with averages.applied(model):
        averaged = accuracy(model, images, test.labels)
    return Measured(raw, averaged, model.count_params(), round(seconds, 1))


def trained(row: Row, seed: int) -> tuple:
    """Return the model of a row, trained from a seed, and the averages of its weights."""
    import keras
    import tensorflow as tf

    from course_utils import cifar10, models
    from course_utils.cifar10 import MovingAverages

    train = datasets.load("shapes", "train")
    keras.utils.set_random_seed(seed)
    side = row.image_size
    tutorial = row.model == "tutorial_cnn"
    model = cifar10.inference(side) if tutorial else getattr(models, row.model)((side, side, 3))
    model.compile(
        keras.optimizers.Adam(LEARNING_RATE),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,  # on a CPU, XLA makes these steps slower
    )
    averages = MovingAverages(model.trainable_variables)
    update = tf.function(averages.update)
    average = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: update())
    rng = np.random.default_rng(seed)
    for _ in range(row.epochs):
        images, labels = _epoch(train, row, rng)
        model.fit(images, labels, BATCH_SIZE, shuffle=False, verbose=0, callbacks=[average])
    return model, averages


def _epoch(data: datasets.Dataset, row: Row, rng: np.random.Generator) -> tuple:
    """Return all training pictures in a new order, cropped and standardised."""
    order = rng.permutation(len(data.images))
    images = data.images[order]
    if row.distorted:
        images = random_crops_and_flips(images, row.image_size, rng)
    return standardised(centre_crop(images, row.image_size)), data.labels[order]


def random_crops_and_flips(images: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Crops every picture at a place of its own, of a padded one if it is no larger than `size`."""
    if images.shape[1] == size:
        images = np.pad(images, ((0, 0), (PADDING, PADDING), (PADDING, PADDING), (0, 0)), "reflect")
    offsets = rng.integers(0, images.shape[1] - size + 1, (len(images), 2))
    crops = np.stack(
        [image[y : y + size, x : x + size] for image, (y, x) in zip(images, offsets, strict=True)]
    )
    flipped = rng.random(len(images)) < 0.5
    crops[flipped] = crops[flipped, :, ::-1]
    return crops


def centre_crop(images: np.ndarray, size: int) -> np.ndarray:
    """Cuts the middle `size` pixels of each side."""
    offset = (images.shape[1] - size) // 2
    return images[:, offset : offset + size, offset : offset + size]


def standardised(images: np.ndarray) -> np.ndarray:
    """Give each picture mean 0 and standard deviation 1, float32."""
    flat = images.reshape(len(images), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(flat.std(axis=1, keepdims=True), flat.shape[1] ** -0.5)
    return flat.reshape(images.shape)


def accuracy(model: object, images: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of standardised images that a model classifies rightly, 0 to 1."""
    logits = model.predict(images, batch_size=500, verbose=0)
    return round(float(np.mean(logits.argmax(axis=1) == labels)), 4)


def summary(runs: dict[str, dict]) -> dict:
    """Return mean and standard deviation over the seeds of one row's runs, in percent."""
    result = {"seeds": len(runs)}
    for key in ("accuracy", "averaged"):
        percent = [100 * run[key] for run in runs.values()]
        spread = np.std(percent, ddof=1) if len(percent) > 1 else 0.0
        result[key] = {"mean": round(float(np.mean(percent)), 2), "sd": round(float(spread), 2)}
    return result


def table(results: dict) -> str:
    """Return the results as a Markdown table, accuracies in percent."""
    lines = [
        "| model | parameters | last weights | averaged | seeds | seconds |",
        "|---|---|---|---|---|---|",
    ]
    for name in ROWS:
        if name not in results["results"]:
            continue
        row = results["results"][name]
        runs = list(row["runs"].values())
        seconds = np.mean([run["seconds"] for run in runs])
        last, averaged = row["summary"]["accuracy"], row["summary"]["averaged"]
        lines.append(
            f"| {name} | {runs[0]['parameters']:,} | {last['mean']:.1f} ± {last['sd']:.1f} "
            f"| {averaged['mean']:.1f} ± {averaged['sd']:.1f} | {len(runs)} | {seconds:.0f} |"
        )
    return "\n".join(lines)


LADDER = Ladder("shapes", ROWS, RESULTS, measure, summary, table)

if __name__ == "__main__":
    run(LADDER, __doc__)
