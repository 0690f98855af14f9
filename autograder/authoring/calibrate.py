"""Measures what reference networks reach, and sets the cut-offs between which points grow.

A level is the notebook itself with some cells written anew: solutions by grade id, the notebook's
own where a level names none. Points for accuracy begin above one level, the best answer that is not
worth any, and are full at the last one, ``reference``. What is already measured for a level, data,
budget and seed is not measured again, so an interrupted calibration goes on.

The reference runs also say how far the hidden accuracy of an honest run is from its visible one.
"""

import argparse
import json
import math
import re
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from nbformat import NotebookNode

from autograder.authoring.rehearse import cell_by_grade_id, notebook, rehearse
from autograder.grading import questions
from autograder.grading.questions import Hidden
from autograder.text import say
from course_utils import exercises, runs
from course_utils.errors import CourseError
from course_utils.evaluation import precision_at_1
from course_utils.exercises.kit.hidden_images import CUT_OFFS
from course_utils.files import write_atomically

PUBLIC_SEED = 20_260_801  # of the calibration's images: like the hidden ones, but known
Solutions = dict[str, str]


def calibrate(assignment: str, data: str, budget: str, seeds: int) -> dict[str, Any]:
    """Measure all levels and write ``cut_offs.json``.

    ``low`` is 4 sd above the worthless level, so that nobody earns points at that level by luck;
    ``high`` is 4 sd below the reference level, so that whoever reaches that level gets full points,
    whatever the seed.

    Args:
        assignment: The assignment's id.
        data: The data set.
        budget: The budget's name.
        seeds: How many runs a level.

    Returns:
        What was written for this data set.
    """
    table = json.loads(CUT_OFFS.read_text(encoding="utf-8")) if CUT_OFFS.exists() else {}
    before = table.get(assignment, {}).get(data, {})
    same = before.get("budget") == budget
    levels, gaps = (before.get(name, {}) if same else {} for name in ("levels", "gaps"))
    # The old cut-offs hold until there are new ones: a half-measured table must grade nobody.
    ends = {end: before[end] for end in ("low", "high") if end in before}
    rng = np.random.default_rng(PUBLIC_SEED)
    sets = questions.draw_hidden(data, rng), questions.draw_visible(data, rng)
    for level in LEVELS[assignment].solutions:
        accuracies, apart = levels.setdefault(level, []), gaps.setdefault(level, [])
        # Runs of before the gap was measured are made again for the level that needs it.
        done = len(apart) if level == "reference" else len(accuracies)
        for seed in range(done + 1, seeds + 1):
            accuracy, visible = measure(assignment, level, data, budget, seed, sets)
            accuracies[seed - 1 : seed] = [accuracy]
            apart[seed - 1 : seed] = [round(accuracy - visible, 4)]
            say(f"{level}, seed {seed}: {100 * accuracy:.2f} %, visible {100 * visible:.2f} %")
            save(table, assignment, {**ends, **summary(assignment, levels, data, budget, gaps)})
    save(table, assignment, {**ends, **summary(assignment, levels, data, budget, gaps)})
    say(json.dumps(table[assignment][data], indent=2, sort_keys=True))
    return table[assignment][data]


def save(table: dict[str, Any], assignment: str, entry: dict[str, Any]) -> None:
    """Put one data set's entry into the table and write it.

    It is part of what students get: their public check reads it, too
    (``exercises.kit.hidden_images``).
    """
    table.setdefault(assignment, {})[entry["data"]] = entry
    text = json.dumps(table, indent=2, sort_keys=True) + "\n"
    with write_atomically(CUT_OFFS) as partial:
        partial.write_text(text, encoding="utf-8")


def measure(
    assignment: str,
    level: str,
    data: str,
    budget: str,
    seed: int,
    sets: tuple[Hidden, Hidden],
) -> tuple[float, float]:
    """Run the notebook once, and return its accuracies on two sets, 0..1, to four decimals.

    Raises:
        RuntimeError: The notebook did not get as far as what is graded.
    """
    levels = LEVELS[assignment]
    student = notebook(assignment, None)
    name = graded_thing(student, assignment)
    for grade_id, source in levels.solutions[level].items():
        cell_by_grade_id(student, grade_id).source = source
    with tempfile.TemporaryDirectory() as folder:
        rehearsed = rehearse(
            student,
            Path(folder),
            {"COURSE_BUDGET": budget, "COURSE_DATA": data},
            after_setup=f"seed = {seed}",
            skip=("check(", "cut_offs(", "plots.show(", *levels.skip),
        )
        if name not in rehearsed.variables or rehearsed.errors:
            raise RuntimeError(f"The notebook failed while calibrating: {rehearsed.errors}")
        predict = rehearsed.variables[name]
        first, second = (precision_at_1(predict(one.images), one.labels) for one in sets)
    return round(first, 4), round(second, 4)


def graded_thing(student: NotebookNode, assignment: str) -> str:
    """Return the notebook's name for the predictor that is graded by accuracy.

    Raises:
        RuntimeError: The assignment grades no predictor, or its cell checks one without a name.
    """
    for task in exercises.tasks(assignment).values():
        if task.kind == "predictor":
            source = cell_by_grade_id(student, task.name).source
            found = re.search(rf"check\(['\"]{task.name}['\"], (\w+)\)", source)
            if found:
                return found[1]
    raise RuntimeError(f"{assignment} has no cell that checks a predictor by its name.")


def summary(
    assignment: str,
    levels: dict[str, list[float]],
    data: str,
    budget: str,
    gaps: dict[str, list[float]] | None = None,
) -> dict[str, Any]:
    """Return the cut-offs, the gap between hidden and visible accuracy, and their origin."""
    own = LEVELS[assignment]
    worthless = levels.get(own.worthless or next(iter(own.solutions)), [])
    reference = levels.get("reference", [])
    entry = {
        "budget": budget,
        "data": data,
        "date": datetime.now(tz=UTC).date().isoformat(),
        "levels": levels,
        "machine": runs.machine(),
        "provisional": min(len(accuracies) for accuracies in levels.values()) < 5,
        "versions": runs.versions(),
    }
    if gaps:
        entry["gaps"] = gaps
    apart = (gaps or {}).get("reference", [])
    if len(apart) > 1:
        entry["gap"], entry["gap_sd"] = round(statistics.mean(apart), 4), round(sd(apart, 0.0), 4)
    if len(worthless) > 1 and len(reference) > 1:
        low = statistics.mean(worthless) + 4 * sd(worthless, own.smallest_sd_below)
        high = statistics.mean(reference) - 4 * sd(reference, own.smallest_sd)
        entry["low"], entry["high"] = math.ceil(1000 * low) / 1000, math.floor(1000 * high) / 1000
    return entry


def sd(values: list[float], smallest: float) -> float:
    """Return the standard deviation of some runs, or ``smallest`` if that is larger."""
    return max(smallest, statistics.stdev(values) if len(values) > 1 else 0.0)


def run(options: argparse.Namespace) -> int:
    """Run the command ``calibrate``: measure the reference levels.

    Raises:
        CourseError: There are no levels of the assignment, or it does not work on the data set.
    """
    if options.assignment not in LEVELS:
        known = ", ".join(LEVELS)
        raise CourseError(
            f"There are no reference levels of {options.assignment}, only of {known}."
        )
    choices = exercises.choices(options.assignment)
    data = options.data or choices[0]
    if data not in choices:
        raise CourseError(f"{options.assignment} works on {' or '.join(choices)}, not on '{data}'.")
    calibrate(options.assignment, data, options.budget, options.seeds)
    return 0


# ---- the levels ----------------------------------------------------------------------------------


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
# What full points are measured by: see autograder/references/reference_network.py. In 32 bits,
# which every machine computes alike. Fewer steps than the budget's, since its images take longer: a
# schedule that the seconds cut off would leave it untrained.
CAPSTONE_NETWORK = """
from autograder.references import reference_network

def inference():
    some = cifar10_input.per_image_standardization(train_images.images[:5_000]).numpy()
    return reference_network.network(some, reference_network.NARROW)
"""
CAPSTONE_TRAINING = """
rng = np.random.default_rng(seed)

def distort(images):
    return reference_network.distort(images, rng)

max_steps = min(1_200, steps(budget.epochs))
optimizer = reference_network.optimizer(max_steps, 128)
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
