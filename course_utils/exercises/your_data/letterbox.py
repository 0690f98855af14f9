"""An image of any size in a square, nothing cut off, nothing squashed."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import EXACT, Mistake, Property, Symptom, compares
from course_utils.exercises.kit.task import Task

SHAPES = ("wide", "tall", "small")


def draw_letterbox(rng: np.random.Generator) -> Arrays:
    """Draw three images and a size for each.

    Returns:
        ``wide`` and ``tall``: uint8 (H, W, C), larger than their square; ``small``: smaller than
        it, wider than high. ``wide size`` and so on: the sides of the squares, such that an odd
        number of rows or columns is left empty, and that other rules of rounding give other pixels.
    """
    question: Arrays = {}
    for name in SHAPES:
        while True:
            longer, size = int(rng.integers(24, 41)), int(rng.integers(12, 20))
            shorter = int(rng.integers(longer // 3, 2 * longer // 3))
            if name == "small":
                longer, shorter = longer // 4, max(2, shorter // 4)
            inner = shorter * size / longer
            if not ((size - int(inner)) % 2 and 0.55 < inner % 1 < 0.95 and shorter < longer):
                continue
            sides = (longer, shorter) if name == "tall" else (shorter, longer)
            pixels = rng.integers(1, 255, (*sides, int(rng.integers(2, 5))), dtype=np.uint8)
            others = [makes(pixels, size) for makes in (_spread, _one_factor, _padded_first)]
            if not any(np.array_equal(placed(pixels, size), other) for other in others):
                break
        question |= {name: pixels, f"{name} size": np.array(size)}
    return question


def placed(
    image: np.ndarray,
    size: int,
    inner: tuple[int, int] | None = None,
    fill: int = 0,
    top_left: tuple[int, int] | None = None,
    rows_and_columns: tuple[np.ndarray, np.ndarray] | None = None,
) -> np.ndarray:
    """Place an image in a square, by the rule or with another size, position, fill or pixels."""
    if inner is None:
        inner = tuple(side * size // max(image.shape[:2]) for side in image.shape[:2])
    if top_left is None:
        top_left = tuple((size - side) // 2 for side in inner)
    if rows_and_columns is None:
        rows_and_columns = tuple(
            np.arange(new) * old // new for new, old in zip(inner, image.shape[:2], strict=True)
        )
    rows, columns = rows_and_columns
    square = np.full((size, size, image.shape[2]), fill, np.uint8)
    (top, left), (height, width) = top_left, inner
    square[top : top + height, left : left + width] = image[rows][:, columns]
    return square


def _inner(image: np.ndarray, size: int) -> tuple[int, int]:
    height, width = (side * size // max(image.shape[:2]) for side in image.shape[:2])
    return height, width


def _squashed(image: np.ndarray, size: int) -> np.ndarray:
    return placed(image, size, (size, size))


def _rounded(image: np.ndarray, size: int) -> np.ndarray:
    height, width = (round(side * size / max(image.shape[:2])) for side in image.shape[:2])
    return placed(image, size, (height, width))


def _at_the_end(image: np.ndarray, size: int) -> np.ndarray:
    return placed(image, size, top_left=(0, 0))


def _odd_first(image: np.ndarray, size: int) -> np.ndarray:
    height, width = _inner(image, size)
    return placed(image, size, top_left=((size - height + 1) // 2, (size - width + 1) // 2))


def _centres(image: np.ndarray, size: int) -> np.ndarray:
    sides = zip(_inner(image, size), image.shape[:2], strict=True)
    rows, columns = (((np.arange(new) + 0.5) * old / new).astype(int) for new, old in sides)
    return placed(image, size, rows_and_columns=(rows, columns))


def _spread(image: np.ndarray, size: int) -> np.ndarray:
    rows, columns = (
        np.linspace(0, old - 1, new).astype(int)
        for new, old in zip(_inner(image, size), image.shape[:2], strict=True)
    )
    return placed(image, size, rows_and_columns=(rows, columns))


def _one_factor(image: np.ndarray, size: int) -> np.ndarray:
    factor = size / max(image.shape[:2])
    rows, columns = ((np.arange(new) / factor).astype(int) for new in _inner(image, size))
    return placed(image, size, rows_and_columns=(rows, columns))


def _padded_first(image: np.ndarray, size: int) -> np.ndarray:
    longer = max(image.shape[:2])
    return _squashed(placed(image, longer), size)


def _cropped(image: np.ndarray, size: int) -> np.ndarray:
    side = min(image.shape[:2])
    top, left = ((length - side) // 2 for length in image.shape[:2])
    return _squashed(image[top : top + side, left : left + side], size)


def _white(image: np.ndarray, size: int) -> np.ndarray:
    return placed(image, size, fill=255)


def _not_enlarged(image: np.ndarray, size: int) -> np.ndarray:
    return placed(image, size, image.shape[:2])


def copied(square: np.ndarray, image: np.ndarray) -> bool:
    """Return whether every pixel of a square occurs in the image, except for grey ones."""
    known = set(map(tuple, image.reshape(-1, image.shape[2]).tolist()))
    pixels = [tuple(pixel) for pixel in square.reshape(-1, square.shape[2]).tolist()]
    return all(pixel in known or len(set(pixel)) == 1 for pixel in pixels)


def _mistake(sentence: str, makes, names: tuple[str, ...] = SHAPES) -> Mistake:  # noqa: ANN001
    return Mistake(
        sentence, lambda q, e: {name: makes(q[name], int(q[f"{name} size"])) for name in names}
    )


MISTAKES = (
    _mistake(
        "Both sides were scaled to the full square: the picture is squashed. Scale both by the "
        "same factor, so that the longer one fills the square.",
        _squashed,
    ),
    _mistake(
        "You cut a square out of the middle. A letterbox cuts nothing off: scale until the longer "
        "side fits, and fill the rest with 0.",
        _cropped,
    ),
    _mistake(
        "The picture sits in the upper left corner. Split the border: (size - h) // 2 rows go "
        "above, (size - w) // 2 columns to the left.",
        _at_the_end,
    ),
    _mistake(
        "An odd row or column went above or to the left. Round the border down there: "
        "(size - h) // 2.",
        _odd_first,
    ),
    _mistake(
        "You round the shorter side to the nearest whole number. The rule rounds down: "
        "h = H * size // max(H, W).",
        _rounded,
    ),
    _mistake(
        "You take the pixel nearest to the middle, (i + 0.5) * H / h. The rule here is row "
        "i * H // h and column j * W // w.",
        _centres,
    ),
    _mistake(
        "Your rows are spread from the first to the last, as np.linspace does. The rule here is "
        "row i * H // h and column j * W // w.",
        _spread,
    ),
    _mistake(
        "You divide row numbers by the factor of the longer side. Take the sides themselves: row "
        "i * H // h and column j * W // w.",
        _one_factor,
    ),
    _mistake(
        "You filled up to a square first, and scaled that. Scale the image first: then its border "
        "has (size - h) // 2 rows above.",
        _padded_first,
    ),
    _mistake("The border is white. Fill it with 0.", _white),
    Symptom(
        "The pixels have been changed: you interpolate, or divide. Each one is copied from the "
        "image, as a byte.",
        lambda q, e, a: a["wide"].shape == e["wide"].shape and not copied(a["wide"], q["wide"]),
    ),
)

TASK = Task(
    "letterbox",
    "function",
    draw_letterbox,
    functions.asks(*(Call((name, f"{name} size"), (name,), ("square",)) for name in SHAPES)),
    compares(
        Property(
            name="large images",
            share=0.6,
            parts=("wide", "tall"),
            tolerance=EXACT,
            right="Wide and tall images are made smaller and stand in the middle.",
            step="h = H * size // max(H, W), w likewise; row i comes from row i * H // h; the "
            "border above is (size - h) // 2.",
            mistakes=(
                *MISTAKES,
                Symptom(
                    "Wide images come out right, tall ones do not. The longer side decides, "
                    "whichever it is: max(H, W).",
                    lambda q, e, a: np.array_equal(a["wide"], e["wide"]),
                ),
                Symptom(
                    "Tall images come out right, wide ones do not. The longer side decides, "
                    "whichever it is: max(H, W).",
                    lambda q, e, a: np.array_equal(a["tall"], e["tall"]),
                ),
            ),
            label=lambda question, part: f"the square of the {part} image",
        ),
        Property(
            name="small images",
            share=0.4,
            parts=("small",),
            tolerance=EXACT,
            right="Images smaller than the square are enlarged to it.",
            step="The same rule enlarges: h = H * size // max(H, W) may be more than H.",
            mistakes=(
                _mistake(
                    "A small image kept its size. The same rule enlarges it: the longer side fills "
                    "the square.",
                    _not_enlarged,
                    ("small",),
                ),
                *MISTAKES,
            ),
            label=lambda question, part: "the square of the small image",
        ),
    ),
)
