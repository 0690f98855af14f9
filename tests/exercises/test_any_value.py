"""Whatever a student's thing returns, a check says a sentence and raises nothing of its own.

Quick runs try a few values a task; ``pytest -m slow`` looks for new ones.
"""

import contextlib
import fractions
import io

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from course_utils.exercises.kit.answers import ERROR, LONGEST
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.kit.task import (
    MOST_NUMBERS,
    CheckFailed,
    check_task,
    compared,
    numbers_alone,
    of_asked_size,
)
from course_utils.exercises.softmax import train
from tests.exercises.answering import TASKS, question

QUICK = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,  # the same examples each time
    database=None,
    suppress_health_check=list(HealthCheck),
)
DEEP = settings(QUICK, max_examples=300, derandomize=False, phases=tuple(Phase))
TYPES = ("?", "i1", "i8", "u1", "u8", "f2", "f4", "f8", "longdouble", "c8")
NO_NUMBERS = ("U5", "M8[s]", "V3")
EXTREME = (0, 1, -1, np.nan, np.inf, -np.inf, 1e308, -1e308, 127, -128, 255, 2**63 - 1)


def cast(array, dtype):
    """The same shape in another type, in which numbers may overflow."""
    if dtype in NO_NUMBERS:
        return np.zeros(array.shape, dtype)
    with np.errstate(all="ignore"):
        return array.astype(dtype)


def changes():
    """Functions from a right array to an odd one."""
    of_its_shape = st.builds(
        lambda value, dtype: lambda a: cast(np.full(a.shape, value, np.float64), dtype),
        st.sampled_from(EXTREME),
        st.sampled_from((*TYPES, *NO_NUMBERS)),
    )
    one_place = st.builds(
        lambda value, at: lambda a: replaced(a.astype(np.float64), value, at),
        st.sampled_from(EXTREME),
        st.integers(0, 10_000),
    )
    other_shape = st.sampled_from(
        (
            lambda a: a[None],
            lambda a: a[..., None],
            lambda a: a.T,
            lambda a: a.ravel(),
            lambda a: a[:0] if a.ndim else np.zeros(0),
            lambda a: np.zeros((0, 3)),
            lambda a: a.reshape(-1)[:1].reshape(()),
            lambda a: -a if a.dtype.kind in "if" else a,
        )
    )
    anything = arrays_of.arrays(
        st.sampled_from([np.int8, np.float16, np.float64, np.complex64, np.bool_, "U3"]),
        arrays_of.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    ).map(lambda array: lambda a: array)
    return st.one_of(of_its_shape, one_place, other_shape, anything)


def replaced(array, value, at):
    """An array with another number at one place."""
    if array.size:
        array.flat[at % array.size] = value
    return array


def right_answer(name, seed=31):
    """An answer with the parts that a task has: what is expected, or what it could be."""
    asked, expected = question(name, seed)
    _, task = TASKS[name]
    if task.kind == "predictor":
        scores = np.random.default_rng(1).normal(0, 1, (len(asked["images"]), 10))
        return {"scores": scores, "again": scores[asked["again"]], "pairs": np.ones((2, 16, 10))}
    if task.kind == "evidence":
        scores = np.random.default_rng(1).normal(0, 1, (len(asked["images"]), 10))
        parts = {"scores": scores, "again": scores[asked["again"]]}
        return {f"{p} of {n}": a for n in task.networks for p, a in parts.items()}
    if name == "train":
        made = np.random.default_rng(1)
        return {
            train.of(part, run): made.normal(0, 1, shape)
            for run in train.RUNS
            for part, shape in (("weights", (784, 10)), ("bias", (10,)))
        }
    if task.kind == "random":
        return {"images": asked["images"].astype(np.float32)}
    return {part: array for part, array in expected.items() if not part.startswith(PREFIX)}


def holds_for(name, names, change):
    """Hold that an odd part gets a sentence from each property, and earns no more than there is."""
    asked, expected = question(name, 31)
    answer = right_answer(name)
    for place in names:
        part = sorted(answer)[place % len(answer)]
        answer[part] = np.asarray(change(answer[part]))
    findings = TASKS[name][1].compare(asked, expected, numbers_alone(answer))
    assert sum(one.share for one in findings) == pytest.approx(1)
    for one in findings:
        assert one.sentence
        assert 0 <= one.passed <= 1


@pytest.mark.parametrize("name", TASKS)
def test_the_words_of_a_kernel_are_cut_and_can_be_written(name):
    asked, expected = question(name, 31)
    answer = {part + ERROR: np.array("\ud800" + "x" * 100_000) for part in right_answer(name)}
    for one in compared(TASKS[name][1], asked, expected, answer):
        assert len(one.sentence.encode()) < 2 * LONGEST


@pytest.mark.parametrize("name", TASKS)
def test_a_part_of_far_too_many_numbers_is_not_looked_at(name):
    asked, expected = question(name, 31)
    most = max(array.size for array in (*asked.values(), *expected.values()))
    many = np.broadcast_to(np.uint8(1), max(MOST_NUMBERS, 2 * most) + 1)
    parts = [*right_answer(name)]
    kept = of_asked_size(asked, expected, dict.fromkeys(parts, many))
    assert {*kept} == {part + ERROR for part in parts}
    task = TASKS[name][1]
    for one in compared(task, asked, expected, dict.fromkeys(parts, many)):
        assert not one.passed
        assert one.sentence


chosen = st.lists(st.integers(0, 50), min_size=1, max_size=4)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the check itself silences them
@pytest.mark.parametrize("name", TASKS)
def test_any_array_as_a_part_of_an_answer_gets_a_sentence(name):
    QUICK(given(chosen, changes())(lambda names, change: holds_for(name, names, change)))()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", TASKS)
def test_none_of_many_arrays_is_without_a_sentence(name):
    DEEP(given(chosen, changes())(lambda names, change: holds_for(name, names, change)))()


class Nothing:
    """An object that is no number in any way."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no array")

    def __repr__(self):
        raise ValueError("no words")


class Own(Exception):
    """An error of a student's own, which cannot be told."""

    def __str__(self):
        raise RuntimeError


def fails(*arguments, **named):
    """Raise what nobody foresaw."""
    raise Own


RETURNED = {
    "nothing": None,
    "an object": Nothing(),
    "text": "right",
    "bytes": b"right",
    "a set": {1, 2},
    "a dictionary": {"a": 1},
    "ragged lists": [[1, 2], [3]],
    "an empty list": [],
    "objects": np.array([object(), None], object),
    "a fraction": fractions.Fraction(1, 3),
    "a huge number": 10**400,
    "a complex number": 1j,
    "bytes of the smallest number": np.full(3, -128, np.int8),
    "infinity": float("inf"),
    "not a number": float("nan"),
    "a tuple of it all": (None, Nothing(), np.nan, "x"),
    "a masked array": np.ma.masked_all(3),
    "dates": np.zeros(3, "M8[s]"),
    "a function": fails,
}
FAST = [
    name for name, (_, task) in TASKS.items() if task.kind in ("function", "sequence", "random")
]


@pytest.mark.parametrize("name", FAST)
def test_whatever_a_function_returns_the_check_says_a_sentence(name):
    for returned in RETURNED.values():
        for thing in (lambda *a, value=returned, **k: value, returned, fails):
            with contextlib.redirect_stdout(io.StringIO()), pytest.raises(CheckFailed) as failed:
                check_task(TASKS[name][1], thing)
            assert str(failed.value)
