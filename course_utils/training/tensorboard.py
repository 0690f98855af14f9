"""What TensorBoard shows of a training run, to answer the tutorial's four questions.

Is the loss really falling, or is that noise? Are the images sane? Are gradients, activations and
weights reasonable? What is the learning rate now?
"""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from tensorboard.plugins.histogram.metadata import create_summary_metadata

from course_utils.training.steps import Step

FOLDER = "summaries"
BUCKETS = 30
IMAGES_SHOWN = 3
IMAGES_ACTIVATED = 16


class Summaries:
    """Writes the summaries of one run into ``<run_dir>/summaries``.

    Args:
        run_dir: the run's folder; look at it with ``tensorboard --logdir``.
        model: the model in training. Its activations are shown if Keras knows its graph, as it does
            for functional and sequential models.
    """

    def __init__(self, run_dir: str | Path, model: keras.Model) -> None:
        self.writer = tf.summary.create_file_writer(str(Path(run_dir) / FOLDER))
        self.model = model
        self.layers = [layer for layer in model.layers if layer.trainable_weights]
        try:
            self.activations = keras.Model(model.inputs, [layer.output for layer in self.layers])
        except (AttributeError, TypeError, ValueError):
            self.activations = None

    def write(self, step: Step, loss_average: float) -> None:
        """Writes everything about one step.

        Args:
            step: a step with gradients. Weights and activations are those after it.
            loss_average: the moving average of the total loss.
        """
        images = step.images
        with self.writer.as_default(step=step.number):
            tf.summary.scalar("learning_rate", step.learning_rate)
            tf.summary.scalar("total_loss (raw)", step.loss)
            tf.summary.scalar("total_loss", loss_average)
            if images.shape[-1] in (1, 3, 4):
                tf.summary.image("images", _visible(images[:IMAGES_SHOWN]))
            variables = self.model.trainable_variables
            for variable, gradient in zip(variables, step.gradients, strict=True):
                histogram(variable.path, variable)
                if gradient is not None:
                    histogram(f"{variable.path}/gradients", tf.convert_to_tensor(gradient))
            if self.activations is not None:
                self._write_activations(images[:IMAGES_ACTIVATED])
        self.writer.flush()

    def _write_activations(self, images: tf.Tensor) -> None:
        found = tf.nest.flatten(self.activations(images, training=False))
        for layer, activation in zip(self.layers, found, strict=True):
            histogram(f"{layer.name}/activations", activation)
            tf.summary.scalar(f"{layer.name}/sparsity", tf.nn.zero_fraction(activation))


def histogram(name: str, values: tf.Tensor) -> None:
    """Writes a histogram of the finite values of a tensor to the default writer.

    ``tf.summary.histogram`` makes thirty float64 numbers of each value on its way, which is 1.1 GB
    for the activations of conv1; this counts with NumPy and writes the same record.

    Args:
        name: what TensorBoard lists it under.
        values: numbers of any shape.
    """
    array = np.asarray(values, np.float64)
    counts, edges = np.histogram(array[np.isfinite(array)], bins=BUCKETS)
    buckets = np.stack([edges[:-1], edges[1:], counts], axis=1)
    metadata = create_summary_metadata(display_name=None, description=None)
    tf.summary.write(name, tf.constant(buckets, tf.float64), metadata=metadata)


def _visible(images: tf.Tensor) -> tf.Tensor:
    """Stretches each standardised image to the range 0..1 that pictures have."""
    low = tf.reduce_min(images, axis=(1, 2, 3), keepdims=True)
    high = tf.reduce_max(images, axis=(1, 2, 3), keepdims=True)
    return (images - low) / tf.maximum(high - low, 1e-6)
