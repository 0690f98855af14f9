"""Trains a model as the tutorial does: loss with weight decay, plain SGD, moving averages.

:func:`fit` is the whole loop. Batches of ``cifar10_input`` go into steps (``steps``), the numbers
of each step into the run's record, into TensorBoard's summaries (``tensorboard``) and behind a bar
(``progress``), and all that is needed to go on into a checkpoint (``checkpoints``). It can be
interrupted at any time and goes on where it was, and it leaves a run: a folder with the weights,
their averages and the record of how they came to be. ``experiments`` trains several networks.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import json
import math
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from course_utils import evaluation, exchange, runs, settings
from course_utils import progress as progress_bar  # fit has an argument of that name
from course_utils.cifar10 import LOSS_AVERAGE_DECAY, MovingAverages, learning_rate_schedule
from course_utils.errors import CourseError, Interrupted
from course_utils.runs import Run, RunError
from course_utils.training import dtypes
from course_utils.training.checkpoints import Checkpoints
from course_utils.training.steps import (
    Batch,
    Step,
    StepFunction,
    StepMaker,
    make_step,
    prepare,
    unused,
    weight_losses_of,
)
from course_utils.training.tensorboard import SUMMARIES_FOLDER, Summaries

# Seconds between checkpoints, so that no death of the process costs more. Saving the tutorial's
# network takes less than 2 % of them (python -m tests.benchmarks.bench --only start).
CHECKPOINT_SECONDS = 30.0
CLAIMED_BATCHES = 10  # on which an audit measures the loss of handed-in weights
LONGEST_HOW = 500  # characters of how adopted weights were trained
_COMPARED = ("data", "images", "batch_size", "seed", "parameters")


class Diverged(CourseError):
    """The loss stopped being a finite number; the message says what to do."""


def seed_everything(seed: int) -> None:
    """Seed Python's, NumPy's and Keras' generators: call this *before* a model is built.

    Args:
        seed: from 0 to 2³² - 1. Hand the same one to ``distorted_inputs`` and to :func:`fit`.
    """
    keras.utils.set_random_seed(seed)


def fit(
    model: keras.Model,
    batches: Iterable[tuple[tf.Tensor, tf.Tensor]],
    *,
    max_steps: int,
    run_dir: str | Path,
    data: str,
    images: int,
    data_source: str = "",
    batch_size: int = 128,
    optimizer: keras.Optimizer | None = None,
    learning_rate: float | keras.optimizers.schedules.LearningRateSchedule | None = None,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    validate_every: int | None = None,
    averages: bool = True,
    seed: int = 0,
    log_every: int = 10,
    checkpoint_every: int = 1000,
    summaries_every: int | None = None,
    progress: bool = True,
    resume: bool = True,
    max_seconds: float | None = None,
    callback: Callable[[int, float], None] | None = None,
    step_maker: StepMaker = make_step,
    dtype: str = "float32",
) -> Run:
    """Train a model and leave a run in a folder.

    Afterwards the model holds the raw weights of the last step; ``restore_averages(model, run)``
    loads the averaged ones. An interrupted run goes on from its last checkpoint when ``fit`` is
    called with the same folder again, and says so: Ctrl-C and SIGTERM lose nothing, and a killed
    process at most the last half a minute. While nbgrader
    validates or grades, nothing is trained: the run in the folder is returned and its weights are
    loaded; only an audit makes some steps anew.

    Args:
        model: from float32 images to logits; the caller builds it, after ``seed_everything``.
        batches: endless batches of images and labels, as of ``cifar10_input.distorted_inputs``.
        max_steps: how many steps to make in all, earlier sessions included.
        run_dir: the run's folder.
        data: name of the data set, for the record.
        images: how many training images there are; an epoch of the learning rate's schedule.
        data_source: where the images came from, for the record.
        batch_size: images in each batch.
        optimizer: any Keras optimiser; None for plain SGD.
        learning_rate: of that SGD; None for the tutorial's :func:`learning_rate_schedule`.
        validation: uint8 images and labels on which precision @ 1 is measured at the end, with
            averaged weights if ``averages``.
        validate_every: measure it every so many steps too.
        averages: whether to keep moving averages of the weights.
        seed: the seed that was used, for the record.
        log_every: record loss and learning rate every so many steps.
        checkpoint_every: save everything every so many steps, and every 30 seconds.
        summaries_every: write TensorBoard's summaries every so many steps; None for never. The
            averages of the loss's parts begin anew where a run goes on.
        progress: whether to show a bar with loss, images/s and the time left.
        resume: whether to continue a run in the folder; otherwise it is replaced.
        max_seconds: stop after so many seconds, at whatever step.
        callback: called with step and loss whenever they are recorded, for live curves.
        step_maker: makes the function of one step, as :func:`make_step` does; ``towers`` of
            ``cifar10_multi_gpu_train`` gives one that shares a step between devices.
        dtype: what the layers compute in: ``"float32"``; ``"bfloat16"``, which has three digits;
            ``"auto"`` for bfloat16 where this machine multiplies it faster. Weights, averages, loss
            and accuracies are float32 in any case.

    Returns:
        The run. Each loss is that *before* the step it is recorded for, so the first is at step 0.

    Raises:
        Diverged: if the loss is not finite. The run is saved with ``diverged=True``.
        RunError: if the folder holds another run, or while grading no run that fits the model.
        ValueError: if an argument is impossible or the batches do not fit the model.
    """
    if min(max_steps, images, batch_size, log_every, checkpoint_every) < 1:
        raise ValueError(
            "max_steps, images, batch_size, log_every and checkpoint_every must be at least 1."
        )
    if optimizer is not None and learning_rate is not None:
        raise ValueError("Give either optimizer, which has a learning rate, or learning_rate.")
    prepare(model, batches)
    audit = exchange.audit_wanted(run_dir)
    wanted, dtype = dtype, dtypes.chosen(dtype, model, Path(run_dir) if resume or audit else None)

    def compute_in_float32() -> None:
        run.settings["dtype"] = "float32"
        print("A layer of this network exists in float32 alone, so that is what it trains in.")

    step_maker = dtypes.computing_in(
        dtype, step_maker, compute_in_float32 if wanted == "auto" else None
    )
    claimed = functools.partial(carried_losses, model, batches, Path(run_dir), step_maker)
    if audit is not None:
        max_steps, run_dir, resume = min(max_steps, audit.steps), audit.folder, False
        validation = summaries_every = None
    elif settings.execution():
        return carried(model, Path(run_dir))
    if optimizer is None:
        optimizer = keras.optimizers.SGD(
            learning_rate_schedule(batch_size, images) if learning_rate is None else learning_rate
        )
    optimizer = unused(optimizer, model)
    moving_averages = MovingAverages(model.trainable_variables) if averages else None
    run = Run(Path(run_dir), data, data_source, images, batch_size=batch_size, seed=seed)
    session = Session(run, model, optimizer, moving_averages, dtype)
    stream = iter(batches)
    if session.start(stream, max_steps, resume):
        return run
    summaries = Summaries(run_dir, model) if summaries_every else None
    step_function = step_maker(model, optimizer, moving_averages)
    with (
        progress_bar.bar(max_steps, run.steps, progress) as bar,
        _resumable(session, stream),
        answering_audit(audit, run, claimed),
        _noticing_termination() as asked_to_end,
    ):
        for step in steps_of(
            session, step_function, stream, max_steps, max_seconds, summaries_every
        ):
            if summaries is not None:
                summaries.follow(step)
                if step.gradients:
                    summaries.write(step, session.loss_average)
            if step.number % log_every == 0 or run.steps == max_steps:
                run.record(step.number, step.loss, step.learning_rate)
                progress_bar.say(bar, step.loss, run.images_per_second)
                if callback is not None:
                    callback(step.number, step.loss)
            bar.update()
            if not math.isfinite(step.loss):
                raise _diverged(session, step)
            if validation and validate_every and run.steps % validate_every == 0:
                session.validate(*validation)
            if asked_to_end.is_set():
                break
            if run.steps % checkpoint_every == 0 or session.is_due():
                session.save(stream)
        run.finished = run.steps >= max_steps
        unmeasured = not run.accuracies or run.accuracies[-1][0] != run.steps
        if validation and unmeasured and not asked_to_end.is_set():
            session.validate(*validation)
        session.save(stream)
        if asked_to_end.is_set():
            print(_going_on("Asked to end", session))
    if not run.finished and not asked_to_end.is_set():
        print(
            f"Stopped after {max_seconds} seconds at step {run.steps:,} of {max_steps:,}; call fit "
            "again to go on."
        )
    return run


@contextlib.contextmanager
def _resumable(session: Session, stream: Iterator[Batch]) -> Iterator[None]:
    """Save everything when Ctrl-C or a notebook's stop button interrupts the training."""
    try:
        yield
    except KeyboardInterrupt:
        session.save(stream)
        print("\n" + _going_on("Interrupted", session))
        raise Interrupted("the training was stopped by hand, and this cell ended here.") from None


def _going_on(what: str, session: Session) -> str:
    return (
        f"{what} after {session.run.steps:,} steps. Everything is saved in "
        f"{session.run.directory}: call fit again with this folder to go on."
    )


@contextlib.contextmanager
def _noticing_termination() -> Iterator[threading.Event]:
    """Yield what is set when this process is asked to end, and let it end afterwards.

    A computer that shuts down, a container or a batch system sends SIGTERM, and kills the process
    some seconds later: time for the step under way and for a checkpoint. Only a main thread can
    notice it.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.signal(signal.SIGTERM, lambda *_: asked.set())
    try:
        yield asked
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
        if asked.is_set():
            signal.raise_signal(signal.SIGTERM)


def _diverged(session: Session, step: Step) -> Diverged:
    """Save a run whose loss is not finite any more, and return an error that says what to do."""
    run = session.run
    run.diverged = True
    if not run.losses or run.losses[-1][0] != step.number:
        run.record(step.number, step.loss, step.learning_rate)
    session.save(None)
    loss = "NaN" if math.isnan(step.loss) else "infinity"
    return Diverged(
        f"Model diverged with loss = {loss} at step {step.number:,}. Try a tenth of the learning "
        f"rate, which was {step.learning_rate:.3g}; if that does not help, look for a logarithm of "
        "0 or a division by 0 in your loss or layers, and hand logits to the loss, not "
        "probabilities."
    )


def steps_of(
    session: Session,
    step_function: StepFunction,
    stream: Iterator[tuple[tf.Tensor, tf.Tensor]],
    max_steps: int,
    max_seconds: float | None,
    gradients_every: int | None,
) -> Iterator[Step]:
    """Yield step after step, and keep the counts of the session's run.

    Args:
        session: counts steps, seconds and images/s in its ``run``, and averages the loss.
        step_function: from ``make_step``.
        stream: gives batches.
        max_steps: how many steps to make in all.
        max_seconds: after how many seconds to stop, or None.
        gradients_every: return gradients every so many steps, and the weight losses of all steps;
            None for neither.

    Yields:
        Each step after it has been made.
    """
    run = session.run
    began, before, busy = time.perf_counter(), run.seconds, 0.0
    first = run.steps
    decays = weight_losses_of(session.model) if gradients_every else dict
    while run.steps < max_steps:
        number, learning_rate = run.steps, float(session.optimizer.learning_rate)
        with_gradients = number % gradients_every == 0 if gradients_every else False
        start = time.perf_counter()
        images, labels = _next_batch(stream, run.steps, max_steps)
        if number == first:
            _check_batch(session.model, images, labels, run.batch_size)
        weight_losses = {layer: float(loss) for layer, loss in decays().items()}
        loss, gradients = step_function(images, labels, with_gradients)
        loss = float(loss)
        run.steps += 1
        if number > first:  # the first step of a session also builds the graph
            busy += time.perf_counter() - start
            run.images_per_second = run.batch_size * (run.steps - first - 1) / busy
        average = loss if math.isnan(session.loss_average) else session.loss_average
        session.loss_average = LOSS_AVERAGE_DECAY * average + (1 - LOSS_AVERAGE_DECAY) * loss
        run.seconds = before + time.perf_counter() - began
        yield Step(number, loss, learning_rate, images, gradients, weight_losses)
        if max_seconds is not None and time.perf_counter() - began >= max_seconds:
            return


def _next_batch(
    stream: Iterator[tuple[tf.Tensor, tf.Tensor]], step: int, max_steps: int
) -> tuple[tf.Tensor, tf.Tensor]:
    try:
        return next(stream)
    except StopIteration:
        raise ValueError(
            f"The batches ended after {step:,} of {max_steps:,} steps. Training needs endless "
            "batches: use cifar10_input.distorted_inputs, or .repeat() the dataset before it is "
            "shuffled."
        ) from None


def _check_batch(model: keras.Model, images: tf.Tensor, labels: tf.Tensor, batch_size: int) -> None:
    """Raise an error if the first batch does not fit the batch size or the model."""
    if len(images) != batch_size or len(labels) != batch_size:
        raise ValueError(
            f"The batches have {len(images)} images and {len(labels)} labels, but batch_size is "
            f"{batch_size}: give fit the batch_size of the batches."
        )
    wanted = getattr(model, "input_shape", None)
    if isinstance(wanted, tuple) and not tf.TensorShape(wanted).is_compatible_with(images.shape):
        raise ValueError(
            f"The model {model.name} takes images of the shape {wanted[1:]}, but the batches have "
            f"{tuple(images.shape[1:])}: build it for that shape, or choose another image_size."
        )


def adopt(
    network: keras.Model,
    run_dir: str | Path,
    *,
    how: str,
    data: str | None = None,
    replace: bool = False,
) -> Run:
    """Write a run for weights that were not trained by :func:`fit`, so that they can be handed in.

    They may come from ``model.fit``, from a loop of your own, or from elsewhere. While nbgrader
    validates or grades, nothing is written: the run in the folder is returned and its weights are
    loaded, as :func:`fit` does. Skip your own training then: ``if not settings.execution():``.

    Args:
        network: a built model with the weights to keep.
        run_dir: the run's folder.
        how: how they were trained, in a sentence or two. It goes into the run, which an instructor
            reads, and which no audit can repeat.
        data: name of the data set that they were trained on; None for what ``graded_data()`` says.
        replace: whether to replace a run that :func:`fit` left in the folder.

    Returns:
        The run. It has no averages and no curve: leave out :func:`restore_averages`.

    Raises:
        RunError: if the folder holds a run of :func:`fit` or cannot be written, or the weights are
            too large to be handed in; while grading, if no run is there that fits the network.
        ValueError: if ``how`` says nothing, the network has no weights yet, or one is not finite.
    """
    directory = Path(run_dir)
    if not isinstance(how, str) or not how.strip():
        raise ValueError(
            'Say how the weights were trained: how="model.fit, 20 epochs, Adam with 0.001".'
        )
    if not network.built:
        raise ValueError(
            f"The model {network.name} has no weights yet: give it an Input layer, or call it on "
            "one batch of images first."
        )
    if settings.execution():
        return carried(network, directory)
    if not all(np.isfinite(np.asarray(one)).all() for one in network.get_weights()):
        raise ValueError(
            f"Weights of the model {network.name} are NaN or infinite, so nothing was written. "
            "Lower the learning rate, and train again."
        )
    if (directory / runs.RECORD).is_file() and not replace and not runs.load(directory).adopted:
        raise RunError(
            f"{directory} holds a run of training.fit. Name another folder, or replace it with "
            "replace=True."
        )
    data = settings.graded_data() if data is None else data
    parameters = sum(int(np.prod(v.shape)) for v in network.trainable_variables)
    run = Run(directory, data, parameters=parameters, finished=True, id=runs.new_id())
    run.settings = {
        **settings_of(network, None, None),
        "adopted": " ".join(how.split())[:LONGEST_HOW],
    }
    run.versions, run.machine = runs.versions(), runs.machine()
    size = 4 * network.count_params()
    if size > runs.SIZE_LIMIT:
        raise RunError(
            f"The weights of {network.name} take {size / 1e6:.0f} MB; a run to hand in may have "
            f"{runs.SIZE_LIMIT / 1e6:.0f} MB. Use a smaller network."
        )
    with _writing(directory):
        shutil.rmtree(directory / runs.CHECKPOINT, ignore_errors=True)
        directory.mkdir(parents=True, exist_ok=True)
        runs.save_weights(network, directory / runs.WEIGHTS)
        (directory / runs.AVERAGES).unlink(missing_ok=True)
        run.save()
    print(f"The weights of {network.name} are in {directory}, trained so: {run.adopted}")
    return run


def restore_averages(model: keras.Model, run: Run | str | Path) -> None:
    """Load the averaged weights of a run into a model.

    Args:
        model: a model of the run's architecture; its weights are replaced.
        run: the run, or its folder.

    Raises:
        RunError: if the run has no averaged weights, or they do not fit the model.
    """
    directory = run.directory if isinstance(run, Run) else Path(run)
    if (directory / runs.RECORD).is_file() and runs.load(directory).adopted:
        raise RunError(
            f"The weights in {directory} were adopted, which leaves no averages: they are in your "
            "network already. Leave out restore_averages."
        )
    if not (directory / runs.AVERAGES).is_file():
        raise RunError(
            f"The run in {directory} has no averaged weights ({runs.AVERAGES} is missing): it was "
            "trained with averages=False, or not yet. Train with averages=True."
        )
    runs.load_weights(model, directory / runs.AVERAGES)


# ---- a run's folder ------------------------------------------------------------------------------


class Session:
    """A run in training, with everything that has to be saved together.

    Args:
        run: the run to be made; its folder may hold an earlier part of it.
        model: a built model.
        optimizer: a Keras optimiser built for the model's trainable variables.
        averages: the moving averages of the weights, or None.
        dtype: what the layers compute in.

    Attributes:
        loss_average: the moving average of the total loss; NaN before the first step.
    """

    def __init__(
        self,
        run: Run,
        model: keras.Model,
        optimizer: keras.Optimizer,
        averages: MovingAverages | None,
        dtype: str = "float32",
    ) -> None:
        self.run = run
        self.model = model
        self.optimizer = optimizer
        self.averages = averages
        self.checkpoints = Checkpoints(run.directory, model, optimizer, averages)
        self.loss_average = float("nan")
        self._saved = time.monotonic()
        run.parameters = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
        run.settings = {**settings_of(model, optimizer, averages), "dtype": dtype}
        run.id = runs.new_id()
        run.versions, run.machine = runs.versions(), runs.machine()
        # An audit makes the first steps again, and needs the schedule that this budget gave them.
        run.machine["budget"] = os.environ.get("COURSE_BUDGET", "laptop")

    def start(self, stream: Iterator[Batch], max_steps: int, resume: bool) -> bool:
        """Continue the run in the folder where it stopped, or prepare the folder for a new one.

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
        directory = self.run.directory
        previous = self._previous() if resume else None
        if previous is None:
            with _writing(self.run.directory):
                self.checkpoints.clear()
                # TensorBoard would draw the curves of both runs as one.
                shutil.rmtree(directory / SUMMARIES_FOLDER, ignore_errors=True)
                self.run.save()
            return False
        if previous.finished and previous.steps >= max_steps:
            runs.load_weights(self.model, directory / runs.WEIGHTS)
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
        self.run.id = previous.id or self.run.id
        self.run.steps, self.run.seconds = step, previous.seconds
        self.run.images_per_second = previous.images_per_second
        self.run.losses = [point for point in previous.losses if point[0] < step]
        self.run.learning_rates = [point for point in previous.learning_rates if point[0] < step]
        self.run.accuracies = [point for point in previous.accuracies if point[0] <= step]
        print(f"Resuming the run in {directory} from step {step:,} of {max_steps:,}.")
        return False

    def _previous(self) -> Run | None:
        """Return the run in the folder, or None if it has nothing to continue."""
        directory = self.run.directory
        if not (directory / runs.RECORD).exists():
            return None
        previous = runs.load(directory)
        if previous.diverged:
            print(f"The run in {directory} diverged; it is replaced by a new one from step 0.")
            return None
        if previous.adopted:
            raise RunError(
                f"The folder {directory} holds adopted weights, from which no training can go on. "
                "Train in another folder to keep both, or replace them with resume=False."
            )
        if previous.steps == 0:
            return None
        differing = [name for name in _COMPARED if vars(previous)[name] != vars(self.run)[name]]
        before = {"dtype": previous.dtype, **previous.settings}  # older records do not say it
        differing += [k for k, v in self.run.settings.items() if before.get(k) != v]
        if differing:
            raise RunError(
                f"The folder {directory} holds a run of {previous.steps:,} steps that differs from "
                f"this one in: {', '.join(differing)}. Train in another folder to keep both, or "
                "replace the run with resume=False."
            )
        return previous

    def validate(self, images: np.ndarray, labels: np.ndarray) -> float:
        """Measure precision @ 1, with averaged weights if there are any, and record it.

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

    def is_due(self) -> bool:
        """Return whether the last checkpoint was written so long ago that the next one is due."""
        return time.monotonic() - self._saved >= CHECKPOINT_SECONDS

    def save(self, stream: Iterator[Batch] | None) -> None:
        """Write the weights, any averages, the record, and a checkpoint unless the run diverged.

        Raises:
            RunError: if the folder cannot be written to, or the disk is full.
        """
        with _writing(self.run.directory):
            self._save(stream)
        self._saved = time.monotonic()

    def _save(self, stream: Iterator[Batch] | None) -> None:
        directory = self.run.directory
        directory.mkdir(parents=True, exist_ok=True)
        runs.save_weights(self.model, directory / runs.WEIGHTS)
        if self.averages is None:
            (directory / runs.AVERAGES).unlink(missing_ok=True)
        else:
            with self.averages.applied(self.model):
                runs.save_weights(self.model, directory / runs.AVERAGES)
        # The record goes first: where a crash leaves it ahead of the checkpoint, `start` cuts it.
        self.run.save()
        if not self.run.diverged:
            self.checkpoints.save(self.run.steps, self.loss_average, stream)

    def _say_if_too_big(self) -> None:
        """Warn before training, not after it, if a run's weights could not be handed in."""
        files = 1 if self.averages is None else 2
        size = 4 * self.model.count_params() * files
        if size > runs.SIZE_LIMIT:
            print(
                f"The weights of this run will take {size / 1e6:.0f} MB; a run to hand in may have "
                f"{runs.SIZE_LIMIT / 1e6:.0f} MB. Use a smaller network"
                + (", or averages=False." if files == 2 else ".")
            )


def carried(model: keras.Model, directory: Path) -> Run:
    """Return the run that a submission carries, with its weights in the model; train nothing.

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
    runs.load_weights(model, directory / runs.WEIGHTS)
    trained = f"adopted, {run.data}" if run.adopted else f"{run.steps:,} steps on {run.data}"
    print(
        f"Nothing is trained while a notebook is validated or graded: the weights of the run in "
        f"{directory} are loaded ({trained})."
    )
    return run


@contextlib.contextmanager
def _writing(directory: Path) -> Iterator[None]:
    """Turn a full disk or a missing permission into an error that says what to do."""
    try:
        yield
    except (OSError, tf.errors.OpError) as error:  # TensorFlow writes checkpoints itself
        reason = getattr(error, "strerror", None) or getattr(error, "message", "") or str(error)
        raise RunError(
            f"The run cannot be saved in {directory} ({reason.splitlines()[0][:200]}). Make room, "
            "or name a folder that you may write to, then train again: it goes on from what was "
            "saved before."
        ) from error


def settings_of(
    model: keras.Model, optimizer: keras.Optimizer | None, averages: MovingAverages | None
) -> dict[str, str]:
    """Return as text what tells one run from another: the model, the optimiser, the averages."""
    try:
        layers = [[type(layer).__name__, layer.get_config()] for layer in model.layers]
    except NotImplementedError:
        layers = []
    shapes = [list(variable.shape) for variable in model.variables]
    digest = hashlib.sha256(_text([type(model).__name__, layers, shapes]).encode()).hexdigest()
    try:
        configuration = {} if optimizer is None else optimizer.get_config()
    except NotImplementedError:
        configuration = {}
    named = "none" if optimizer is None else f"{type(optimizer).__name__} {_text(configuration)}"
    return {
        "model": f"{model.count_params()} parameters, {digest[:12]}",
        "optimizer": named,
        "averages": "none" if averages is None else str(averages.decay),
    }


def _text(value: Any) -> str:
    """Write a configuration as JSON, without the names Keras numbers anew in each session."""

    def nameless(value: Any) -> Any:
        if isinstance(value, dict):
            # A nested model's graph consists of names; its layers are in the digest by themselves.
            skipped = ("name", "input_layers", "output_layers", "inbound_nodes", "registered_name")
            return {str(k): nameless(v) for k, v in value.items() if k not in skipped}
        if isinstance(value, list | tuple):
            return [nameless(item) for item in value]
        return value

    return json.dumps(nameless(value), sort_keys=True, default=lambda item: type(item).__name__)


# ---- audits --------------------------------------------------------------------------------------


@contextlib.contextmanager
def answering_audit(
    audit: exchange.Audit | None, run: Run, claimed: Callable[[], np.ndarray]
) -> Iterator[None]:
    """Answer an audit, if any, with a run's losses, however it ends, and delete the run.

    Args:
        audit: What is wanted.
        run: What is trained anew.
        claimed: Returns the losses of the handed-in weights, float64 (batches,), as
            :func:`carried_losses` does. It is called last: it takes batches, and so numbers of
            generators that training takes, too.
    """
    try:
        yield
    finally:
        if audit is not None:
            shutil.rmtree(audit.folder.parent, ignore_errors=True)
            folder = exchange.folder()
            if folder is not None:
                exchange.write(
                    exchange.answer_file(folder, exchange.AUDIT_SLOT, 0),
                    {**audit_answer(run), "claimed": claimed()},
                )
            print(f"Audited: {run.steps:,} steps were made again; nothing was kept.")


def carried_losses(
    model: keras.Model, batches: Iterable[Batch], directory: Path, step_maker: StepMaker
) -> np.ndarray:
    """Compute the total loss of a run's own weights on some batches, which leaves all as it was.

    Args:
        model: as it is before its first step.
        batches: those that it was trained with.
        directory: the run's folder.
        step_maker: as of :func:`fit`.

    Returns:
        float64 (:data:`CLAIMED_BATCHES`,); empty where the weights do not fit the model.
    """
    before = model.get_weights()
    try:
        runs.load_weights(model, directory / runs.WEIGHTS)
        weights = model.get_weights()
        still = keras.optimizers.SGD(0.0)
        still.build(model.trainable_variables)
        step, found = step_maker(model, still, None), []
        for images, labels in itertools.islice(batches, CLAIMED_BATCHES):
            found.append(float(step(images, labels, False)[0]))
            model.set_weights(weights)  # a step also moves what batch normalisation keeps
        return np.array(found, np.float64)
    except RunError:
        return np.zeros(0)
    finally:
        model.set_weights(before)


def audit_answer(run: Run) -> exchange.Arrays:
    """Return the parts of a run that an audit compares.

    Returns:
        ``steps`` int (N,) and ``losses`` float (N,), and as text, in JSON, ``settings``.
    """
    curve = np.array(run.losses, np.float64).reshape(-1, 2)
    settings = {
        **run.settings,
        "data": run.data,
        "images": run.images,
        "batch_size": run.batch_size,
        "seed": run.seed,
    }
    return {
        "steps": curve[:, 0].astype(np.int64),
        "losses": curve[:, 1],
        "settings": np.array(json.dumps(settings)),
    }
