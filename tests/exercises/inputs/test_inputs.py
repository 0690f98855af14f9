"""The statistics of 03_inputs catch the mistakes that they name; no task pays for a constant."""

import numpy as np
import pytest
from scipy import stats

from autograder import references
from course_utils import exercises
from course_utils.exercises.inputs import ShuffleQueue, random_gray_contrast, random_window
from course_utils.exercises.kit import randoms
from course_utils.exercises.kit.task import ask_seeded
from tests.exercises.kit.powers import chisquare_power, ks_power

ENOUGH = 0.999
TASKS = exercises.tasks("03_inputs")
ROWS, COLUMNS = random_window.FREE
EVEN = np.full(ROWS * COLUMNS, 1 / (ROWS * COLUMNS))


def rounded(count):
    """Probabilities of offsets that are rounded from a uniform number: the ends half as often."""
    shares = np.ones(count)
    shares[[0, -1]] = 0.5
    return shares / shares.sum()


def normal(count):
    """Probabilities of offsets that are rounded from a normal number around the centre."""
    edges = np.arange(count + 1) - 0.5
    edges[[0, -1]] = -np.inf, np.inf
    return np.diff(stats.norm((count - 1) / 2, count / 4).cdf(edges))


def even(count):
    return np.full(count, 1 / count)


def without_last(count):
    return np.append(np.full(count - 1, 1 / (count - 1)), 0)


WRONG_OFFSETS = {
    "rounded uniform numbers": np.outer(rounded(ROWS), rounded(COLUMNS)),
    "rounded uniform rows": np.outer(rounded(ROWS), even(COLUMNS)),
    "rounded uniform columns": np.outer(even(ROWS), rounded(COLUMNS)),
    "rounded normal numbers": np.outer(normal(ROWS), normal(COLUMNS)),
    "never the last row": np.outer(without_last(ROWS), even(COLUMNS)),
    "never the last column": np.outer(even(ROWS), without_last(COLUMNS)),
    "one number for both axes": np.eye(ROWS, COLUMNS) / ROWS,
}

WRONG_FACTORS = {
    "normal": stats.norm(1, 0.25).cdf,
    "the tutorial's range": stats.uniform(0.2, 1.6).cdf,
    "half the range": stats.uniform(0.75, 0.5).cdf,
    "from 0 to 1": stats.uniform(0, 1).cdf,
    "evenly on a log scale": lambda x: stats.loguniform(
        random_gray_contrast.LOW, random_gray_contrast.HIGH
    ).cdf(x),
}


@pytest.mark.parametrize("mistake", WRONG_OFFSETS)
def test_wrong_offsets_are_caught_in_over_999_of_1000(mistake):
    wrong = WRONG_OFFSETS[mistake].ravel()
    assert wrong.sum() == pytest.approx(1)
    powers = (
        chisquare_power(randoms.PLACES, right, one)
        for right, one in zip(random_window.tables(EVEN), random_window.tables(wrong), strict=True)
    )
    assert max(powers) > ENOUGH  # one table is enough


@pytest.mark.parametrize("mistake", WRONG_FACTORS)
def test_wrong_factors_are_caught_in_over_999_of_1000(mistake):
    wrong, at = WRONG_FACTORS[mistake], np.linspace(0, 2, 400)
    beyond = (
        wrong(np.array([random_gray_contrast.LOW - 0.001]))
        + 1
        - wrong(np.array([random_gray_contrast.HIGH + 0.001]))
    )
    outside = (
        1 - (1 - beyond[0]) ** random_gray_contrast.COUNT
    )  # one factor outside of the range is enough
    shape = ks_power(random_gray_contrast.COUNT, random_gray_contrast.right_cdf, wrong, at)
    assert max(outside, shape) > ENOUGH


def test_right_windows_and_factors_pass_under_many_seeds():
    def window(images):
        tops, lefts = (np.random.randint(0, free, len(images)) for free in random_window.FREE)
        numbers = np.arange(len(images))[:, None, None]
        rows = tops[:, None, None] + np.arange(random_window.HEIGHT)[:, None]
        return images[numbers, rows, lefts[:, None, None] + np.arange(random_window.WIDTH)]

    def contrast(images):
        factors = np.random.uniform(
            random_gray_contrast.LOW, random_gray_contrast.HIGH, (len(images), 1, 1, 1)
        )
        means = images.mean(axis=(1, 2, 3), keepdims=True)
        return ((images - means) * factors + means).astype(np.float32)

    for name, function in (("random_window", window), ("random_gray_contrast", contrast)):
        for seed in range(5):
            question = TASKS[name].draw(np.random.default_rng(seed))
            answer = ask_seeded(TASKS[name], function, question, seed)
            assert all(finding.passed for finding in TASKS[name].compare(question, {}, answer))


FORGERIES = {
    "zeros": np.zeros_like,
    "ones": np.ones_like,
    "none": lambda want: np.full(want.shape, ShuffleQueue.NOTHING),
    "nan": lambda want: np.full(want.shape, np.nan),
}


@pytest.mark.parametrize("name", ["decode_records", "standardize", "ShuffleQueue", "shorter_queue"])
@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_constant_of_the_right_shape_earns_anything(name, forgery):
    for seed in range(5):
        question = TASKS[name].draw(np.random.default_rng(seed))
        expected = references.expected("03_inputs", name, question)
        answer = {part: FORGERIES[forgery](want) for part, want in expected.items()}
        findings = TASKS[name].compare(question, expected, answer)
        assert not any(finding.passed for finding in findings)


@pytest.mark.parametrize(
    "rule", [ShuffleQueue.appended, ShuffleQueue.first_in, ShuffleQueue.last_in, ShuffleQueue.kept]
)
def test_every_drawn_question_tells_a_wrong_queue_from_the_right_one(rule):
    for seed in range(20):
        question = ShuffleQueue.draw(np.random.default_rng(seed))
        right = references.expected("03_inputs", "ShuffleQueue", question)
        wrong = ShuffleQueue.replay(question, rule)
        assert sum(right[part] != wrong[part] for part in wrong) > 5
