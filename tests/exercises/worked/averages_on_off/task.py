"""Kind evidence: the weights as the last step left them against their averages, on one network."""

import numpy as np

from course_utils.exercises.kit import evidence
from course_utils.exercises.kit.hidden_images import arrange
from course_utils.exercises.kit.properties import compares
from course_utils.exercises.kit.task import Task

COUNT = 2_000
CHANCE = 0.12  # a tenth of the images, and what luck adds
NETWORKS = ("raw", "averaged")


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
    images, labels = pictures(np.random.default_rng([3, case]), COUNT)
    return arrange(images, np.random.default_rng(case)), {"labels": labels}


def draw(rng):
    return arrange(pictures(rng, COUNT)[0], rng)


ask = evidence.asks(*NETWORKS)

compare = compares(
    evidence.Trained(name="two trained networks", share=0.3, networks=NETWORKS, above=CHANCE),
    evidence.Different(
        name="raw and averaged",
        share=0.3,
        networks=NETWORKS,
        above=CHANCE,
        least=0.02,
        step="Put the averages in place of the weights for one of them.",
    ),
    evidence.Better(
        name="averages help",
        share=0.4,
        worse="raw",
        better="averaged",
        above=CHANCE,
        step="Train at a constant learning rate, and average from the first step on.",
    ),
)

TASK = Task(
    "averages_on_off",
    "evidence",
    draw,
    ask,
    compare,
    cases=1,
    visible=visible,
    images=COUNT,
    runs=(),  # trained in a moment, in the same cell
)
