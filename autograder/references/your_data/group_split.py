"""Right answers to ``group_split``: the training images, and those of other orders."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.your_data.group_split import ALMOST, EXACTLY, MASK


def expected(question: Arrays) -> Arrays:
    """Return which images are for training, and the splits that other orders of the groups give."""
    groups, share = question["groups"], float(question["share"])
    ordered = np.unique(groups)
    return {
        MASK: _training(groups, share, ordered),
        **{
            f"{MASK}{suffix}": _training(
                question[f"groups{suffix}"],
                float(question[f"share{suffix}"]),
                np.unique(question[f"groups{suffix}"]),
            )
            for suffix in (EXACTLY, ALMOST)
        },
        PREFIX + "descending": _training(groups, share, ordered[::-1]),
        PREFIX + "first occurrence": _training(groups, share, list(dict.fromkeys(groups.tolist()))),
    }


def _training(groups: np.ndarray, share: float, order: np.ndarray | list[int]) -> np.ndarray:
    training = np.ones(len(groups), bool)
    for group in order:
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training
