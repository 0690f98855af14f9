"""Right answers to ``conv_cost``: parameters and multiply-adds of a convolution."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.model.conv_cost import OTHERS, SIZES, names


def expected(question: Arrays) -> Arrays:
    """Return parameters and multiply-adds with both paddings."""
    answer: Arrays = {}
    for other in ("", *OTHERS):
        height, width, channels, filters, size, stride = (
            int(question[name]) for name in (names(other) if other else SIZES)
        )
        weights = size * size * channels * filters
        windows = {
            "same": -(-height // stride) * -(-width // stride),
            "valid": ((height - size) // stride + 1) * ((width - size) // stride + 1),
        }
        for padding, count in windows.items():
            name = f" {padding}{other}" if other or padding == "valid" else ""
            answer[f"parameters{name}"] = np.array(weights + filters, np.float64)
            answer[f"multiply adds{name}"] = np.array(count * weights, np.float64)
    return answer
