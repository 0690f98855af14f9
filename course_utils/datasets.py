"""Loads labelled images."""

from typing import NamedTuple

import numpy as np

from course_utils import shapes

CLASS_NAMES = {"shapes": shapes.CLASS_NAMES}


class DataError(Exception):
    """Data are absent or broken; the message says what, where, and what to do."""


class Dataset(NamedTuple):
    """Labelled images."""

    images: np.ndarray
    labels: np.ndarray
    source: str


def load(name: str, split: str, *, data_dir: object = None, count: int | None = None) -> Dataset:
    """Loads a data set."""
    seed, total = {"train": (10, 10_000), "test": (11, 2_000)}[split]
    return Dataset(*shapes.draw(count or total, seed), f"shapes, drawn from seed {seed}")
