"""Right answers to ``decode_records``: the images of records, and their fine labels."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX


def expected(question: Arrays) -> Arrays:
    """Return the images (N, 32, 32, 3) of records, and their fine labels (N,)."""
    records = question["records"]
    return {
        "images": _images(records, 2),
        "labels": records[:, 1].astype(np.int64),
        "images of one": _images(question["one record"], 2),
        "labels of one": question["one record"][:, 1].astype(np.int64),
        PREFIX + "one byte early": _images(records, 1),
        PREFIX + "two bytes early": _images(records, 0),
    }


def _images(records: np.ndarray, first: int) -> np.ndarray:
    """Return the images whose first byte is at an index of each record."""
    images = np.empty((len(records), 32, 32, 3), np.uint8)
    for channel in range(3):
        start = first + 1_024 * channel
        images[..., channel] = records[:, start : start + 1_024].reshape(-1, 32, 32)
    return images
