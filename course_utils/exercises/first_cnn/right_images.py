"""Which images are right, where neither NaN nor a tie counts."""

from functools import partial

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import (
    EXACT,
    Mistake,
    Property,
    Symptom,
    compares,
    given_by,
    mistake,
)
from course_utils.exercises.kit.task import Task

IMAGES, CLASSES = 64, 10


def draw_scores(rng: np.random.Generator) -> Arrays:
    """Draw labels, and scores of three networks: a sound one, one with NaN, one with ties.

    Returns:
        ``labels``: int64 (64,), each class at least once. ``scores``: float32 (64, 10).
        ``scores with NaN``: in some rows one or two scores are not finite, in others no score is
        finite; label 0 occurs among them, and the scores of some labels are infinite. In two rows
        NaN is all that is wrong, in two it is a score of minus infinity.
        ``tied scores``: in some rows the label's score is the highest, but not alone.
    """
    labels = rng.permutation(np.arange(IMAGES) % CLASSES)
    rows = np.arange(IMAGES)
    # A half-integer grid in rows that are shuffled: no two scores of a row are equal.
    scores = np.stack([rng.permutation(CLASSES) for _ in rows]).astype(np.float32)
    scores += rng.normal(0, 5, (IMAGES, 1)).astype(np.float32)
    likely = rng.random(IMAGES) < 0.6
    lead = rng.choice(np.array([0.01, 1], np.float32), likely.sum())  # some win by little
    scores[rows[likely], labels[likely]] = scores[likely].max(axis=1) + lead
    broken = scores.copy()
    hit = rng.permutation(IMAGES)[: int(rng.integers(16, 28))]
    broken[hit[:8]] = np.nan
    others = (labels[hit[8:]] + rng.integers(1, CLASSES, len(hit) - 8)) % CLASSES
    broken[hit[8:], others] = rng.choice((np.nan, -np.inf), len(hit) - 8)
    broken[hit[8:11], labels[hit[8:11]]] = np.inf
    zeros = np.flatnonzero(labels == 0)[:4]  # what argmax of a row of NaN would find right
    broken[zeros] = np.nan
    likeliest = rng.permutation(np.setdiff1d(np.flatnonzero(likely), (*hit, *zeros)))[:4]
    broken[likeliest, labels[likeliest] - 1] = (np.nan, -np.inf) * 2
    tied = scores.copy()
    chosen = rng.permutation(np.flatnonzero(likely))[: int(rng.integers(8, 16))]
    places = (labels[chosen] + rng.integers(1, CLASSES, len(chosen))) % CLASSES
    tied[chosen, places] = tied[chosen, labels[chosen]]
    tied[zeros] = 0.0  # a row of equal scores, whose first one is that of class 0
    return {"labels": labels, "scores": scores, "scores with NaN": broken, "tied scores": tied}


def _argmax(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return scores.argmax(axis=1) == labels


def _with_ties(name: str, question: Arrays, expected: Arrays) -> Arrays:
    """Return what a mistake gives of NaN, with ties right, so that it is not argmax."""
    ties = "right by tied scores"
    return {"right by scores with NaN": given_by(expected, name), ties: expected[ties]}


TASK = Task(
    "right_images",
    "function",
    draw_scores,
    functions.asks(
        *(
            Call((scores, "labels"), (f"right by {scores}",))
            for scores in ("scores", "scores with NaN", "tied scores")
        )
    ),
    compares(
        Property(
            name="right images",
            share=0.3,
            parts=("right by scores",),
            tolerance=EXACT,
            right="The right images of a sound network are found.",
            step="Say of each image whether the score of its own label is the highest.",
            mistakes=(
                Symptom(
                    "You returned one number. Return one value for each image: True where it is "
                    "right. Their mean is the precision.",
                    lambda q, e, a: a["right by scores"].size == 1,
                ),
                Mistake(
                    "You returned which images are wrong. Return which ones are right.",
                    lambda q, e: 1 - e["right by scores"],
                ),
                Mistake(
                    "You returned the class of each image. Compare it with its label.",
                    lambda q, e: q["scores"].argmax(axis=1),
                ),
                Symptom(
                    "You returned one value for each score. Return one for each image, shape (N,).",
                    lambda q, e, a: a["right by scores"].shape == q["scores"].shape,
                ),
                Symptom(
                    "You returned the places of the right images. Return one value for each image, "
                    "True or False.",
                    lambda q, e, a: np.array_equal(
                        a["right by scores"], np.flatnonzero(e["right by scores"])
                    ),
                ),
            ),
        ),
        Property(
            name="rows that are not finite",
            share=0.4,
            parts=("right by scores with NaN",),
            tolerance=EXACT,
            right="A row with NaN or an infinity counts as wrong.",
            step="An image counts as right only where all of its scores are finite.",
            mistakes=(
                *(
                    Mistake(
                        "You compare scores, but rows that are not finite still count: a "
                        "comparison with NaN is False, and infinity is above all. Ask np.isfinite "
                        "of all ten scores of a row, too.",
                        partial(_with_ties, name),
                    )
                    for name in ("comparisons", "comparisons of others")
                ),
                Mistake(
                    "Rows of NaN count as class 0 in your function, since argmax answers the "
                    "place of the first NaN. Ask np.isfinite of all scores of a row first.",
                    lambda q, e: _argmax(q["scores with NaN"], q["labels"]),
                ),
                Symptom(
                    "You left out the rows that are not finite. Each image keeps its place: write "
                    "False there.",
                    lambda q, e, a: (
                        a["right by scores with NaN"].shape
                        == (int(np.isfinite(q["scores with NaN"]).all(axis=1).sum()),)
                    ),
                ),
                mistake(
                    "without NaN",
                    "Rows with an infinity count in your function. Ask np.isfinite of all ten "
                    "scores of a row; np.isnan and comparisons find NaN only.",
                ),
                Symptom(
                    "One row that is not finite takes all other images with it. Ask each row on "
                    "its own: np.isfinite(scores).all(axis=1).",
                    lambda q, e, a: not a["right by scores with NaN"].any(),
                ),
                Mistake(
                    "You replaced NaN by a number, and so gave classes to rows that have none. "
                    "Count each row that is not finite as wrong.",
                    lambda q, e: _argmax(np.nan_to_num(q["scores with NaN"]), q["labels"]),
                ),
            ),
        ),
        Property(
            name="ties",
            share=0.3,
            parts=("right by tied scores",),
            tolerance=EXACT,
            right="A label that shares the highest score counts as wrong.",
            step="The label's score must be above each of the nine others.",
            mistakes=(
                Mistake(
                    "argmax takes the first of equal scores, so a network that scores all classes "
                    "alike is right on class 0. Count an image as right only if its label's score "
                    "is above each of the nine others.",
                    lambda q, e: _argmax(q["tied scores"], q["labels"]),
                ),
                mistake(
                    "ties right",
                    "You count a label that shares the highest score as right. Then a network that "
                    "scores all classes alike is always right. Count a tie as wrong.",
                ),
            ),
        ),
    ),
)
