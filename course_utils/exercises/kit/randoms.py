"""Statistics of random exercises: what occurs, how often, and whether each draw is drawn anew.

A right answer fails a test once in a billion drawings. A wrong one that a task names is caught in
more than 999 of 1,000: ``chisquare_power`` and ``ks_power`` say so from the numbers of draws, and
the tests hold each task to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import stats

from course_utils.exchange import Arrays, ExchangeError
from course_utils.exercises.kit.answers import as_array, compact, error_in, put
from course_utils.exercises.kit.properties import Asked, number
from course_utils.exercises.kit.task import Ask, Finding

FAILS_BELOW = 1e-9  # p-value: a right answer fails once in a billion drawings
SIZE = 32  # pixels
BATCHES = 8
PLACES = 4_000  # images of a question
KEPT = "the argument is as it was"  # the part of an answer that says so
ALONE = "one image"  # the part of an answer with what a batch of one image became
LAGS = 8  # how far from a draw its neighbours are looked for
BINS = 5  # of numbers that are no classes, when neighbours are compared

Dependence = Literal["", "one for all", "each batch alike", "neighbours", "each image alike"]


def draw_places(rng: np.random.Generator, count: int = PLACES, size: int = SIZE) -> Arrays:
    """Draw images whose pixels say where they come from.

    Returns:
        ``images``: uint8 (count, size, size, 3). Channel 0 holds 8 + 7·row, channel 1 8 + 7·column,
        channel 2 a number 1..250 of the image; 0 occurs nowhere, so that filled-in pixels show. The
        second half is the first one backwards, as of :func:`twice`.
    """
    place = (8 + 7 * np.arange(size)).astype(np.uint8)
    images = np.empty((count, size, size, 3), np.uint8)
    images[..., 0] = place[:, None]
    images[..., 1] = place[None, :]
    images[..., 2] = rng.integers(1, 251, len(images))[:, None, None]
    return {"images": twice(images)}


def twice(images: np.ndarray) -> np.ndarray:
    """Return as many images, of which the second half is the first one backwards.

    So each image is asked about twice, and what was drawn for it must not be the same.
    """
    first = images[: len(images) // 2]
    return np.concatenate([images[: len(images) - len(first)], first[::-1]])


def asks(
    name: str,
    batches: int = BATCHES,
    shape: Callable[[tuple[int, ...]], tuple[int, ...]] = lambda shape: shape,
) -> Ask:
    """Return the ``ask`` of a random task: several batches, so that a seed in the function shows.

    Then comes a batch of one image, whose shape ``changed`` looks at.

    Args:
        name: The function's name, for messages.
        batches: How many batches of equal size the images make.
        shape: From a batch's shape to the shape that is to come back, where that is another one.
    """

    def ask(function: Any, question: Arrays) -> Arrays:
        given = np.split(question["images"].copy(), batches)
        results = [compact(as_array(function(batch), name)) for batch in given]
        wanted = shape(given[0].shape)
        wrong = {result.shape for result in results} - {wanted}
        if wrong:
            raise ExchangeError(
                f"{name} turned a batch of shape {given[0].shape} into {min(wrong, key=str)}. "
                f"Return an array of {'the same shape' if wanted == given[0].shape else wanted}."
            )
        kept = np.array_equal(np.concatenate(given), question["images"])
        answer = {"images": np.concatenate(results), KEPT: np.array(kept)}
        put(answer, ALONE, lambda: function(question["images"][:1].copy()), name)
        return answer

    return ask


def changed(answer: Arrays) -> str:
    """Return what is wrong with a batch of one image, or with what became of the batches, or ''."""
    if said := error_in(answer, ALONE):
        return f"A batch of one image goes wrong: {said}"
    one = answer.get(ALONE)
    if one is not None and one.shape != (1, *answer["images"].shape[1:]):
        return (
            f"A batch of one image comes back in the shape {one.shape}. Keep the axis of the "
            "images, whatever their number: leave out squeeze()."
        )
    kept = answer.get(KEPT)
    if kept is None or kept.shape != () or bool(kept):
        return ""
    return (
        "The batch that your function gets is another one afterwards, and whoever called it goes "
        "on with it. Make a new array, such as images.copy(), and change that."
    )


# ---- how often -----------------------------------------------------------------------------------


def uneven(counts: np.ndarray, shares: np.ndarray | None = None) -> bool:
    """Return whether counts of classes contradict their probabilities (chi-squared).

    Args:
        counts: How often each class occurred.
        shares: Their probabilities; equal ones where it is ``None``.
    """
    expected = None if shares is None else np.asarray(shares) * counts.sum()
    return bool(stats.chisquare(counts, expected).pvalue < FAILS_BELOW)


def unlike(values: np.ndarray, cdf: Callable[[np.ndarray], np.ndarray]) -> bool:
    """Return whether numbers contradict a continuous distribution (Kolmogorov and Smirnov)."""
    return bool(stats.kstest(np.ravel(values), cdf).pvalue < FAILS_BELOW)


# ---- drawn anew ----------------------------------------------------------------------------------


def dependence(draws: np.ndarray, batches: int = BATCHES) -> Dependence:
    """Return how the draws of a function depend on one another, or on the image, or ''.

    Args:
        draws: (N,) or (N, K), finite: what was drawn for each of the images that ``twice`` gives,
            in their order. Integers are classes; other numbers are put into five bins of equal
            counts.
        batches: How many batches of equal size the images came in.
    """
    draws = draws.reshape(len(draws), -1)
    grouped = draws.reshape(batches, -1, draws.shape[1])
    if (grouped == grouped[:, :1]).all():
        return "one for all"
    if (grouped == grouped[:1]).all():
        return "each batch alike"
    half = grouped.shape[1] // 2  # what a batch's second half may repeat
    halves = grouped[:, :half].reshape(-1, draws.shape[1]), grouped[:, half : 2 * half]
    alike = map(related, halves[0].T, halves[1].reshape(-1, draws.shape[1]).T)
    if any(map(neighbours, draws.T)) or any(alike):
        return "neighbours"
    first = draws[: len(draws) // 2]
    again = map(related, first.T, draws[::-1][: len(first)].T)
    return "each image alike" if any(again) else ""


def neighbours(draws: np.ndarray) -> bool:
    """Return whether a draw tells something about one of the next few, as ``related`` finds it."""
    return any(related(draws[:-lag], draws[lag:]) for lag in range(1, LAGS + 1))


def related(first: np.ndarray, second: np.ndarray) -> bool:
    """Return whether one quantity tells something about another (chi-squared of their table).

    Args:
        first: (N,) integers, or numbers that are put into bins.
        second: (N,), the same.
    """
    table = np.zeros((_codes(first).max() + 1, _codes(second).max() + 1))
    np.add.at(table, (_codes(first), _codes(second)), 1)
    return bool(stats.chi2_contingency(table).pvalue < FAILS_BELOW)


def _codes(values: np.ndarray) -> np.ndarray:
    """Return values as classes 0, 1, …, each of which occurs."""
    if values.dtype.kind == "f":
        edges = np.quantile(values, np.arange(1, BINS) / BINS)
        values = np.searchsorted(edges, values)
    return np.unique(values, return_inverse=True)[1]


# ---- initial values and other samples ------------------------------------------------------------


@dataclass(frozen=True)
class Distribution:
    """The property of a sample that it follows a distribution: initial weights, for instance.

    Constants, such as initial biases, belong to the same property: alone, they would be known
    before the question.

    Attributes:
        name: A few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1.
        part: The part of the answer that holds the sample; its first axis counts fresh objects.
        cdf: The cumulative distribution, of an array.
        support: The least and the largest value that can occur.
        right: The sentence where it is right.
        step: The next step where no foreseen mistake shows.
        mistakes: Cumulative distributions of foreseen mistakes, by their sentences. The first one
            that the sample does not contradict is named.
        constants: What other parts must hold everywhere, by part.
    """

    name: str
    share: float
    part: str
    cdf: Callable[[np.ndarray], np.ndarray]
    support: tuple[float, float]
    right: str
    step: str
    mistakes: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = ()
    constants: tuple[tuple[str, float], ...] = ()

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        problem = self._problem(asked.answer)
        return Finding(self.name, self.share, 0.0 if problem else 1.0, problem or self.right)

    def _problem(self, answer: Arrays) -> str:
        sample = answer.get(self.part)
        if sample is None or sample.dtype.kind not in "biuf" or not sample.size:
            return error_in(answer, self.part) or f"No '{self.part}' came back. {self.step}"
        sample = sample.astype(np.float64)
        if not np.isfinite(sample).all():
            return f"'{self.part}' holds numbers that are not finite. {self.step}"
        if (sample == sample.flat[0]).all():
            return f"'{self.part}' is {number(sample.flat[0])} everywhere. {self.step}"
        if len(sample) > 1 and (sample == sample[:1]).all():
            return (
                f"'{self.part}' is the same in each fresh object. Give its generator no seed, and "
                "draw it when the object is made."
            )
        return self._unlike(sample) or self._changed(answer)

    def _unlike(self, sample: np.ndarray) -> str:
        low, high = self.support
        inside = low <= sample.min() and sample.max() <= high
        if inside and not unlike(sample, self.cdf):
            return ""
        for sentence, cdf in self.mistakes:
            if not unlike(sample, cdf):
                return sentence
        return (
            f"'{self.part}' has the mean {number(sample.mean())}, the standard deviation "
            f"{number(sample.std())} and values from {number(sample.min())} to "
            f"{number(sample.max())}, which is another distribution than asked for. {self.step}"
        )

    def _changed(self, answer: Arrays) -> str:
        for part, value in self.constants:
            got = answer.get(part)
            if got is None or got.dtype.kind not in "biuf" or not np.allclose(got, value):
                said = "nothing" if got is None or not got.size else number(np.ravel(got)[0])
                return f"'{part}' should start at {number(value)}, not at {said}."
        return ""
