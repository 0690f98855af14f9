"""Trains the tutorial's network: ``python -m course_utils.cifar10_train``.

Prints the loss and the speed every ten steps, saves a checkpoint every 1,000 and TensorBoard's
summaries every 100, and goes on from the newest checkpoint when it is started again. Watch it with
``tensorboard --logdir runs`` and ``python -m course_utils.cifar10_eval``.

With ``--num_gpus N``, each of N devices takes its own batch, so that a step sees N times as many
images, and the learning rate falls after 350 epochs whatever N is.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from course_utils import data, environment
from course_utils.errors import CourseError

TRAIN_DIR = Path("runs") / "cifar10_train"
CHECKPOINT_EVERY = 1000
SUMMARIES_EVERY = 100


def parser() -> argparse.ArgumentParser:
    """Returns the program's flags: the tutorial's, and ``--data`` and ``--seed``."""
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.cifar10_train",
        description="Train the network of the TensorFlow CIFAR-10 tutorial.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--train_dir", type=Path, default=TRAIN_DIR, help="where to write checkpoints and logs")
    add("--max_steps", type=positive, default=1_000_000, help="how many steps to make in all")
    add("--log_frequency", type=positive, default=10, help="how often to print, in steps")
    add("--batch_size", type=positive, default=128, help="images of each device in a step")
    add("--num_gpus", type=positive, default=1, help="how many devices share a step")
    add("--data_dir", type=Path, default=None, help="where the data set lies or is to be stored")
    add("--data", choices=("cifar10", "shapes"), default="cifar10", help="the data set")
    add("--seed", type=int, default=0, help="fixes initial weights and the order of the images")
    return parser


def positive(text: str) -> int:
    """Returns a number from the command line that has to be a whole one of at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not at least 1")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program.

    Args:
        arguments: the command line; None for the process's own.

    Returns:
        The exit status: 0, 1 after a failure that is explained on stderr, 130 after Ctrl-C.
    """
    flags = parser().parse_args(arguments)
    try:
        return _train(flags)
    except (CourseError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped by Ctrl-C. Start the same command again to go on.", file=sys.stderr)
        return 130


def _train(flags: argparse.Namespace) -> int:
    dataset = data.load(flags.data, "train", data_dir=flags.data_dir)
    print(f"Training on {len(dataset.images):,} images: {dataset.source}.", flush=True)
    # TensorFlow takes seconds to start, so a wrong flag or missing data are told before that.
    print(environment.start_tensorflow(flags.num_gpus), flush=True)
    from course_utils import cifar10_input, cifar10_multi_gpu_train, distortions, models, training

    shared = cifar10_multi_gpu_train.find(flags.num_gpus)
    if flags.num_gpus > 1:
        print(_about(shared), flush=True)
    batch_size = flags.num_gpus * flags.batch_size
    training.seed_everything(flags.seed)
    channels = dataset.images.shape[-1]
    model = models.tutorial_cnn(distortions.IMAGE_SIZE, channels, cifar10_input.NUM_CLASSES)
    # The original's queue held images, and filling it took minutes; this one holds indices.
    print(
        f"Filling queue with the indices of {cifar10_input.queue_size(len(dataset.images))} "
        f"{flags.data} images before starting to train. This will take a second.",
        flush=True,
    )
    batches = cifar10_input.distorted_inputs(
        dataset.images, dataset.labels, batch_size, seed=flags.seed
    )
    try:
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
            step_maker=cifar10_multi_gpu_train.towers(shared)
            if len(shared) > 1
            else training.make_step,
        )
    except training.Diverged as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _about(shared: Sequence[str]) -> str:
    """Says which devices share the steps, and what is to be expected of them."""
    names = ", ".join(name.removeprefix("/device:") for name in shared)
    if "GPU" in names:
        return f"Each step is shared by {names}."
    return (
        f"There are not {len(shared)} GPUs here: each step is shared by {names}. These logical "
        "devices share one processor, so do not expect more images a second."
    )


def log_line(batch_size: int) -> Callable[[int, float], None]:
    """Returns the callback that prints the tutorial's line: time, step, loss, and speed since.

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
    sys.exit(main())
