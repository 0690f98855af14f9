"""The mean of each channel of each image."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import as_array, error_in, put
from course_utils.exercises.kit.task import Finding, Task

# Float32 sums of 1,024 values up to 255 are exact to about 1e-6 of their size in any order; a
# float16 result, which is precise enough to plot, is off by up to 0.06. Wrong answers are off by
# whole units.
TOLERANCE = 0.1


def draw(rng: np.random.Generator) -> Arrays:
    """Draw a batch of images whose batch size, height and width all differ, and a batch of one.

    Returns:
        ``images``: uint8 (N, H, W, 3), channel c around its own level, image n a little brighter
        than image n - 1, so that a mean over the wrong axes shows. ``one image``: the first of
        them, (1, H, W, 3).
    """
    count, height, width = (int(rng.integers(low, low + 6)) for low in (4, 12, 20))
    levels = rng.uniform(40, 160, 3) + 8.0 * np.arange(count)[:, None]
    noise = rng.normal(0, 20, (count, height, width, 3))
    images = np.clip(levels[:, None, None, :] + noise, 0, 255).astype(np.uint8)
    return {"images": images, "one image": images[:1]}


def ask(channel_means: Callable[[np.ndarray], Any], question: Arrays) -> Arrays:
    """Apply the student's ``channel_means`` to a batch, and to a batch of one."""
    name = "channel_means"
    answer = {"means": as_array(channel_means(question["images"]), name)}
    put(answer, "means of one image", lambda: channel_means(question["one image"]), name)
    return answer


def compare(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Judge the means of a batch and of a batch of one, and name the likely mistake."""
    right = "Each image has its own mean of red, green and blue."
    problem = symptom(question["images"], expected["means"], answer.get("means"))
    alone = problem or error_in(answer, "means of one image") or of_one(expected, answer)
    return [
        Finding("channel means", 0.8, not problem, problem or right),
        Finding("a batch of one", 0.2, not alone, alone or "A batch of one image is a batch, too."),
    ]


def of_one(expected: Arrays, answer: Arrays) -> str:
    """Return what is wrong with the means of a batch of one image, or ''."""
    means = answer.get("means of one image")
    if means is None:
        return "No means came back for a batch of one image. Return an array of shape (1, 3)."
    if means.shape != (1, 3):
        return (
            f"For a batch of one image the result has the shape {means.shape} instead of (1, 3). "
            "Keep the axis of the images, whatever their number: leave out squeeze()."
        )
    near = np.abs(means - expected["means of one image"]).max() <= TOLERANCE
    return "" if near else "In a batch of one image the means are others. Take any size of batch."


@np.errstate(over="ignore")  # what is too large for float64 is not finite either
def symptom(images: np.ndarray, right: np.ndarray, means: np.ndarray | None) -> str:
    """Return what is wrong with an answer, or ''."""
    shape = f"({images.shape[0]}, 3)"
    if means is None:
        return "No means came back. Return an array of shape (N, 3) from channel_means."
    if means.shape == (3,):
        return (
            "You returned 3 numbers for the whole batch. Average over height and width only, "
            f"axes 1 and 2, and keep the images apart: {shape} for this batch."
        )
    if means.shape == (images.shape[0],):
        return (
            "You returned one number an image. Keep the three channels apart: average over axes "
            f"1 and 2, not over axis 3, for a result of shape {shape}."
        )
    if means.shape != right.shape:
        return (
            f"Images of shape {images.shape} gave a result of shape {means.shape} instead of "
            f"{shape}. Average over height and width, axes 1 and 2."
        )
    means = means.astype(np.float64)
    if not np.isfinite(means).all():
        return "Some means are not finite. An 8-bit or 16-bit sum overflows: add up in float32."
    if np.abs(means - right).max() <= TOLERANCE:
        return ""
    if np.abs(means * 255 - right).max() <= 1:
        return "Your means are in 0..1. Keep the pixels' own range, 0..255."
    if (means == np.round(means)).all() and np.abs(means - right).max() <= 1:
        return "Your means are whole numbers. Compute in floating point and return that."
    if np.abs(means[:, ::-1] - right).max() <= TOLERANCE:
        return "Red and blue are exchanged. Keep the channels in their order: red, green, blue."
    worst = int(np.abs(means - right).max(axis=1).argmax())
    got, want = (", ".join(f"{value:.1f}" for value in row[worst]) for row in (means, right))
    return (
        f"Image {worst} has the means {want}, but you returned {got}. Sum in floating point "
        "(uint8 overflows at 256) and divide by height times width."
    )


TASK = Task("channel_means", "function", draw, ask, compare)
