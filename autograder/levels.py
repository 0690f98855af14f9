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


# The class whose mean image is nearest: templates without any training.
MEAN_IMAGES = """
def train(images, labels, learning_rate, epochs, decay_epoch=None):
    means = np.stack([images[labels == k].mean(axis=0) for k in range(10)], axis=1)
    return means, -(means**2).sum(axis=0) / 2

learning_rate, epochs, decay_epoch = 0.0, 0, None
"""

LEVELS = {
    "01_softmax": Levels(
        {
            "mean_images": {"train_solution": MEAN_IMAGES},
            "reference": {},
        },
        skip=("mean_image_loss", "measured =", "jacobian =", "descend(", "plans =", "each_loss("),
    ),
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
