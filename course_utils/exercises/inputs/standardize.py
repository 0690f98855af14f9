"""One image of any size, with mean 0 and standard deviation 1."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.functions import Call, asks
from course_utils.exercises.kit.properties import Mistake, Property, Symptom, Tolerance, compares
from course_utils.exercises.kit.task import Task

# float32 solutions are right: sums of up to 280 values of up to 255, which may be added in any
# order, an average, a root and a quotient. The wrong answers that are nearest (ddof=1, the floor
# added instead of compared) are off by 1e-3 of the largest value.
STANDARD = Tolerance(1_000, "two sums of 280 values and a few roundings")
# One colour: float32 may miss its mean by 3e-5 at 255, and the floor makes that 17 times as large.
FLOORED = Tolerance(1_000, "the rounding of one mean, times the root of 280", floor=1e-3)
CALLS = ("image", "bytes", "grey", "constant", "faint")
LABELS = {
    "bytes": "image of bytes",
    "grey": "grey image",
    "constant": "image of one colour",
    "faint": "faint image",
}


def draw_images(rng: np.random.Generator) -> Arrays:
    """Draw five images, each of its own size.

    Returns:
        ``image``: float32, colourful. ``bytes``: uint8. ``grey``: int16 with one channel, some of
        it below 0. ``constant``: uint8, one value everywhere.
        ``faint``: float32 around 0.5, with a deviation below the floor. All of rank 3.
    """
    question: Arrays = {}
    for name in CALLS:
        height, width, channels = (int(rng.integers(low, low + 3)) for low in (5, 8, 2))
        # Much noise: so large a deviation that adding the floor is not mistaken for ddof=1.
        levels = 128 + 40 * rng.permutation(np.linspace(-1, 1, channels))
        noise = rng.normal(0, 60, (height, width, channels))
        question[name] = np.clip(levels + noise, 0, 255).astype(np.uint8)
    shape = question["image"].shape
    question["image"] = (question["image"] + rng.normal(0, 1, shape)).astype(np.float32)
    question["grey"] = question["grey"][..., :1].astype(np.int16) * 100 - 9_000
    question["constant"][:] = rng.integers(20, 236)
    faint = question["faint"] / question["faint"].std() / np.sqrt(question["faint"].size)
    question["faint"] = (rng.uniform(0.3, 0.5) * (faint - faint.mean()) + 0.5).astype(np.float32)
    return question


def centred(question: Arrays, name: str) -> np.ndarray:
    """Return an image of the question, less its mean, in float64."""
    image = question[name].astype(np.float64)
    return image - image.mean()


def by_channel(question: Arrays, expected: Arrays) -> np.ndarray:
    """Return the image with each channel standardised by itself."""
    image = question["image"].astype(np.float64)
    return (image - image.mean(axis=(0, 1))) / image.std(axis=(0, 1))


def floor_of_pixels(question: Arrays, expected: Arrays) -> Arrays:
    """Return what a floor gives that leaves the channels out of n."""
    image = question["faint"].astype(np.float64)
    height, width, _ = image.shape
    return {"faint": centred(question, "faint") / max(image.std(), (height * width) ** -0.5)}


MISTAKES = (
    Mistake(
        "You standardise each channel by itself. Take one mean and one deviation over all values "
        "of the image: without axis.",
        by_channel,
    ),
    Mistake(
        "You subtract the mean but do not divide. Divide by the standard deviation.",
        lambda question, expected: centred(question, "image"),
    ),
    Mistake(
        "You divide by the variance (so says a comment in the original, but not its code). Take "
        "the standard deviation, its root.",
        lambda question, expected: centred(question, "image") / question["image"].var(),
    ),
    Mistake(
        "You divide by 255. Subtract the mean and divide by the standard deviation instead.",
        lambda question, expected: question["image"] / 255.0,
    ),
    Mistake(
        "Your deviation divides by n - 1 (ddof=1). Divide by n, as numpy.std does by itself.",
        lambda question, expected: (
            centred(question, "image") / question["image"].astype(float).std(ddof=1)
        ),
    ),
    Mistake(
        "You add the floor to the deviation. Take the larger of the two.",
        lambda question, expected: (
            centred(question, "image")
            / (question["image"].astype(float).std() + 1 / np.sqrt(question["image"].size))
        ),
    ),
    Mistake(
        "You divide the mean alone. Subtract first, in brackets, then divide: (x - m) / s.",
        lambda question, expected: (
            question["image"].astype(float) - question["image"].mean() / question["image"].std()
        ),
    ),
    Mistake(
        "You divide by the deviation but do not subtract the mean first.",
        lambda question, expected: question["image"] / question["image"].astype(float).std(),
    ),
)


def image_is_right(expected: Arrays, answer: Arrays) -> bool:
    """Return whether an image of floating-point numbers came out right."""
    return STANDARD.holds(answer["image"], expected["image"])


TASK = Task(
    "standardize",
    "function",
    draw_images,
    asks(*(Call((name,), (name,)) for name in CALLS)),
    compares(
        Property(
            name="mean 0, deviation 1",
            share=0.4,
            parts=("image",),
            tolerance=STANDARD,
            right="The image has mean 0 and standard deviation 1.",
            step="Subtract the mean of all values, then divide by their standard deviation.",
            mistakes=MISTAKES,
            label=lambda question, name: "the standardised image",
        ),
        Property(
            name="images of bytes",
            share=0.2,
            parts=("bytes", "grey"),
            tolerance=STANDARD,
            right="Images of whole numbers are standardised, too.",
            step="Convert to floating point first, then compute.",
            mistakes=(
                Symptom(
                    "A grey image, of one channel and of numbers that are no bytes (int16), comes "
                    "out wrong, one of bytes right. Take any number of channels and any type.",
                    lambda question, expected, answer: (
                        image_is_right(expected, answer)
                        and STANDARD.holds(answer["bytes"], expected["bytes"])
                    ),
                ),
                Symptom(
                    "An image of bytes (uint8) comes out wrong, one of floating-point numbers "
                    "right. Bytes have no fractions and no values below 0: convert first.",
                    lambda question, expected, answer: image_is_right(expected, answer),
                ),
                Symptom(
                    "An image of bytes is wrong, too: correct the other one first.",
                    lambda question, expected, answer: not image_is_right(expected, answer),
                ),
            ),
            label=lambda question, name: f"the standardised {LABELS[name]}",
        ),
        Property(
            # Together, since an image of one colour alone gives what is known beforehand.
            name="floor",
            share=0.4,
            parts=("constant", "faint"),
            tolerance=FLOORED,
            right="An image of one colour becomes 0, and a faint one stays faint.",
            step="Divide by the larger of the deviation and 1/√n, with n the number of all values.",
            mistakes=(
                Symptom(
                    "An image of one colour gives NaN: its deviation is 0. Divide by the larger of "
                    "the deviation and 1/√n.",
                    lambda question, expected, answer: not np.isfinite(answer["constant"]).all(),
                ),
                Mistake(
                    "A faint image was blown up to deviation 1, noise and all. Divide by the "
                    "larger of its deviation and 1/√n, with n the number of values of this image.",
                    lambda question, expected: {
                        "faint": centred(question, "faint") / question["faint"].astype(float).std()
                    },
                ),
                Mistake(
                    "A faint image came out 255 times too small: do not divide by 255 beforehand.",
                    lambda question, expected: {"faint": expected["faint"] / 255},
                ),
                Mistake(
                    "Your floor counts pixels. n is the number of all values, channels included.",
                    floor_of_pixels,
                ),
            ),
            label=lambda question, name: f"the standardised {LABELS[name]}",
        ),
    ),
)
