"""What one convolution costs, in parameters and in multiply-adds."""

from typing import Any

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import ERROR
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import EXACT, Mistake, Property, Symptom, compares
from course_utils.exercises.kit.task import Task

SIZES = ("height", "width", "channels", "filters", "size", "stride")
# Further images: one that the stride divides, one into which windows fit without a rest, and one
# of another convolution, whose stride is 4.
BY_FOUR = " by four"
OTHERS = (" divided", " without a rest", BY_FOUR)


def draw(rng: np.random.Generator) -> Arrays:
    """Draw the sizes of one convolution, and give both ways to pad.

    Returns:
        ``height`` and ``width`` of the image, different ones, that the stride does not divide;
        ``channels``; ``filters``; ``size`` 3..6 of the window; ``stride`` 2 or 3; ``same`` and
        ``valid``, the words. ``height divided`` and ``width divided`` are multiples of the stride;
        into ``height without a rest`` and ``width without a rest`` windows fit to the last pixel.
        ``height by four`` and so on are those of a stride of 4, which divides neither side, and
        leaves rests of one pixel and of two: what rounds to the nearest, or up too far, shows.
    """
    stride = int(rng.integers(2, 4))
    rows, columns = rng.choice(np.arange(9, 20), 2, replace=False)
    size = int(rng.integers(3, 7))
    return {
        "height divided": np.array(stride * columns),
        "width divided": np.array(stride * rows),
        "height without a rest": np.array(stride * rows + size),
        "width without a rest": np.array(stride * columns + size),
        f"height{BY_FOUR}": np.array(4 * rows + 1),
        f"width{BY_FOUR}": np.array(4 * columns + 2),
        f"size{BY_FOUR}": np.array(6),
        f"stride{BY_FOUR}": np.array(4),
        "height": np.array(stride * rows + rng.integers(1, stride)),
        "width": np.array(stride * columns + rng.integers(1, stride)),
        "channels": np.array(rng.integers(3, 30)),
        "filters": np.array(rng.integers(30, 60)),
        "size": np.array(size),
        "stride": np.array(stride),
        "same": np.array("same"),
        "valid": np.array("valid"),
    }


def names(other: str) -> tuple[str, ...]:
    """Return the names of the sizes of another convolution; most share channels and windows."""
    own = ("height", "width", *(("size", "stride") if other == BY_FOUR else ()))
    return tuple(f"{name}{other}" if name in own else name for name in SIZES)


ask_both = asks(
    Call((*SIZES, "same"), ("parameters", "multiply adds")),
    Call((*SIZES, "valid"), ("parameters valid", "multiply adds valid")),
    *(
        Call(
            (*names(other), padding),
            (f"parameters {padding}{other}", f"multiply adds {padding}{other}"),
            ("parameters", "multiply adds"),
        )
        for other in OTHERS
        for padding in ("same", "valid")
    ),
)


def ask(conv_cost: Any, question: Arrays) -> Arrays:
    """Ask for both paddings; what goes wrong both times is said once."""
    answer = ask_both(conv_cost, question)
    said = answer.get("parameters" + ERROR)
    again = [name for name in answer if name.endswith(ERROR)]
    return answer if said is None else answer | dict.fromkeys(again, said)


def sizes(question: Arrays) -> tuple[int, ...]:
    """Return the sizes as Python's whole numbers, which never overflow."""
    return tuple(int(question[name]) for name in SIZES)


def weights(question: Arrays) -> int:
    """Count the weights of all filters, biases left out."""
    _, _, channels, filters, size, _ = sizes(question)
    return size * size * channels * filters


def at(question: Arrays, rows: int, columns: int) -> np.ndarray:
    """Count the multiply-adds of so many rows and columns of windows."""
    return np.array(rows * columns * weights(question), np.float64)


def floored(question: Arrays, expected: Arrays) -> np.ndarray:
    """Count the multiply-adds of as many windows as fit side by side."""
    height, width, *_, stride = sizes(question)
    return at(question, height // stride, width // stride)


def everywhere(question: Arrays, expected: Arrays) -> np.ndarray:
    """Count the multiply-adds of a window at each pixel."""
    return at(question, *sizes(question)[:2])


EXCHANGED = Symptom(
    "You return the two numbers in the other order. Parameters come first.",
    lambda question, expected, answer: bool(answer["multiply adds"] == expected["parameters"]),
)
ONE_SIDE = "You counted the windows of one side and took the other for the same. Count both."


def one_side(question: Arrays, side: int) -> np.ndarray:
    """Count the multiply-adds of a square image whose sides equal one side of the drawn one."""
    windows = -(-sizes(question)[side] // sizes(question)[-1])
    return at(question, windows, windows)


def one_channel(part: str) -> Mistake:
    """Return the mistake of counting one channel only."""
    return Mistake(
        "Each window reaches through all channels of the image: it holds size · size · channels "
        "numbers.",
        lambda question, expected: expected[part] / float(question["channels"]),
    )


compare = compares(
    Property(
        name="parameters",
        share=0.4,
        parts=("parameters", "parameters valid"),
        tolerance=EXACT,
        right="The number of parameters is right.",
        step="A filter has size · size · channels weights and one bias.",
        label=lambda question, part: "the number of parameters",
        mistakes=(
            Mistake(
                "You left out the biases: one for each filter.",
                lambda question, expected: expected["parameters"] - float(question["filters"]),
            ),
            Mistake(
                "You counted one bias in all. Each filter has one.",
                lambda question, expected: expected["parameters"] - float(question["filters"]) + 1,
            ),
            Mistake(
                "A filter reaches through all channels: it has size · size · channels weights and "
                "one bias.",
                lambda question, expected: np.array(
                    weights(question) / float(question["channels"]) + float(question["filters"])
                ),
            ),
            EXCHANGED,
            Mistake(
                "Parameters do not depend on the size of the image: each position uses the same "
                "filters.",
                lambda question, expected: expected["multiply adds"],
            ),
        ),
    ),
    Property(
        name="multiply-adds with SAME padding",
        share=0.3,
        parts=("multiply adds", *(f"multiply adds same{other}" for other in OTHERS)),
        tolerance=EXACT,
        right="The multiply-adds with SAME padding are right.",
        step="Count the windows: ceil(height / stride) · ceil(width / stride) of them. Each filter "
        "makes one multiply-add for each of its weights there.",
        label=lambda question, part: "the number of multiply-adds with padding 'same'",
        mistakes=(
            Symptom(
                "Where the stride divides a side, you count a window too many. Rounding up "
                "changes no whole number: ceil(side / stride).",
                lambda question, expected, answer: bool(
                    answer["multiply adds"] == expected["multiply adds"]
                    and answer["multiply adds same divided"]
                    > expected["multiply adds same divided"]
                ),
            ),
            Mistake(
                "You counted a window at each pixel of the image. With a stride there are fewer: "
                "count those of the output.",
                everywhere,
            ),
            Mistake(
                "You rounded the number of windows down. SAME rounds up: ceil(height / stride).",
                floored,
            ),
            EXCHANGED,
            one_channel("multiply adds"),
            Mistake(ONE_SIDE, lambda question, expected: one_side(question, 0)),
            Mistake(ONE_SIDE, lambda question, expected: one_side(question, 1)),
            Mistake(
                "You counted the work of one filter. All of them work at each window.",
                lambda question, expected: expected["multiply adds"] / float(question["filters"]),
            ),
            Symptom(
                "You did not round the number of windows. There is no part of a window: round "
                "height / stride up, and width / stride, before you multiply.",
                lambda question, expected, answer: np.allclose(
                    answer["multiply adds"],
                    everywhere(question, expected) / float(question["stride"]) ** 2,
                    rtol=1e-9,
                ),
            ),
            Mistake(
                "You counted multiplications and additions apart. One of each together is one "
                "multiply-add.",
                lambda question, expected: 2 * expected["multiply adds"],
            ),
            Mistake(
                "You used the number of parameters for each window, biases included. A bias is "
                "added, but multiplied with nothing.",
                lambda question, expected: (
                    expected["multiply adds"]
                    / weights(question)
                    * (weights(question) + float(question["filters"]))
                ),
            ),
            Symptom(
                "Where the stride leaves a rest of one or two pixels, your last window is missing, "
                "or there is one too many. ceil(side / stride) rounds up, however small the rest.",
                lambda question, expected, answer: bool(
                    answer[f"multiply adds same{BY_FOUR}"]
                    != expected[f"multiply adds same{BY_FOUR}"]
                    and answer["multiply adds"] == expected["multiply adds"]
                ),
            ),
        ),
    ),
    Property(
        name="multiply-adds with VALID padding",
        share=0.3,
        parts=("multiply adds valid", *(f"multiply adds valid{other}" for other in OTHERS)),
        tolerance=EXACT,
        right="The multiply-adds with VALID padding are right.",
        step="Without padding, (side - size) // stride + 1 windows fit on a side.",
        label=lambda question, part: "the number of multiply-adds with padding 'valid'",
        mistakes=(
            Mistake(
                "You counted as many windows with VALID as with SAME. Without padding, only "
                "windows inside the image count.",
                lambda question, expected: expected["multiply adds"],
            ),
            Mistake(
                "One window a side is missing: the first one needs no stride. Add 1 after the "
                "division.",
                lambda question, expected: at(
                    question,
                    *(
                        (side - sizes(question)[4]) // sizes(question)[5]
                        for side in sizes(question)[:2]
                    ),
                ),
            ),
            EXCHANGED,
            Symptom(
                "Where the last window ends at the last pixel, you leave it out. It is still "
                "inside the image: (side - size) // stride + 1.",
                lambda question, expected, answer: bool(
                    answer["multiply adds valid without a rest"]
                    < expected["multiply adds valid without a rest"]
                    and answer["multiply adds valid"] == expected["multiply adds valid"]
                ),
            ),
            one_channel("multiply adds valid"),
            Symptom(
                "A window too many is counted on a side where no whole one fits any more. Round "
                "down: (side - size) // stride + 1.",
                lambda question, expected, answer: bool(
                    answer[f"multiply adds valid{BY_FOUR}"]
                    > expected[f"multiply adds valid{BY_FOUR}"]
                    and answer["multiply adds valid"] == expected["multiply adds valid"]
                ),
            ),
        ),
    ),
)

TASK = Task("conv_cost", "function", draw, ask, compare)
