"""The data sets that are drawn by code: `shapes`, `shapes_1`, `digits` and `numbers`.

What was drawn once is kept until the process ends, since it takes seconds and tens of megabytes.
"""

import functools
from collections.abc import Callable

import numpy as np

from course_utils.data.drawn import digits, numbers, shapes

CLASS_NAMES: dict[str, tuple[str, ...]] = {
    "shapes": shapes.CLASS_NAMES,
    "digits": digits.CLASS_NAMES,
    "numbers": numbers.CLASS_NAMES,
    "shapes_1": shapes.CLASS_NAMES,
}
# Large, so that nobody who draws pictures from seed 1, 2 or 3 meets these again.
SEEDS = {
    "shapes": {"train": 2009_0408, "test": 2009_0409},
    "digits": {"train": 1998_1101, "test": 1998_1102},
    "numbers": {"train": 2011_1216, "test": 2011_1217},
    "shapes_1": {"test": 2018_0601},
}
DRAW: dict[str, Callable[[int, int], tuple[np.ndarray, np.ndarray]]] = {
    "shapes": shapes.draw,
    "digits": digits.draw,
    "numbers": numbers.draw,
    "shapes_1": functools.partial(shapes.draw, look=shapes.SHIFTED),
}


@functools.lru_cache(maxsize=4)
def draw(name: str, split: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the first images of a set, or return what was drawn before.

    Args:
        name: a key of `SEEDS`.
        split: "train" or "test".
        count: how many images.

    Returns:
        Images, uint8 (count, height, width, channels), and labels, int64 (count,). Both are
        read-only: copy them to write.
    """
    images, labels = DRAW[name](count, SEEDS[name][split])
    images.flags.writeable = labels.flags.writeable = False
    return images, labels
