import json

import pytest

from autograder.authoring import calibrate
from autograder.authoring.calibrate import sd, summary

NAME = "08_your_variant"
LEVELS = {
    "untrained": [0.1, 0.1],
    "linear": [0.26, 0.27],
    "tutorial_cnn": [0.8, 0.8],
    "solution": [0.9, 0.9],
    "reference": [0.95, 0.95],
}


def test_a_linear_classifier_stays_below_the_lower_cut_off_by_four_sd():
    low = summary(NAME, LEVELS, "shapes", "laptop")["low"]
    assert low == pytest.approx(0.265 + 4 * 0.015, abs=0.001)


def test_whoever_reaches_the_reference_has_full_points_whatever_the_seed():
    assert summary(NAME, LEVELS, "shapes", "laptop")["high"] == pytest.approx(0.93, abs=0.0015)


def test_one_run_a_level_sets_no_cut_offs():
    entry = summary(NAME, {level: runs[:1] for level, runs in LEVELS.items()}, "shapes", "laptop")
    assert "low" not in entry


def test_fewer_than_five_seeds_are_called_provisional():
    assert summary(NAME, LEVELS, "shapes", "laptop")["provisional"]
    five = {level: runs[:1] * 5 for level, runs in LEVELS.items()}
    assert not summary(NAME, five, "shapes", "laptop")["provisional"]


def test_the_gap_between_hidden_and_visible_accuracy_is_that_of_the_reference_runs():
    gaps = {"linear": [0.5, 0.5], "reference": [-0.01, -0.03]}
    entry = summary(NAME, LEVELS, "cifar10", "laptop", gaps)
    assert (entry["gap"], entry["gap_sd"]) == (-0.02, pytest.approx(0.0141))
    assert "gap" not in summary(NAME, LEVELS, "cifar10", "laptop", {"reference": [-0.01]})


def test_runs_of_before_the_gap_was_measured_are_made_again_where_it_is_needed(
    tmp_path, monkeypatch
):
    path = tmp_path / "cut_offs.json"
    old = {"budget": "laptop", "data": "shapes", "levels": LEVELS, "low": 0.3, "high": 0.9}
    path.write_text(json.dumps({"08_your_variant": {"shapes": old}}))
    made = []

    def measure(assignment, level, data, budget, seed, sets):
        made.append((level, seed))
        return 0.95, 0.96

    monkeypatch.setattr(calibrate, "CUT_OFFS", path)
    monkeypatch.setattr(calibrate, "measure", measure)
    monkeypatch.setattr(calibrate.questions, "draw_hidden", lambda *_: None)
    monkeypatch.setattr(calibrate.questions, "draw_visible", lambda *_: None)
    entry = calibrate.calibrate("08_your_variant", "shapes", "laptop", 2)
    assert made == [("reference", 1), ("reference", 2)]
    assert entry["gap"] == -0.01
    assert entry["levels"]["reference"] == [0.95, 0.95]


def test_a_lucky_standard_deviation_is_not_believed():
    assert sd([0.5, 0.5, 0.5], 0.005) == 0.005
    assert sd([0.4, 0.6], 0.005) == pytest.approx(0.1414, abs=1e-4)
