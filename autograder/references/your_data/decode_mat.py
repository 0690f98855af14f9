"""Right answers to ``decode_mat``: images one after another, and their labels."""

import numpy as np

from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return the images one after another, and labels whose last class is 0."""
    labels = question["y"][:, 0].astype(np.int64)
    labels[labels == int(question["classes"])] = 0
    return {"images": np.moveaxis(question["X"], 3, 0), "labels": labels}
