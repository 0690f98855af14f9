"""Images, stretched about one mean by factors of their own."""

from typing import Any

import numpy as np
from scipy import stats

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit import randoms
from course_utils.exercises.kit.task import Finding, Task

LOW, HIGH = 0.5, 1.5
COUNT, HEIGHT, WIDTH = 4_000, 7, 9
# Grey levels. float32 at 255 rounds by 2e-5; float16, too coarse to train on, by up to 0.2.
TOLERANCE = 0.01
LEGAL, FACTORS, ANEW = "legal pictures", "factors", "independent draws"
SHARES = {LEGAL: 0.4, FACTORS: 0.3, ANEW: 0.3}
RIGHT = {
    LEGAL: "Each picture is its original, stretched about its own mean.",
    FACTORS: f"The factors are spread evenly between {LOW} and {HIGH}.",
    ANEW: "Each image has a factor of its own.",
}

BROADCAST = ("could not be broadcast", "Incompatible shapes")  # NumPy, TensorFlow

asks_batches = randoms.asks("random_gray_contrast")


def ask(function: Any, question: Arrays) -> Arrays:
    """Return the pictures of several batches; shapes that do not fit get their own sentence."""

    def told(batch: np.ndarray) -> Any:
        try:
            return function(batch)
        except Exception as error:
            if not any(words in str(error) for words in BROADCAST):
                raise
            raise ExchangeError(
                "Means, factors and images do not fit together: "
                f"{str(error).splitlines()[0][:120].strip()}. Means and factors need the shape "
                "(N, 1, 1, 1): take the mean with keepdims=True, draw with size=(N, 1, 1, 1)."
            ) from None

    return asks_batches(told, question)


def draw(rng: np.random.Generator) -> Arrays:
    """Draw images whose channels have means of their own.

    Returns:
        ``images``: uint8 (4000, 7, 9, 3), each of them twice.
    """
    levels = rng.uniform(60, 190, (COUNT, 1, 1, 3))
    noise = rng.normal(0, 25, (COUNT, HEIGHT, WIDTH, 3))
    return {"images": randoms.twice(np.clip(levels + noise, 0, 255).astype(np.uint8))}


def compare(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Judge three properties; without legal pictures there are no factors to look at."""
    changed = answer.get("images")
    if changed is None or changed.shape != question["images"].shape:
        problem = "random_gray_contrast must return a batch of the shape that it was given."
        factors = np.zeros(0)
    else:
        factors, problem = decode(question["images"].astype(float), changed.astype(float))
    if problem:
        return [Finding(name, share, 0.0, problem) for name, share in SHARES.items()]
    dependent = dependence(factors)
    problems = {
        LEGAL: randoms.changed(answer),
        FACTORS: dependent or unevenness(factors),  # few free draws say nothing about how often
        ANEW: dependent,
    }
    return [
        Finding(name, share, not problems[name], problems[name] or RIGHT[name])
        for name, share in SHARES.items()
    ]


def decode(images: np.ndarray, changed: np.ndarray) -> tuple[np.ndarray, str]:
    """Return the factor of each image (N,), and what is illegal about any of them."""
    none = np.zeros(0)
    if not np.isfinite(changed).all():
        return none, "Some pixels are not finite."
    if np.abs(changed - images).max() <= TOLERANCE:
        return none, "No image changed. Draw a factor for each image and apply it."
    means = images.mean((1, 2, 3), keepdims=True)
    factors, holds = stretched(images, changed, means)
    if holds:
        return factors, ""
    if stretched(images, changed, images.mean(axis=(1, 2), keepdims=True))[1]:
        return none, (
            "You kept the mean of each channel, as the tutorial's contrast does. Here the mean is "
            "one number an image, over all three channels."
        )
    if stretched(images, changed, images.mean(axis=3, keepdims=True))[1]:
        return none, (
            "You kept the mean of each pixel, over its three channels. Take the mean over rows and "
            "columns, too: axes 1, 2 and 3."
        )
    batches = means.reshape(randoms.BATCHES, -1).mean(axis=1).repeat(COUNT // randoms.BATCHES)
    if stretched(images, changed, batches[:, None, None, None])[1]:
        return none, "You kept the mean of the whole batch. Take the mean of each image."
    if stretched(images, changed, np.zeros_like(means))[1]:
        return none, "You multiplied by the factor only. Subtract the mean before, add it after."
    if stretched(images, changed + means, means)[1]:
        return none, "Your pictures have mean 0. Add the mean again after the product."
    if changed.min() >= 0 and changed.max() <= 255:
        return none, (
            "Values are cut off or rounded to 0..255. Compute and return floating-point numbers."
        )
    if unequal(images - means, changed - means):
        return none, (
            "Values of one image are stretched by different factors. Draw one factor an image, "
            "with size=(N, 1, 1, 1)."
        )
    return none, "The pictures are not (x - m) · f + m, with m the mean of all values of an image."


def stretched(
    images: np.ndarray, changed: np.ndarray, means: np.ndarray
) -> tuple[np.ndarray, bool]:
    """Return the factor of each image about given means, and whether it explains all pixels."""
    centred, moved = images - means, changed - means
    factors = (centred * moved).sum(axis=(1, 2, 3)) / (centred**2).sum(axis=(1, 2, 3))
    left = np.abs(moved - centred * factors[:, None, None, None]).max()
    return factors, bool(left <= TOLERANCE)


def unequal(centred: np.ndarray, moved: np.ndarray) -> bool:
    """Return whether single values, rather than images, have factors that may be drawn."""
    clear = np.abs(centred) > 1  # grey levels: a quotient of less says little
    factors = moved[clear] / centred[clear]
    return bool(factors.min() >= LOW - 0.02 and factors.max() <= HIGH + 0.02)


def unevenness(factors: np.ndarray) -> str:
    """Return what is wrong with how often each factor occurs, or ''."""
    inside = factors.min() >= LOW - 1e-3 and factors.max() <= HIGH + 1e-3
    if inside and not randoms.unlike(factors, right_cdf):
        return ""
    return (
        f"Your factors are between {factors.min():.2f} and {factors.max():.2f}, with the mean "
        f"{factors.mean():.2f} and the standard deviation {factors.std():.2f}. Draw them evenly "
        f"from {LOW} to {HIGH}."
    )


def dependence(factors: np.ndarray) -> str:
    """Return what is wrong with the order in which factors come, or ''."""
    # Rounded, since one factor for all is decoded with another rounding for each image.
    return {
        "": "",
        "one for all": "All images of a batch have one factor. Draw one for each image.",
        "each batch alike": "Each batch has the factors of the one before. Do not seed the "
        "generator in the function.",
        "neighbours": "An image's factor depends on its neighbour's. Draw each one by itself.",
        "each image alike": "An image that comes again gets the same factor. Draw a new one each "
        "time, whatever the image.",
    }[randoms.dependence(np.round(factors, 2))]


def right_cdf(x: np.ndarray) -> np.ndarray:
    """Evaluate the cumulative distribution of the factors."""
    return stats.uniform(LOW, HIGH - LOW).cdf(x)


TASK = Task(
    "random_gray_contrast",
    "random",
    draw,
    ask,
    compare,
    cases=1,
)
