"""What TensorBoard shows of a training run, to answer the tutorial's four questions.

Is the loss really falling, or is that noise? Are the images sane? Are gradients, activations and
weights reasonable? What is the learning rate now?

:class:`Summaries` writes the event files while a network trains or is evaluated,
:func:`read_events` reads them in Python, and :func:`open_tensorboard` shows them in a notebook.
Each quantity has a tag.
"""

import socket
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
from tensorboard.plugins.histogram.metadata import create_summary_metadata

from course_utils import cifar10, settings
from course_utils.cifar10 import LOSS_AVERAGE_DECAY
from course_utils.training.steps import Step

SUMMARIES_FOLDER = "summaries"
PRECISION = "Precision @ 1"
BUCKETS = 30
IMAGES_SHOWN = 3
IMAGES_ACTIVATED = 16
EVERY_EVENT = {"tensors": 0}  # keep every event, not a sample of them
FRAME_PIXELS = 700  # pixels


class Summaries:
    """A writer of the summaries of one run, into ``<run_dir>/summaries``.

    Args:
        run_dir: the run's folder; look at it with ``tensorboard --logdir``.
        model: the model in training or evaluated. Its activations are shown if Keras knows its
            graph, as it does for functional and sequential models.

    Attributes:
        averages: The moving average of each part of the loss, by its tag. They begin anew where a
            run goes on; that of the total loss does not, which is the run's own.
    """

    def __init__(self, run_dir: str | Path, model: keras.Model) -> None:
        folder = Path(run_dir) / SUMMARIES_FOLDER
        self._has_graph = any(folder.glob("events*"))
        self.writer = tf.summary.create_file_writer(str(folder))
        self.model = model
        self.averages: dict[str, float] = {}
        self.layers = [layer for layer in model.layers if layer.trainable_weights]
        try:
            self.activations = keras.Model(model.inputs, [layer.output for layer in self.layers])
        except (AttributeError, TypeError, ValueError):
            self.activations = None

    def follow(self, step: Step) -> None:
        """Move the average of each part of the loss: call this at *every* step.

        Args:
            step: a step with its weight losses.
        """
        for tag, loss in loss_parts(step).items():
            average = self.averages.get(tag, loss)
            self.averages[tag] = LOSS_AVERAGE_DECAY * average + (1 - LOSS_AVERAGE_DECAY) * loss

    def write(self, step: Step, loss_average: float) -> None:
        """Write everything about one step.

        Args:
            step: a step with gradients. Weights and activations are those after it.
            loss_average: the moving average of the total loss.
        """
        self._write_graph(step.images)
        with self.writer.as_default(step=step.number):
            tf.summary.scalar("learning_rate", step.learning_rate)
            for tag, loss in loss_parts(step).items():
                _write_loss(tag, loss, self.averages.get(tag, loss))
            _write_loss("total_loss", step.loss, loss_average)
            variables = self.model.trainable_variables
            for variable, gradient in zip(variables, step.gradients, strict=True):
                histogram(variable.path, variable)
                if gradient is not None:
                    histogram(f"{variable.path}/gradients", tf.convert_to_tensor(gradient))
            self._write_images(step.images)
        self.writer.flush()

    def write_evaluation(self, step: int, precision: float, images: tf.Tensor) -> None:
        """Write what an evaluation found, and how its images passed through the network.

        Args:
            step: how many steps had been made when the evaluated checkpoint was written.
            precision: precision @ 1, 0..1.
            images: float32 (N, height, width, channels), standardised.
        """
        self._write_graph(images)
        with self.writer.as_default(step=step):
            tf.summary.scalar(PRECISION, precision)
            self._write_images(images)
        self.writer.flush()

    def _write_images(self, images: tf.Tensor) -> None:
        """Write some images, and the activations and the sparsity of each layer on some more."""
        if images.shape[-1] in (1, 3, 4):
            tf.summary.image("images", _visible(images[:IMAGES_SHOWN]))
        if self.activations is None:
            return
        found = tf.nest.flatten(self.activations(images[:IMAGES_ACTIVATED], training=False))
        for layer, activation in zip(self.layers, found, strict=True):
            histogram(f"{layer.name}/activations", activation)
            tf.summary.scalar(f"{layer.name}/sparsity", tf.nn.zero_fraction(activation))

    def _write_graph(self, images: tf.Tensor) -> None:
        """Write the graph of inference and loss, unless the run has one already."""
        if self._has_graph:
            return
        self._has_graph = True

        @tf.function(autograph=False)
        def network(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
            return cifar10.loss(self.model, labels, self.model(images, training=True))

        labels = tf.TensorSpec(images.shape[:1], tf.int32, name="labels")
        try:
            traced = network.get_concrete_function(
                tf.TensorSpec(images.shape, images.dtype, name="images"), labels
            )
        except (AttributeError, TypeError, ValueError):
            return  # the model gives no logits, so that a step has a loss of its own
        with self.writer.as_default(step=0):
            tf.summary.graph(traced.graph)


def loss_parts(step: Step) -> dict[str, float]:
    """Return what a step's total loss is the sum of, by the tutorial's names.

    Args:
        step: a step with its weight losses. Its total loss holds each of them once, as that of
            ``cifar10.loss`` does.

    Returns:
        ``cross_entropy``, to which regularisers of activations are counted, and
        ``LAYER/weight_loss`` for each layer whose weights decay.
    """
    decays = {f"{layer}/weight_loss": loss for layer, loss in step.weight_losses.items()}
    return {"cross_entropy": step.loss - sum(decays.values()), **decays}


def _write_loss(tag: str, raw: float, average: float) -> None:
    """Write a loss as the tutorial does: raw, and its moving average under the plain name."""
    tf.summary.scalar(f"{tag} (raw)", raw)
    tf.summary.scalar(tag, average)


def histogram(name: str, values: tf.Tensor) -> None:
    """Write a histogram of the finite values of a tensor to the default writer.

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
    """Stretch each standardised image to the range 0..1 that pictures have."""
    low = tf.reduce_min(images, axis=(1, 2, 3), keepdims=True)
    high = tf.reduce_max(images, axis=(1, 2, 3), keepdims=True)
    return (images - low) / tf.maximum(high - low, 1e-6)


# ---- read in Python ------------------------------------------------------------------------------


class Events(NamedTuple):
    """The events of one run, by tag.

    Attributes:
        scalars: Steps int (T,) and values float64 (T,).
        histograms: Steps int (T,) and buckets float64 (T, 30, 3): lower end, upper end, count.
        images: Steps int (T,) and, for each of them, the pictures as bytes of PNG files.
    """

    scalars: dict[str, tuple[np.ndarray, np.ndarray]]
    histograms: dict[str, tuple[np.ndarray, np.ndarray]]
    images: dict[str, tuple[np.ndarray, list[list[bytes]]]]


def read_events(run_dir: str | Path) -> Events:
    """Read the event files of a run.

    Args:
        run_dir: The run's folder.

    Returns:
        Everything in it but the graph; nothing where the run was trained without summaries, or
        where only its weights were handed in.
    """
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.util import tensor_util

    found = Events({}, {}, {})
    folder = Path(run_dir) / SUMMARIES_FOLDER
    if not folder.is_dir():
        return found
    accumulator = EventAccumulator(str(folder), size_guidance=EVERY_EVENT)
    accumulator.Reload()
    for tag in accumulator.Tags()["tensors"]:
        events = accumulator.Tensors(tag)
        # A run that was resumed may have written a step twice: the later one counts. Files of one
        # second are not read in the order in which they were written.
        events = sorted(events, key=lambda event: event.wall_time)
        values = {event.step: tensor_util.make_ndarray(event.tensor_proto) for event in events}
        steps = np.array(sorted(values))
        ordered = [values[step] for step in steps]
        plugin = accumulator.SummaryMetadata(tag).plugin_data.plugin_name
        if plugin == "images":  # width, height, then one file for each picture
            found.images[tag] = steps, [[bytes(file) for file in one[2:]] for one in ordered]
        elif plugin == "histograms":
            found.histograms[tag] = steps, np.stack(ordered).astype(np.float64)
        else:
            found.scalars[tag] = steps, np.array(ordered, np.float64).ravel()
    return found


def pixels(png: bytes) -> np.ndarray:
    """Decode a picture of the event files to uint8 (H, W, C)."""
    return tf.io.decode_png(png).numpy()


def root_mean_square(buckets: np.ndarray) -> np.ndarray:
    """Return the root mean square of a histogram's numbers, each at its bucket's middle.

    Args:
        buckets: float (..., B, 3), lower end, upper end and count of each bucket.

    Returns:
        float64 (...); 0 where nothing was counted.
    """
    middle, count = buckets[..., :2].mean(axis=-1), buckets[..., 2]
    return np.sqrt((middle**2 * count).sum(axis=-1) / np.maximum(count.sum(axis=-1), 1))


# ---- in a notebook -------------------------------------------------------------------------------


def open_tensorboard(run_dir: str | Path) -> str:
    """Show TensorBoard on a run below the cell.

    ``%load_ext tensorboard`` and ``%tensorboard --logdir FOLDER`` show the same, from a process of
    its own that goes on after the notebook is closed and is not found outside an activated
    environment.

    Args:
        run_dir: The run's folder.

    Returns:
        A line about what is shown, or why nothing is.
    """
    folder = Path(run_dir).resolve()  # not the summaries': TensorBoard calls a run by its place
    if settings.execution():
        return "TensorBoard is not shown while a notebook is graded."
    if not (folder / SUMMARIES_FOLDER).is_dir():
        return f"There are no summaries in {run_dir}: train with summaries_every first."
    try:
        address = launched(folder)
    except OSError as error:
        return f"TensorBoard found no port to answer at ({error}). Read the events in Python below."
    from IPython.display import IFrame, display

    # The name by which Jupyter opens a browser: a frame from another site may be kept empty.
    address = address.replace("127.0.0.1", "localhost")
    display(IFrame(address, width="100%", height=FRAME_PIXELS))
    return f"TensorBoard answers at {address}, until this kernel ends."


def launched(folder: Path) -> str:
    """Start TensorBoard in a thread on a free port of this machine alone; return its address.

    Raises:
        OSError: There is no port.
    """
    from tensorboard import default, program

    with socket.socket() as probe:  # raises where this process may not listen at all
        probe.bind(("127.0.0.1", 0))
    # The projector takes a run's folder of checkpoints for a file and fills the notebook with red
    # warnings about it; the course has nothing to show in it.
    plugins = [p for p in default.get_plugins() if getattr(p, "plugin_name", "") != "projector"]
    board = program.TensorBoard(plugins=plugins)
    # Without its helper process, which would outlive a kernel that is killed.
    flags = ("--logdir", str(folder), "--host", "127.0.0.1", "--port", "0", "--load_fast", "false")
    board.configure(argv=("tensorboard", *flags))
    try:
        return board.launch()
    except program.TensorBoardServerException as error:
        raise OSError(str(error)) from error
