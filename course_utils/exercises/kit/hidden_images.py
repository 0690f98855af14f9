"""Exercises on hidden images: how a network is asked for scores, and judged by its accuracy.

``predict(images) -> scores`` gives one row of ten an image. The public check asks about visible
images, the grader about hidden ones.

Images are asked in batches of 250, and some of them again, singly and in odd batches: a network
that scores an image by its neighbours, or at random, gives itself away. Accuracy is turned into
points on a linear ramp between two cut-offs.

Among the hidden images the grader mixes some visible ones, which a student holds the labels of.
They earn nothing; how much better or worse they are classified is told to the instructor.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from course_utils import settings
from course_utils.data import visible_split
from course_utils.evaluation import precision_at_1, wilson_interval
from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import as_array
from course_utils.exercises.kit.task import Finding, Task

# Written by `python -m autograder calibrate` alone. The grader reads it, and so does the students'
# own public check: it is part of what they get.
CUT_OFFS = Path(__file__).parents[1] / "cut_offs.json"

BATCHES = [250]
BATCHES_AGAIN = [1] * 8 + [7, 65]  # the last size repeats
# Scores of one image differ by rounding from batch to batch, which may turn a tie between two
# classes: far less than 1 in 200 images.
AGREEMENT = 0.995
# Images that are asked a second time, drawn for each question. Of a thousand, a predictor that
# changes its mind about 1 image in 50 keeps 995 only once in 15,000 questions, and one that does so
# about 1 in 2,000, far more than rounding does, loses more than 5 once in 70,000.
AGAIN = 1_000


def arrange(images: np.ndarray, rng: np.random.Generator) -> Arrays:
    """Make a predictor's question: images, and the order in which a part of them is asked again.

    Args:
        images: uint8 (N, H, W, C).
        rng: Draws the order.
    """
    return {"images": images, "again": rng.permutation(len(images))[:AGAIN]}


def ask_predict(predict: Any, question: Arrays) -> Arrays:
    """Score all images in batches of 250, then some of them again in batches of 1, 7 and 65."""
    images = question["images"]
    scores = [as_array(predict(part), "predict") for part in parts(images, BATCHES)]
    check_rows(scores, BATCHES, len(images))
    again = images[question["again"]]
    repeated = [as_array(predict(part), "predict") for part in parts(again, BATCHES_AGAIN)]
    check_rows(repeated, BATCHES_AGAIN, len(again))
    return {"scores": np.concatenate(scores), "again": np.concatenate(repeated)}


def parts(images: np.ndarray, sizes: list[int]) -> list[np.ndarray]:
    """Split the images into batches of the given sizes, the last size repeated to the end."""
    ends = list(np.cumsum(sizes[:-1]))
    start = int(ends[-1]) if ends else 0
    return np.split(images, [*ends, *range(start + sizes[-1], len(images), sizes[-1])])


def check_rows(scores: list[np.ndarray], sizes: list[int], total: int) -> None:
    """Raise an error unless each batch of images gave one row of ten scores an image."""
    counts = [len(part) for part in parts(np.empty((total, 0)), sizes)]
    for batch, count in zip(scores, counts, strict=True):
        if batch.shape != (count, 10):
            raise ExchangeError(
                f"predict turned {count} images into an array of shape {batch.shape}. Return one "
                f"row of ten scores for each image: ({count}, 10)."
            )


def usable(
    scores: np.ndarray | None, again: np.ndarray | None, order: np.ndarray, count: int
) -> str:
    """Return the reason why scores are no evidence of a classifier, or '' if they are.

    Args:
        scores: What came back for all images, untrusted.
        again: What came back for some of them the second time, untrusted.
        order: int (M,), which images those are.
        count: How many images there are.
    """
    if scores is None or again is None or scores.shape != (count, 10):
        return "predict must return one row of ten scores for each image."
    if again.shape != (len(order), 10):
        return "Fewer scores came back when images were asked again."
    if scores.dtype.kind not in "biuf" or again.dtype.kind not in "biuf":
        return "predict must return numbers."
    finite = np.isfinite(scores).all(axis=1)
    if not finite.any():
        return "All scores are NaN or infinite. Did training diverge? Lower the learning rate."
    same = scores[order].argmax(axis=1) == again.argmax(axis=1)
    if same.mean() < AGREEMENT:
        return (
            f"Only {100 * same.mean():.1f} % of the images got the same class when they were asked "
            "again in another order and in other batches. Score each image by itself: call the "
            "network with training=False and draw nothing at random in predict."
        )
    return ""


def compare_predict(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Judge one property: accuracy on a linear ramp, if a score does not depend on its batch."""
    scores, labels = answer.get("scores"), expected["labels"]
    name = "accuracy"
    problem = usable(scores, answer.get("again"), question["again"], len(labels))
    if problem:
        return [Finding(name, 1.0, 0.0, problem)]
    hidden = ~visible_ones(expected)
    scores, labels = scores[hidden], labels[hidden]
    accuracy = precision_at_1(scores, labels)
    low, high = float(expected["low"]), float(expected["high"])
    earned = min(1.0, max(0.0, (accuracy - low) / (high - low)))
    bounds = wilson_interval(round(accuracy * len(labels)), len(labels))
    sentence = (
        f"Accuracy {100 * accuracy:.1f} % on {len(labels):,} images (95 % interval "
        f"{100 * bounds[0]:.1f}-{100 * bounds[1]:.1f} %). Points begin at {100 * low:.1f} % and "
        f"are full from {100 * high:.1f} %."
    )
    if not np.isfinite(scores).all():
        sentence += " Some images had scores that are not finite; they count as wrong."
    if earned == 0:
        sentence += " Your classifier is not above the first cut-off yet."
    elif earned < 1:
        sentence += f" That earns {100 * earned:.0f} % of the points."
    return [Finding(name, 1.0, earned, sentence)]


def visible_ones(expected: Arrays) -> np.ndarray:
    """Return which of a question's images are visible ones: bool (N,)."""
    return expected.get("visible", np.zeros(len(expected["labels"]), bool))


def accuracies(expected: Arrays, answer: Arrays) -> dict[str, float | int]:
    """Measure the accuracies on hidden and on visible images in one answer.

    Args:
        expected: With ``labels`` and ``visible``.
        answer: What the kernel answered; anything.

    Returns:
        ``hidden_accuracy`` and ``visible_accuracy``, 0..1, and ``hidden_count`` and
        ``visible_count``; without the visible ones where none were asked, and nothing where the
        answer is not one row of scores for each image.
    """
    labels, scores = expected["labels"], answer.get("scores")
    if scores is None or scores.shape != (len(labels), 10) or scores.dtype.kind not in "biuf":
        return {}
    measured: dict[str, float | int] = {}
    visible = visible_ones(expected)
    for name, chosen in (("hidden", ~visible), ("visible", visible)):
        if chosen.any():
            measured[f"{name}_accuracy"] = precision_at_1(scores[chosen], labels[chosen])
            measured[f"{name}_count"] = int(chosen.sum())
    return measured


# ---- what an exercise is made of -----------------------------------------------------------------


def cut_offs(assignment: str) -> Callable[[str], dict[str, float]]:
    """Return the function from a data set to the accuracies at which points begin and end.

    They come from reference runs: ``python -m autograder calibrate`` writes them.

    Args:
        assignment: The assignment's id.

    Returns:
        A function for ``Task.cut_offs``, from a data set's name to ``low``, where points begin, and
        ``high``, where they end, both in 0..1. It raises an ``ExchangeError`` for a data set that
        was not measured.
    """

    def ends(data: str) -> dict[str, float]:
        table = json.loads(CUT_OFFS.read_text(encoding="utf-8")).get(assignment, {})
        if "low" not in table.get(data, {}):
            measured = ", ".join(sorted(table)) or "none"
            raise ExchangeError(
                f"There are no cut-offs of {assignment} for '{data}' (measured: {measured}). The "
                f"instructor calibrates first: python -m autograder calibrate {assignment} "
                f"--data {data}."
            )
        return {end: float(table[data][end]) for end in ("low", "high")}

    return ends


def visible(
    *choices: str,
    images: int | None = None,
    ends: Callable[[str], dict[str, float]] | None = None,
) -> Callable[[int], tuple[Arrays, Arrays]]:
    """Return the ``visible`` of a task on hidden images, which gives its practice question.

    Args:
        *choices: The data sets that it can be graded on, as ``settings.graded_data`` takes them.
        images: How many of the visible images are asked; all where it is ``None``.
        ends: The task's ``cut_offs``, if it has any.

    Returns:
        A function from the number of a case to question and expectation: visible images, their
        labels, and the cut-offs. It raises an ``ExchangeError`` for a data set without cut-offs.
    """

    def question(case: int) -> tuple[Arrays, Arrays]:
        data = settings.graded_data(*choices)
        _, held_out = visible_split(data)
        asked = arrange(held_out.images[:images], np.random.default_rng(case))
        cut = {end: np.array(value) for end, value in ends(data).items()} if ends else {}
        return asked, {"labels": held_out.labels[:images], **cut}

    return question


def draws(draw: Callable[[int, np.random.Generator], tuple]) -> Callable:
    """Return the ``draw`` of a task on hidden images: a question on an embedded data set.

    It takes any seed; the grader draws its own questions from its secret.

    Args:
        draw: Such as ``shapes.draw``: images and labels from a count and a generator.
    """

    def question(rng: np.random.Generator) -> Arrays:
        images, _ = draw(1_000, rng)
        return arrange(images, rng)

    return question


def graded_by_accuracy(
    name: str,
    assignment: str,
    choices: tuple[str, ...],
    draw: Callable[[int, np.random.Generator], tuple],
    runs: tuple[str, ...] | None = None,
) -> Task:
    """Return a task whose points grow with the accuracy of a network on hidden images.

    Args:
        name: Its grade id.
        assignment: The assignment's id, under which its cut-offs are kept.
        choices: The data sets that it can be graded on.
        draw: Draws images and labels of the embedded one, such as ``shapes.draw``.
        runs: The folders of the runs that it rests on, as in ``Task``.
    """
    ends = cut_offs(assignment)
    return Task(
        name,
        "predictor",
        draws(draw),
        ask_predict,
        compare_predict,
        cases=1,
        visible=visible(*choices, ends=ends),
        cut_offs=ends,
        runs=runs,
    )
