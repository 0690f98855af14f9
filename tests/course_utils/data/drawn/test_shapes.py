"""What `shapes` promises: deterministic, balanced, mirror-proof pictures that lessons can use."""

import hashlib
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from course_utils import data
from course_utils.data.drawn import shapes
from tests.benchmarks import ladder, shapes_ladder


def test_pictures_are_32x32_rgb_bytes_with_a_label_each():
    images, labels = shapes.draw(7, 1)
    assert images.shape == (7, 32, 32, 3)
    assert images.dtype == np.uint8
    assert images.flags.c_contiguous
    assert labels.shape == (7,)
    assert labels.dtype == np.int64


def test_the_same_seed_gives_the_same_bytes():
    assert np.array_equal(shapes.draw(300, 5)[0], shapes.draw(300, 5)[0])


def test_the_bytes_of_a_seed_are_those_of_every_other_machine():
    images, labels = shapes.draw(500, 1)
    digest = hashlib.sha256(images.tobytes() + labels.astype("<i8").tobytes()).hexdigest()
    assert digest == "37aef0e4f396152b8d0ada42fdb7571264f239c7499b2df00979a1f7b3386ba1"


def test_a_generator_may_stand_for_the_seed_and_moves_on():
    rng = np.random.default_rng(5)
    first, second = shapes.draw(10, rng)[0], shapes.draw(10, rng)[0]
    assert np.array_equal(first, shapes.draw(10, 5)[0])
    assert not np.array_equal(first, second)


def test_other_seeds_give_other_pictures():
    assert not np.array_equal(shapes.draw(10, 1)[0], shapes.draw(10, 2)[0])


def test_fewer_pictures_are_the_first_of_more():
    few, more = shapes.draw(30, 3), shapes.draw(600, 3)
    assert np.array_equal(few[0], more[0][:30])
    assert np.array_equal(few[1], more[1][:30])


def test_every_250_pictures_hold_each_class_25_times():
    _, labels = shapes.draw(1_000, 4)
    for start in range(0, 1_000, 250):
        assert np.bincount(labels[start : start + 250]).tolist() == [25] * 10


def test_there_are_ten_different_names():
    assert len(set(shapes.CLASS_NAMES)) == 10


@pytest.mark.parametrize("count", [0, -1])
def test_a_count_below_one_is_refused_with_a_sentence(count):
    with pytest.raises(ValueError, match="count of at least 1"):
        shapes.draw(count, 1)


def test_mean_colour_is_the_same_in_all_classes():
    images, labels = shapes.draw(5_000, 6)
    colours = images.mean((1, 2))
    means = np.stack([colours[labels == label].mean(0) for label in range(10)])
    # A class of 500 pictures has a standard error of about 2 grey levels.
    assert np.ptp(means, axis=0).max() < 20
    assert np.ptp(means, axis=0).max() < 0.5 * colours.std()


def test_mirrored_pictures_have_the_same_distribution():
    images, labels = shapes.draw(5_000, 7)
    for label in range(10):
        mean = images[labels == label].mean((0, 3))
        columns = mean.mean(0)
        assert np.abs(columns - columns[::-1]).max() < 8


def test_outlines_are_mirror_symmetric_or_turned_both_ways():
    grid = np.linspace(-1.2, 1.2, 25, dtype=np.float32)
    x, y = np.meshgrid(grid, grid)
    for name, outline in zip(shapes.CLASS_NAMES, shapes._OUTLINES, strict=True):
        symmetric = np.allclose(outline(x, y), outline(-x, y), atol=1e-5)
        assert symmetric != (name == "crescent")  # which _finish mirrors in half of the pictures


def test_each_outline_has_an_inside_in_the_middle_and_an_outside_at_the_rim():
    angle = np.linspace(0, 2 * np.pi, 90, dtype=np.float32)
    for outline in shapes._OUTLINES:
        assert (outline(1.3 * np.cos(angle), 1.3 * np.sin(angle)) > 0).all()
        radius = np.linspace(0, 1, 50, dtype=np.float32)[:, None]
        assert (outline(radius * np.cos(angle), radius * np.sin(angle)) < 0).any()


def test_folding_leaves_distances_to_the_middle_alone():
    x, y = np.random.default_rng(0).normal(size=(2, 1_000)).astype(np.float32)
    for k in (3, 4, 5, 6):
        folded = shapes._fold(x, y, k)
        assert np.allclose(np.hypot(folded.x, folded.y), np.hypot(x, y), atol=1e-5)
        assert (np.arctan2(folded.x, folded.y) <= np.pi / k + 1e-4).all()


# The measured table


TABLE = json.loads(Path(shapes_ladder.RESULTS).read_text(encoding="utf-8"))
LADDER = ["softmax regression", "fully connected", "small CNN", "residual CNN"]


def mean(name, key="accuracy"):
    return TABLE["results"][name]["summary"][key]["mean"]


def seeds(name):
    return len(TABLE["results"].get(name, {"runs": {}})["runs"])


def test_the_table_was_measured_on_todays_pictures():
    assert TABLE["pictures"] == ladder.fingerprint("shapes")


def test_the_table_has_three_seeds_of_each_row_and_says_where_it_was_measured():
    assert {
        name: len(TABLE["results"][name]["runs"]) for name in shapes_ladder.ROWS
    } == dict.fromkeys(shapes_ladder.ROWS, 3)
    assert {"date", "machine", "versions"} <= TABLE.keys()


def test_the_summaries_follow_from_the_runs():
    for result in TABLE["results"].values():
        assert result["summary"] == shapes_ladder.summary(result["runs"])


@pytest.mark.parametrize(("worse", "better"), itertools.pairwise(LADDER))
@pytest.mark.parametrize("weights", ["accuracy", "averaged"])
def test_each_step_up_the_ladder_gains_more_than_five_points(worse, better, weights):
    assert mean(better, weights) > mean(worse, weights) + 5


def test_crops_and_flips_help_a_residual_network():
    # They also make each epoch harder: in these six the tutorial's network does better without.
    gain = mean("residual CNN, crops and flips", "averaged") - mean("residual CNN", "averaged")
    assert gain > 2


def test_averaging_the_weights_helps_every_network_without_batch_normalisation():
    # The statistics of batch normalisation belong to the last weights, not to their average.
    for name in TABLE["results"]:
        if "residual" not in name:
            assert mean(name, "averaged") > mean(name) + 0.5, name


def test_a_linear_model_beats_chance_and_no_model_is_perfect():
    assert 20 < mean("softmax regression") < 35
    assert max(mean(name, "averaged") for name in TABLE["results"]) < 97


@pytest.mark.slow
def test_one_new_run_of_each_row_falls_near_the_table():
    for name in TABLE["results"]:
        measured = shapes_ladder.measure(name, seed=100)
        assert 100 * measured.averaged == pytest.approx(mean(name, "averaged"), abs=4), name


def test_loaded_pictures_are_drawn_from_two_different_seeds():
    train = data.load("shapes", "train", count=200)
    test = data.load("shapes", "test", count=200)
    assert not np.array_equal(train.images, test.images)
