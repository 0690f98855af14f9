"""The reference runs of each assignment that is graded by accuracy.

A level is the notebook itself with some cells written anew: solutions by grade id, the notebook's
own where a level names none. Points for accuracy begin above one level, the best answer that is not
worth any, and are full at the last one, ``reference``.
"""

from typing import NamedTuple

Solutions = dict[str, str]


class Levels(NamedTuple):
    """How an assignment's cut-offs are measured.

    Attributes:
        solutions: What each level writes, by its name and by grade id; the lowest level first.
        skip: Cells whose source contains one of these are left out: other trainings, for instance.
        smallest_sd_below: The least that the standard deviation of the worthless level counts as.
            It covers the error of 2,000 visible images, on which a stand-in of that level is
            checked: 0.010 at 70 %, 0.006 at 93 %.
        smallest_sd: The same of the reference level. It covers the error of the hidden images:
            0.0018 at 98.7 % of 4,000, 0.005 at 80 %.
        worthless: The level that points begin above; the first one if this is empty.
    """

    solutions: dict[str, Solutions]
    skip: tuple[str, ...] = ()
    smallest_sd_below: float = 0.015
    smallest_sd: float = 0.005
    worthless: str = ""


# The class whose mean image is nearest: templates without any training.
MEAN_IMAGES = """
def train(images, labels, learning_rate, epochs, decay_epoch=None):
    means = np.stack([images[labels == k].mean(axis=0) for k in range(10)], axis=1)
    return means, -(means**2).sum(axis=0) / 2

learning_rate, epochs, decay_epoch = 0.0, 0, None
"""

# The tutorial's network on whole images of 32×32, at its own constant learning rate.
TUTORIAL_NETWORK = """
from course_utils import cifar10

def inference():
    return cifar10.inference(32)
"""
TUTORIAL_TRAINING = """
rng = np.random.default_rng(seed)

def distort(images):
    mirrored = rng.random(len(images)) < 0.5
    return random_shift(np.where(mirrored[:, None, None, None], images[:, :, ::-1], images))

max_steps = steps(budget.epochs)
optimizer = keras.optimizers.SGD(0.1)
"""

# What full points are measured by: see autograder/references/capstone.py. In 32 bits, which every
# machine computes alike. Fewer steps than the budget's, since its images take longer: a schedule
# that the seconds cut off would leave it untrained.
CAPSTONE_NETWORK = """
from autograder.references import capstone

def inference():
    some = cifar10_input.per_image_standardization(train_images.images[:5_000]).numpy()
    return capstone.network(some, capstone.NARROW)
"""
CAPSTONE_TRAINING = """
rng = np.random.default_rng(seed)

def distort(images):
    return capstone.distort(images, rng)

max_steps = min(1_200, steps(budget.epochs))
optimizer = capstone.optimizer(max_steps, 128)
"""

LEVELS = {
    "01_softmax": Levels(
        {
            "mean_images": {"train_solution": MEAN_IMAGES},
            "reference": {},
        },
        skip=("mean_image_loss", "measured =", "jacobian =", "descend(", "plans =", "each_loss("),
    ),
    "02_first_cnn": Levels(
        {
            "linear": {
                "first_cnn_solution": "def first_cnn():\n"
                "    return models.softmax_regression((28, 28, 1))"
            },
            "reference": {},
        },
        skip=("repeat(", "given", "repeated", "protocol", "hand_written", "VARIANTS"),
        smallest_sd_below=0.006,
        smallest_sd=0.002,
    ),
    "09_your_data": Levels(
        {
            "linear": {
                "numbers_network_solution": "def inference():\n"
                "    return models.softmax_regression()\n\n"
                "def distort(images):\n    return images"
            },
            "reference": {},
        },
        skip=(
            "compared",
            "chosen",
            "09_small",
            "reshape",
            "lenet(",
            "own_folder",
            "folder.images",
            "small.",
            "memor",
        ),
    ),
    "08_your_variant": Levels(
        {
            "untrained": {
                "inference_solution": TUTORIAL_NETWORK,
                "training_solution": "max_steps = 1\n"
                "optimizer = keras.optimizers.SGD(0.0)\n\n"
                "def distort(images):\n    return images",
            },
            "linear": {
                "inference_solution": "def inference():\n    return models.softmax_regression()"
            },
            "tutorial_cnn": {
                "inference_solution": TUTORIAL_NETWORK,
                "training_solution": TUTORIAL_TRAINING,
            },
            "solution": {},
            "reference": {
                "inference_solution": CAPSTONE_NETWORK,
                "training_solution": CAPSTONE_TRAINING,
            },
        },
        skip=("baseline", "experiments.search(", "effects_report("),
        worthless="linear",
    ),
}
