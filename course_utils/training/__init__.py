"""Trains a model as the tutorial does: loss with weight decay, plain SGD, moving averages.

:func:`fit` is the whole loop. It can be interrupted at any time and goes on where it was, and it
leaves a run: a folder with the weights, their averages and the record of how they came to be.
"""

import contextlib
import math
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from course_utils import audits
from course_utils.cifar10 import MOVING_AVERAGE_DECAY, MovingAverages
from course_utils.cifar10_input import NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN
from course_utils.errors import CourseError, Interrupted
from course_utils.runs import Run
from course_utils.training import progress as progress_bar
from course_utils.training import sessions
from course_utils.training.sessions import Session
from course_utils.training.steps import (
    Step,
    StepMaker,
    make_step,
    prepare,
    steps,
    total_loss,
    unused,
)
from course_utils.training.tensorboard import Summaries

INITIAL_LEARNING_RATE = 0.1
LEARNING_RATE_DECAY_FACTOR = 0.1
NUM_EPOCHS_PER_DECAY = 350.0

__all__ = [
    "MOVING_AVERAGE_DECAY",
    "Diverged",
    "decay_steps",
    "fit",
    "learning_rate_schedule",
    "make_step",
    "seed_everything",
    "total_loss",
]


class Diverged(CourseError):
    """The loss stopped being a finite number; the message says what to do."""


def seed_everything(seed: int) -> None:
    """Seeds Python's, NumPy's and Keras' generators: call it *before* a model is built.

    Args:
        seed: from 0 to 2³² - 1. Hand the same one to ``distorted_inputs`` and to :func:`fit`.
    """
    keras.utils.set_random_seed(seed)


def decay_steps(batch_size: int, examples: int = NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN) -> int:
    """Returns after how many steps the learning rate falls: 350 epochs, 136,718 steps of 128."""
    return int(examples / batch_size * NUM_EPOCHS_PER_DECAY)


def learning_rate_schedule(
    batch_size: int = 128, examples: int = NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN
) -> keras.optimizers.schedules.LearningRateSchedule:
    """Returns the tutorial's staircase: 0.1, and a tenth of it after each 350 epochs.

    Args:
        batch_size: images per step.
        examples: how many training images there are.
    """
    return keras.optimizers.schedules.ExponentialDecay(
        INITIAL_LEARNING_RATE,
        decay_steps(batch_size, examples),
        LEARNING_RATE_DECAY_FACTOR,
        staircase=True,
    )


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
) -> Run:
    """Trains a model and leaves a run in a folder.

    Afterwards the model holds the raw weights of the last step; ``averages.restore(model, run)``
    loads the averaged ones. An interrupted run (Ctrl-C, a killed process) goes on from its last
    checkpoint when ``fit`` is called with the same folder again, and says so. While nbgrader
    validates or grades (``NBGRADER_EXECUTION`` is set), nothing is trained: the run in the folder
    is returned and its weights are loaded; only an audit makes some steps anew (``audits``).

    Args:
        model: from float32 images to logits; the caller builds it, after ``seed_everything``.
        batches: endless batches of images and labels, as of ``inputs.distorted_inputs``.
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
        validate_every: measure it each so many steps too.
        averages: whether to keep moving averages of the weights.
        seed: the seed that was used, for the record.
        log_every: each how many steps loss and learning rate are recorded.
        checkpoint_every: each how many steps everything is saved.
        summaries_every: each how many steps TensorBoard's summaries are written; None for never.
        progress: whether to show a bar with loss, images/s and the time left.
        resume: whether to continue a run in the folder; otherwise it is replaced.
        max_seconds: stop after so many seconds, at whatever step.
        callback: called with step and loss whenever they are recorded, for live curves.
        step_maker: makes the function of one step, as :func:`make_step` does; ``devices.towers``
            gives one that shares a step between devices.

    Returns:
        The run. Its losses are those *before* the step they stand at, so the first is at step 0.

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
    audit = audits.wanted(run_dir)
    if audit is not None:
        max_steps, run_dir, resume = min(max_steps, audit.steps), audit.folder, False
        validation = summaries_every = None
    elif os.environ.get("NBGRADER_EXECUTION"):
        return sessions.carried(model, Path(run_dir))
    if optimizer is None:
        optimizer = keras.optimizers.SGD(
            learning_rate_schedule(batch_size, images) if learning_rate is None else learning_rate
        )
    optimizer = unused(optimizer, model)
    moving_averages = MovingAverages(model.trainable_variables) if averages else None
    run = Run(Path(run_dir), data, data_source, images, batch_size=batch_size, seed=seed)
    session = Session(run, model, optimizer, moving_averages)
    stream = iter(batches)
    if session.start(stream, max_steps, resume):
        return run
    summaries = Summaries(run_dir, model) if summaries_every else None
    step_function = step_maker(model, optimizer, moving_averages)
    with (
        progress_bar.bar(max_steps, run.steps, progress) as bar,
        _resumable(session, stream),
        audits.answering(audit, run),
    ):
        for step in steps(session, step_function, stream, max_steps, max_seconds, summaries_every):
            if step.gradients and summaries is not None:
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
            if run.steps % checkpoint_every == 0:
                session.save(stream)
        run.finished = run.steps >= max_steps
        if validation and (not run.accuracies or run.accuracies[-1][0] != run.steps):
            session.validate(*validation)
        session.save(stream)
    if not run.finished:
        print(
            f"Stopped after {max_seconds} seconds at step {run.steps:,} of {max_steps:,}; call fit "
            "again to go on."
        )
    return run


@contextlib.contextmanager
def _resumable(session: Session, stream: Iterator) -> Iterator[None]:
    """Saves everything when Ctrl-C or a notebook's stop button interrupts the training."""
    try:
        yield
    except KeyboardInterrupt:
        session.save(stream)
        print(
            f"\nInterrupted after {session.run.steps:,} steps. Everything is saved in "
            f"{session.run.directory}: call fit again with this folder to go on."
        )
        raise Interrupted("the training was stopped by hand, and this cell ended here.") from None


def _diverged(session: Session, step: Step) -> Diverged:
    """Saves a run whose loss is not a number any more, and says what to do."""
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
