"""Kind predictor: a classifier of small pictures, judged by its accuracy on hidden ones."""

import numpy as np

from course_utils.exercises.kit.hidden_images import arrange, ask_predict, compare_predict
from course_utils.exercises.kit.task import Task

COUNT = 1_000
CUT_OFFS = {"low": 0.3, "high": 0.42}  # a linear classifier reaches 0.5


def pictures(rng, count):
    """Ten patterns under noise: uint8 (count, 8, 8, 1), and which it is."""
    patterns = np.random.default_rng(0).normal(0, 10, (10, 8, 8, 1))
    labels = rng.integers(0, 10, count)
    noisy = 128 + patterns[labels] + rng.normal(0, 45, (count, 8, 8, 1))
    return np.clip(noisy, 0, 255).astype(np.uint8), labels


def features(images):
    """Pixels around 0, and a one: float64 (N, 65)."""
    return np.c_[(images.reshape(len(images), -1) - 128.0) / 64, np.ones(len(images))]


def visible(case):
    images, labels = pictures(np.random.default_rng([2, case]), COUNT)
    ends = {name: np.array(value) for name, value in cut_offs("pictures").items()}
    return arrange(images, np.random.default_rng(case)), {"labels": labels, **ends}


def draw(rng):
    return arrange(pictures(rng, COUNT)[0], rng)


def cut_offs(data):
    return CUT_OFFS


TASK = Task(
    "nearest_mean",
    "predictor",
    draw,
    ask_predict,
    compare_predict,
    cases=1,
    visible=visible,
    images=COUNT,
    runs=(),  # trained in a moment, in the same cell
    cut_offs=cut_offs,
)
