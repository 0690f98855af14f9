"""The record of a judgement, and the flags that are read off it."""

import json
import math
from types import SimpleNamespace

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading import flags
from autograder.grading import record as judged
from autograder.grading.judge import Verdict
from course_utils.exercises.kit.task import Finding

pytestmark = pytest.mark.fast

NAMES = {"assignment": "08_your_variant", "student": "ada", "notebook": "08_your_variant"}
MEASURED = {
    "hidden_accuracy": 0.93,
    "hidden_count": 4_000,
    "visible_accuracy": 0.94,
    "visible_count": 1_000,
}


def resources(**measured):
    verdict = Verdict(
        5.5, 8.0, [Finding("accuracy", 1.0, 0.6875, "93 %")], ["a note"], measured or MEASURED
    )
    return {
        "nbgrader": NAMES,
        "verdicts": {"accuracy": verdict},
        "judged": {
            "data": "shapes",
            "digest": "00ff",
            "sandboxed": True,
            "timings": {"cells": 1.23456},
        },
        "notes": ["repaired"],
    }


def test_a_record_says_what_was_given_and_why_and_what_was_measured():
    record = judged.make(new_notebook(), resources())
    assert (record["points"], record["maximum"]) == (5.5, 8.0)
    assert (record["data"], record["sandboxed"], record["notes"]) == ("shapes", True, ["repaired"])
    assert record["timings"] == {"cells": 1.235}
    task = record["tasks"]["accuracy"]
    assert task["measured"] == MEASURED
    assert task["notes"] == ["a note"]
    assert task["findings"][0]["sentence"] == "93 %"
    assert "tensorflow" in record["versions"]


def test_records_of_the_same_judgement_differ_in_their_time_only():
    one, other = (judged.make(new_notebook(), resources()) for _ in range(2))
    del one["when"], other["when"]
    assert one == other


def test_a_record_comes_back_and_is_readable_by_its_owner_alone(tmp_path):
    path = judged.record_file(tmp_path, "08_your_variant", "ada")
    record = judged.make(new_notebook(), resources())
    judged.write(path, record)
    assert judged.read_record(tmp_path, "08_your_variant", "ada") == record
    assert judged.read_all(tmp_path, "08_your_variant") == [record]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert [entry.name for entry in path.parent.iterdir()] == ["ada.json"]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_becomes_null(tmp_path, value):
    path = judged.record_file(tmp_path, "a", "ada")
    judged.write(path, judged.make(new_notebook(), resources(hidden_accuracy=value)))
    text = path.read_text()
    assert "NaN" not in text
    assert "Infinity" not in text
    assert json.loads(text)["tasks"]["accuracy"]["measured"] == {"hidden_accuracy": None}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}'])
def test_a_damaged_record_counts_as_none(tmp_path, text):
    path = judged.record_file(tmp_path, "a", "ada")
    judged.write(path, {})
    path.write_text(text)
    assert judged.read_record(tmp_path, "a", "ada") is None
    assert judged.read_all(tmp_path, "a") == []


OWN = "def inference():\n    return keras.Sequential([keras.layers.Dense(10)])"


@pytest.mark.parametrize(
    ("name", "source", "own"),
    [
        ("inference_solution", OWN, True),
        ("inference_solution", "def inference():\n    return None", False),  # as it was handed out
        ("inference_solution", "def inference():\n    return models.small_cnn()", False),
        ("random_shift_solution", OWN, False),  # an exercise: all right answers are alike
        ("unknown", OWN, False),
    ],
)
def test_a_network_is_its_authors_own_where_they_put_layers_together(name, source, own):
    handed_out = {"inference_solution", "random_shift_solution"}
    originals = {
        one: SimpleNamespace(source="def inference():\n    return None") for one in handed_out
    }
    nb = new_notebook(cells=[new_code_cell(source)])
    nb.cells[0].metadata["nbgrader"] = {"grade_id": name, "solution": True, "grade": False}
    known = {**resources(), "released": SimpleNamespace(originals=originals)}
    assert judged.own_network(nb, known) is own


def flag(hidden, visible, data="shapes", **counts):
    measured = {**MEASURED, "hidden_accuracy": hidden, "visible_accuracy": visible, **counts}
    return flags.gap(measured, "08_your_variant", data).flag


@pytest.mark.parametrize(("hidden", "visible"), [(0.93, 0.94), (0.94, 0.93), (1, 1), (0, 0)])
def test_accuracies_that_fit_raise_no_flag(hidden, visible):
    assert flag(hidden, visible) == ""


def test_a_network_that_was_trained_on_the_visible_images_is_flagged():
    assert "trained on the visible images" in flag(0.90, 0.99)


def test_a_network_that_knows_the_hidden_images_is_flagged():
    assert "has met the hidden images" in flag(0.99, 0.90)


def test_a_flag_accuses_nobody():
    for sentence in (flag(0.90, 0.99), flag(0.99, 0.90)):
        assert "Ask how" in sentence
        assert not any(word in sentence.lower() for word in ("cheat", "fraud", "dishonest"))


def test_few_images_raise_no_flag():
    assert flag(0.7, 0.9, hidden_count=20, visible_count=20) == ""


def test_a_measured_gap_is_expected(tmp_path, monkeypatch):
    table = {"08_your_variant": {"cifar10": {"gap": -0.05, "gap_sd": 0.002}}}
    path = tmp_path / "cut_offs.json"
    path.write_text(json.dumps(table))
    monkeypatch.setattr(flags, "CUT_OFFS", path)
    assert flag(0.75, 0.80, "cifar10") == ""
    assert flag(0.80, 0.80, "cifar10") != ""


def test_without_both_accuracies_there_is_no_gap():
    assert flags.gap({"hidden_accuracy": 0.9, "hidden_count": 10}, "a", "shapes") is None
    assert flags.gaps(judged.make(new_notebook(), resources(hidden_accuracy=0.5))) == []


def test_honest_accuracies_are_flagged_less_than_once_in_a_hundred():
    rng = np.random.default_rng(0)
    flagged = 0
    for _ in range(2_000):
        right = rng.uniform(0.3, 0.97)
        hidden, visible = rng.binomial(4_000, right) / 4_000, rng.binomial(1_000, right) / 1_000
        flagged += bool(flag(hidden, visible))
    assert flagged < 20
