"""Exercises on hidden images: how a network is asked for scores, and judged by its accuracy.

``predict(images) -> scores`` gives one row of ten an image. The public check asks about visible
images, the grader about hidden ones.

Images are asked in batches of 250, and some of them again, singly and in odd batches: a network
that scores an image by its neighbours, or at random, gives itself away. Accuracy is turned into
points on a ramp between two cut-offs, along which each halving of the error earns the same. Where
the scores show why points are missing, a sentence says so.

Among the hidden images the grader mixes some visible ones, which a student holds the labels of.
They earn nothing; how much better or worse they are classified is told to the instructor.
"""

import json
import math
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

# Images and labels, from a count and a generator.
Draw = Callable[[int, np.random.Generator], tuple[np.ndarray, np.ndarray]]

BATCHES = [250]
BATCHES_AGAIN = [1] * 8 + [7, 65]  # the last size repeats
# Scores of one image differ by rounding from batch to batch, which may turn a tie between two
# classes: far less than 1 in 200 images.
AGREEMENT = 0.995
# Images that are asked a second time, drawn for each question. Of a thousand, a predictor that
# changes its mind about 1 image in 50 keeps 995 only once in 15,000 questions, and one that does so
# about 1 in 2,000, far more than rounding does, loses more than 5 once in 70,000.
AGAIN = 1_000
NEGATIVES = 16  # images that are also asked with all their pixels turned round

SMALLEST_ERROR = 0.001  # below it, errors are too few to halve
RULE = "In between, you earn the same again each time the share of wrong images falls by a tenth."

STAND_IN = (
    "What answers is a linear classifier, such as the course's own, which takes the place of your "
    "network until it is written. Let the function that builds your network return it."
)
# What scores have to show before a sentence names a mistake; an honest network shows none of it.
SURELY = 0.25  # of the images, beyond what is right: more than luck gives among ten classes
RAW_SPREAD = 100  # between an image's scores; of standardised images it is a tenth of that
ZEROS = 0.1  # of the scores, exactly 0, which only a ReLU gives
CHANCE = 0.12  # a tenth is right by guessing, and a little more by luck


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


def ask_predictor(predict: Any, question: Arrays) -> Arrays:
    """Score all images as ``ask_predict`` does, then a few and their negatives.

    Returns:
        Besides the parts of ``ask_predict``: ``pairs`` (2, 16, 10), scores of the first images, and
        of the same ones with 255 minus each pixel. They earn nothing, and are left out where they
        cannot be had.
    """
    answer = ask_predict(predict, question)
    few = question["images"][:NEGATIVES]
    try:
        pairs = [as_array(predict(part), "predict") for part in (few, 255 - few)]
        answer["pairs"] = np.stack(pairs)
    except (Exception, SystemExit):  # nothing is judged by them
        answer.pop("pairs", None)
    return answer


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


def share_of_points(accuracy: float, low: float, high: float) -> float:
    """Return which share of the points an accuracy earns, 0..1.

    It grows with the error's shrinking, so that the last errors are worth a training: each halving
    of the error earns the same.

    Args:
        accuracy: What was measured, 0..1.
        low: Where points begin, 0..1.
        high: Where they are full, 0..1, above ``low``.
    """
    begins, ends, error = (max(SMALLEST_ERROR, 1 - one) for one in (low, high, accuracy))
    if accuracy >= high or error <= ends:
        return 1.0
    return max(0.0, math.log(begins / error) / math.log(begins / ends))


def compare_predict(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Judge one property: accuracy on the ramp, if a score does not depend on its batch.

    A linear classifier and probabilities are welcome here; ``compare_network`` asks what they mean.
    """
    return _compared(question, expected, answer, network=False)


def compare_network(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
    """Judge as ``compare_predict`` does, and name a softmax or a linear classifier, too."""
    return _compared(question, expected, answer, network=True)


def _compared(question: Arrays, expected: Arrays, answer: Arrays, network: bool) -> list[Finding]:
    scores, labels = answer.get("scores"), expected["labels"]
    name = "accuracy"
    problem = usable(scores, answer.get("again"), question["again"], len(labels))
    if problem or scores is None:  # of none there is a problem
        return [Finding(name, 1.0, 0.0, problem)]
    with np.errstate(over="ignore"):  # a number beyond float64 is infinite
        scores = scores.astype(np.float64)
    hidden = ~visible_ones(expected)
    accuracy = precision_at_1(scores[hidden], labels[hidden])
    low, high = float(expected["low"]), float(expected["high"])
    earned = share_of_points(accuracy, low, high)
    count = int(hidden.sum())
    bounds = wilson_interval(round(accuracy * count), count)
    sentence = (
        f"Accuracy {100 * accuracy:.1f} % on {count:,} images (95 % interval "
        f"{100 * bounds[0]:.1f}-{100 * bounds[1]:.1f} %). Points begin at {100 * low:.1f} % and "
        f"are full from {100 * high:.1f} %."
    )
    if earned == 0:
        sentence += " Your classifier is not above the first cut-off yet."
    elif earned < 1:
        sentence += f" That earns {100 * earned:.0f} % of the points."
    if not np.isfinite(scores).all():
        sentence += " Some images had scores that are not finite; they count as wrong. "
        sentence += "Look for a division by 0, or for a logarithm or an exponential that overflows."
    elif earned < 1:
        # Labels of visible images alone: their students have them, so nothing is told of others.
        known = ~hidden if (~hidden).any() else hidden
        with np.errstate(all="ignore"):  # sums and differences of the largest numbers there are
            sentence += recognised(scores[known], labels[known], answer.get("pairs"), network)
    return [Finding(name, 1.0, earned, sentence)]


def recognised(
    scores: np.ndarray, labels: np.ndarray, pairs: np.ndarray | None, network: bool
) -> str:
    """Return a sentence on what keeps the accuracy low, after a space, or ''.

    It repeats no number: a kernel that has seen hidden images could write messages with one.

    Args:
        scores: Finite, float64 (N, 10).
        labels: int (N,).
        pairs: Scores of some images and of their negatives, (2, M, 10), untrusted.
        network: Whether a network is asked for that gives logits.
    """
    classes = scores.argmax(axis=1)
    right = classes == labels
    lowest, highest = scores.min(axis=1), scores.max(axis=1)
    summing = lowest.min() >= 0 and np.allclose(scores.sum(axis=1), 1, atol=1e-3)
    chosen = (
        (
            (highest == lowest).all(),
            "The ten scores of an image are all equal, so no class wins. Look at the last layer: "
            "it needs trained weights.",
        ),
        (
            (scores == scores[0]).all(),
            "All images get the same scores, so the images do not reach them. Compute the scores "
            "from the argument of predict.",
        ),
        (
            (np.diff(scores, axis=1) >= 0).all(),
            "The scores of each image rise from the first to the last: they were sorted. Leave "
            "them in the order of the classes.",
        ),
        (
            (scores.argmin(axis=1) == labels).mean() > max(SURELY, 2 * right.mean()),
            "The lowest score is mostly that of the right class: the scores are negated. Return "
            "them without the minus, so that the largest one wins.",
        ),
        (
            in_best_order(classes, labels) > right.mean() + SURELY,
            "The classes are told apart, but the columns are in another order than the labels. Let "
            "column k hold the score of label k.",
        ),
        (
            network and summing and not np.isin(scores, (0, 1)).all(),
            "The scores of each image sum to 1, as after a softmax. If your network ends in one, "
            "leave it out: the loss applies it to logits.",
        ),
        (
            lowest.min() == 0 and (scores == 0).mean() > ZEROS and not summing,
            "No score is negative, and many are exactly 0, as after a ReLU. Leave the last layer "
            "linear.",
        ),
        (
            np.median(highest - lowest) > RAW_SPREAD,
            "The scores are far apart, as of pixels from 0 to 255. Scale the images in predict as "
            "in training.",
        ),
        (network and is_linear(pairs), STAND_IN),
        (
            (classes == classes[0]).all(),
            "All images are put into the same class. Look at the scores of a few images: one "
            "column is always the largest.",
        ),
        (
            wilson_interval(int(right.sum()), len(right))[0] <= CHANCE,
            "That is what guessing gets. Print the loss while you train: if it stays at 2.30, "
            "images and labels are not in the same order.",
        ),
    )
    return next((f" {sentence}" for shows, sentence in chosen if shows), "")


def in_best_order(classes: np.ndarray, labels: np.ndarray) -> float:
    """Return the accuracy that the classes would have if each stood for another label, 0..1.

    Labels are given to classes one after another, the commonest pair first.
    """
    counts, found = np.zeros((10, 10), int), 0
    np.add.at(counts, (labels, classes), 1)
    for _ in range(10):
        label, named = np.unravel_index(counts.argmax(), counts.shape)
        found += counts[label, named]
        counts[label] = counts[:, named] = -1
    return found / len(labels)


def is_linear(pairs: np.ndarray | None) -> bool:
    """Return whether scores are linear in the pixels, standardised or not.

    The scores of an image and of its negative then have the same sum for all images.

    Args:
        pairs: Scores of some images and of their negatives, (2, M, 10), untrusted.
    """
    if pairs is None or pairs.dtype.kind != "f" or pairs.ndim != 3 or len(pairs) != 2:
        return False
    if not np.isfinite(pairs).all() or pairs.shape[1] < 2:
        return False
    sums, size = pairs.sum(axis=0), np.abs(pairs).max()
    return bool(size > 0 and np.abs(sums - sums[0]).max() < 1e-3 * size)


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


def draws(draw: Draw) -> Callable[[np.random.Generator], Arrays]:
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
    draw: Draw,
    runs: tuple[str, ...] | None = None,
) -> Task:
    """Return a task whose points grow with the accuracy of a network on hidden images.

    Args:
        name: Its grade id.
        assignment: The assignment's id, under which its cut-offs are kept.
        choices: The data sets that it can be graded on.
        draw: Draws images and labels of the embedded one, such as ``shapes.draw``.
        runs: The folders of the runs that it rests on, as in ``Task``. Without any, a linear
            classifier is what is asked for.
    """
    ends = cut_offs(assignment)
    return Task(
        name,
        "predictor",
        draws(draw),
        ask_predictor,
        compare_predict if runs == () else compare_network,
        cases=1,
        visible=visible(*choices, ends=ends),
        cut_offs=ends,
        runs=runs,
    )
