"""Evaluates the newest checkpoint, again and again: ``python -m course_utils.cifar10_eval``.

It runs beside ``python -m course_utils.cifar10_train`` and prints precision @ 1 of the moving
averages of the weights, or with ``--no-averages`` of the weights themselves. What it finds goes
into TensorBoard's summaries as well: ``tensorboard --logdir runs`` shows it beside the training.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils import data, environment, runs, settings
from course_utils.data import Dataset
from course_utils.errors import exit_status, run_program

if TYPE_CHECKING:
    import keras

    from course_utils.training.tensorboard import Summaries

SHOWN = 16  # images on whose way through the network the summaries report


def parser() -> argparse.ArgumentParser:
    """Return the parser of the flags: the tutorial's, the data set, and ``--averages``."""
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.cifar10_eval",
        description="Evaluate the newest checkpoint of python -m course_utils.cifar10_train.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--eval_dir", type=Path, default=settings.EVAL_DIR, help="where to write summaries")
    add("--eval_data", choices=("test", "train_eval"), default="test", help="which images")
    add(
        "--checkpoint_dir",
        type=Path,
        default=settings.TRAIN_DIR,
        help="the training's train_dir",
    )
    add("--eval_interval_secs", type=int, default=300, help="seconds between evaluations")
    add(
        "--num_examples",
        type=settings.positive,
        default=10_000,
        help="at most how many images",
    )
    add("--run_once", action="store_true", help="evaluate once, then stop")
    add("--data", choices=("cifar10", "shapes"), default="cifar10", help="the data set")
    add("--data_dir", type=Path, default=None, help="where the data set is, or is to be stored")
    add(
        "--averages",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="evaluate the moving averages of the weights",
    )
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
    return exit_status(lambda: evaluate(flags), "Stopped by Ctrl-C.")


def evaluate(flags: argparse.Namespace) -> int:
    """Evaluate as the flags say, once or again and again, and return the exit status.

    Args:
        flags: as :func:`parser` understands them.

    Raises:
        CourseError: data are missing, or a checkpoint or the folder of summaries cannot be used.
    """
    _make(flags.eval_dir)
    split = "test" if flags.eval_data == "test" else "train"
    # No queue wraps here: the original evaluates 79 batches of 128, so 112 images count twice.
    dataset = data.load(flags.data, split, data_dir=flags.data_dir)
    dataset = dataset._replace(
        images=dataset.images[: flags.num_examples], labels=dataset.labels[: flags.num_examples]
    )
    # Its lines on standard error are dropped.
    environment.start_tensorflow(log_device_placement=flags.log_device_placement)
    from course_utils import cifar10, cifar10_input
    from course_utils.training.tensorboard import Summaries

    model = cifar10.inference(
        cifar10_input.IMAGE_SIZE, dataset.images.shape[-1], cifar10_input.NUM_CLASSES
    )
    summaries = Summaries(flags.eval_dir, model)
    while True:
        found = eval_once(flags, dataset, model, summaries)
        if flags.run_once:
            return 0 if found else 1
        time.sleep(flags.eval_interval_secs)


def _make(folder: Path) -> None:
    """Make the folder of the summaries, or raise an error that says why they cannot be there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise settings.SettingError(
            f"Summaries cannot be written to {folder} ({error.strerror}). Name a folder that you "
            "may write to: --eval_dir FOLDER."
        ) from None


def eval_once(
    flags: argparse.Namespace, dataset: Dataset, model: keras.Model, summaries: Summaries
) -> bool:
    """Print and summarise precision @ 1 of the newest checkpoint; return whether there was one.

    Args:
        flags: as :func:`parser` understands them.
        dataset: what to evaluate on.
        model: gets the checkpoint's weights.
        summaries: a writer into ``--eval_dir``.
    """
    from course_utils import cifar10_input, evaluation
    from course_utils.training import checkpoints

    folder = flags.checkpoint_dir / runs.CHECKPOINT
    path = checkpoints.newest(folder) or checkpoints.newest(flags.checkpoint_dir)
    if path is None:
        print(f"No checkpoint file found in {folder}", flush=True)
        print("Train first: python -m course_utils.cifar10_train --help", file=sys.stderr)
        return False
    checkpoints.restore_for_evaluation(model, path, averages=flags.averages)
    scores = evaluation.scores(model, dataset.images)
    precision = evaluation.precision_at_1(scores, dataset.labels)
    total = len(dataset.labels)
    low, high = evaluation.wilson_interval(round(precision * total), total)
    step = checkpoints.step_of(path)
    shown = cifar10_input.inputs(dataset.images[:SHOWN], dataset.labels[:SHOWN], SHOWN)
    summaries.write_evaluation(step, precision, next(iter(shown))[0])
    kind = "averaged" if flags.averages else "raw"
    print(f"{datetime.now()}: precision @ 1 = {precision:.3f}")
    print(
        f"95 % interval {low:.3f} to {high:.3f}, {total:,} images, {kind} weights of step "
        f"{step:,}, {dataset.source}",
        flush=True,
    )
    return True


if __name__ == "__main__":
    sys.exit(run_program(main))
