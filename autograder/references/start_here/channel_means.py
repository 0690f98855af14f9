"""Right answers to ``channel_means``: each channel's mean over an image."""

import numpy as np

from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return the mean of each channel of each image, 0..255, float64 (N, 3), also of one alone."""
    return {
        "means": question["images"].mean(axis=(1, 2), dtype=np.float64),
        "means of one image": question["one image"].mean(axis=(1, 2), dtype=np.float64),
    }
