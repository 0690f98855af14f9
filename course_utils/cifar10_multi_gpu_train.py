"""Several devices for one training step: each device is a tower, with its own part of the batch.

All towers use the same variables. Each computes the gradient of its own part, the gradients are
averaged, and the variables are updated once, so a step of two towers of 64 images is a step of one
device with 128. Source: the multi-GPU program of the TensorFlow CIFAR-10 tutorial.
"""

from collections.abc import Sequence

import keras
import tensorflow as tf

from course_utils.cifar10 import MovingAverages
from course_utils.training.steps import StepFunction, StepMaker, total_loss


def find(count: int) -> list[str]:
    """Returns the names of so many devices: GPUs if there are enough, else logical CPU devices.

    Args:
        count: how many.

    Raises:
        ValueError: if there are neither so many GPUs nor so many logical CPU devices.
    """
    for kind in ("GPU", "CPU"):
        names = [device.name for device in tf.config.list_logical_devices(kind)]
        if len(names) >= count:
            return names[:count]
    raise ValueError(
        f"There are not {count} devices. Split the processor before TensorFlow starts: "
        f"environment.start_tensorflow(devices={count})."
    )


def towers(devices: Sequence[str]) -> StepMaker:
    """Returns what makes a training step that is shared between devices.

    Hand it to ``training.fit`` as ``step_maker``; ``batch_size`` is then the images of all towers
    together, and has to be a multiple of their number.

    Layers that compute with a whole batch, such as batch normalisation, see their tower's part
    only; their moving statistics are updated by one tower after the other.

    Args:
        devices: names of devices, one for each tower.
    """

    def make_step(
        model: keras.Model, optimizer: keras.Optimizer, averages: MovingAverages | None
    ) -> StepFunction:
        @tf.function(autograph=False, jit_compile=False)
        def step(
            images: tf.Tensor, labels: tf.Tensor, with_gradients: bool
        ) -> tuple[tf.Tensor, list[tf.Tensor]]:
            parts = zip(
                devices,
                tf.split(images, len(devices)),
                tf.split(labels, len(devices)),
                strict=True,
            )
            results = [tower(model, *part) for part in parts]
            losses = [loss for loss, _ in results]
            gradients = mean_gradients([of_tower for _, of_tower in results])
            optimizer.apply(gradients, model.trainable_variables)
            if averages is not None:
                averages.update()
            return tf.add_n(losses) / len(losses), gradients if with_gradients else []

        return step

    return make_step


def tower(
    model: keras.Model, device: str, images: tf.Tensor, labels: tf.Tensor
) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Computes the total loss of one part of a batch on one device, and its gradients.

    Args:
        model: from float32 images to logits; its losses are those of each tower.
        device: the device's name.
        images: float32 (images of the part, height, width, channels).
        labels: integers (images of the part,).

    Returns:
        The loss, a scalar, and a gradient for each trainable variable.
    """
    with tf.device(device), tf.GradientTape() as tape:
        loss = total_loss(model, labels, model(images, training=True))
    with tf.device(device):
        return loss, tape.gradient(loss, model.trainable_variables)


def mean_gradients(gradients: Sequence[Sequence[tf.Tensor]]) -> list[tf.Tensor]:
    """Averages the gradients of towers that have equally many images.

    Args:
        gradients: for each tower a list with one gradient for each variable.

    Returns:
        One gradient for each variable.
    """
    of_variables = zip(*gradients, strict=True)
    return [tf.add_n(of_towers) / len(of_towers) for of_towers in of_variables]
