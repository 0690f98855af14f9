"""What `digits` promises: deterministic, balanced figures, never mirrored, in honest variety."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from course_utils import data
from course_utils.data import published
from course_utils.data.drawn import digits
from tests.benchmarks import digits_ladder, ladder


def test_pictures_are_28x28_grey_bytes_with_a_label_each():
    images, labels = digits.draw(7, 1)
    assert images.shape == (7, 28, 28, 1)
    assert images.dtype == np.uint8
    assert images.flags.c_contiguous
    assert labels.shape == (7,)
    assert labels.dtype == np.int64


def test_the_same_seed_gives_the_same_bytes():
    assert np.array_equal(digits.draw(300, 5)[0], digits.draw(300, 5)[0])


def test_the_bytes_of_a_seed_are_those_of_every_other_machine():
    images, labels = digits.draw(500, 1)
    digest = hashlib.sha256(images.tobytes() + labels.astype("<i8").tobytes()).hexdigest()
    assert digest == "6db992e1402b54a1f248ceaf13efee01752b671ebdd9ecdc16b65d40643c4049"


def test_a_generator_may_stand_for_the_seed_and_moves_on():
    rng = np.random.default_rng(5)
    first, second = digits.draw(10, rng)[0], digits.draw(10, rng)[0]
    assert np.array_equal(first, digits.draw(10, 5)[0])
    assert not np.array_equal(first, second)


def test_other_seeds_give_other_pictures():
    assert not np.array_equal(digits.draw(10, 1)[0], digits.draw(10, 2)[0])


def test_fewer_pictures_are_the_first_of_more():
    few, more = digits.draw(30, 3), digits.draw(600, 3)
    assert np.array_equal(few[0], more[0][:30])
    assert np.array_equal(few[1], more[1][:30])


def test_every_250_pictures_hold_each_class_25_times():
    _, labels = digits.draw(1_000, 4)
    for start in range(0, 1_000, 250):
        assert np.bincount(labels[start : start + 250]).tolist() == [25] * 10


@pytest.mark.parametrize("count", [0, -1])
def test_a_count_below_one_is_refused_with_a_sentence(count):
    with pytest.raises(ValueError, match="count of at least 1"):
        digits.draw(count, 1)


# What the pictures look like


@pytest.fixture(scope="module")
def many():
    return digits.draw(2_000, 6)


def test_ink_is_white_on_black_and_keeps_off_the_rim(many):
    images, _ = many
    assert 20 < images.mean() < 50
    assert np.median(images) < 10
    assert (images.max(axis=(1, 2, 3)) > 150).all()
    rim = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=1)
    assert rim.mean() < 8


def test_no_two_pictures_are_alike(many):
    images, _ = many
    assert len(np.unique(images.reshape(len(images), -1), axis=0)) == len(images)


def test_a_figure_is_not_mirrored(many):
    """The mean of a class is nearer to that of new pictures than to their mirror image."""
    images, labels = many
    others, other_labels = digits.draw(2_000, 7)
    for label in (2, 3, 4, 5, 6, 7, 9):
        mean = images[labels == label].mean(axis=0)
        other = others[other_labels == label].mean(axis=0)
        assert np.abs(mean - other).mean() < 0.3 * np.abs(mean - other[:, ::-1]).mean()


def test_the_foot_of_a_7_is_on_the_left(many):
    images, labels = many
    seven = images[labels == 7].mean(axis=0)
    assert seven[16:, :14].sum() > 1.2 * seven[16:, 14:].sum()


def test_no_number_of_bright_pixels_gives_a_class_away(many):
    """Ink alone tells a 1 from an 8 often, but names fewer than a third of all figures."""
    images, labels = many
    ink = images.sum(axis=(1, 2, 3), dtype=np.int64)
    bins = np.digitize(ink, np.quantile(ink, np.linspace(0, 1, 21)[1:-1]))
    table = np.zeros((20, 10), int)
    np.add.at(table, (bins, labels), 1)
    assert table.max(axis=1).sum() / len(labels) < 0.33


def test_each_figure_has_two_styles_or_more_and_stays_in_its_box():
    assert len(digits.STYLES) == 10
    for styles in digits.STYLES:
        assert len(styles) >= 2
        for style in styles:
            points = np.concatenate([np.array(stroke) for stroke in style])
            assert np.abs(points).max() <= 1
            assert all(len(stroke) >= 2 for stroke in style)


def test_a_curve_passes_through_its_points():
    points = np.random.default_rng(0).normal(size=(3, 5, 2)).astype(np.float32)
    curve = digits._curve(points)
    assert curve.shape == (3, 17, 2)
    assert np.allclose(curve[:, ::4], points, atol=1e-6)


def test_the_distance_to_a_straight_piece_is_exact():
    start, end = np.float32([[-3.5], [0.5]]), np.float32([[6.5], [0.5]])
    pieces = (start[:1], start[1:], end[:1], end[1:])  # from (-3.5, 0.5) to (6.5, 0.5)
    distance = digits._distance(pieces)[0]
    assert distance[14, 14] == 0  # pixel (0.5, 0.5) lies on it
    assert distance[10, 14] == pytest.approx(4)  # four pixels above
    assert distance[17, 24] == pytest.approx(5)  # 4 beyond its end, 3 below


# Loaded


def test_digits_has_10000_and_2000_pictures_and_says_that_it_is_drawn():
    train = data.load("digits", "train", count=250)
    test = data.load("digits", "test")
    assert published.COUNTS["digits"] == {"train": 10_000, "test": 2_000}
    assert test.images.shape == (2_000, 28, 28, 1)
    assert train.source.startswith("digits, drawn by course_utils.data.drawn.digits")
    assert train.source != test.source
    assert not np.array_equal(train.images, test.images[:250])


def test_class_0_is_exactly_a_tenth_of_the_test_pictures():
    """What the argmax of NaN gets right; on MNIST it is 0.0980."""
    assert np.mean(data.load("digits", "test").labels == 0) == 0.1


# The measured table


TABLE = json.loads(Path(digits_ladder.RESULTS).read_text(encoding="utf-8"))


def mean(name):
    return TABLE["results"][name]["summary"]["mean"]


def curves(name):
    """Accuracies after each epoch, in percent, float (seeds, epochs)."""
    return 100 * np.array([run["accuracies"] for run in TABLE["results"][name]["runs"].values()])


def test_the_table_was_measured_on_todays_pictures():
    assert TABLE["pictures"] == ladder.fingerprint("digits")


def test_the_table_has_three_seeds_of_each_row_and_says_where_it_was_measured():
    assert {
        name: len(TABLE["results"][name]["runs"]) for name in digits_ladder.ROWS
    } == dict.fromkeys(digits_ladder.ROWS, 3)
    assert {"date", "machine", "versions"} <= TABLE.keys()


def test_the_summaries_follow_from_the_runs():
    for result in TABLE["results"].values():
        assert result["summary"] == digits_ladder.summary(result["runs"])


def test_softmax_regression_passes_88_but_not_94_percent_within_five_epochs():
    """As on MNIST, where it ends near 92.5."""
    assert 88 < mean("softmax regression") < 94
    assert curves("softmax regression").max() < 94


@pytest.mark.parametrize(
    ("worse", "better", "gap"),
    [
        ("softmax regression", "fully connected", 3),
        ("fully connected", "small CNN", 1),
        ("fully connected", "LeNet (report D)", 0.5),
        ("small CNN", "base (report B)", 0.2),
    ],
)
def test_each_step_up_the_ladder_gains(worse, better, gap):
    assert mean(better) > mean(worse) + gap
    assert curves(better)[:, -1].min() > curves(worse)[:, -1].max()


def test_a_small_cnn_ends_between_97_and_99_percent():
    assert 97 < mean("small CNN") < 99


def test_the_base_of_report_b_needs_more_than_an_epoch_to_99_percent_and_gets_there():
    first = curves("base (report B)")[:, 0]
    assert (first < 99).all()
    assert (curves("base (report B)").max(axis=1) >= 99).all()


def test_no_model_is_perfect():
    assert max(curves(name).max() for name in TABLE["results"]) < 99.8


@pytest.mark.slow
def test_one_new_run_of_each_row_falls_near_the_table():
    for name in TABLE["results"]:
        measured = digits_ladder.measure(name, seed=100)
        assert 100 * measured.accuracies[-1] == pytest.approx(mean(name), abs=1.5), name
