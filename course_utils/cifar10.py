"""Moving averages of a model's weights, which the tutorial evaluates instead of the weights.

At a constant learning rate the weights go on rattling about a good place; their average lies
closer to it. Source: Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging"
(1992), in the exponential form of ``tf.train.ExponentialMovingAverage``.
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from course_utils import runs, weights

MOVING_AVERAGE_DECAY = 0.9999


def decay_at(updates: int, decay: float = MOVING_AVERAGE_DECAY) -> float:
    """Returns which share of the old average the next update keeps.

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
    """Exponential moving averages of variables; they start at the variables' present values.

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
        """Moves each average towards its variable's present value; works inside ``tf.function``."""
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
        """Puts the averages in place of the model's trainable weights for the time of a ``with``.

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
    """Holds variables that belong to someone else, so that no checkpoint saves them twice."""

    def __init__(self, items: Sequence[keras.Variable]) -> None:
        self.items = list(items)


def restore(model: keras.Model, run: runs.Run | str | Path) -> None:
    """Loads the averaged weights of a run into a model.

    Args:
        model: a model of the run's architecture; its weights are replaced.
        run: the run, or its folder.

    Raises:
        RunError: if the run has no averaged weights, or they do not fit the model.
    """
    directory = run.directory if isinstance(run, runs.Run) else Path(run)
    if not (directory / runs.AVERAGES).is_file():
        raise runs.RunError(
            f"The run in {directory} has no averaged weights ({runs.AVERAGES} is missing): it was "
            "trained with averages=False, or not yet. Train with averages=True."
        )
    weights.load(model, directory / runs.AVERAGES)
