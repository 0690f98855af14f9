"""Properties of an answer: what each is worth, how near is right, and which mistake was made.

A property covers one part of an answer or several. A part that is missing, not finite or of another
shape loses its own property and no other. Where a part is wrong, the mistakes that its author
foresaw are tried one after another, so that the feedback names the mistake and not only the number.
"""

import difflib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import error_in
from course_utils.exercises.kit.task import Compare, Finding

Label = Callable[[Arrays, str], str]


class Tolerance(NamedTuple):
    """The distance from the reference within which a number still counts as right.

    It depends on the question alone: a coarse dtype of the answer widens nothing.

    Attributes:
        roundings: How many roundings, each at the size of the largest expected number, a right
            computation may pile up.
        why: The reason for that number.
        dtype: The coarsest type in which a right solution may compute.
        floor: What is allowed whatever the size, in the answer's unit: for expected numbers that
            may all be 0 but for rounding.
    """

    roundings: float
    why: str
    dtype: type = np.float32
    floor: float = 0.0

    def allowed(self, want: np.ndarray) -> float:
        """Return the largest difference that counts as right, in the unit of ``want``."""
        size = float(np.abs(want).max(initial=0.0))
        return self.floor + self.roundings * float(np.finfo(self.dtype).eps) * size

    def holds(self, got: np.ndarray, want: np.ndarray) -> bool:
        """Return whether two arrays have one shape, are not empty, and agree; NaN never does."""
        if got.shape != want.shape or not want.size or got.dtype.kind not in "biuf":
            return False
        return bool((distance(got, want) <= self.allowed(want)).all())


# How the numbers of a mistake are called in an expectation, where the reference computes them.
PREFIX = "mistake "
EXACT = Tolerance(0, "whole numbers are not rounded")


def distance(got: np.ndarray, want: np.ndarray) -> np.ndarray:
    """Return absolute differences in float64, infinite where ``got`` is not finite."""
    with np.errstate(over="ignore"):  # a number beyond float64 is infinitely far away
        got = got.astype(np.float64)
    finite = np.isfinite(got)
    return np.where(finite, np.abs(np.where(finite, got, 0.0) - want), np.inf)


class PartMissing(LookupError):
    """The error that an answer lacks a part.

    It is ordinary, unlike a name that question or expectation lack.
    """


class NumbersMissing(KeyError):
    """The error that the reference gives no numbers for a mistake: its name is misspelt."""

    def __str__(self) -> str:
        """Return the sentence as it is, where a ``KeyError`` would quote it."""
        return str(self.args[0])


def given_by(expected: Arrays, name: str) -> np.ndarray:
    """Return the numbers of a mistake, which the reference computes.

    Args:
        expected: What the reference answers.
        name: What it calls the mistake, without the prefix.

    Raises:
        NumbersMissing: It computes none under this name.
    """
    stored = PREFIX + name
    if stored not in expected:
        names = [one.removeprefix(PREFIX) for one in expected if one.startswith(PREFIX)]
        near = ", ".join(f"'{one}'" for one in difflib.get_close_matches(name, names, cutoff=0))
        raise NumbersMissing(
            f"The reference gives no numbers of a mistake '{name}'. "
            + (f"The nearest names that it gives: {near}." if near else "It gives none at all.")
        )
    return expected[stored]


class Parts(Arrays):
    """An answer as symptoms look at it: a part that it lacks raises ``PartMissing``."""

    def __missing__(self, part: str) -> np.ndarray:
        raise PartMissing(part)


class Mistake(NamedTuple):
    """A mistake that its author foresaw, known by the numbers that it gives.

    Attributes:
        sentence: The symptom and the next step.
        gives: Takes question and expectation; what this mistake answers: arrays by part, or one
            array or number for the property's first part. It is recognised where all of them agree.
    """

    sentence: str
    gives: Callable[[Arrays, Arrays], Arrays | np.ndarray | float]

    def seen(self, asked: "Asked", judged: "Property") -> bool:
        """Return whether an answer is what this mistake gives."""
        gives = self.gives(asked.question, asked.expected)
        given = gives if isinstance(gives, dict) else {judged.parts[0]: np.asarray(gives)}
        return all(
            part in asked.answer
            and judged.tolerance.holds(asked.answer[part], np.asarray(wrong, np.float64))
            for part, wrong in given.items()
        )


def mistake(
    name: str,
    sentence: str,
    part: Callable[[Arrays, np.ndarray], Arrays | np.ndarray] | str | None = None,
) -> Mistake:
    """Return a mistake that the reference gives the numbers of.

    Args:
        name: What the reference calls it, without the prefix.
        sentence: The symptom and the next step.
        part: What to take of these numbers, from the question and them; or the part of the answer
            that they stand for, where it is not the property's first.
    """

    def gives(question: Arrays, expected: Arrays) -> Arrays | np.ndarray:
        values = given_by(expected, name)
        if isinstance(part, str):
            return {part: values}
        return part(question, values) if part else values

    return Mistake(sentence, gives)


class Symptom(NamedTuple):
    """A mistake that shows in some other way than by its numbers, such as in a shape.

    Attributes:
        sentence: The symptom and the next step.
        shows: Takes question, expectation and answer; returns whether the mistake shows in them. An
            answer may be of any shape here, and may lack parts: where this raises, the mistake is
            another one.
    """

    sentence: str
    shows: Callable[[Arrays, Arrays, Arrays], bool]

    def seen(self, asked: "Asked", judged: "Property") -> bool:
        """Return whether an answer shows this symptom."""
        return bool(self.shows(asked.question, asked.expected, Parts(asked.answer)))


class Asked(NamedTuple):
    """One case: its question, the expected answer, and the answer that came."""

    question: Arrays
    expected: Arrays
    answer: Arrays


class Judged(Protocol):
    """What :func:`compares` puts together: anything with a name, a share and a finding."""

    @property
    def name(self) -> str:
        """Return the property's name."""

    @property
    def share(self) -> float:
        """Return what part of the task's points it is worth."""

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""


def part_itself(question: Arrays, part: str) -> str:
    """Return the name of a part as a reader sees it, where nothing else was asked for."""
    return f"'{part}'"


@dataclass(frozen=True)
class Property:
    """A property that a reference decides.

    Attributes:
        name: A few words, as the feedback shows it.
        share: The part of the task's points that it carries, 0..1.
        parts: The parts of the answer that have to be right for it, in order.
        tolerance: How near is right.
        right: The sentence where it is right.
        step: The next step where it is wrong and no foreseen mistake shows.
        mistakes: The foreseen mistakes, the more special ones first.
        despite: Slips that another property takes points for. What follows from one of them is
            right here, so that one slip does not take everything.
        label: How a sentence calls a part of a question.
    """

    name: str
    share: float
    parts: tuple[str, ...]
    tolerance: Tolerance
    right: str
    step: str
    mistakes: tuple[Mistake | Symptom, ...] = ()
    label: Label = part_itself
    despite: tuple[Mistake, ...] = ()

    def finding(self, asked: Asked) -> Finding:
        """Return what one case shows about this property."""
        problem = self.problem(asked)
        return Finding(self.name, self.share, 0.0 if problem else 1.0, problem or self.right)

    def problem(self, asked: Asked) -> str:
        """Return what is wrong with an answer, or ''."""
        wrong = [part for part in self.parts if not self._holds(asked, part)]
        if not wrong or any(_shows(slip, asked, self) for slip in self.despite):
            return ""
        for mistake in self.mistakes:
            if foreseen(mistake, asked, self):
                return mistake.sentence
        return self.symptom(asked, wrong[0])

    def _holds(self, asked: Asked, part: str) -> bool:
        got = asked.answer.get(part)
        return got is not None and self.tolerance.holds(got, asked.expected[part])

    def symptom(self, asked: Asked, part: str) -> str:
        """Return what is wrong with a part, where no foreseen mistake shows."""
        said, got = error_in(asked.answer, part), asked.answer.get(part)
        called, want = self.label(asked.question, part), asked.expected[part]
        if said:
            return said
        if got is None or got.dtype.kind not in "biuf":
            return f"No numbers came back for {called}. {self.step}"
        if not want.size:
            return f"There is nothing to compare {called} with. Tell your instructor."
        if got.shape != want.shape:
            return f"{capital(called)} has the shape {got.shape}, not {want.shape}. {self.step}"
        if not np.isfinite(got).all():
            return (
                f"{capital(called)} holds numbers that are not finite. Look for a division by 0, a "
                f"logarithm of 0 or an exponential that overflows. {self.step}"
            )
        return f"{capital(called)}{worst(got, want)}. {self.step}"


# What looking at an odd answer may raise. No KeyError: a name that the question or the expectation
# lacks is misspelt in the course, and the mistake would never show.
ODD = (PartMissing, ValueError, IndexError, TypeError, AttributeError, ArithmeticError)


def foreseen(mistake: Mistake | Symptom, asked: Asked, judged: Property) -> bool:
    """Return whether a mistake shows; one that cannot even look at the answer does not.

    Raises:
        KeyError: The mistake looks for a name that the question or the expectation lacks.
    """
    return _shows(mistake, asked, judged)


def _shows(mistake: Mistake | Symptom, asked: Asked, judged: Property) -> bool:
    try:
        with np.errstate(all="ignore"):
            return mistake.seen(asked, judged)
    except ODD:
        return False


def worst(got: np.ndarray, want: np.ndarray) -> str:
    """Say where an array is farthest from what it should be, and which number is there."""
    place = np.unravel_index(int(distance(got, want).argmax()), want.shape)
    where = f" at index {tuple(map(int, place))}" if want.ndim else ""
    return f"{where} is {number(got[place])} but should be {number(want[place])}"


def number(value: float) -> str:
    """Format a number as a reader wants it: whole ones as they are, six digits of others."""
    value = float(value)
    whole = value.is_integer() and abs(value) < 1e15
    return f"{int(value):,}" if whole else f"{value:.6g}"


def capital(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]


def compares(*judged: Judged) -> Compare:
    """Return the ``compare`` of a task from its properties.

    Raises:
        ValueError: The shares do not sum to 1, or a name occurs twice.
    """
    names = [one.name for one in judged]
    total = sum(one.share for one in judged)
    if not math.isclose(total, 1.0) or len(set(names)) < len(names):
        raise ValueError(f"The shares of {names} sum to {total}, not 1, or a name occurs twice.")

    def compare(question: Arrays, expected: Arrays, answer: Arrays) -> list[Finding]:
        return [one.finding(Asked(question, expected, answer)) for one in judged]

    return compare
