"""Right answers to ``letterbox``: each image in its square, pixel by pixel; and wrong squares."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.your_data.letterbox import SHAPES, SQUARES

Pair = tuple[int, int]
Indices = tuple[np.ndarray, np.ndarray]


def expected(question: Arrays) -> Arrays:
    """Return the square of each image, as the exercise states the rule, and what mistakes give."""
    answers: Arrays = {}
    for name in SHAPES:
        image, size = question[name], int(question[f"{name} size"])
        answers[name] = _square(image, size)
        for made, makes in MISTAKES.items():
            answers[f"{PREFIX}{made} {name}"] = makes(image, size)
    image, size = question["small"], int(question["small size"])
    answers[f"{PREFIX}not enlarged small"] = _placed(image, size, image.shape[:2])
    for name in SQUARES:
        answers[name] = _square(question[name], int(question[f"{name} size"]))
    return answers


def _square(image: np.ndarray, size: int) -> np.ndarray:
    height, width, channels = image.shape
    h, w = (side * size // max(height, width) for side in (height, width))
    top, left = (size - h) // 2, (size - w) // 2
    square = np.zeros((size, size, channels), np.uint8)
    for i in range(h):
        for j in range(w):
            square[top + i, left + j] = image[i * height // h, j * width // w]
    return square


# ---- mistakes ------------------------------------------------------------------------------------


def _placed(
    image: np.ndarray,
    size: int,
    inner: Pair | None = None,
    fill: int = 0,
    top_left: Pair | None = None,
    rows_and_columns: Indices | None = None,
) -> np.ndarray:
    """Place an image in a square, by the rule or with another size, position, fill or pixels."""
    height, width = _inner(image, size) if inner is None else inner
    top, left = ((size - height) // 2, (size - width) // 2) if top_left is None else top_left
    if rows_and_columns is None:
        rows_and_columns = (
            np.arange(height) * image.shape[0] // height,
            np.arange(width) * image.shape[1] // width,
        )
    rows, columns = rows_and_columns
    square = np.full((size, size, image.shape[2]), fill, np.uint8)
    square[top : top + height, left : left + width] = image[rows][:, columns]
    return square


def _inner(image: np.ndarray, size: int) -> Pair:
    height, width = (side * size // max(image.shape[:2]) for side in image.shape[:2])
    return height, width


def _squashed(image: np.ndarray, size: int) -> np.ndarray:
    return _placed(image, size, (size, size))


def _rounded(image: np.ndarray, size: int) -> np.ndarray:
    height, width = (round(side * size / max(image.shape[:2])) for side in image.shape[:2])
    return _placed(image, size, (height, width))


def _at_the_end(image: np.ndarray, size: int) -> np.ndarray:
    return _placed(image, size, top_left=(0, 0))


def _odd_first(image: np.ndarray, size: int) -> np.ndarray:
    height, width = _inner(image, size)
    return _placed(image, size, top_left=((size - height + 1) // 2, (size - width + 1) // 2))


def _centres(image: np.ndarray, size: int) -> np.ndarray:
    sides = zip(_inner(image, size), image.shape[:2], strict=True)
    rows, columns = (((np.arange(new) + 0.5) * old / new).astype(int) for new, old in sides)
    return _placed(image, size, rows_and_columns=(rows, columns))


def _spread(image: np.ndarray, size: int) -> np.ndarray:
    rows, columns = (
        np.linspace(0, old - 1, new).astype(int)
        for new, old in zip(_inner(image, size), image.shape[:2], strict=True)
    )
    return _placed(image, size, rows_and_columns=(rows, columns))


def _one_factor(image: np.ndarray, size: int) -> np.ndarray:
    factor = size / max(image.shape[:2])
    rows, columns = ((np.arange(new) / factor).astype(int) for new in _inner(image, size))
    return _placed(image, size, rows_and_columns=(rows, columns))


def _padded_first(image: np.ndarray, size: int) -> np.ndarray:
    longer = max(image.shape[:2])
    return _squashed(_placed(image, longer), size)


def _cropped(image: np.ndarray, size: int) -> np.ndarray:
    side = min(image.shape[:2])
    top, left = ((length - side) // 2 for length in image.shape[:2])
    return _squashed(image[top : top + side, left : left + side], size)


def _white(image: np.ndarray, size: int) -> np.ndarray:
    return _placed(image, size, fill=255)


MISTAKES = {
    "squashed": _squashed,
    "cropped": _cropped,
    "at the end": _at_the_end,
    "odd first": _odd_first,
    "rounded": _rounded,
    "centres": _centres,
    "spread": _spread,
    "one factor": _one_factor,
    "padded first": _padded_first,
    "white": _white,
}
