"""One training step: what makes it, and what it tells."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

import keras
import tensorflow as tf

from course_utils import cifar10
from course_utils.cifar10 import MovingAverages

Batch: TypeAlias = tuple[tf.Tensor, tf.Tensor]  # images and their labels
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
        weight_losses: the part of the loss that the weights of each layer make up by their decay,
            before the weights changed, by the layer's name; empty where no summaries are written.
    """

    number: int
    loss: float
    learning_rate: float
    images: tf.Tensor
    gradients: list[tf.Tensor]
    weight_losses: dict[str, float]


def make_step(
    model: keras.Model,
    optimizer: keras.Optimizer,
    averages: MovingAverages | None,
    *,
    label_smoothing: float = 0.0,
) -> StepFunction:
    """Return the function that makes one training step.

    It takes float32 images, labels, and whether to return gradients too; it updates the weights and
    their averages, and returns the total loss *before* the update and the gradients (else ``[]``).

    Args:
        model: from float32 images to logits.
        optimizer: built for its trainable variables.
        averages: of its weights, or None.
        label_smoothing: as of :func:`course_utils.cifar10.loss`. Hand
            ``functools.partial(make_step, label_smoothing=0.1)`` to ``training.fit`` as its
            ``step_maker``.
    """

    # Without XLA, which on CPUs is slower (340 against 277 ms a step). One step a call: ten of them
    # in a loop inside the graph were no faster (1,830 against 1,620 to 1,900 images/s). AutoGraph,
    # which `model.fit` does without as well, took 0.4 of the 1.1 s of a first, small training.
    @tf.function(autograph=False, jit_compile=False)
    def step(
        images: tf.Tensor, labels: tf.Tensor, with_gradients: bool
    ) -> tuple[tf.Tensor, list[tf.Tensor]]:
        loss, gradients = cifar10.train(model, optimizer, averages, images, labels, label_smoothing)
        return loss, gradients if with_gradients else []

    return step


def weight_losses_of(model: keras.Model) -> Callable[[], dict[str, tf.Tensor]]:
    """Return a compiled function that computes the decay of each layer's weights.

    Decays depend on the weights alone, so they can be computed beside any step, whoever wrote it.

    Args:
        model: a built model.

    Returns:
        A function without arguments. It returns, by the name of each layer with decay, a float32
        scalar: the sum of what its weights' regularisers give.
    """
    decaying: dict[str, list[keras.Variable]] = {}
    for variable in model.trainable_variables:
        if getattr(variable, "regularizer", None) is not None:
            layer = variable.path.rpartition("/")[0].removeprefix(f"{model.name}/")
            decaying.setdefault(layer, []).append(variable)

    @tf.function(autograph=False, jit_compile=False)
    def weight_losses() -> dict[str, tf.Tensor]:
        return {
            layer: tf.add_n([tf.cast(one.regularizer(one), tf.float32) for one in variables])
            for layer, variables in decaying.items()
        }

    return weight_losses


def prepare(model: keras.Model, batches: Iterable[Batch]) -> None:
    """Give a model its variables, if it waits for a first batch to create them.

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
    """Return an optimiser that has made no step, built for a model.

    Args:
        optimizer: any Keras optimiser. One that has been used is left as it is: a new one with the
            same settings comes back, for the slots of a used one belong to another model.
        model: whose trainable variables it is to update.
    """
    if optimizer.built:
        optimizer = type(optimizer).from_config(optimizer.get_config())
    optimizer.build(model.trainable_variables)
    return optimizer
