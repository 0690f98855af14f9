"""One image, one kernel, a stride."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import Property, Symptom, Tolerance, compares, mistake
from course_utils.exercises.kit.task import Task

SECOND, THIRD, FOURTH, FIFTH = (f" of the {one}" for one in ("second", "third", "fourth", "fifth"))
STRIDES = {"": 1, SECOND: 2, THIRD: 1, FOURTH: 1, FIFTH: 3}

# Sums of at most 20 products; float32 is enough in any order, float16 is not.
SUMS = Tolerance(50, "20 products and their sum in any order, in float32, twice over")


def draw_convolve(rng: np.random.Generator) -> Arrays:
    """Draw five images, each with a kernel and a stride; no two of their sides are equal.

    Returns:
        ``image``, ``kernel`` and ``stride`` 1: float32 and int; the same ``of the second`` with a
        stride of 2 and ``of the fifth`` with one of 3, where the last window ends at the last pixel
        on one axis and before it on the other; ``of the third`` an image of bytes and a kernel of
        whole numbers (int8), as a photograph and an edge detector have them, whose sums leave 16
        bits; ``of the fourth`` image and kernel of bytes (uint8).
    """
    question: Arrays = {}
    for suffix, stride in STRIDES.items():
        while True:
            height, width = (int(size) for size in rng.permutation(np.arange(11, 19))[:2])
            sides = tuple(int(size) for size in rng.permutation((2, 3, 4, 5))[:2])
            fits = [
                not (size - side) % stride
                for size, side in zip((height, width), sides, strict=True)
            ]
            if stride == 1 or sum(fits) == 1:
                break
        question[f"image{suffix}"] = rng.normal(0, 1, (height, width)).astype(np.float32)
        question[f"kernel{suffix}"] = rng.normal(0, 1, sides).astype(np.float32)
        question[f"stride{suffix}"] = np.array(stride)
    bright, sides = question[f"image{THIRD}"].shape, question[f"kernel{THIRD}"].shape
    question[f"image{THIRD}"] = rng.integers(150, 256, bright).astype(np.uint8)
    signs = np.where(rng.random(sides) < 0.15, -1, 1)
    question[f"kernel{THIRD}"] = (signs * rng.integers(60, 120, sides)).astype(np.int8)
    for name in ("image", "kernel"):
        shape = question[f"{name}{FOURTH}"].shape
        question[f"{name}{FOURTH}"] = rng.integers(60, 256, shape).astype(np.uint8)
    return question


def _fits(size: int, kernel: int, stride: int) -> int:
    return (size - kernel) // stride + 1


def _padded(question: Arrays, expected: Arrays, answer: Arrays) -> bool:
    return answer["map"].shape == question["image"].shape


def _one_short(suffix: str) -> Symptom:
    def shows(question: Arrays, expected: Arrays, answer: Arrays) -> bool:
        want = expected[f"map{suffix}"].shape
        got = answer[f"map{suffix}"].shape
        return got != want and all(0 <= w - g <= 1 for w, g in zip(want, got, strict=True))

    return Symptom(
        "Your map lacks its last row or column. A kernel of k pixels fits (H - k) // stride + 1 "
        "times into H pixels: the last window ends at the last pixel.",
        shows,
    )


def _sixteen_bits(suffix: str) -> Symptom:
    return Symptom(
        "Your map is float16, which has three digits. Compute in float32.",
        lambda question, expected, answer: answer[f"map{suffix}"].dtype == np.float16,
    )


compare_convolve = compares(
    Property(
        name="cross-correlation",
        share=0.4,
        parts=("map",),
        tolerance=SUMS,
        right="With stride 1, your map is the cross-correlation of image and kernel.",
        step="map[i, j] is the sum of image[i + a, j + b] · kernel[a, b] over all a and b.",
        mistakes=(
            mistake(
                "flipped",
                "Your kernel is flipped, as the convolution of mathematics has it. Networks "
                "correlate: pixel (i + a, j + b) meets weight (a, b).",
            ),
            Symptom(
                "Your map is as large as the image, so you padded it. Place the kernel only where "
                "it is inside the image (VALID).",
                _padded,
            ),
            Symptom(
                "Your map has rows and columns exchanged. The first axis of image, kernel and map "
                "is the height.",
                lambda question, expected, answer: (
                    answer["map"].shape == expected["map"].shape[::-1]
                ),
            ),
            _one_short(""),
            Symptom(
                "You returned one number for the whole image. Return a map: one sum for each "
                "place of the kernel.",
                lambda question, expected, answer: answer["map"].size == 1,
            ),
            _sixteen_bits(""),
        ),
    ),
    Property(
        name="stride",
        share=0.3,
        parts=(f"map{SECOND}", f"map{FIFTH}"),
        tolerance=SUMS,
        right="With a larger stride, your kernel takes larger steps.",
        step="Entry (i, j) belongs to the window that starts at row i · stride and column "
        "j · stride.",
        mistakes=(
            Symptom(
                "Your kernel moves by one pixel whatever the stride. Start window (i, j) at row "
                "i · stride and column j · stride.",
                lambda question, expected, answer: (
                    answer[f"map{SECOND}"].shape
                    == tuple(
                        _fits(size, side, 1)
                        for size, side in zip(
                            question[f"image{SECOND}"].shape,
                            question[f"kernel{SECOND}"].shape,
                            strict=True,
                        )
                    )
                ),
            ),
            mistake(
                "neighbours",
                "Your map has the right size, but its windows are neighbours. Entry (i, j) belongs "
                "to the window that starts at row i · stride and column j · stride.",
            ),
            _one_short(SECOND),
            _one_short(FIFTH),
            _sixteen_bits(SECOND),
        ),
    ),
    Property(
        name="whole numbers",
        share=0.3,
        parts=(f"map{THIRD}", f"map{FOURTH}"),
        tolerance=SUMS,
        right="Bytes and whole weights overflow nothing.",
        step="Turn image and kernel into float32 before you multiply.",
        mistakes=(
            Symptom(
                "On an image of bytes your sums overflow: they come back as "
                "8-bit or 16-bit numbers. Turn image and kernel into float32 before you multiply, "
                "and make no map of the image's own type.",
                lambda question, expected, answer: (
                    answer[f"map{THIRD}"].dtype.itemsize <= 2
                    and answer[f"map{THIRD}"].shape == expected[f"map{THIRD}"].shape
                ),
            ),
            Symptom(
                "Where the kernel holds bytes, too, your sums overflow: a product of two bytes "
                "takes 16 bits. Turn image and kernel into float32 before you multiply.",
                lambda question, expected, answer: (
                    SUMS.holds(answer[f"map{THIRD}"], expected[f"map{THIRD}"])
                    and answer[f"map{FOURTH}"].shape == expected[f"map{FOURTH}"].shape
                    and bool((answer[f"map{FOURTH}"] < expected[f"map{FOURTH}"]).all())
                ),
            ),
        ),
    ),
)

TASK = Task(
    "convolve",
    "function",
    draw_convolve,
    functions.asks(
        Call(("image", "kernel", "stride"), ("map",)),
        *(
            Call((f"image{s}", f"kernel{s}", f"stride{s}"), (f"map{s}",))
            for s in (SECOND, THIRD, FOURTH, FIFTH)
        ),
    ),
    compare_convolve,
)
