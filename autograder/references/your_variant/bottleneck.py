"""Right answers to ``bottleneck``: the outputs of each block, and what mistakes give."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.exchange import Arrays
from course_utils.exercises.kit import variables
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.your_variant.bottleneck import IDENTITY, KINDS, STRIDED, one_block

EPSILON = 0.001  # Keras'
MISTAKES: dict[str, dict[str, Any]] = {
    "no shortcut": {"shortcut": False},
    "ReLU on the branch alone": {"branch_relu": True, "last_relu": False},
    "ReLU before and after": {"branch_relu": True},
    "no last ReLU": {"last_relu": False},
    "no inner ReLUs": {"inner_relus": (False, False)},
    "no first ReLU": {"inner_relus": (False, True)},
    "no second ReLU": {"inner_relus": (True, False)},
    "ReLU before the norm": {"relu_first": True},
}
STRIDED_MISTAKES: dict[str, dict[str, Any]] = {
    "stride first": {"strided": (1,)},
    "stride last": {"strided": (3,)},
    "stride everywhere": {"strided": (1, 2, 3)},
    "projection with the stride": {"pool": "none"},
    "maxima": {"pool": "max"},
    "zeros in the average": {"pool": "zeros"},
}


def expected(question: Arrays) -> Arrays:
    """Return the outputs of each block, and what mistakes give."""
    answers: Arrays = {}
    for kind in KINDS:
        own = one_block(question, kind)
        answers[kind] = _block(own).astype(np.float32)
        chosen = {IDENTITY: MISTAKES, STRIDED: STRIDED_MISTAKES}.get(kind, {})
        for name, options in chosen.items():
            answers[f"{PREFIX}{kind}: {name}"] = _block(own, **options).astype(np.float32)
    return answers


def _block(
    own: Arrays,
    *,
    shortcut: bool = True,
    branch_relu: bool = False,
    last_relu: bool = True,
    inner_relus: tuple[bool, bool] = (True, True),
    relu_first: bool = False,
    strided: tuple[int, ...] = (2,),
    pool: str = "average",
) -> np.ndarray:
    """Compute one block in float64; ``strided`` says which convolutions have the stride."""
    block = f"block{int(own['number'])}"
    values = {name: v.astype(np.float64) for name, v in variables.stated(own).items()}
    x, stride = own["inputs"].astype(np.float64), int(own["stride"])

    def normalised(sums: np.ndarray, name: str) -> np.ndarray:
        gamma, beta, mean, variance = (
            values[f"{block}_{name}/{part}"]
            for part in ("gamma", "beta", "moving_mean", "moving_variance")
        )
        return gamma * (sums - mean) / np.sqrt(variance + EPSILON) + beta

    branch = x
    for number in (1, 2, 3):
        kernel = values[f"{block}_conv{number}/kernel"]
        branch = _convolved(branch, kernel, stride if number in strided else 1)
        relu = (*inner_relus, branch_relu)[number - 1]
        if relu and relu_first:
            branch = normalised(np.maximum(branch, 0), f"norm{number}")
        else:
            branch = normalised(branch, f"norm{number}")
            branch = np.maximum(branch, 0) if relu else branch
    if f"{block}_projection/kernel" in values:
        if pool != "none":
            x, stride = _pooled(x, stride, pool), 1
        x = _convolved(x, values[f"{block}_projection/kernel"], stride)
        x = normalised(x, "projection_norm")
    pairs = zip(branch.shape, x.shape, strict=True)
    if any(own != other and 1 not in (own, other) for own, other in pairs):
        return np.full(1, np.nan)  # Keras cannot add them either, and says so
    total = branch + x if shortcut else branch
    return np.maximum(total, 0) if last_relu else total


def _pooled(x: np.ndarray, stride: int, kind: str) -> np.ndarray:
    """Pool stride × stride pixels, SAME: an average counts padding only if ``kind`` is "zeros"."""
    pads = [(0, 0)]
    for side in x.shape[1:3]:
        total = -(-side // stride) * stride - side
        pads.append((total // 2, total - total // 2))
    fill = 0.0 if kind == "zeros" else np.nan
    padded = np.pad(x, (*pads, (0, 0)), constant_values=fill)
    windows = sliding_window_view(padded, (stride, stride), axis=(1, 2))[:, ::stride, ::stride]
    return (np.nanmax if kind == "max" else np.nanmean)(windows, axis=(-2, -1))


def _convolved(x: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
    """Convolve with SAME padding, as TensorFlow pads: the odd pixel at the end."""
    size = kernel.shape[0]
    pads = [(0, 0)]
    for side in x.shape[1:3]:
        total = max((-(-side // stride) - 1) * stride + size - side, 0)
        pads.append((total // 2, total - total // 2))
    padded = np.pad(x, (*pads, (0, 0)))
    windows = sliding_window_view(padded, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nhwcij,ijcf->nhwf", windows, kernel)
