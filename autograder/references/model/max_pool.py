"""Right answers to ``max_pool``: pooled images, and those of foreseen mistakes."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.references.model._mistakes import mistakes
from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return pooled images and what mistakes give; other paddings than VALID keep the size."""
    tiled, tile = question["tiled"], int(question["tile"])
    image, size, stride = question["image"], int(question["size"]), int(question["stride"])
    windows = sliding_window_view(tiled, (tile, tile), axis=(0, 1))[::tile, ::tile]
    pooled = windows.max(axis=(-2, -1))
    totals = [max((-(-side // stride) - 1) * stride + size - side, 0) for side in image.shape[:2]]
    half = [total // 2 for total in totals]
    rows, columns = pooled.shape[:2]
    return {
        "pooled tiles": pooled,
        "pooled gaps": _pooled(tiled, tile - 1, tile, [0, 0]),
        "pooled": _pooled(image, size, stride, half),
        # Windows of 3 at a stride of 2 need one pixel on an even side, two on an odd one.
        "pooled wide": _pooled(question["wide"], 3, 2, [0, 1]),
        "pooled high": _pooled(question["high"], 3, 2, [1, 0]),
        "pooled negative": _pooled(question["negative"], size, stride, half),
        **mistakes(
            {
                "mean": windows.mean(axis=(-2, -1)),
                "no stride": sliding_window_view(tiled, (tile, tile), axis=(0, 1))[
                    :rows, :columns
                ].max(axis=(-2, -1)),
                "negative padding": _pooled(tiled[1:, 1:], tile - 1, tile, [0, 0]),
                "one channel": np.broadcast_to(pooled.max(axis=-1, keepdims=True), pooled.shape),
                "transposed": pooled.transpose(1, 0, 2),
                "valid": sliding_window_view(image, (size, size), axis=(0, 1))[
                    ::stride, ::stride
                ].max(axis=(-2, -1)),
                "more before": _pooled(image, size, stride, [-(-t // 2) for t in totals]),
                "all after": _pooled(image, size, stride, [0, 0]),
                "all before": _pooled(image, size, stride, totals),
                "half a window": _pooled(image, size, stride, [size // 2, size // 2]),
                "stride as size": _pooled(image, stride, stride, [0, 0]),
            }
        ),
    }


def _pooled(image: np.ndarray, size: int, stride: int, before: list[int]) -> np.ndarray:
    """Pool ceil(side / stride) windows a side, the first one ``before`` pixels outside."""
    rows, columns = (-(-side // stride) for side in image.shape[:2])
    widths = [(start, size + stride) for start in before]
    padded = np.pad(image.astype(np.float64), (*widths, (0, 0)), constant_values=-np.inf)
    windows = sliding_window_view(padded, (size, size), axis=(0, 1))[::stride, ::stride]
    return windows[:rows, :columns].max(axis=(-2, -1))
