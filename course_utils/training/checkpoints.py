"""Everything a training run needs to go on exactly where it was interrupted.

``training.fit`` and ``python -m course_utils.cifar10_train`` write these checkpoints, and
``python -m course_utils.cifar10_eval`` reads them. A folder ``checkpoint/`` of a run holds the
newest few; beside each is, where TensorFlow can save it, the position in the stream of batches.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import keras
import tensorflow as tf

from course_utils import runs
from course_utils.cifar10 import MovingAverages
from course_utils.errors import first_line
from course_utils.training.steps import Batch

CHECKPOINTS_KEPT = 3


class Checkpoints:
    """The checkpoints of one training run, which save and restore its state.

    Args:
        run_dir: the run's folder.
        model: a built model.
        optimizer: a Keras optimiser built for the model's trainable variables.
        averages: the moving averages of the weights, or None.
    """

    def __init__(
        self,
        run_dir: str | Path,
        model: keras.Model,
        optimizer: keras.Optimizer,
        averages: MovingAverages | None,
    ) -> None:
        self.directory = Path(run_dir) / runs.CHECKPOINT
        self.loss_average = tf.Variable(0.0, trainable=False)
        self.checkpoint = tf.train.Checkpoint(
            model=_state(model.variables),
            optimizer=_state(optimizer.variables),
            loss_average=self.loss_average,
            **({} if averages is None else {"averages": averages}),
        )
        self.manager = tf.train.CheckpointManager(
            self.checkpoint,
            str(self.directory),
            max_to_keep=CHECKPOINTS_KEPT,
            checkpoint_name="model.ckpt",
        )

    def clear(self) -> None:
        """Delete all checkpoints of the run, so that it starts anew."""
        shutil.rmtree(self.directory, ignore_errors=True)

    def save(self, step: int, loss_average: float, stream: Iterator[Batch] | None = None) -> None:
        """Write a checkpoint.

        Args:
            step: how many steps have been made.
            loss_average: the moving average of the loss.
            stream: the iterator of a ``tf.data.Dataset``, to go on with the very next batch.
        """
        self.loss_average.assign(loss_average)
        self.directory.mkdir(parents=True, exist_ok=True)
        if stream is not None:
            _save_stream(stream, self.directory, step)
        self.manager.save(checkpoint_number=step)

    def restore(self, stream: Iterator[Batch] | None = None) -> int | None:
        """Restore the newest checkpoint.

        Args:
            stream: the iterator to set to its position, if that was saved.

        Returns:
            How many steps had been made, or None if there is no checkpoint.

        Raises:
            RunError: if the checkpoint is damaged or of another model or optimiser.
        """
        path = newest(self.directory)
        if path is None:
            return None
        _restore(self.checkpoint, path)
        step = step_of(path)
        position = self.directory / f"stream-{step}"
        if stream is not None and position.with_suffix(".index").exists():
            _restore(tf.train.Checkpoint(stream=stream), str(position))
        return step


def newest(directory: str | Path) -> str | None:
    """Return the path prefix of the newest checkpoint in a folder, or None if there is none."""
    return tf.train.latest_checkpoint(str(directory))


def step_of(path: str) -> int:
    """Return the number of steps that had been made when a checkpoint was written."""
    return int(path.rpartition("-")[2])


def restore_for_evaluation(model: keras.Model, path: str, *, averages: bool) -> None:
    """Load the weights of a checkpoint into a model.

    Args:
        model: a built model of the architecture that was trained.
        path: the checkpoint, from :func:`newest`.
        averages: whether trainable weights are to be the moving averages.

    Raises:
        RunError: if the checkpoint is damaged, of another model, or has no averages.
    """
    if not averages:
        _restore(tf.train.Checkpoint(model=_state(model.variables)), path)
        return
    if not any(name.startswith("averages/") for name, _ in tf.train.list_variables(path)):
        raise runs.RunError(
            f"The checkpoint {path} has no moving averages: it was trained without them. Evaluate "
            "its weights with --no-averages."
        )
    moving_averages = MovingAverages(model.trainable_variables)
    _restore(tf.train.Checkpoint(model=_state(model.variables), averages=moving_averages), path)
    for variable, average in zip(model.trainable_variables, moving_averages.averages, strict=True):
        variable.assign(average)


def _state(variables: list[keras.Variable]) -> tf.Module:
    """Wrap variables in their order: a model built anew has the same order, but other names."""
    state = tf.Module()
    state.ordered = [variable.value for variable in variables]
    return state


def _save_stream(stream: Iterator[Batch], directory: Path, step: int) -> None:
    """Save the position in a stream of batches; keep only that of the newest checkpoint."""
    # A stream that calls Python code has no position TensorFlow can save; it will start anew.
    with contextlib.suppress(tf.errors.OpError, ValueError):
        tf.train.Checkpoint(stream=stream).write(str(directory / f"stream-{step}"))
    for path in directory.glob("stream-*"):
        if path.name.split(".")[0] != f"stream-{step}":
            path.unlink()


def _restore(checkpoint: tf.train.Checkpoint, path: str) -> None:
    try:
        checkpoint.read(path).assert_existing_objects_matched().expect_partial()
    except (AssertionError, ValueError, tf.errors.OpError) as error:
        raise runs.RunError(
            f"The checkpoint {path} cannot be restored: it is damaged, or it belongs to another "
            f"model, optimiser or stream of batches ({first_line(error, 200)}). "
            "Train in another folder, or start anew with resume=False."
        ) from error
