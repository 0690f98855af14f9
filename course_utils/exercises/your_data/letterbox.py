"""An image of any size in a square, nothing cut off, nothing squashed."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import (
    EXACT,
    Mistake,
    Property,
    Symptom,
    compares,
    given_by,
)
from course_utils.exercises.kit.task import Task

SHAPES = ("wide", "tall", "small")
SQUARES = ("square", "as large")  # scaled, and with nothing to do


def draw_letterbox(rng: np.random.Generator) -> Arrays:
    """Draw three images and a size for each.

    Returns:
        ``wide`` and ``tall``: uint8 (H, W, C), larger than their square; ``small``: smaller than
        it, wider than high. ``wide size`` and so on: the sides of the squares, such that an odd
        number of rows or columns is left empty, and that other rules of rounding give other pixels.
        ``square``: as high as wide; ``as large``: as large as its square.
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
            if telling(sides, size):
                break
        question |= {name: pixels, f"{name} size": np.array(size)}
    for name, scale in zip(SQUARES, (2, 1), strict=True):
        size = int(rng.integers(6, 12))
        pixels = rng.integers(1, 255, (scale * size + scale - 1,) * 2 + (3,), dtype=np.uint8)
        question |= {name: pixels, f"{name} size": np.array(size)}
    return question


def telling(sides: tuple[int, ...], size: int) -> bool:
    """Return whether each other rule of rounding takes other pixels than the exercise's own.

    Args:
        sides: The image's height and width.
        size: The square's side.
    """
    spread, one_factor, padded_first = False, False, False
    for side in sides:
        inner = side * size // max(sides)
        rows = np.arange(inner) * side // inner
        spread |= not np.array_equal(rows, np.linspace(0, side - 1, inner).astype(int))
        one_factor |= not np.array_equal(rows, (np.arange(inner) / (size / max(sides))).astype(int))
        padded = np.arange(size) * max(sides) // size - (max(sides) - side) // 2
        inside = (padded >= 0) & (padded < side)
        first = int(inside.argmax())
        padded_first |= first != (size - inner) // 2 or not np.array_equal(padded[inside], rows)
    return spread and one_factor and padded_first


def copied(square: np.ndarray, image: np.ndarray) -> bool:
    """Return whether every pixel of a square occurs in the image, except for grey ones."""
    known = set(map(tuple, image.reshape(-1, image.shape[2]).tolist()))
    pixels = [tuple(pixel) for pixel in square.reshape(-1, square.shape[2]).tolist()]
    return all(pixel in known or len(set(pixel)) == 1 for pixel in pixels)


def _mistake(made: str, sentence: str, names: tuple[str, ...] = SHAPES) -> Mistake:
    return Mistake(sentence, lambda q, e: {name: given_by(e, f"{made} {name}") for name in names})


MISTAKES = (
    _mistake(
        "squashed",
        "Both sides were scaled to the full square: the picture is squashed. Scale both by the "
        "same factor, so that the longer one fills the square.",
    ),
    _mistake(
        "cropped",
        "You cut a square out of the middle. A letterbox cuts nothing off: scale until the longer "
        "side fits, and fill the rest with 0.",
    ),
    _mistake(
        "at the end",
        "The picture sits in the upper left corner. Split the border: (size - h) // 2 rows go "
        "above, (size - w) // 2 columns to the left.",
    ),
    _mistake(
        "odd first",
        "An odd row or column went above or to the left. Round the border down there: "
        "(size - h) // 2.",
    ),
    _mistake(
        "rounded",
        "You round the shorter side to the nearest whole number. The rule rounds down: "
        "h = H * size // max(H, W).",
    ),
    _mistake(
        "centres",
        "You take the pixel nearest to the middle, (i + 0.5) * H / h. The rule here is row "
        "i * H // h and column j * W // w.",
    ),
    _mistake(
        "spread",
        "Your rows are spread from the first to the last, as np.linspace does. The rule here is "
        "row i * H // h and column j * W // w.",
    ),
    _mistake(
        "one factor",
        "You divide row numbers by the factor of the longer side. Take the sides themselves: row "
        "i * H // h and column j * W // w.",
    ),
    _mistake(
        "padded first",
        "You filled up to a square first, and scaled that. Scale the image first: then its border "
        "has (size - h) // 2 rows above.",
    ),
    _mistake("white", "The border is white. Fill it with 0."),
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
    functions.asks(
        *(Call((name, f"{name} size"), (name,), ("square",)) for name in (*SHAPES, *SQUARES))
    ),
    compares(
        Property(
            name="large images",
            share=0.6,
            parts=("wide", "tall"),
            tolerance=EXACT,
            right="Wide and tall images are made smaller and put in the middle.",
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
            parts=("small", *SQUARES),
            tolerance=EXACT,
            right="Images smaller than the square are enlarged to it; square ones fill it.",
            step="The same rule enlarges: h = H * size // max(H, W) may be more than H.",
            mistakes=(
                _mistake(
                    "not enlarged",
                    "A small image kept its size. The same rule enlarges it: the longer side fills "
                    "the square.",
                    ("small",),
                ),
                *MISTAKES,
                Symptom(
                    "An image that is a square itself goes wrong: no side is the longer one there, "
                    "and it fills the square. max(H, W) needs no if.",
                    lambda q, e, a: (
                        np.array_equal(a["small"], e["small"])
                        and not np.array_equal(a["square"], e["square"])
                    ),
                ),
            ),
            label=lambda question, part: f"the square of the {part} image",
        ),
    ),
)
