"""Training steps: the loss, one update of the weights, and the stream of such updates."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import keras
import tensorflow as tf

from course_utils.cifar10 import MovingAverages
from course_utils.training.sessions import Session

LOSS_AVERAGE_DECAY = 0.9

StepFunction = Callable[..., tuple[tf.Tensor, list[tf.Tensor]]]
StepMaker = Callable[[keras.Model, keras.Optimizer, MovingAverages | None], StepFunction]


class Step(NamedTuple):
    """One training step that has been made.

    Attributes:
        number: how many steps came before it.
        loss: the total loss of its batch before the weights changed.
        learning_rate: what it used.
        images: its batch, float32.
        gradients: of the loss, one for each trainable variable; empty unless asked for.
    """

    number: int
    loss: float
    learning_rate: float
    images: tf.Tensor
    gradients: list[tf.Tensor]


def total_loss(
    model: keras.Model, labels: tf.Tensor, logits: tf.Tensor, label_smoothing: float = 0.0
) -> tf.Tensor:
    """Returns what training makes small: cross-entropy plus the decay of some weights.

    Args:
        model: its layers' regularisation losses are added.
        labels: integers, ``(batch,)``, from 0 to ``classes - 1``.
        logits: floats, ``(batch, classes)``, *before* any softmax.
        label_smoothing: which share of each label is spread evenly over all classes, from 0 to 1.

    Returns:
        A float32 scalar: the mean softmax cross-entropy over the batch, plus the losses.
    """
    logits = tf.cast(logits, tf.float32)
    if label_smoothing:
        classes = logits.shape[-1]
        spread = label_smoothing / classes
        smooth = tf.one_hot(labels, classes, 1 - label_smoothing + spread, spread)
        cross_entropy = tf.nn.softmax_cross_entropy_with_logits(labels=smooth, logits=logits)
    else:
        cross_entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    decay = [tf.cast(loss, tf.float32) for loss in model.losses]
    return tf.add_n([tf.reduce_mean(cross_entropy), *decay])


def make_step(
    model: keras.Model,
    optimizer: keras.Optimizer,
    averages: MovingAverages | None,
    *,
    label_smoothing: float = 0.0,
) -> StepFunction:
    """Returns the function that makes one training step.

    It takes float32 images, labels, and whether to return gradients too; it updates the weights and
    their averages, and returns the total loss *before* the update and the gradients (else ``[]``).

    Args:
        model: from float32 images to logits.
        optimizer: built for its trainable variables.
        averages: of its weights, or None.
        label_smoothing: as of :func:`total_loss`. Hand ``functools.partial(make_step,
            label_smoothing=0.1)`` to ``training.fit`` as its ``step_maker``.
    """

    # Without XLA, which on CPUs is slower (340 against 277 ms a step). One step a call: ten of them
    # in a loop inside the graph were no faster (1,830 against 1,620 to 1,900 images/s). AutoGraph,
    # which `model.fit` does without as well, took 0.4 of the 1.1 s of a first, small training.
    @tf.function(autograph=False, jit_compile=False)
    def step(
        images: tf.Tensor, labels: tf.Tensor, with_gradients: bool
    ) -> tuple[tf.Tensor, list[tf.Tensor]]:
        with tf.GradientTape() as tape:
            logits = model(images, training=True)
            loss = total_loss(model, labels, logits, label_smoothing)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        if averages is not None:
            averages.update()
        return loss, gradients if with_gradients else []

    return step


def steps(
    session: Session,
    step_function: StepFunction,
    stream: Iterator[tuple[tf.Tensor, tf.Tensor]],
    max_steps: int,
    max_seconds: float | None,
    gradients_every: int | None,
) -> Iterator[Step]:
    """Makes step after step and keeps the counts of the session's run.

    Args:
        session: counts steps, seconds and images/s in its ``run``, and averages the loss.
        step_function: from :func:`make_step`.
        stream: gives batches.
        max_steps: how many steps to make in all.
        max_seconds: after how many seconds to stop, or None.
        gradients_every: each how many steps to return gradients, or None for never.

    Yields:
        Each step after it has been made.
    """
    run = session.run
    began, before, busy = time.perf_counter(), run.seconds, 0.0
    first = run.steps
    while run.steps < max_steps:
        number, learning_rate = run.steps, float(session.optimizer.learning_rate)
        with_gradients = bool(gradients_every) and number % gradients_every == 0
        start = time.perf_counter()
        images, labels = _next_batch(stream, run.steps, max_steps)
        if number == first:
            _check_batch(session.model, images, labels, run.batch_size)
        loss, gradients = step_function(images, labels, with_gradients)
        loss = float(loss)
        run.steps += 1
        if number > first:  # the first step of a session also builds the graph
            busy += time.perf_counter() - start
            run.images_per_second = run.batch_size * (run.steps - first - 1) / busy
        average = loss if math.isnan(session.loss_average) else session.loss_average
        session.loss_average = LOSS_AVERAGE_DECAY * average + (1 - LOSS_AVERAGE_DECAY) * loss
        run.seconds = before + time.perf_counter() - began
        yield Step(number, loss, learning_rate, images, gradients)
        if max_seconds is not None and time.perf_counter() - began >= max_seconds:
            return


def prepare(model: keras.Model, batches: Iterable) -> None:
    """Gives a model its variables, if it waits for a first batch to create them.

    Args:
        model: a Keras model.
        batches: the ``tf.data.Dataset`` that says what a batch is.

    Raises:
        ValueError: if the model is not built and the batches do not say what they are.
    """
    if model.built:
        return
    if not isinstance(batches, tf.data.Dataset):
        raise ValueError(
            f"The model {model.name} has no weights yet: give it an Input layer, or call it on one "
            "batch of images first."
        )
    spec = batches.element_spec[0]
    model(tf.zeros((1, *spec.shape[1:]), spec.dtype), training=False)


def unused(optimizer: keras.Optimizer, model: keras.Model) -> keras.Optimizer:
    """Returns an optimiser that has made no step, built for a model.

    Args:
        optimizer: any Keras optimiser. One that has been used is left as it is: a new one with the
            same settings comes back, for the slots of a used one belong to another model.
        model: whose trainable variables it is to update.
    """
    if optimizer.built:
        optimizer = type(optimizer).from_config(optimizer.get_config())
    optimizer.build(model.trainable_variables)
    return optimizer


def _next_batch(
    stream: Iterator[tuple[tf.Tensor, tf.Tensor]], step: int, max_steps: int
) -> tuple[tf.Tensor, tf.Tensor]:
    try:
        return next(stream)
    except StopIteration:
        raise ValueError(
            f"The batches ended after {step:,} of {max_steps:,} steps. Training needs endless "
            "batches: use inputs.distorted_inputs, or .repeat() the dataset before it is shuffled."
        ) from None


def _check_batch(model: keras.Model, images: tf.Tensor, labels: tf.Tensor, batch_size: int) -> None:
    """Says at the first batch what would be a riddle or a wrong number later."""
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
