"""Right answers to ``convolve``: five maps, and those of foreseen mistakes."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.exchange import Arrays
from course_utils.exercises.first_cnn.convolve import SECOND, STRIDES
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return five maps, and those of two mistakes.

    ``flipped`` is the first one with a flipped kernel, ``neighbours`` the second one without its
    stride, cut to its size.
    """
    answers = {
        f"map{suffix}": _correlate(
            question[f"image{suffix}"],
            question[f"kernel{suffix}"],
            int(question[f"stride{suffix}"]),
        )
        for suffix in STRIDES
    }
    answers[PREFIX + "flipped"] = _correlate(question["image"], question["kernel"][::-1, ::-1], 1)
    height, width = answers[f"map{SECOND}"].shape
    dense = _correlate(question[f"image{SECOND}"], question[f"kernel{SECOND}"], 1)
    answers[PREFIX + "neighbours"] = dense[:height, :width]
    return answers


def _correlate(image: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
    windows = sliding_window_view(image.astype(np.float64), kernel.shape)[::stride, ::stride]
    return np.einsum("ijab,ab->ij", windows, kernel.astype(np.float64))
