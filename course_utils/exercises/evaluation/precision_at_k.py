"""How often the label is among the first k classes."""

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


def draw_ranks(rng: np.random.Generator) -> Arrays:
    """Draw labels, four k, and scores of three networks: a sound one, one with NaN, one with ties.

    Returns:
        ``labels``: int64 (N,). ``k`` from 3 to 4 and ``larger k``, below the number of classes C;
        ``least k``, 1, and ``most k``, C - 1.
        ``scores``: float32 (N, C), each rank of the label several times. ``scores with NaN``: rows
        of every rank are not finite. ``tied scores``: in some rows the label shares its score with
        classes around rank k, in others inside the first k.
    """
    classes, k = int(rng.integers(8, 12)), int(rng.integers(3, 5))
    # High ranks are commoner, and there are enough images that no mistake is right by accident.
    sizes = rng.integers(20, 40, classes) + 12 * np.arange(classes)[::-1]
    ranks = rng.permutation(np.repeat(np.arange(classes), sizes))
    n, rows = len(ranks), np.arange(len(ranks))
    # Whole numbers in another place of each row, and a level of each row's own: no ties yet.
    scores = np.argsort(rng.random((n, classes)), axis=1).astype(np.float32)
    labels = (scores == classes - 1 - ranks[:, None]).argmax(axis=1)
    scores += rng.integers(-9, 9, (n, 1)).astype(np.float32)

    broken = scores.copy()
    for rank in range(classes):
        hit = rng.permutation(np.flatnonzero(ranks == rank))[: int(rng.integers(8, 16))]
        others = (labels[hit] + rng.integers(1, classes, len(hit))) % classes
        broken[hit, others] = rng.choice((np.nan, -np.inf), len(hit))
        broken[hit[:3]] = np.nan
    spare = np.flatnonzero((ranks > k + 2) & np.isfinite(broken).all(axis=1))[:9]
    broken[spare, labels[spare]] = np.inf  # a label that would be the first

    tied = scores.copy()
    at_the_edge = rng.permutation(np.flatnonzero(ranks == k - 1))[: int(rng.integers(9, 18))]
    below = (scores == scores[rows, labels][:, None] - 1).argmax(axis=1)
    tied[at_the_edge, below[at_the_edge]] += 1
    inside = np.flatnonzero(ranks == 0)[:12]  # two at the top are both among the first three
    tied[inside, below[inside]] += 1
    level = rng.permutation(np.flatnonzero(ranks > k + 2))[: int(rng.integers(20, 30))]
    tied[level] = 0.0  # a network that scores all classes alike
    return {
        "labels": labels,
        "k": np.array(k),
        "larger k": np.array(k + 2),
        "least k": np.array(1),
        "most k": np.array(classes - 1),
        "scores": scores,
        "scores with NaN": broken,
        "tied scores": tied,
    }


SHARE = Tolerance(4, "a whole number divided by the images, perhaps in float32", floor=1e-6)
COUNTED_NAN = (
    "Rows that are not finite still count in your function: argsort puts NaN at the end, and a "
    "comparison with NaN is False. Ask np.isfinite of all scores of a row, too."
)
ORDERED = (
    "Where scores are equal, the order of the classes decides in your function. Count how many "
    "others are at least as high as the label's score: a tie counts against it."
)

TASK = Task(
    "precision_at_k",
    "function",
    draw_ranks,
    functions.asks(
        Call(("scores", "labels", "k"), ("share of scores",)),
        Call(("scores", "labels", "larger k"), ("share with larger k",)),
        Call(("scores", "labels", "least k"), ("share with least k",)),
        Call(("scores", "labels", "most k"), ("share with most k",)),
        Call(("scores with NaN", "labels", "k"), ("share of scores with NaN",)),
        Call(("scores with NaN", "labels", "larger k"), ("share with NaN and larger k",)),
        Call(("tied scores", "labels", "k"), ("share of tied scores",)),
        Call(("tied scores", "labels", "larger k"), ("share of ties with larger k",)),
    ),
    compares(
        Property(
            name="among the first k",
            share=0.4,
            parts=("share of scores", *(f"share with {k} k" for k in ("larger", "least", "most"))),
            tolerance=SHARE,
            right="The share of labels among the first k is right.",
            step="Return the share of images whose label is among the k classes with the highest "
            "scores, from 0 to 1.",
            mistakes=(
                Mistake(
                    "You counted the images. Divide by how many there are.",
                    lambda q, e: e["share of scores"] * len(q["labels"]),
                ),
                Mistake(
                    "You returned a percentage. Return a share from 0 to 1.",
                    lambda q, e: 100 * e["share of scores"],
                ),
                Mistake(
                    "You returned the share of images that are wrong. Return that of the others.",
                    lambda q, e: {
                        part: 1 - e[part] for part in ("share of scores", "share with larger k")
                    },
                ),
                Symptom(
                    "You returned one value for each image. Return one number: their mean.",
                    lambda q, e, a: a["share of scores"].shape == q["labels"].shape,
                ),
                mistake(
                    "divided by k",
                    "You divided by k, as searches for documents do. An image has one label: it "
                    "is among the first k or not.",
                ),
                mistake(
                    "first only",
                    "You look at the highest score only, whatever k is. Let k classes count.",
                ),
                mistake(
                    "lowest",
                    "You took the k lowest scores: argsort begins with the lowest. Take its last "
                    "k columns, or sort the negative scores.",
                ),
                mistake(
                    "one rank less",
                    "Your k is one too small: fewer than k others may be above the label's score.",
                ),
                mistake(
                    "one rank more",
                    "Your k is one too large: fewer than k others may be above the label's score, "
                    "not k of them.",
                ),
            ),
        ),
        Property(
            name="rows that are not finite",
            share=0.3,
            parts=("share of scores with NaN", "share with NaN and larger k"),
            tolerance=SHARE,
            right="A row with NaN or an infinity counts as wrong.",
            step="An image counts only where all of its scores are finite.",
            mistakes=(
                *(
                    mistake(name, COUNTED_NAN)
                    for name in (
                        "last of argsort",
                        "first of argsort",
                        "comparisons above",
                        "comparisons not below",
                    )
                ),
                mistake(
                    "left out",
                    "You left out the rows that are not finite. Count them as wrong: divide by "
                    "the number of all images.",
                ),
                mistake(
                    "without NaN",
                    "Rows with an infinity count in your function. Ask np.isfinite; np.isnan "
                    "finds NaN only.",
                ),
                mistake(
                    "replaced",
                    "You replaced NaN by a number, and so gave ranks to rows that have none. "
                    "Count each row that is not finite as wrong.",
                ),
                Symptom(
                    "One row that is not finite takes all others with it. Ask each row on its "
                    "own: np.isfinite(scores).all(axis=1).",
                    lambda q, e, a: a["share of scores with NaN"] == 0,
                ),
            ),
        ),
        Property(
            name="ties",
            share=0.3,
            parts=("share of tied scores", "share of ties with larger k"),
            tolerance=SHARE,
            right="A tie counts against the label.",
            step="Fewer than k other classes may have a score at least as high as the label's.",
            mistakes=(
                mistake(
                    "ties in favour",
                    "Ties count for the label in your function, so a network that scores all "
                    "classes alike is always right. Fewer than k others may be at least as high.",
                ),
                mistake("ties by order", ORDERED),
                mistake("ties by reverse order", ORDERED),
                mistake(
                    "ties never",
                    "You count every tie as wrong. A label that shares the first place with one "
                    "other is surely among the first three: count the others at least as high.",
                ),
            ),
        ),
    ),
)
