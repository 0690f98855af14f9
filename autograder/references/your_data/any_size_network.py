"""Right answers to ``any_size_network``: outputs, gradients, and outputs of other networks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.exchange import Arrays
from course_utils.exercises.kit import layers, variables
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.your_data.any_size_network import (
    ANY_SIZE,
    OTHER_INPUTS,
    OTHER_OUTPUTS,
    other,
)


@dataclass(frozen=True)
class Network:
    """How a network is put together: like the right one, but for what is said.

    Attributes:
        activation: After each convolution.
        pool: Of the squares of 2 × 2 between the convolutions, if any, from ``axis`` on.
        over_all: Of all places after the second one.
        padding: Rows and columns of zeros at each side of what is convolved.
        again: Whether the second convolution is pooled, too.
        filled: Whether a last odd row or column is pooled, alone.
    """

    activation: Callable[[np.ndarray], np.ndarray] = np.tanh
    pool: Callable[..., np.ndarray] | None = np.mean
    over_all: Callable[..., np.ndarray] = np.mean
    padding: int = 1
    again: bool = False
    filled: bool = False


RIGHT = Network()


def expected(question: Arrays) -> Arrays:
    """Return outputs for both sizes, gradients for the first, and outputs of other networks."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    images = question["inputs"].astype(np.float64)
    answers = _backward(values, images, question["cotangent"].astype(np.float64))
    others = question[OTHER_INPUTS].astype(np.float64)
    answers[OTHER_OUTPUTS] = _forward(values, others)
    for name, mistaken in {
        "a global maximum": Network(over_all=np.max),
        "maxima": Network(pool=np.max),
        "VALID": Network(padding=0),
        "no pool": Network(pool=None),
        "a SAME pool": Network(pool=np.nanmean, filled=True),
        "a second pool": Network(again=True),
        "relu": Network(activation=lambda x: np.maximum(x, 0)),
        "no tanh": Network(activation=lambda x: x),
    }.items():
        answers[PREFIX + name] = _forward(values, images, mistaken)
        if name in ANY_SIZE:
            answers[PREFIX + other(name)] = _forward(values, others, mistaken)
    # Stored for three public cases: half the size, and far more digits than the tolerance asks for.
    return {name: array.astype(np.float32) for name, array in answers.items()}


def _convolution(
    values: Arrays, layer: str, x: np.ndarray, padding: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return the windows of a batch, (N, h, w, C, 3, 3), and the convolution of them."""
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    sums = np.einsum("nhwcij,ijcf->nhwf", windows, values[f"{layer}/kernel"], optimize=True)
    return windows, sums + values[f"{layer}/bias"]


def _halves(x: np.ndarray, filled: bool = False) -> np.ndarray:
    """Split a batch into squares of 2 × 2, (N, h, 2, w, 2, C).

    A last odd row or column is left out, or filled up with NaN.
    """
    if filled:
        missing = ((0, 0), (0, x.shape[1] % 2), (0, x.shape[2] % 2), (0, 0))
        x = np.pad(x, missing, constant_values=np.nan)
    count, height, width, channels = x.shape
    high, wide = height // 2, width // 2
    return x[:, : 2 * high, : 2 * wide].reshape(count, high, 2, wide, 2, channels)


def _forward(values: Arrays, x: np.ndarray, network: Network = RIGHT) -> np.ndarray:
    activation, pool = network.activation, network.pool
    x = activation(_convolution(values, "conv1", x, network.padding)[1])
    x = pool(_halves(x, network.filled), axis=(2, 4)) if pool else x
    x = activation(_convolution(values, "conv2", x, network.padding)[1])
    x = pool(_halves(x), axis=(2, 4)) if pool and network.again else x
    x = network.over_all(x, axis=(1, 2))
    return x @ values["softmax_linear/kernel"] + values["softmax_linear/bias"]


def _backward(values: Arrays, images: np.ndarray, cotangent: np.ndarray) -> Arrays:
    """Return outputs, and the gradients of their sum weighted by the cotangent."""
    first_windows, sums = _convolution(values, "conv1", images)
    first = np.tanh(sums)
    windows, sums = _convolution(values, "conv2", _halves(first).mean(axis=(2, 4)))
    second = np.tanh(sums)
    means, kernel = second.mean(axis=(1, 2)), values["softmax_linear/kernel"]
    found = {
        layers.OUTPUTS: means @ kernel + values["softmax_linear/bias"],
        layers.gradient("softmax_linear/kernel"): means.T @ cotangent,
    }
    positions = second.shape[1] * second.shape[2]
    towards = (cotangent @ kernel.T)[:, None, None, :] / positions * (1 - second**2)
    found[layers.gradient("conv2/kernel")] = _kernel_gradient(windows, towards)
    found[layers.gradient("conv2/bias")] = towards.sum(axis=(0, 1, 2))
    towards = _towards_inputs(values["conv2/kernel"], towards)
    towards = towards.repeat(2, axis=1).repeat(2, axis=2) / 4
    missing = [(0, whole - part) for whole, part in zip(first.shape, towards.shape, strict=True)]
    towards = np.pad(towards, missing) * (1 - first**2)
    found[layers.gradient("conv1/kernel")] = _kernel_gradient(first_windows, towards)
    found[layers.gradient("inputs")] = _towards_inputs(values["conv1/kernel"], towards)
    return found


def _kernel_gradient(windows: np.ndarray, towards: np.ndarray) -> np.ndarray:
    return np.einsum("nhwcij,nhwf->ijcf", windows, towards, optimize=True)


def _towards_inputs(kernel: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """Return the gradient of a SAME convolution with respect to its inputs."""
    count, height, width, _ = towards.shape
    found = np.zeros((count, height + 2, width + 2, kernel.shape[2]))
    for i in range(3):
        for j in range(3):
            found[:, i : i + height, j : j + width] += towards @ kernel[i, j].T
    return found[:, 1:-1, 1:-1]
