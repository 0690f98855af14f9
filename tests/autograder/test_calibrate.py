import pytest

from autograder.calibrate import sd, summary

LEVELS = {"linear": [0.26, 0.27], "small_cnn": [0.8, 0.8], "reference": [0.95, 0.95]}


def test_a_linear_classifier_stays_below_the_lower_cut_off_by_four_sd():
    low = summary(LEVELS, "shapes", "laptop")["low"]
    assert low == pytest.approx(0.265 + 4 * 0.015, abs=0.001)


def test_whoever_reaches_the_reference_has_full_points_whatever_the_seed():
    assert summary(LEVELS, "shapes", "laptop")["high"] == pytest.approx(0.93, abs=0.0015)


def test_one_run_a_level_sets_no_cut_offs():
    entry = summary({level: runs[:1] for level, runs in LEVELS.items()}, "shapes", "laptop")
    assert "low" not in entry


def test_fewer_than_five_seeds_are_called_provisional():
    assert summary(LEVELS, "shapes", "laptop")["provisional"]
    five = {level: runs[:1] * 5 for level, runs in LEVELS.items()}
    assert not summary(five, "shapes", "laptop")["provisional"]


def test_a_lucky_standard_deviation_is_not_believed():
    assert sd([0.5, 0.5, 0.5], 0.005) == 0.005
    assert sd([0.4, 0.6], 0.005) == pytest.approx(0.1414, abs=1e-4)
