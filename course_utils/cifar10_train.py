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
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils import data, environment, settings
from course_utils.errors import exit_status, run_program

if TYPE_CHECKING:
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
    dataset = data.load(flags.data, "train", data_dir=flags.data_dir)
    print(f"Training on {len(dataset.images):,} images: {dataset.source}.", flush=True)
    # TensorFlow takes seconds to start, so a wrong flag or missing data are told before that.
    print(environment.start_tensorflow(devices), flush=True)
    from course_utils import cifar10, cifar10_input, training
    from course_utils.training.steps import make_step

    step_maker = make_step if share is None else share()
    batch_size = devices * flags.batch_size
    training.seed_everything(flags.seed)
    channels = dataset.images.shape[-1]
    model = cifar10.inference(cifar10_input.IMAGE_SIZE, channels, cifar10_input.NUM_CLASSES)
    # The original's queue held images, and filling it took minutes; this one holds indices.
    print(
        f"Filling queue with the indices of {cifar10_input.queue_size(len(dataset.images))} "
        f"{flags.data} images before starting to train. This will take a second.",
        flush=True,
    )
    batches = cifar10_input.distorted_inputs(
        dataset.images, dataset.labels, batch_size, seed=flags.seed
    )
    training.fit(
        model,
        batches,
        max_steps=flags.max_steps,
        run_dir=flags.train_dir,
        data=flags.data,
        data_source=dataset.source,
        images=len(dataset.images),
        batch_size=batch_size,
        seed=flags.seed,
        log_every=flags.log_frequency,
        checkpoint_every=CHECKPOINT_EVERY,
        summaries_every=SUMMARIES_EVERY,
        progress=False,
        callback=log_line(batch_size),
        step_maker=step_maker,
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
