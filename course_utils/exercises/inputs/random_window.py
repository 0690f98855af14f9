"""A rectangle of 28 rows and 20 columns, cut out at a drawn place."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import randoms
from course_utils.exercises.kit.answers import as_array
from course_utils.exercises.kit.randoms import SIZE
from course_utils.exercises.kit.task import Finding, Task

HEIGHT, WIDTH = 28, 20  # pixels
SIDES = ((0, HEIGHT), (1, WIDTH))  # by axis of an offset
FREE = (SIZE - HEIGHT + 1, SIZE - WIDTH + 1)  # offsets on each axis: 5 and 13
RAGGED = (  # what NumPy and TensorFlow say
    "must have the same shape",
    "inhomogeneous shape",
    "could not broadcast input array",
    "Shapes of all inputs must match",
)
LEGAL, EVEN, ANEW = "legal windows", "all offsets, equally often", "independent draws"
SHARES = {LEGAL: 0.4, EVEN: 0.3, ANEW: 0.3}
RIGHT = {
    LEGAL: f"Each window is {HEIGHT} × {WIDTH} neighbouring pixels of its own image.",
    EVEN: f"All {FREE[0]} × {FREE[1]} offsets occur, equally often.",
    ANEW: "Each image has an offset of its own.",
}
OVER_THE_EDGE = (
    "Your windows differ in size, so they make no array: some reach over the edge of their image. "
    f"The last row that a window can start at is {SIZE} - {HEIGHT}, the last column is "
    f"{SIZE} - {WIDTH}."
)

asks_batches = randoms.asks(
    "random_window", shape=lambda shape: (shape[0], HEIGHT, WIDTH, shape[3])
)


def ask(function: Any, question: Arrays) -> Arrays:
    """Return the windows of several batches; swapped and unequal sizes get their own sentences."""

    def told(batch: np.ndarray) -> np.ndarray:
        try:
            windows = function(batch)
        except Exception as error:
            if any(words in str(error) for words in RAGGED):
                raise ExchangeError(OVER_THE_EDGE) from None
            raise
        if isinstance(windows, list | tuple) and len(set(map(np.shape, windows))) > 1:
            raise ExchangeError(OVER_THE_EDGE)
        windows = as_array(windows, "random_window")
        if windows.shape == (len(batch), WIDTH, HEIGHT, 3):
            raise ExchangeError(
                f"Your windows have {WIDTH} rows and {HEIGHT} columns. Axis 1 counts rows: it is "
                f"{HEIGHT} long, and axis 2 is {WIDTH} long."
            )
        return windows

    return asks_batches(told, question)


def compare(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Judge three properties; without legal windows there are no offsets to look at."""
    offsets, problem = decode(question["images"], answer.get("images"))
    if problem:
        return [Finding(name, share, 0.0, problem) for name, share in SHARES.items()]
    dependent = dependence(offsets)
    problems = {
        LEGAL: randoms.changed(answer),
        EVEN: dependent or unevenness(offsets),  # few free draws say nothing about how often
        ANEW: dependent,
    }
    return [
        Finding(name, share, not problems[name], problems[name] or RIGHT[name])
        for name, share in SHARES.items()
    ]


def decode(images: np.ndarray, windows: np.ndarray | None) -> tuple[np.ndarray, str]:
    """Read the offset of each window off its corner, and say what is illegal about any of them.

    Returns:
        int (N, 2) offsets, rows and columns, and a sentence that is empty when all are legal.
    """
    none = np.zeros((0, 2), int)
    if windows is None or windows.shape != (len(images), HEIGHT, WIDTH, 3):
        return none, f"random_window must return an array of shape (N, {HEIGHT}, {WIDTH}, 3)."
    if not np.isfinite(windows).all():
        return none, "Some pixels are not finite."
    if windows.max() <= 1:
        return none, "The pixels' values changed: keep the range 0..255."
    corners = windows[:, 0, 0, :2].astype(np.float64)
    offsets = np.rint((corners - 8) / 7).astype(int)
    if not np.array_equal(corners, 8 + 7 * offsets):
        return none, "The pixels' values changed. Cut the window out; do not scale or blend it."
    if not np.array_equal(windows[:, 0, 0, 2], images[:, 0, 0, 2]):
        return none, "The images changed places in the batch. Return them in their order."
    if (offsets < 0).any() or (offsets >= FREE).any():
        return none, mirrored(windows) or (
            f"A window begins at row {offsets[:, 0].max()} or column {offsets[:, 1].max()}, so "
            "that it cannot be one piece of its image. Cut out neighbouring rows and columns."
        )
    if not in_one_piece(images, windows, offsets):
        return none, mirrored(windows) or (
            "The corner of each window is right, but other pixels are not those beside it in "
            "the image. Cut out neighbouring rows and columns, all three channels."
        )
    return offsets, ""


def in_one_piece(images: np.ndarray, windows: np.ndarray, offsets: np.ndarray) -> bool:
    """Return whether each window is what is below and to the right of its corner.

    It is read off the pixels, which say where they come from: what makes windows would be an
    answer.
    """
    rows, columns = (8 + 7 * (offsets[:, axis, None] + np.arange(side)) for axis, side in SIDES)
    return bool(
        (windows[..., 0] == rows[:, :, None]).all()
        and (windows[..., 1] == columns[:, None, :]).all()
        and (windows[..., 2] == images[:, :1, :1, 2]).all()
    )


def mirrored(windows: np.ndarray) -> str:
    """Return what is wrong with windows whose rows or columns do not go up by one, or ''."""
    windows = windows.astype(np.int16)  # differences of bytes have signs
    rows, columns = np.diff(windows[..., 0], axis=1), np.diff(windows[..., 1], axis=2)
    if (np.abs(rows) == 7).all() and (np.abs(columns) == 7).all():
        if (rows < 0).any() or (columns < 0).any():
            return "Some windows are mirrored. Cut them out only; flips come later."
        return ""
    if (np.diff(windows[..., 0], axis=2) != 0).any():
        return "Rows and columns are exchanged in your windows. Leave the axes in their order."
    return "Your windows leave out rows or columns. Cut out neighbouring ones, without a step."


def dependence(offsets: np.ndarray) -> str:
    """Return what is wrong with the order in which offsets come, or ''."""
    if (offsets == offsets[0]).all():
        top, left = offsets[0]
        return (
            f"Your crop is always the same: it starts at row {top}, column {left}. Draw the offset "
            "for each image."
        )
    return {
        "": "",
        "one for all": "All images of a batch are cut at one place. Draw an offset for each image.",
        "each batch alike": "Each batch is cut like the one before. Do not seed the generator in "
        "the function.",
        "neighbours": "An image's offset depends on its neighbour's. Draw each one independently.",
        "each image alike": "An image that comes again is cut at the same place. Draw a new offset "
        "each time, whatever the image.",
    }[randoms.dependence(offsets)]


def tables(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what is tested: how often each row, each column, and each of 65 offsets occurs.

    On 65 offsets alone, 4,000 draws would miss ends that are half as likely in 1 of 100 drawings.
    """
    table = counts.reshape(FREE)
    return table.sum(axis=1), table.sum(axis=0), counts


def unevenness(offsets: np.ndarray) -> str:
    """Return what is wrong with how often each offset occurs, or ''."""
    if (offsets[:, 0] == offsets[:, 1]).all():
        return "Each window starts as far down as it starts to the right. Draw the two separately."
    for axis, name in enumerate(("row", "column")):
        counts = np.bincount(offsets[:, axis], minlength=FREE[axis])
        if (counts > 0).sum() == 1:
            return (
                f"Each window starts at {name} {offsets[0, axis]}. Draw the offset on this axis, "
                "too."
            )
        if (counts == 0).any():
            return (
                f"No window starts at {name} {counts.argmin()}. Draw from all of "
                f"0..{FREE[axis] - 1}: in NumPy's integers() the upper end is excluded."
            )
    counts = np.bincount(offsets @ (FREE[1], 1), minlength=FREE[0] * FREE[1])
    if not any(map(randoms.uneven, tables(counts))):
        return ""
    if randoms.related(offsets[:, 0], offsets[:, 1]):
        return "The row of an offset tells something about its column. Draw the two separately."
    return (
        f"Of {len(counts)} offsets the rarest occurs {counts.min()} times and the commonest "
        f"{counts.max()} times in {counts.sum()} windows. Draw whole numbers that are equally "
        "likely."
    )


TASK = Task("random_window", "random", randoms.draw_places, ask, compare, cases=1)
