"""What `numbers` promises: deterministic, balanced house numbers, which a mirror spoils."""

import hashlib

import numpy as np
import pytest

from course_utils import data
from course_utils.data import published
from course_utils.data.drawn import numbers


def test_pictures_are_32x32_colour_bytes_with_a_label_each():
    images, labels = numbers.draw(7, 1)
    assert images.shape == (7, 32, 32, 3)
    assert images.dtype == np.uint8
    assert images.flags.c_contiguous
    assert labels.shape == (7,)
    assert labels.dtype == np.int64


def test_the_bytes_of_a_seed_are_those_of_every_other_machine():
    images, labels = numbers.draw(250, 1)
    digest = hashlib.sha256(images.tobytes() + labels.astype("<i8").tobytes()).hexdigest()
    assert digest == "b76e149de4f15c489ed6c214bcc2d71e4a38fbc0d24a5332c4c76a822e2cccf5"


def test_fewer_pictures_are_the_first_of_more_and_other_seeds_give_others():
    few, more = numbers.draw(30, 3), numbers.draw(300, 3)
    assert np.array_equal(few[0], more[0][:30])
    assert np.array_equal(few[1], more[1][:30])
    assert not np.array_equal(few[0], numbers.draw(30, 4)[0])


def test_every_250_pictures_hold_each_class_25_times():
    _, labels = numbers.draw(500, 4)
    for start in (0, 250):
        assert np.bincount(labels[start : start + 250]).tolist() == [25] * 10


def test_a_count_below_one_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="count of at least 1"):
        numbers.draw(0, 1)


@pytest.fixture(scope="module")
def many():
    return numbers.draw(1_000, 6)


def test_figures_are_brighter_than_the_wall_as_often_as_darker(many):
    """So that brightness gives no class away, and a linear classifier fails."""
    images, _ = many
    grey = images.mean(axis=3)
    wall = np.median(grey, axis=(1, 2))
    middle = grey[:, 8:24, 10:22]
    extreme = np.where(
        middle.max(axis=(1, 2)) - wall > wall - middle.min(axis=(1, 2)), 1, -1
    ).mean()
    assert abs(extreme) < 0.15


def test_neighbours_reach_into_more_than_half_of_the_pictures_and_never_into_the_middle(many):
    rng = np.random.default_rng(0)
    alone = np.zeros((250, 28, 28), np.float32)
    alone[:, 4:24, 8:20] = 1  # as wide as a figure
    drawn = numbers._with_neighbours(rng, alone)
    beside = drawn.copy()
    beside[:, :, 10:22] = 0
    assert 0.5 < np.mean(beside.max(axis=(1, 2)) > 0) < 1
    assert np.array_equal(drawn[:, 6:26, 10:22], np.ones((250, 20, 12)))


def test_a_painted_2_is_a_mirrored_5():
    for two, five in zip(numbers._STYLES[2][1:], numbers._STYLES[5][1:], strict=True):
        assert numbers._mirrored(two) == five


def test_numbers_stand_in_for_svhn_and_say_that_they_are_drawn():
    test = data.load("numbers", "test", count=250)
    assert published.COUNTS["numbers"] == {"train": 10_000, "test": 2_000}
    assert data._STAND_IN["svhn"] == "numbers"
    assert test.source.startswith("numbers, drawn by course_utils.data.drawn.numbers")
