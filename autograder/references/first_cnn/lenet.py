"""Right answers to ``lenet``: outputs, gradients, and the outputs of other networks."""

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.exchange import Arrays
from course_utils.exercises.first_cnn.lenet import KERNEL
from course_utils.exercises.kit import layers, variables
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return outputs, gradients, and the outputs of networks that differ in one or two choices."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    images = question["inputs"].astype(np.float64)
    answers = _backward(values, images, question["cotangent"].astype(np.float64))

    def linear(x: np.ndarray) -> np.ndarray:
        return x

    for name, convolution, hidden, pool in (
        ("maxima", np.tanh, np.tanh, np.max),
        ("relu", _relu, _relu, np.mean),
        ("relu and maxima", _relu, _relu, np.max),
        ("linear layers", np.tanh, linear, np.mean),
        ("linear convolutions", linear, np.tanh, np.mean),
        ("no tanh", linear, linear, np.mean),
    ):
        answers[PREFIX + name] = _forward(values, images, convolution, hidden, pool)
    # Stored for three public cases: half the size, and far more digits than the tolerance asks for.
    return {name: array.astype(np.float32) for name, array in answers.items()}


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def _convolution(values: Arrays, layer: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the windows of a batch, (N, h, w, C, 5, 5), and the convolution of them."""
    windows = sliding_window_view(x, (KERNEL, KERNEL), axis=(1, 2))
    sums = np.einsum("nhwcij,ijcf->nhwf", windows, values[f"{layer}/kernel"], optimize=True)
    return windows, sums + values[f"{layer}/bias"]


def _halves(x: np.ndarray) -> np.ndarray:
    """Split a batch into squares of 2 × 2, (N, h, 2, w, 2, C), without a last odd row or column."""
    count, height, width, channels = x.shape
    high, wide = height // 2, width // 2
    return x[:, : 2 * high, : 2 * wide].reshape(count, high, 2, wide, 2, channels)


def _forward(
    values: Arrays,
    x: np.ndarray,
    convolution: Callable[[np.ndarray], np.ndarray],
    hidden: Callable[[np.ndarray], np.ndarray],
    pool: Callable[..., np.ndarray],
) -> np.ndarray:
    for layer in ("conv1", "conv2"):
        x = pool(_halves(convolution(_convolution(values, layer, x)[1])), axis=(2, 4))
    x = x.reshape(len(x), -1)
    for layer in ("hidden1", "hidden2"):
        x = hidden(x @ values[f"{layer}/kernel"] + values[f"{layer}/bias"])
    return x @ values["softmax_linear/kernel"] + values["softmax_linear/bias"]


def _backward(values: Arrays, images: np.ndarray, cotangent: np.ndarray) -> Arrays:
    """Return outputs, and the gradients of their sum weighted by the cotangent."""
    windows, maps, x = {}, {}, images
    for layer in ("conv1", "conv2"):
        windows[layer], sums = _convolution(values, layer, x)
        maps[layer] = np.tanh(sums)
        x = _halves(maps[layer]).mean(axis=(2, 4))
    pooled_shape = x.shape
    flat = x.reshape(len(x), -1)
    first = np.tanh(flat @ values["hidden1/kernel"] + values["hidden1/bias"])
    second = np.tanh(first @ values["hidden2/kernel"] + values["hidden2/bias"])
    kernel = values["softmax_linear/kernel"]
    found = {
        layers.OUTPUTS: second @ kernel + values["softmax_linear/bias"],
        layers.gradient("softmax_linear/kernel"): second.T @ cotangent,
    }
    towards = cotangent @ kernel.T * (1 - second**2)
    towards = towards @ values["hidden2/kernel"].T * (1 - first**2)
    towards = (towards @ values["hidden1/kernel"].T).reshape(pooled_shape)
    for layer in ("conv2", "conv1"):
        towards = _unpooled(towards, maps[layer].shape) * (1 - maps[layer] ** 2)
        found[layers.gradient(f"{layer}/kernel")] = np.einsum(
            "nhwcij,nhwf->ijcf", windows[layer], towards, optimize=True
        )
        found[layers.gradient(f"{layer}/bias")] = towards.sum(axis=(0, 1, 2))
        towards = _towards_inputs(values[f"{layer}/kernel"], towards)
    found[layers.gradient("inputs")] = towards
    return found


def _unpooled(towards: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return the gradient of averages of 2 × 2 with respect to what was averaged."""
    spread = towards.repeat(2, axis=1).repeat(2, axis=2) / 4
    missing = [(0, whole - part) for whole, part in zip(shape, spread.shape, strict=True)]
    return np.pad(spread, missing)


def _towards_inputs(kernel: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """Return the gradient of a VALID convolution with respect to its inputs."""
    count, height, width, _ = towards.shape
    found = np.zeros((count, height + KERNEL - 1, width + KERNEL - 1, kernel.shape[2]))
    for i in range(KERNEL):
        for j in range(KERNEL):
            found[:, i : i + height, j : j + width] += towards @ kernel[i, j].T
    return found
