"""Repeats the tutorial's headline: 100,000 steps as published, and what they reach.

    python -m tests.benchmarks.headline [--dtype bfloat16] [--seed 0] [--jpeg QUALITY]

Every 10,000 steps it looks at the 10,000 test images, as the original's ``cifar10_eval`` does all
the time, with the raw weights and with the averaged ones; after the last step also at ten views of
each. What a stretch gave is written to `results.json` at once, and `headline.png` is drawn anew. A
run that was stopped goes on, so the command can be started again at any time. In bfloat16 it takes
one to two hours on two cores. ``--max_steps`` ends it earlier: such a run tells what another seed,
another dtype or other images change, look by look.

``--jpeg`` sends training and test images through JPEG once more, at a quality from 1 to 95. Where
the images are a JPEG copy already, what that costs says what the copy itself may cost.
"""

import argparse
import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from course_utils import data as datasets
from course_utils import environment
from tests.benchmarks import results, tables
from tests.benchmarks.accuracy import BATCH_SIZE, percent, views

ROOT = Path(__file__).resolve().parents[2]
RUNS = ROOT / "build" / "headline"
PICTURE = Path(__file__).with_name("headline.png")
STEPS = 100_000
EVERY = 10_000


def once_more(images: np.ndarray, quality: int) -> np.ndarray:
    """Images (N, H, W, 3) as they are after they went through JPEG at a quality."""

    def stored(image: np.ndarray) -> np.ndarray:
        file = io.BytesIO()
        Image.fromarray(image).save(file, "JPEG", quality=quality)
        return np.asarray(Image.open(file))

    return np.stack([stored(image) for image in images])


def name_of(dtype: str, seed: int, jpeg: int | None) -> str:
    """A run's name in `results.json`, and that of its folder."""
    return f"{dtype}, seed {seed}" + (f", JPEG {jpeg}" if jpeg else "")


def measure(
    dtype: str, seed: int, jpeg: int | None, data_dir: Path | None, data_name: str, steps: int
) -> None:
    """Train, stretch by stretch, and write down what each one gave."""
    from course_utils import cifar10, cifar10_input, evaluation, training

    name = name_of(dtype, seed, jpeg)
    train, test = (datasets.load("cifar10", part, data_dir=data_dir) for part in ("train", "test"))
    if jpeg:
        train, test = (
            one._replace(images=once_more(one.images, jpeg), source=f"{one.source}, JPEG {jpeg}")
            for one in (train, test)
        )
    curve = results.load().get("headline", {}).get(name, {"curve": []})["curve"]
    training.seed_everything(seed)
    model = cifar10.inference()
    batches = cifar10_input.distorted_inputs(train.images, train.labels, BATCH_SIZE, seed=seed)
    for reached in range(min((len(curve) + 1) * EVERY, steps), steps + 1, EVERY):
        run = training.fit(
            model,
            batches,
            max_steps=reached,
            run_dir=RUNS / name.replace(", ", "-").replace(" ", "_"),
            data="cifar10",
            data_source=train.source,
            images=len(train.images),
            batch_size=BATCH_SIZE,
            seed=seed,
            log_every=100,
            progress=False,
            dtype=dtype,
        )
        raw = percent(evaluation.scores(model, test.images), test.labels)
        training.restore_averages(model, run)
        averaged = percent(evaluation.scores(model, test.images), test.labels)
        if len(curve) * EVERY < reached:
            curve.append([reached, raw, averaged])
        entry: dict[str, Any] = {
            "curve": curve,
            "data": data_name,
            "dtype": run.dtype,
            "minutes": round(run.seconds / 60, 1),
            "images_per_second": round(run.steps * BATCH_SIZE / run.seconds),
        }
        if jpeg:
            entry["jpeg"] = jpeg
        if reached == STEPS:
            entry["views"] = percent(views(model, test.images), test.labels)
        results.merge(("headline", name), entry)
        tables.write()
        draw(results.load()["headline"])
        print(f"{name}: {reached:,} steps, {raw:.2f} % raw, {averaged:.2f} % averaged", flush=True)


def draw(runs: dict[str, Any], picture: Path = PICTURE) -> None:
    """Draw the curves of up to three runs of two looks or more, raw and averaged.

    Args:
        runs: What `results.json` says of each, by name.
        picture: Where the figure goes.
    """
    from course_utils import plots

    curves = {}
    data = " and ".join(sorted({one["data"] for one in runs.values()}))
    for name in [name for name in sorted(runs) if len(runs[name]["curve"]) > 1][:3]:
        steps, raw, averaged = zip(*runs[name]["curve"], strict=True)
        thousands = [step / 1_000 for step in steps]
        curves[f"{name}, raw"] = thousands, raw
        curves[f"{name}, averaged"] = thousands, averaged
    figure = plots.lines(
        curves,
        f"The published recipe on {data}, raw and averaged weights",
        "thousand steps",
        "precision @ 1 (%)",
    )
    figure.set_figwidth(10)
    figure.axes[0].legend(loc="center left", bbox_to_anchor=(1, 0.5))  # inside, it hides a curve
    picture.write_bytes(plots.png(figure))


def main() -> None:
    """Measure one run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--dtype", choices=("bfloat16", "float32"), default="bfloat16")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jpeg", type=int, default=None, metavar="QUALITY")
    parser.add_argument("--max_steps", type=int, default=STEPS, help="a multiple of 10,000")
    parser.add_argument("--data_dir", type=Path, default=None, help="where CIFAR-10 is")
    parser.add_argument("--data_name", default="CIFAR-10", help="what these images are called")
    flags = parser.parse_args()
    if flags.jpeg is not None and not 1 <= flags.jpeg <= 95:
        parser.error("--jpeg takes a quality from 1 to 95.")
    if flags.max_steps < EVERY or flags.max_steps % EVERY:
        parser.error(f"--max_steps must be a multiple of {EVERY:,}.")
    print(environment.start_tensorflow(), flush=True)
    measure(flags.dtype, flags.seed, flags.jpeg, flags.data_dir, flags.data_name, flags.max_steps)


if __name__ == "__main__":
    main()
