"""One sitting of training: what it starts from, what it saves, and when it must not train.

:func:`course_utils.training.fit` makes the steps; this module knows the run's folder.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from course_utils import evaluation, runs, weights
from course_utils.cifar10 import MovingAverages
from course_utils.runs import Run, RunError
from course_utils.training.checkpoints import Checkpoints

_COMPARED = ("data", "images", "batch_size", "seed", "parameters")


class Session:
    """A run in training, with everything that has to be saved together.

    Args:
        run: the run to be made; its folder may hold an earlier part of it.
        model: a built model.
        optimizer: a Keras optimiser built for the model's trainable variables.
        averages: the moving averages of the weights, or None.

    Attributes:
        loss_average: the moving average of the total loss; NaN before the first step.
    """

    def __init__(
        self,
        run: Run,
        model: keras.Model,
        optimizer: keras.Optimizer,
        averages: MovingAverages | None,
    ) -> None:
        self.run = run
        self.model = model
        self.optimizer = optimizer
        self.averages = averages
        self.checkpoints = Checkpoints(run.directory, model, optimizer, averages)
        self.loss_average = float("nan")
        run.parameters = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
        run.settings = settings(model, optimizer, averages)
        run.versions, run.machine = runs.versions(), runs.machine()
        # An audit makes the first steps again, and needs the schedule that this budget gave them.
        run.machine["budget"] = os.environ.get("COURSE_BUDGET", "laptop")

    def start(self, stream: Iterator, max_steps: int, resume: bool) -> bool:
        """Goes on where the run in the folder stopped, or prepares the folder for a new one.

        Args:
            stream: the iterator over the batches, set to where it was.
            max_steps: at how many steps the run is finished.
            resume: whether to go on; otherwise the run in the folder is replaced.

        Returns:
            Whether there is nothing left to train: the run was finished before.

        Raises:
            RunError: if the folder holds a run that this one cannot continue.
        """
        self._say_if_too_big()
        previous = self._previous() if resume else None
        if previous is None:
            with _writing(self.run.directory):
                self.checkpoints.clear()
                self.run.save()
            return False
        directory = self.run.directory
        if previous.finished and previous.steps >= max_steps:
            weights.load(self.model, directory / runs.WEIGHTS)
            vars(self.run).update(vars(previous))
            print(
                f"The run in {directory} is finished ({previous.steps:,} steps); its weights are "
                "loaded. To train it anew, pass resume=False."
            )
            return True
        step = self.checkpoints.restore(stream)
        if step is None:
            raise RunError(
                f"The run in {directory} is at step {previous.steps:,}, but the folder "
                f"{runs.CHECKPOINT} from which it could go on is missing. Restore that folder, "
                "train in another one, or replace the run with resume=False."
            )
        self.loss_average = float(self.checkpoints.loss_average.numpy())
        self.run.steps, self.run.seconds = step, previous.seconds
        self.run.images_per_second = previous.images_per_second
        self.run.losses = [point for point in previous.losses if point[0] < step]
        self.run.learning_rates = [point for point in previous.learning_rates if point[0] < step]
        self.run.accuracies = [point for point in previous.accuracies if point[0] <= step]
        print(f"Resuming the run in {directory} from step {step:,} of {max_steps:,}.")
        return False

    def _previous(self) -> Run | None:
        """Returns the run in the folder if it has something to continue."""
        directory = self.run.directory
        if not (directory / runs.RECORD).exists():
            return None
        previous = runs.load(directory)
        if previous.diverged:
            print(f"The run in {directory} diverged; it is replaced by a new one from step 0.")
            return None
        if previous.steps == 0:
            return None
        differing = [name for name in _COMPARED if vars(previous)[name] != vars(self.run)[name]]
        differing += [k for k, v in self.run.settings.items() if previous.settings.get(k) != v]
        if differing:
            raise RunError(
                f"The folder {directory} holds a run of {previous.steps:,} steps that differs from "
                f"this one in: {', '.join(differing)}. Train in another folder to keep both, or "
                "replace the run with resume=False."
            )
        return previous

    def validate(self, images: np.ndarray, labels: np.ndarray) -> float:
        """Measures precision @ 1, with averaged weights if there are any, and records it.

        Args:
            images: uint8 (N, height, width, channels).
            labels: integers (N,).

        Returns:
            The share of right answers, 0..1.
        """
        if self.averages is None:
            scores = evaluation.scores(self.model, images)
        else:
            with self.averages.applied(self.model):
                scores = evaluation.scores(self.model, images)
        precision = evaluation.precision_at_1(scores, labels)
        self.run.accuracies.append([self.run.steps, precision])
        return precision

    def save(self, stream: Iterator | None) -> None:
        """Writes both files of weights, the record, and a checkpoint unless the run diverged.

        Raises:
            RunError: if the folder cannot be written to, or the disk is full.
        """
        with _writing(self.run.directory):
            self._save(stream)

    def _save(self, stream: Iterator | None) -> None:
        directory = self.run.directory
        directory.mkdir(parents=True, exist_ok=True)
        weights.save(self.model, directory / runs.WEIGHTS)
        if self.averages is None:
            (directory / runs.AVERAGES).unlink(missing_ok=True)
        else:
            with self.averages.applied(self.model):
                weights.save(self.model, directory / runs.AVERAGES)
        # The record goes first: where a crash leaves it ahead of the checkpoint, `start` cuts it.
        self.run.save()
        if not self.run.diverged:
            self.checkpoints.save(self.run.steps, self.loss_average, stream)

    def _say_if_too_big(self) -> None:
        """Says before training, not after it, that a run's weights could not be handed in."""
        files = 1 if self.averages is None else 2
        size = 4 * self.model.count_params() * files
        if size > runs.SIZE_LIMIT:
            print(
                f"The weights of this run will take {size / 1e6:.0f} MB; a run to hand in may have "
                f"{runs.SIZE_LIMIT / 1e6:.0f} MB. Use a smaller network"
                + (", or averages=False." if files == 2 else ".")
            )


def carried(model: keras.Model, directory: Path) -> Run:
    """Returns the run a submission carries, with its weights in the model; trains nothing.

    Args:
        model: a built model; it gets the raw weights.
        directory: the run's folder.

    Raises:
        RunError: if there is no run, or its weights do not fit the model.
    """
    if not (directory / runs.RECORD).is_file():
        raise RunError(
            f"No run was found in the folder {directory}, and nothing is trained while a notebook "
            f"is validated or graded: train, save and submit the folder {directory.name} together "
            "with the notebook."
        )
    run = runs.load(directory)
    weights.load(model, directory / runs.WEIGHTS)
    print(
        f"Nothing is trained while a notebook is validated or graded: the weights of the run in "
        f"{directory} are loaded ({run.steps:,} steps on {run.data})."
    )
    return run


@contextlib.contextmanager
def _writing(directory: Path) -> Iterator[None]:
    """Makes a sentence of a full disk or a missing permission."""
    try:
        yield
    except (OSError, tf.errors.OpError) as error:  # TensorFlow writes checkpoints itself
        reason = getattr(error, "strerror", None) or getattr(error, "message", "") or str(error)
        raise RunError(
            f"The run cannot be saved in {directory} ({reason.splitlines()[0][:200]}). Make room, "
            "or name a folder that you may write to, then train again: it goes on from what was "
            "saved before."
        ) from error


def settings(
    model: keras.Model, optimizer: keras.Optimizer, averages: MovingAverages | None
) -> dict[str, str]:
    """Returns what makes one run another one: the model, the optimiser, the averages, as text."""
    try:
        layers = [[type(layer).__name__, layer.get_config()] for layer in model.layers]
    except NotImplementedError:
        layers = []
    shapes = [list(variable.shape) for variable in model.variables]
    digest = hashlib.sha256(_text([type(model).__name__, layers, shapes]).encode()).hexdigest()
    try:
        configuration = optimizer.get_config()
    except NotImplementedError:
        configuration = {}
    return {
        "model": f"{model.count_params()} parameters, {digest[:12]}",
        "optimizer": f"{type(optimizer).__name__} {_text(configuration)}",
        "averages": "none" if averages is None else str(averages.decay),
    }


def _text(value: Any) -> str:
    """Writes a configuration as JSON, without the names Keras numbers anew in each session."""

    def nameless(value: Any) -> Any:
        if isinstance(value, dict):
            # A nested model's graph consists of names; its layers are in the digest by themselves.
            skipped = ("name", "input_layers", "output_layers", "inbound_nodes", "registered_name")
            return {str(k): nameless(v) for k, v in value.items() if k not in skipped}
        if isinstance(value, list | tuple):
            return [nameless(item) for item in value]
        return value

    return json.dumps(nameless(value), sort_keys=True, default=lambda item: type(item).__name__)
