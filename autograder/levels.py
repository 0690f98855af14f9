"""The reference runs of each assignment that is graded by accuracy.

A level is the notebook itself with some cells written anew: solutions by grade id, the notebook's
own where a level names none. Points for accuracy begin above the first level, the best answer that
is not worth any, and are full at the last one, ``reference``.
"""

from typing import NamedTuple

Solutions = dict[str, str]


class Levels(NamedTuple):
    """How an assignment's cut-offs are measured.

    Attributes:
        solutions: What each level writes, by its name and by grade id; the lowest level first.
        skip: Cells whose source contains one of these are left out: other trainings, for instance.
    """

    solutions: dict[str, Solutions]
    skip: tuple[str, ...] = ()


LEVELS = {
    "08_your_variant": Levels(
        {
            "linear": {
                "inference_solution": "def inference():\n    return models.softmax_regression()"
            },
            "small_cnn": {"inference_solution": "def inference():\n    return models.small_cnn()"},
            "reference": {},
        },
        skip=("baseline",),
    ),
}
