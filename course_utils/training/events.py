"""What TensorBoard reads, read in Python: the event files of a run.

``course_utils.training.tensorboard`` writes them while a network trains. Each quantity has a tag.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util

from course_utils.training.tensorboard import FOLDER

ALL = {"tensors": 0}  # keep every event, not a sample of them


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


def read(run_dir: str | Path) -> Events:
    """Read the event files of a run.

    Args:
        run_dir: The run's folder.

    Returns:
        Everything in it; nothing where the run was trained without summaries, or where only its
        weights were handed in.
    """
    found = Events({}, {}, {})
    folder = Path(run_dir) / FOLDER
    if not folder.is_dir():
        return found
    accumulator = EventAccumulator(str(folder), size_guidance=ALL)
    accumulator.Reload()
    for tag in accumulator.Tags()["tensors"]:
        events = accumulator.Tensors(tag)
        # A run that was resumed may have written a step twice: the later one counts.
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
    """A picture of the event files: uint8 (H, W, C)."""
    import tensorflow as tf

    return tf.io.decode_png(png).numpy()


def root_mean_square(buckets: np.ndarray) -> np.ndarray:
    """The size of the numbers in a histogram, each taken for the middle of its bucket.

    Args:
        buckets: float (..., B, 3), lower end, upper end and count of each bucket.

    Returns:
        float64 (...); 0 where nothing was counted.
    """
    middle, count = buckets[..., :2].mean(axis=-1), buckets[..., 2]
    return np.sqrt((middle**2 * count).sum(axis=-1) / np.maximum(count.sum(axis=-1), 1))
