"""The number format in which a network computes while it trains: float32 or bfloat16.

bfloat16 has the range of float32 and three digits. Some processors, and GPUs since 2020, multiply
it faster. Weights, their updates and averages, and the loss stay float32, and so does everything
that is evaluated or graded: only the layers' products and activations in a training step are
narrow, as with Keras' policy ``mixed_bfloat16``.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from course_utils import environment, runs, settings
from course_utils.cifar10 import MovingAverages
from course_utils.training.steps import StepFunction, StepMaker

NARROW = keras.DTypePolicy("mixed_bfloat16")  # narrow activations, float32 weights


def chosen(dtype: str, model: keras.Model, directory: Path | None = None) -> str:
    """Return the dtype that a training computes in.

    Args:
        dtype: One of ``settings.DTYPES``. ``"auto"`` is that of the run which goes on; for a new
            one bfloat16 where this machine multiplies it fast and the network allows it, else
            float32.
        model: The network.
        directory: The folder of the run that goes on or is made again; None for a new one.

    Returns:
        ``"float32"`` or ``"bfloat16"``.

    Raises:
        ValueError: There is no such dtype.
        RunError: The run in the folder cannot be read.
    """
    if dtype not in settings.DTYPES:
        raise ValueError(f"dtype must be one of {', '.join(settings.DTYPES)}, not {dtype!r}.")
    if dtype != "auto":
        return dtype
    if directory is not None and (directory / runs.RECORD).is_file():
        return runs.load(directory).dtype
    fast = environment.multiplies_bfloat16() and narrowed(model)
    return "bfloat16" if fast else "float32"


def computing_in(
    dtype: str, step_maker: StepMaker, otherwise: Callable[[], None] | None = None
) -> StepMaker:
    """Return what makes steps as another maker does, in which the network computes in a dtype.

    Args:
        dtype: ``"float32"`` or ``"bfloat16"``.
        step_maker: As of ``training.fit``.
        otherwise: Called where the very first step shows that the network cannot compute in
            bfloat16, since some layers exist in float32 alone; it is then made in float32, like all
            others. None raises the error.
    """
    if dtype == "float32":
        return step_maker

    def make(
        model: keras.Model, optimizer: keras.Optimizer, averages: MovingAverages | None
    ) -> StepFunction:
        step = step_maker(model, optimizer, averages)
        layers, wide = narrowed(model), None

        # The policies count while a graph is built, which may be at any call. To set them takes 0.2
        # of the 50 ms of a step of the tutorial's network.
        def narrow(*arguments: Any) -> Any:
            nonlocal wide, otherwise
            if wide is None:
                try:
                    with _narrow(layers):
                        return step(*arguments)
                except (tf.errors.OpError, TypeError, ValueError):
                    if otherwise is None:
                        raise
                    otherwise()
                    wide = step_maker(model, optimizer, averages)  # its graph has yet to be built
                finally:
                    otherwise = None
            return wide(*arguments)

        return narrow

    return make


def narrowed(model: keras.Model) -> list[keras.layers.Layer]:
    """List the layers that can compute in another dtype: those of Keras and of this course.

    What a student wrote may mix its inputs with numbers of its own, and those are float32: it stays
    as it is, with all layers inside it, and Keras hands it float32.
    """
    if not _of_keras(model):
        return []
    found = []
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            found += narrowed(layer)
        elif _of_keras(layer) and not isinstance(layer, keras.layers.Lambda):
            found.append(layer)
    return found


def _of_keras(layer: keras.layers.Layer) -> bool:
    return type(layer).__module__.split(".")[0] in ("keras", "course_utils")


@contextlib.contextmanager
def _narrow(layers: list[keras.layers.Layer]) -> Iterator[None]:
    """Let layers compute in bfloat16 inside a ``with`` block."""
    before = [layer.dtype_policy for layer in layers]
    try:
        for layer in layers:
            layer.dtype_policy = NARROW
        yield
    finally:
        for layer, old in zip(layers, before, strict=True):
            layer.dtype_policy = old
