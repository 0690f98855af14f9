"""Right answers to ``LocallyConnected1D``: outputs, gradients, and outputs of other layers."""

import numpy as np

from autograder.references.model._mistakes import mistakes
from course_utils.exchange import Arrays
from course_utils.exercises.kit import layers, variables
from course_utils.exercises.model.LocallyConnected1D import OTHER_OUTPUTS, of_the_other


def expected(question: Arrays) -> Arrays:
    """Return outputs, gradients, and the outputs of layers that differ in one point."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    kernel, bias = values["kernel"], values["bias"]
    inputs = question["inputs"].astype(np.float64)
    positions, size, channels, filters = kernel.shape
    starts = np.arange(positions) * int(question["stride"])
    places = starts[:, None] + np.arange(size)  # (positions, size)

    def sums(windows: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
        return np.einsum("npsc,pscf->npf", windows, kernel) + bias

    windows = inputs[:, places]
    before = sums(windows, kernel, bias)
    back = question["cotangent"] * (before > 0)
    to_inputs = np.zeros_like(inputs)
    shares = np.einsum("npf,pscf->npsc", back, kernel)
    for position, place in enumerate(places):
        to_inputs[:, place] += shares[:, position]
    first = np.broadcast_to(kernel[:1], kernel.shape)
    mixed = kernel.reshape(positions, channels, size, filters).transpose(0, 2, 1, 3)
    dense = inputs[:, np.arange(positions)[:, None] + np.arange(size)]
    wrong = {
        "shared": sums(windows, first, bias),
        "no bias": sums(windows, kernel, 0 * bias),
        "one bias": sums(windows, kernel, bias[:1]),
        "channels before size": sums(windows, mixed, bias),
        "reversed": sums(windows[:, :, ::-1], kernel, bias),
        "stride of 1": sums(dense, kernel, bias),
    }
    return {
        layers.OUTPUTS: np.maximum(before, 0),
        OTHER_OUTPUTS: _outputs(of_the_other(question)),
        layers.gradient("inputs"): to_inputs,
        layers.gradient("kernel"): np.einsum("npsc,npf->pscf", windows, back),
        layers.gradient("bias"): back.sum(axis=0),
        **mistakes({name: np.maximum(value, 0) for name, value in wrong.items()}),
        **mistakes({"linear": before, "bias last": np.maximum(before - bias, 0) + bias}),
    }


def _outputs(question: Arrays) -> np.ndarray:
    """Return the outputs of a layer alone."""
    values = {name: v.astype(np.float64) for name, v in variables.stated(question).items()}
    starts = np.arange(len(values["bias"])) * int(question["stride"])
    windows = question["inputs"][:, starts[:, None] + np.arange(int(question["size"]))]
    sums = np.einsum("npsc,pscf->npf", windows.astype(np.float64), values["kernel"])
    return np.maximum(sums + values["bias"], 0)
