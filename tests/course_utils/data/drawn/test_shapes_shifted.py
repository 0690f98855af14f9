"""What `shapes_1` promises: every model of the ladder loses on it, and their order stays."""

import itertools
import json
import re
from pathlib import Path

import numpy as np
import pytest

from autograder.course import SOURCES
from course_utils.data.drawn import shapes
from tests.benchmarks import shapes_ladder, shifted_ladder

TABLE = json.loads(Path(shifted_ladder.RESULTS).read_text(encoding="utf-8"))
MEANS = {name: result["summary"] for name, result in TABLE["results"].items()}


def test_another_look_changes_the_pictures_and_no_label():
    usual, shifted = shapes.draw(50, 3), shapes.draw(50, 3, shapes.SHIFTED)
    assert np.array_equal(usual[1], shifted[1])
    assert not np.array_equal(usual[0], shifted[0])


def test_the_table_was_measured_on_todays_pictures_with_two_seeds_each():
    # Those of the ladder of `shapes`, which another test compares with the pictures themselves.
    ladder = json.loads(Path(shapes_ladder.RESULTS).read_text(encoding="utf-8"))
    assert TABLE["pictures"] == ladder["pictures"]
    assert {name: row["seeds"] for name, row in MEANS.items()} == dict.fromkeys(
        shifted_ladder.ROWS, 2
    )


def test_the_summaries_follow_from_the_runs():
    for result in TABLE["results"].values():
        assert result["summary"] == shifted_ladder.summary(result["runs"])


@pytest.mark.parametrize(("worse", "better"), itertools.pairwise(shifted_ladder.ROWS))
def test_the_order_of_the_models_stays(worse, better):
    assert MEANS[better]["original"] > MEANS[worse]["original"] + 5
    assert MEANS[better]["shifted"] > MEANS[worse]["shifted"] + 5


def test_every_model_loses_and_all_lie_near_a_line():
    original, shifted = np.transpose([(m["original"], m["shifted"]) for m in MEANS.values()])
    assert (original - shifted > 4).all()
    assert np.corrcoef(original, shifted)[0, 1] > 0.97


def test_the_notebook_quotes_the_table():
    text = (SOURCES / "06_evaluation.py").read_text(encoding="utf-8")
    for name, means in MEANS.items():
        quoted = re.search(rf'"{name}": \(([\d.]+), ([\d.]+)\)', text)
        assert [float(value) for value in quoted.groups()] == [means["original"], means["shifted"]]
