"""Kind random: contrast, changed by a factor of each image's own."""

import numpy as np
from scipy import stats

from course_utils.exercises.kit import randoms
from course_utils.exercises.kit.task import Finding, Task

LOW, HIGH = 0.2, 1.8
COUNT, SIZE = 4_000, 8
# Grey levels. float32 at 255 rounds by 2e-5; a float16 solution is off by up to 0.2.
TOLERANCE = 0.3
SHARES = {"legal pictures": 0.4, "factors": 0.3, "independent draws": 0.3}


def draw(rng):
    """Images whose channels have means of their own: uint8 (4000, 8, 8, 3)."""
    levels = rng.uniform(60, 190, (COUNT, 1, 1, 3))
    noise = rng.normal(0, 25, (COUNT, SIZE, SIZE, 3))
    return {"images": np.clip(levels + noise, 0, 255).astype(np.uint8)}


ask = randoms.asks("random_contrast")


def compare(question, expected, answer):
    """Three properties; without legal pictures there are no factors to look at."""
    images, changed = question["images"].astype(np.float64), answer.get("images")
    if changed is None or changed.shape != images.shape:
        problem = "random_contrast must return a batch of the shape that it was given."
        return [Finding(name, share, 0.0, problem) for name, share in SHARES.items()]
    factors, problem = decode(images, changed)
    if problem:
        return [Finding(name, share, 0.0, problem) for name, share in SHARES.items()]
    dependent = dependence(factors)
    uneven = dependent or unevenness(factors)  # few free draws say nothing about how often
    problems = {"legal pictures": "", "factors": uneven, "independent draws": dependent}
    rights = {
        "legal pictures": "Each picture is its original with another contrast.",
        "factors": f"The factors are spread evenly between {LOW} and {HIGH}.",
        "independent draws": "Each image has a factor of its own.",
    }
    return [
        Finding(name, share, not problems[name], problems[name] or rights[name])
        for name, share in SHARES.items()
    ]


def decode(images, changed):
    """The factor of each image (N,), and what is illegal about any of them."""
    if not np.isfinite(changed).all():
        return np.zeros(0), "Some pixels are not finite."
    means = images.mean(axis=(1, 2), keepdims=True)
    centred, moved = images - means, changed - means
    factors = (centred * moved).sum(axis=(1, 2, 3)) / (centred**2).sum(axis=(1, 2, 3))
    if np.abs(changed - images).max() <= TOLERANCE:
        return factors, "No image changed. Draw a factor for each image and apply it."
    if np.abs(moved - centred * factors[:, None, None, None]).max() <= TOLERANCE:
        return factors, ""
    own = (centred * moved).sum(axis=(1, 2)) / (centred**2).sum(axis=(1, 2))
    if np.abs(moved - centred * own[:, None, None]).max() <= TOLERANCE:
        return factors, "Red, green and blue have factors of their own. Draw one for each image."
    whole = images.mean(axis=(1, 2, 3), keepdims=True)
    factors = ((images - whole) * (changed - whole)).sum(axis=(1, 2, 3)) / (
        (images - whole) ** 2
    ).sum(axis=(1, 2, 3))
    if np.abs(changed - whole - (images - whole) * factors[:, None, None, None]).max() <= TOLERANCE:
        return factors, "You kept the mean of all channels together. Keep each channel's own mean."
    if changed.min() >= 0 and changed.max() <= 255:
        return factors, "Values are cut off or rounded to 0..255. Return floating-point numbers."
    return factors, "The pictures are not (x - mean) · f + mean, with each channel's own mean."


def unevenness(factors):
    """What is wrong with how often each factor occurs."""
    inside = factors.min() >= LOW - 0.01 and factors.max() <= HIGH + 0.01
    if inside and not randoms.unlike(factors, right_cdf):
        return ""
    return (
        f"Your factors are between {factors.min():.2f} and {factors.max():.2f}, with the mean "
        f"{factors.mean():.2f} and the standard deviation {factors.std():.2f}. Draw them evenly "
        f"from {LOW} to {HIGH}."
    )


def dependence(factors):
    """What is wrong with the order in which factors come."""
    # Rounded, since one factor for all is decoded with another rounding for each image.
    return {
        "": "",
        "one for all": "All images of a batch have one factor. Draw one for each image.",
        "each batch alike": "Each batch has the factors of the one before. Do not seed the "
        "generator in the function.",
        "neighbours": "An image's factor depends on its neighbour's. Draw each one by itself.",
    }[randoms.dependence(np.round(factors, 2))]


def right_cdf(x):
    return stats.uniform(LOW, HIGH - LOW).cdf(x)


# What the tests hold this task to: mistakes in the distribution are caught in over 99.9 %.
WRONG_FACTORS = {
    "normal": stats.norm(1, 0.4).cdf,
    "half the range": stats.uniform(0.6, 0.8).cdf,
    "from 0.5 to 1.5": stats.uniform(0.5, 1.0).cdf,
    "evenly on a log scale": lambda x: stats.loguniform(LOW, HIGH).cdf(x),
}

TASK = Task("random_contrast", "random", draw, ask, compare, cases=1)
