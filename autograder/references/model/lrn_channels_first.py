"""Right answers to ``lrn_channels_first``: normalised activations, and those of mistakes."""

import numpy as np

from autograder.references.model._mistakes import mistakes
from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return the normalised activations for both radii, and what mistakes give."""
    x = question["activations"].astype(np.float64)
    radius, wide, wider = (int(question[f"{name}radius"]) for name in ("", "wide ", "wider "))
    bias, alpha, beta = (float(question[name]) for name in ("bias", "alpha", "beta"))

    def power(sums: np.ndarray) -> np.ndarray:
        return (bias + alpha * sums) ** beta

    sums = _sums(x**2, radius, radius)
    turned = np.moveaxis(_sums(np.moveaxis(x**2, 3, 1), radius, radius), 1, 3)
    turns = range(-radius, radius + 1)
    rolled = sum((np.roll(x**2, step, axis=1) for step in turns), np.zeros_like(x))
    padded = np.pad(x**2, ((0, 0), (radius, radius), (0, 0), (0, 0)), mode="edge")
    empty = sums.copy()
    empty[:, :radius] = 0
    half = radius // 2
    changing = x.copy()
    for c in range(x.shape[1]):
        window = changing[:, max(c - radius, 0) : c + radius + 1]
        changing[:, c] /= power((window**2).sum(axis=1))
    return {
        "normalised": x / power(sums),
        "wide": x / power(_sums(x**2, wide, wide)),
        "wider": x / power(_sums(x**2, wider, wider)),
        **mistakes(
            {
                "channels last": x / power(turned),
                "narrow": x / power(_sums(x**2, half, half)),
                "upper end": x / power(_sums(x**2, radius, radius - 1)),
                "divided": x / power(sums / (2 * radius + 1)),
                "root": x / np.sqrt(bias + alpha * sums),
                "multiplied": x * power(sums),
                "no bias": x / (alpha * sums) ** beta,
                "squared sum": x / power(_sums(x, radius, radius) ** 2),
                "power of the sum": x / (bias + alpha * sums**beta),
                "neighbours alone": x / power(sums - x**2),
                "in place": changing,
                "wraps": x / power(rolled),
                "repeats": x / power(_sums(padded, radius, radius)[:, radius:-radius]),
                "empty": x / power(empty),
            }
        ),
    }


def _sums(x: np.ndarray, before: int, after: int) -> np.ndarray:
    """Return sums over a window of axis 1 that ends where the channels do."""
    channels = x.shape[1]
    return np.stack(
        [x[:, max(c - before, 0) : c + after + 1].sum(axis=1) for c in range(channels)], axis=1
    )
