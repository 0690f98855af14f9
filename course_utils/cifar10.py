"""The tutorial's network, what it is trained to do, and how: ``inference``, ``loss`` and ``train``.

Images come from :mod:`course_utils.cifar10_input`; ``course_utils.training.fit`` repeats
:func:`train`. Names and numbers are those of the TensorFlow CIFAR-10 tutorial (``cifar10.py``).

The tutorial evaluates moving averages of the weights instead of the weights: at a constant learning
rate the weights go on rattling about a good place; their average is closer to it. Source: Polyak
and Juditsky, "Acceleration of Stochastic Approximation by Averaging" (1992), in the exponential
form of ``tf.train.ExponentialMovingAverage``.
"""

import contextlib
from collections.abc import Iterator, Sequence

import keras
import numpy as np
import tensorflow as tf

from course_utils.cifar10_input import NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN
from course_utils.layers import LocallyConnected2D, LocalResponseNormalization, WeightDecay

MOVING_AVERAGE_DECAY = 0.9999
NUM_EPOCHS_PER_DECAY = 350.0
LEARNING_RATE_DECAY_FACTOR = 0.1
INITIAL_LEARNING_RATE = 0.1
LOSS_AVERAGE_DECAY = 0.9
WEIGHT_DECAY = 0.004
"""Of local3 and local4: each adds ``WEIGHT_DECAY * sum(kernel²) / 2`` to the loss."""


def inference(
    image_size: int = 24, channels: int = 3, num_classes: int = 10, top: str = "fully"
) -> keras.Model:
    """Build the network of the TensorFlow CIFAR-10 tutorial.

    Two convolutions with overlapping max-pooling and local response normalisation, two fully
    connected layers with weight decay, and a linear layer that gives logits: the softmax is part
    of the loss. At the default sizes it has 1,068,298 parameters in ten variables.

    Args:
        image_size: height and width of the images in pixels.
        channels: 3 for colour, 1 for grey images.
        num_classes: how many logits to give.
        top: ``"fully"`` connected, or ``"locally"`` connected as the tutorial's second exercise
            asks for: local3 and local4 then see windows of 3×3 with weights of their own at each
            position, and have 64 and 32 filters. That model has 2,112,970 parameters.

    Returns:
        A model from ``(batch, image_size, image_size, channels)`` to ``(batch, num_classes)``,
        with the layers conv1, pool1, norm1, conv2, norm2, pool2, local3, local4, softmax_linear.

    Raises:
        ValueError: there is no such top.
    """
    if top not in ("fully", "locally"):
        raise ValueError(f"top must be 'fully' or 'locally', not '{top}'.")
    inputs = keras.Input((image_size, image_size, channels), name="images")
    x = _convolution(inputs, bias=0.0, name="conv1")
    x = keras.layers.MaxPooling2D(3, strides=2, padding="same", name="pool1")(x)
    x = LocalResponseNormalization(name="norm1")(x)
    x = _convolution(x, bias=0.1, name="conv2")
    x = LocalResponseNormalization(name="norm2")(x)
    x = keras.layers.MaxPooling2D(3, strides=2, padding="same", name="pool2")(x)
    if top == "fully":
        x = keras.layers.Flatten(name="flatten")(x)
        x = _local(keras.layers.Dense, x, 384, name="local3")
        x = _local(keras.layers.Dense, x, 192, name="local4")
    else:
        window = {"kernel_size": 3, "padding": "same"}
        x = _local(LocallyConnected2D, x, 64, name="local3", **window)
        x = _local(LocallyConnected2D, x, 32, name="local4", **window)
        x = keras.layers.Flatten(name="flatten")(x)
    logits = keras.layers.Dense(
        num_classes,
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=1 / 192.0),
        name="softmax_linear",
    )(x)
    return keras.Model(inputs, logits, name="tutorial_cnn")


def _convolution(x: keras.KerasTensor, bias: float, name: str) -> keras.KerasTensor:
    return keras.layers.Conv2D(
        64,
        5,
        padding="same",
        activation="relu",
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.05),
        bias_initializer=keras.initializers.Constant(bias),
        name=name,
    )(x)


def _local(
    kind: type[keras.layers.Layer], x: keras.KerasTensor, units: int, name: str, **window: object
) -> keras.KerasTensor:
    return kind(
        units,
        **window,
        activation="relu",
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.04),
        bias_initializer=keras.initializers.Constant(0.1),
        kernel_regularizer=WeightDecay(WEIGHT_DECAY),
        name=name,
    )(x)


def loss(
    model: keras.Model, labels: tf.Tensor, logits: tf.Tensor, label_smoothing: float = 0.0
) -> tf.Tensor:
    """Return the loss to minimise: cross-entropy plus the decay of some weights.

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
    decay = [tf.cast(one, tf.float32) for one in model.losses]
    return tf.add_n([tf.reduce_mean(cross_entropy), *decay])


def train(
    model: keras.Model,
    optimizer: keras.Optimizer,
    averages: "MovingAverages | None",
    images: tf.Tensor,
    labels: tf.Tensor,
    label_smoothing: float = 0.0,
) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Make one training step: update the weights once, and then their moving averages.

    It works inside ``tf.function`` and outside of it.

    Args:
        model: from float32 images to logits.
        optimizer: built for the model's trainable variables; the tutorial's is plain SGD with
            :func:`learning_rate_schedule`.
        averages: of the trainable variables, or None.
        images: float32 ``(batch, height, width, channels)``.
        labels: integers ``(batch,)``.
        label_smoothing: as of :func:`loss`.

    Returns:
        The loss *before* the update, a scalar, and its gradient for each trainable variable.
    """
    with tf.GradientTape() as tape:
        total_loss = loss(model, labels, model(images, training=True), label_smoothing)
    gradients = tape.gradient(total_loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    if averages is not None:
        averages.update()
    return total_loss, gradients


def decay_steps(batch_size: int, examples: int = NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN) -> int:
    """Count the steps until the learning rate falls: 350 epochs, or 136,718 batches of 128."""
    return int(examples / batch_size * NUM_EPOCHS_PER_DECAY)


def learning_rate_schedule(
    batch_size: int = 128, examples: int = NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN
) -> keras.optimizers.schedules.LearningRateSchedule:
    """Return the tutorial's staircase: 0.1, divided by ten after every 350 epochs.

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


def decay_at(updates: int, decay: float = MOVING_AVERAGE_DECAY) -> float:
    """Return the share of the old average that the next update keeps.

    The ramp ``(1 + n) / (10 + n)`` lets early averages forget the initial weights: after any number
    of steps, up to where ``decay`` takes over, the average is one over about their last tenth.

    Args:
        updates: how many updates came before.
        decay: what the ramp ends at, below 1.

    Returns:
        ``min(decay, (1 + updates) / (10 + updates))``: 0.1 for the first update.
    """
    return min(decay, (1 + updates) / (10 + updates))


class MovingAverages(tf.Module):
    """Exponential moving averages of variables; they start at the variables' current values.

    Keras' own ``use_ema`` has no ramp: with ``ema_momentum=0.9999`` the initial weights still make
    two thirds of the average after 4,000 steps.

    Args:
        variables: what to average: usually ``model.trainable_variables``.
        decay: what the ramp of :func:`decay_at` ends at, from 0 to below 1.
    """

    def __init__(
        self, variables: Sequence[keras.Variable], decay: float = MOVING_AVERAGE_DECAY
    ) -> None:
        if not 0 <= decay < 1:
            raise ValueError(f"decay must be from 0 to below 1, not {decay}.")
        super().__init__(name="moving_averages")
        self.decay = decay
        self.variables_averaged = _Untracked(variables)
        self.averages = [tf.Variable(v, trainable=False) for v in variables]
        self.updates = tf.Variable(0, dtype=tf.int64, trainable=False)

    def update(self) -> None:
        """Move each average towards its variable's current value; works inside ``tf.function``."""
        before = tf.cast(self.updates, tf.float32)
        decay = tf.minimum(self.decay, (1.0 + before) / (10.0 + before))
        for average, variable in zip(self.averages, self.variables_averaged.items, strict=True):
            keep = tf.cast(decay, average.dtype)
            average.assign_sub((1 - keep) * (average - tf.convert_to_tensor(variable)))
        self.updates.assign_add(1)

    @property
    def values(self) -> list[np.ndarray]:
        """The averages in the variables' order, each of its variable's shape and dtype."""
        return [average.numpy() for average in self.averages]

    @contextlib.contextmanager
    def applied(self, model: keras.Model) -> Iterator[keras.Model]:
        """Put the averages in place of the model's trainable weights inside a ``with`` block.

        Variables that are not trained, such as the statistics of batch normalisation, stay as they
        are. The weights come back at the end, also after an error.

        Args:
            model: the model whose variables are averaged, or another one of the same shapes.

        Yields:
            The same model.

        Raises:
            ValueError: if the model's trainable variables have other shapes than the averages.
        """
        variables = model.trainable_variables
        shapes = [tuple(variable.shape) for variable in variables]
        expected = [tuple(average.shape) for average in self.averages]
        if shapes != expected:
            raise ValueError(
                f"These averages do not belong to the model {model.name}: it has trainable "
                f"variables of the shapes {shapes}, the averages have {expected}."
            )
        raw = [variable.numpy() for variable in variables]
        try:
            for variable, average in zip(variables, self.averages, strict=True):
                variable.assign(average)
            yield model
        finally:
            for variable, value in zip(variables, raw, strict=True):
                variable.assign(value)


class _Untracked:
    """Variables that belong to someone else, hidden so that no checkpoint saves them twice."""

    def __init__(self, items: Sequence[keras.Variable]) -> None:
        self.items = list(items)
