"""Right answers to ``split_batch``: the sizes of the parts, and the batch."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.devices.split_batch import OTHERS


def expected(question: Arrays) -> Arrays:
    """Return the sizes of the parts of each batch, the larger ones first, and the batch itself."""
    answer: Arrays = {}
    for suffix in ("", *OTHERS):
        images, towers = question[f"images{suffix}"], int(question[f"towers{suffix}"])
        sizes = np.full(towers, len(images) // towers)
        sizes[: len(images) % towers] += 1
        answer |= {f"sizes{suffix}": sizes, f"images in order{suffix}": images}
    return answer
