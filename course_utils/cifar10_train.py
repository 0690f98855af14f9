"""Trains the tutorial's network: ``python -m course_utils.cifar10_train``.

Prints the loss and the speed every ten steps, saves a checkpoint every 1,000 and TensorBoard's
summaries every 100, and goes on from the newest checkpoint when it is started again. Watch it with
``tensorboard --logdir runs`` and ``python -m course_utils.cifar10_eval``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils import data, environment, settings
from course_utils.errors import exit_status, run_program

if TYPE_CHECKING:
    import tensorflow as tf

    from course_utils.training.steps import StepMaker

CHECKPOINT_EVERY = 1000
SUMMARIES_EVERY = 100


def parser() -> argparse.ArgumentParser:
    """Return the parser of the flags: the tutorial's, ``--data``, ``--dtype`` and ``--seed``."""
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.cifar10_train",
        description="Train the network of the TensorFlow CIFAR-10 tutorial.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add, positive = parser.add_argument, settings.positive
    train_dir = settings.TRAIN_DIR
    add("--train_dir", type=Path, default=train_dir, help="where to write checkpoints and logs")
    add("--max_steps", type=positive, default=1_000_000, help="how many steps to make in all")
    add("--log_frequency", type=positive, default=10, help="how often to print, in steps")
    add("--batch_size", type=positive, default=128, help="images of each device in a step")
    add("--data_dir", type=Path, default=None, help="where the data set is, or is to be stored")
    add("--data", choices=("cifar10", "shapes"), default="cifar10", help="the data set")
    add("--dtype", choices=settings.DTYPES, default="float32", help="what the layers compute in")
    add("--seed", type=int, default=0, help="fixes initial weights and the order of the images")
    streamed = "read CIFAR-10's published files while training instead of holding all images"
    add("--stream", action="store_true", help=streamed)
    add("--log_device_placement", action="store_true", help=settings.LOG_DEVICE_PLACEMENT)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: the command line; None for the process's own.

    Returns:
        The exit status: 0, 1 after a failure that is explained on stderr, 130 after Ctrl-C.
    """
    flags = parser().parse_args(arguments)
    return explained(lambda: train(flags))


def explained(program: Callable[[], None]) -> int:
    """Run a program, explain a failure on stderr, and return the exit status."""
    return exit_status(program, "Stopped by Ctrl-C. Start the same command again to go on.")


@dataclass(frozen=True)
class Images:
    """What to train on.

    Attributes:
        total: how many images there are.
        channels: 3 for colour, 1 for grey images.
        source: in words, where they come from.
        batches: makes endless distorted batches, from the images of a batch and a seed, and prints
            what the shuffle queue is filled with.
    """

    total: int
    channels: int
    source: str
    batches: Callable[[int, int], Any]  # a tf.data.Dataset, which imports TensorFlow


def train(
    flags: argparse.Namespace, devices: int = 1, share: Callable[[], StepMaker] | None = None
) -> None:
    """Train as the flags say.

    Args:
        flags: as :func:`parser` understands them.
        devices: into how many logical devices to split the processor.
        share: called once TensorFlow runs; returns what makes a step that devices share, each with
            a batch of its own. None for steps on one device.

    Raises:
        CourseError: data are missing, the folder holds another run, or the loss is no number.
    """
    images = find_images(flags)
    # TensorFlow takes seconds to start, so a wrong flag or missing data are told before that.
    started = environment.start_tensorflow(devices, flags.log_device_placement)
    print(started, flush=True)
    fit(flags, images, devices * flags.batch_size, None if share is None else share())


def find_images(flags: argparse.Namespace) -> Images:
    """Find the images that the flags name, and print what they are.

    Args:
        flags: as :func:`parser` understands them.

    Raises:
        CourseError: they are missing or damaged, or cannot be read from files.
    """
    images = _streamed(flags) if flags.stream else _loaded(flags)
    print(f"Training on {images.total:,} images: {images.source}.", flush=True)
    return images


def _loaded(flags: argparse.Namespace) -> Images:
    images, labels, source = data.load(flags.data, "train", data_dir=flags.data_dir)

    def batches(batch_size: int, seed: int) -> tf.data.Dataset:
        from course_utils import cifar10_input

        # The original's queue held images, and filling it took minutes; this one holds indices.
        queue = cifar10_input.queue_size(len(images))
        _say_filling(f"the indices of {queue} {flags.data} images", "a second")
        return cifar10_input.distorted_inputs(images, labels, batch_size, seed=seed)

    return Images(len(images), images.shape[-1], source, batches)


def _streamed(flags: argparse.Namespace) -> Images:
    if flags.data != "cifar10":
        raise settings.SettingError(
            f"--stream reads CIFAR-10's published files; {flags.data} are drawn and have none. "
            "Leave out --stream, or --data."
        )
    files, count = data.record_files("train", flags.data_dir)

    def batches(batch_size: int, seed: int) -> tf.data.Dataset:
        from course_utils import cifar10_input

        queue = cifar10_input.queue_size(cifar10_input.NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN)
        _say_filling(f"{queue} CIFAR images", "a few seconds")
        return cifar10_input.distorted_inputs_from_files(files, batch_size, seed=seed)

    source = f"CIFAR-10, read from the official binary files in {files[0].parent} while it trains"
    return Images(count, 3, source, batches)


def _say_filling(what: str, how_long: str) -> None:
    print(
        f"Filling queue with {what} before starting to train. This will take {how_long}.",
        flush=True,
    )


def fit(
    flags: argparse.Namespace,
    images: Images,
    batch_size: int,
    step_maker: StepMaker | None = None,
    *,
    reports: bool = True,
) -> None:
    """Make the run that the flags say, once TensorFlow runs.

    Args:
        flags: as :func:`parser` understands them.
        images: what to train on.
        batch_size: images of a step, those of all devices together.
        step_maker: as of ``training.fit``; None for steps on one device.
        reports: whether to print log lines and to write summaries, as one of several processes
            that train together does.

    Raises:
        CourseError: as of :func:`train`.
    """
    from course_utils import cifar10, cifar10_input, training
    from course_utils.training.steps import make_step

    training.seed_everything(flags.seed)
    size, classes = cifar10_input.IMAGE_SIZE, cifar10_input.NUM_CLASSES
    model = cifar10.inference(size, images.channels, classes)
    training.fit(
        model,
        images.batches(batch_size, flags.seed),
        max_steps=flags.max_steps,
        run_dir=flags.train_dir,
        data=flags.data,
        data_source=images.source,
        images=images.total,
        batch_size=batch_size,
        seed=flags.seed,
        log_every=flags.log_frequency,
        checkpoint_every=CHECKPOINT_EVERY,
        summaries_every=SUMMARIES_EVERY if reports else None,
        progress=False,
        callback=log_line(batch_size) if reports else None,
        step_maker=step_maker or make_step,
        dtype=flags.dtype,
    )


def log_line(batch_size: int) -> Callable[[int, float], None]:
    """Return a callback that prints the tutorial's line: time, step, loss, and speed.

    Args:
        batch_size: images of a step, those of all devices together.
    """
    last_step, last_time = None, time.perf_counter()

    def log(step: int, loss: float) -> None:
        nonlocal last_step, last_time
        now = time.perf_counter()
        seconds = (now - last_time) / (1 if last_step is None else step - last_step)
        last_step, last_time = step, now
        print(
            f"{datetime.now()}: step {step}, loss = {loss:.2f} "
            f"({batch_size / seconds:.1f} examples/sec; {seconds:.3f} sec/batch)",
            flush=True,
        )

    return log


if __name__ == "__main__":
    sys.exit(run_program(main))
