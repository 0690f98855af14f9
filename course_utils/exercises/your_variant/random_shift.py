"""Each image moved by an offset of its own."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import randoms
from course_utils.exercises.kit.randoms import SIZE
from course_utils.exercises.kit.task import Finding, Task

REACH = 2  # pixels that random_shift may move an image by, on each axis


def compare_shift(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Judge three properties: legal pictures, equally likely offsets, and independent draws."""
    images, shifted = question["images"], answer.get("images")
    shares = {"legal moves": 0.4, "all offsets, equally often": 0.3, "independent draws": 0.3}
    if shifted is None or shifted.shape != images.shape:
        sentence = "random_shift must return a batch of the shape that it was given."
        return [Finding(name, share, 0.0, sentence) for name, share in shares.items()]
    offsets, problem = decode(images, shifted)
    if not problem and not offsets.any():
        problem = "No image moved. Draw an offset for each image and move its pixels by it."
    if problem:
        return [Finding(name, share, 0.0, problem) for name, share in shares.items()]
    if shifted.dtype.kind == "f":
        illegal = f"Your images are {shifted.dtype}. Leave them as they came, bytes: uint8."
    else:
        illegal = randoms.changed(answer)
    dependent = DEPENDENCE[randoms.dependence(offsets)]
    uneven = dependent or unevenness(offsets)  # few free draws say nothing about how often
    return [
        Finding(
            "legal moves",
            0.4,
            not illegal,
            illegal or "Each picture is its original, moved and filled with 0.",
        ),
        Finding(
            "all offsets, equally often",
            0.3,
            not uneven,
            uneven or "All 25 offsets occur, equally often.",
        ),
        Finding(
            "independent draws",
            0.3,
            not dependent,
            dependent or "Each image has an offset of its own.",
        ),
    ]


def decode(images: np.ndarray, shifted: np.ndarray) -> tuple[np.ndarray, str]:
    """Read the offset of each image off its centre, and say what is illegal about any of them.

    Returns:
        int (N, 2) offsets, down and right, and a sentence that is empty when all are legal.
    """
    middle = SIZE // 2
    if shifted.dtype == np.uint8:
        # Four times less memory than float64: 0.06 s of judging instead of 0.13, of each hand-in.
        shifted = shifted.astype(np.int16)
    else:
        shifted = shifted.astype(np.float64)
        shifted[~np.isfinite(shifted)] = -1
    if shifted.max() <= 1:
        return np.zeros((0, 2), int), "The pixels' values changed: keep the range 0..255."
    source = np.rint((shifted[:, middle, middle, :2] - 8) / 7).astype(int)
    offsets = middle - source
    if (np.abs(offsets) > SIZE).any() or not np.array_equal(
        shifted[:, middle, middle, :2], 8 + 7 * source
    ):
        return offsets, "The pixels' values changed. Move pixels; do not blend or scale them."
    if not np.array_equal(shifted[:, middle, middle, 2], images[:, middle, middle, 2]):
        return offsets, "The images changed places in the batch. Return them in their order."
    if np.abs(offsets).max() > REACH:
        moved = int(np.abs(offsets).max())
        return offsets, (
            f"An image moved by {moved} pixels on one axis (or was mirrored). Offsets are "
            f"-{REACH}..{REACH} on each axis."
        )
    for fill, sentence in (
        ("zero", ""),
        ("wrap", "Pixels that leave on one side come back on the other. Fill with 0 instead."),
        ("edge", "Uncovered pixels repeat the edge. Fill them with 0 instead."),
        ("reflect", "Uncovered pixels mirror the edge. Fill them with 0 instead."),
    ):
        if moved_and_filled(images, shifted, offsets, fill):
            return offsets, sentence
    return offsets, (
        "The centre of each image moved, but other pixels are not where that move puts them. Move "
        f"the whole image, all three channels, by whole pixels, and fill only the uncovered "
        f"border of at most {REACH} pixels, with 0."
    )


def moved_and_filled(
    images: np.ndarray, shifted: np.ndarray, offsets: np.ndarray, fill: str
) -> bool:
    """Return whether images were moved by offsets (N, 2), down and right, and filled in one way.

    It is read off the pixels, which say where they come from: what moves images would be an answer.

    Args:
        images: As drawn.
        shifted: What came back, of the same shape.
        offsets: What was read off its centres.
        fill: ``zero``, or what takes the place of pixels outside: ``wrap``, ``edge``, ``reflect``.
    """
    last = SIZE - 1
    # Of 16 bits, as the pixels are: NumPy compares numbers of one type without a copy.
    rows, columns = ((np.arange(SIZE) - offsets[:, axis, None]).astype(np.int16) for axis in (0, 1))
    outside = ((rows < 0) | (rows > last))[:, :, None] | ((columns < 0) | (columns > last))[:, None]
    within = {
        "zero": lambda at: at,
        "wrap": lambda at: at % SIZE,
        "edge": lambda at: at.clip(0, last),
        "reflect": lambda at: last - np.abs(last - np.abs(at)),
    }[fill]
    row, column, number = np.moveaxis(shifted, -1, 0)
    same = (
        (row == 8 + 7 * within(rows)[:, :, None])
        & (column == 8 + 7 * within(columns)[:, None])
        & (number == images[:, :1, :1, 2])
    )
    if fill == "zero":
        same = np.where(outside, (row == 0) & (column == 0) & (number == 0), same)
    return bool(same.all())


def unevenness(offsets: np.ndarray) -> str:
    """Return what is wrong with how often each offset occurs, or ''."""
    for axis, name in enumerate(("down", "right")):
        seen = set(offsets[:, axis].tolist())
        missing = sorted(set(range(-REACH, REACH + 1)) - seen)
        if len(seen) == 1:
            return f"Images never move {name}: that offset is {seen.pop()} for all. Draw it too."
        if missing:
            return (
                f"No image moves {missing[0]} pixels {name}. Draw from all of -{REACH}..{REACH}: "
                "in NumPy's integers() the upper end is excluded."
            )
    counts = np.bincount((offsets + REACH) @ (2 * REACH + 1, 1), minlength=(2 * REACH + 1) ** 2)
    if not randoms.uneven(counts):
        return ""
    if (offsets[:, 0] == offsets[:, 1]).all():
        return "Images move down as far as they move right. Draw the two offsets separately."
    return (
        f"Of 25 offsets the rarest occurs {counts.min()} times and the commonest {counts.max()} "
        f"times in {counts.sum()} images. Draw whole numbers that are equally likely."
    )


DEPENDENCE = {
    "": "",
    "one for all": "All images of a batch move alike. Draw an offset for each image.",
    "each batch alike": "Each batch moves like the one before. Do not seed the generator in the "
    "function.",
    "neighbours": "An image's offset depends on its neighbour's. Draw each one independently.",
    "each image alike": "An image that comes again moves alike. Draw a new offset each time, "
    "whatever the image.",
}

TASK = Task(
    "random_shift",
    "random",
    randoms.draw_places,
    randoms.asks("random_shift"),
    compare_shift,
    cases=1,
)
