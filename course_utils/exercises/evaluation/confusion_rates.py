"""What is taken for what."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import (
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task


def draw_confusions(rng: np.random.Generator) -> Arrays:
    """Draw labels and scores: all finite, with rows that are not, and without some classes.

    Returns:
        ``labels``: int64 (N,), each class another number of times. ``scores``: float32 (N, C).
        ``scores with NaN``: the same, some rows not finite. ``labels of some classes``: int64 (N,),
        two classes do not occur, though they are predicted.
    """
    classes = int(rng.integers(5, 8))
    sizes = rng.permutation(np.arange(classes) * 3 + 8)
    labels = rng.permutation(np.repeat(np.arange(classes), sizes))
    n = len(labels)
    # Confusions are lopsided, so that the transposed table is another one.
    taken = np.where(rng.random(n) < 0.55, labels, (labels + 1) % classes)
    wild = rng.random(n) < 0.15
    taken[wild] = rng.integers(0, classes, wild.sum())
    scores = rng.normal(0, 1, (n, classes)).astype(np.float32)
    scores[np.arange(n), taken] = scores.max(axis=1) + 1
    broken = scores.copy()
    for label in range(classes):
        hit = rng.permutation(np.flatnonzero(labels == label))[:4]
        broken[hit[0]] = np.nan
        broken[hit[1:], rng.integers(0, classes, 3)] = (-np.inf, np.nan, np.inf)
    absent = rng.permutation(classes)[:2]
    some = labels.copy()
    gone = np.isin(labels, absent)
    some[gone] = rng.choice(np.setdiff1d(np.arange(classes), absent), gone.sum())
    return {
        "labels": labels,
        "scores": scores,
        "scores with NaN": broken,
        "labels of some classes": some,
    }


RATES = Tolerance(8, "a whole number divided by another, perhaps in float32", floor=1e-6)

TASK = Task(
    "confusion_rates",
    "function",
    draw_confusions,
    functions.asks(
        Call(("scores", "labels"), ("rates",)),
        Call(("scores with NaN", "labels"), ("rates with NaN",)),
        Call(("scores", "labels of some classes"), ("rates of some classes",)),
    ),
    compares(
        Property(
            name="rates of each class",
            share=0.4,
            parts=("rates",),
            tolerance=RATES,
            right="Each row holds the rates of its true class.",
            step="Entry (i, j) is the share of the images of class i that are taken for class j.",
            mistakes=(
                Mistake(
                    "Rows and columns are exchanged. A row is a true class, a column a predicted "
                    "one.",
                    lambda q, e: e["rates"].T,
                ),
                mistake(
                    "by column",
                    "You divided by how often a class is predicted. Divide each row by how many "
                    "images its true class has: sum(axis=1, keepdims=True).",
                ),
                mistake(
                    "by column, transposed",
                    "Rows and columns are exchanged, and you divided by how often a class is "
                    "predicted. A row is a true class; divide it by that class's images.",
                ),
                mistake(
                    "of all",
                    "You divided by the number of all images. Divide each row by how many images "
                    "its true class has.",
                ),
                *(
                    mistake(
                        name,
                        "You count each pair of classes once, however often it occurs: "
                        "counts[labels, predicted] += 1 does. Use np.add.at, or a loop.",
                    )
                    for name in ("once", "once of ones")
                ),
                mistake(
                    "counts",
                    "You returned counts. Divide each row by how many images its true class has.",
                ),
                Mistake(
                    "You returned percentages. Return rates from 0 to 1.",
                    lambda q, e: 100 * e["rates"],
                ),
            ),
        ),
        Property(
            name="rows that are not finite",
            share=0.3,
            parts=("rates with NaN",),
            tolerance=RATES,
            right="An image whose scores are not finite counts for its class, in no column.",
            step="An image whose scores are not finite counts in no column; its class's row is "
            "still divided by all of the class's images.",
            mistakes=(
                mistake(
                    "NaN as classes",
                    "Rows that are not finite are counted somewhere: argmax answers the place of "
                    "the first NaN. Leave them out of every column.",
                ),
                mistake(
                    "left out",
                    "You left out images whose scores are not finite altogether, which flatters "
                    "the rates. Divide each row by all images of its class.",
                ),
                mistake(
                    "without NaN",
                    "Rows with an infinity are counted. Ask np.isfinite; np.isnan finds NaN only.",
                ),
                mistake(
                    "replaced",
                    "You replaced NaN by a number, and so gave classes to images that have none. "
                    "Leave them out of every column.",
                ),
            ),
        ),
        Property(
            name="classes that do not occur",
            share=0.3,
            parts=("rates of some classes",),
            tolerance=RATES,
            right="The row of a class that does not occur holds zeros.",
            step="A class without images has a row of zeros; there are as many rows as classes.",
            mistakes=(
                Symptom(
                    "A class without images has a row of NaN: 0 / 0. Divide by at least 1, "
                    "np.maximum(sizes, 1).",
                    lambda q, e, a: bool(np.isnan(a["rates of some classes"]).any()),
                ),
                Symptom(
                    "A class without images has no row in your table. There are as many rows and "
                    "columns as scores in a row: scores.shape[1].",
                    lambda q, e, a: (
                        a["rates of some classes"].ndim == 2
                        and len(a["rates of some classes"]) < len(e["rates of some classes"])
                    ),
                ),
            ),
        ),
    ),
)
