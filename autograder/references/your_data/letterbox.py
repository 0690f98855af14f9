"""Right answers to ``letterbox``: each image in its square, pixel by pixel."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.your_data.letterbox import SHAPES


def expected(question: Arrays) -> Arrays:
    """Return the square of each image, pixel by pixel as the exercise states the rule."""
    return {name: _square(question[name], int(question[f"{name} size"])) for name in SHAPES}


def _square(image: np.ndarray, size: int) -> np.ndarray:
    height, width, channels = image.shape
    h, w = (side * size // max(height, width) for side in (height, width))
    top, left = (size - h) // 2, (size - w) // 2
    square = np.zeros((size, size, channels), np.uint8)
    for i in range(h):
        for j in range(w):
            square[top + i, left + j] = image[i * height // h, j * width // w]
    return square
