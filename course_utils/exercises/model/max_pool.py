"""Max-pooling of one image with overlapping windows, padded as SAME."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import ERROR
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import (
    EXACT,
    Mistake,
    Property,
    Symptom,
    compares,
    given_by,
    mistake,
)
from course_utils.exercises.kit.task import Task

# A largest value is one of the values: nothing is computed, so nothing is rounded.

STRIDE_AS_SIZE = "Your windows are as large as the stride. They are size × size."
NEGATIVE = (
    "Where windows are smaller than the stride, the padding that they need comes out negative. It "
    "is 0 then: max(..., 0)."
)


def draw(rng: np.random.Generator) -> Arrays:
    """Draw images for three paddings: none, an odd number of rows, and less than none.

    Returns:
        ``tiled`` float32 (H, W, C) with ``tile``, which is both size and stride; ``less``, a size
        that leaves a gap of one pixel between windows at that stride; ``image``, all above 0, with
        ``size`` and ``stride``: windows overlap, and padding adds three rows and two columns;
        ``negative``, the same size, all below 0; ``wide`` and ``high``, above 0, with
        another number of pixels of padding before the rows than before the columns.
    """
    tile, channels = int(rng.integers(2, 4)), int(rng.integers(3, 6))
    tiled = (tile * int(rng.integers(4, 6)), tile * int(rng.integers(2, 4)), channels)
    stride = int(rng.integers(2, 4))
    size = {2: 4, 3: 5}[stride]
    rows, columns = int(rng.integers(5, 8)), int(rng.integers(3, 5))
    sides = (stride * rows - 1, stride * columns, channels)
    return {
        "tiled": rng.normal(0, 1, tiled).astype(np.float32),
        "tile": np.array(tile),
        "less": np.array(tile - 1),
        "image": rng.uniform(0.1, 9, sides).astype(np.float32),
        "negative": -rng.uniform(0.1, 9, sides).astype(np.float32),
        "size": np.array(size),
        "stride": np.array(stride),
        "wide": rng.uniform(0.1, 9, (2 * rows, 2 * columns + 1, 2)).astype(np.float32),
        "high": rng.uniform(0.1, 9, (2 * rows + 1, 2 * columns, 2)).astype(np.float32),
        "three": np.array(3),
        "two": np.array(2),
    }


ask = asks(
    Call(("tiled", "tile", "tile"), ("pooled tiles",)),
    Call(("tiled", "less", "tile"), ("pooled gaps",)),
    Call(("image", "size", "stride"), ("pooled",)),
    Call(("wide", "three", "two"), ("pooled wide",)),
    Call(("high", "three", "two"), ("pooled high",)),
    Call(("negative", "size", "stride"), ("pooled negative",)),
)


def first(part: str, sentence: str) -> Symptom:
    """Return the symptom that another part is wrong already, so that this one says nothing."""
    return Symptom(
        sentence,
        lambda question, expected, answer: not EXACT.holds(answer[part], expected[part]),
    )


def square(part: str) -> Symptom:
    """Return the symptom that a part has as many rows as columns, where that is wrong."""
    return Symptom(
        "Your result has as many rows as columns. Height and width differ: apply the rule to each "
        "of them.",
        lambda question, expected, answer: (
            answer[part].shape[0] == answer[part].shape[1] != expected[part].shape[0]
            or answer[part].shape[0] == answer[part].shape[1] != expected[part].shape[1]
        ),
    )


compare = compares(
    Property(
        name="windows side by side",
        share=0.3,
        parts=("pooled tiles", "pooled gaps"),
        tolerance=EXACT,
        right="Windows that do not overlap are right.",
        step="Take the largest value of each window, in each channel by itself.",
        mistakes=(
            mistake("mean", "You return the mean of each window. Return its largest value."),
            mistake(
                "one channel",
                "You take the largest value over all channels. Keep the channels apart.",
            ),
            Symptom(
                "You take the largest value over all channels. Keep the channels apart: each "
                "window has one for each of them.",
                lambda question, expected, answer: answer["pooled tiles"].ndim == 2,
            ),
            Symptom(
                "Your result has a batch axis. It is for one image: return its only entry, [0].",
                lambda question, expected, answer: (
                    answer["pooled tiles"].shape == (1, *expected["pooled tiles"].shape)
                ),
            ),
            mistake("transposed", "Rows and columns are exchanged in your result."),
            square("pooled tiles"),
            mistake(
                "no stride",
                "Your windows move by 1 pixel. Window (i, j) begins at row i · stride and column "
                "j · stride of the padded image.",
            ),
            Mistake(
                STRIDE_AS_SIZE,
                lambda question, expected: {"pooled gaps": expected["pooled tiles"]},
            ),
            mistake("negative padding", NEGATIVE, "pooled gaps"),
            Symptom(
                NEGATIVE,
                lambda question, expected, answer: (
                    "negative values" in str(answer["pooled gaps" + ERROR])
                    and "pooled tiles" in answer
                ),
            ),
        ),
    ),
    Property(
        name="overlap and padding",
        share=0.4,
        parts=("pooled", "pooled wide", "pooled high"),
        tolerance=EXACT,
        right="Overlapping windows begin where TensorFlow lets them begin.",
        step=(
            "There are ceil(side / stride) windows on each side. Padding is what they need beyond "
            "the image, and half of it, rounded down, comes before the first pixel."
        ),
        mistakes=(
            Symptom(
                "Your result leaves out windows that reach beyond the image, as VALID does. SAME "
                "has ceil(side / stride) windows on each side.",
                lambda question, expected, answer: (
                    answer["pooled"].shape == given_by(expected, "valid").shape
                ),
            ),
            square("pooled"),
            mistake(
                "more before",
                "Of an uneven padding you put the larger part before the image. TensorFlow puts it "
                "after: total // 2 comes before.",
            ),
            mistake(
                "all after",
                "Your first window begins at the first pixel. Half of the padding, rounded down, "
                "comes before the image.",
            ),
            mistake(
                "all before",
                "All of your padding comes before the image. Half of it, rounded down, belongs "
                "there.",
            ),
            mistake(
                "half a window",
                "Your first window begins size // 2 before the image, whatever the stride. Pad "
                "only what the windows need: (windows - 1) · stride + size - side in all.",
            ),
            mistake("stride as size", STRIDE_AS_SIZE),
            Symptom(
                "Rows and columns need paddings of their own: here one side gets a pixel before "
                "the image and the other gets none. Apply the rule to each side.",
                lambda question, expected, answer: (
                    EXACT.holds(answer["pooled"], expected["pooled"])
                    and "pooled wide" in answer
                    and "pooled high" in answer
                ),
            ),
            first("pooled tiles", "Correct windows that do not overlap first."),
        ),
    ),
    Property(
        name="negative values",
        share=0.3,
        parts=("pooled negative",),
        tolerance=EXACT,
        right="Padding never wins, even where all values are negative.",
        step="Padding must never be the largest value of a window.",
        mistakes=(
            Symptom(
                "An image of negative values gives zeros at its border: your padding of 0 wins. "
                "Pad with -infinity, or cut the windows at the border.",
                lambda question, expected, answer: (answer["pooled negative"] == 0).any(),
            ),
            first("pooled tiles", "Correct windows that do not overlap first."),
            first("pooled", "Correct the image of positive values first."),
        ),
    ),
)

TASK = Task("max_pool", "function", draw, ask, compare)
