"""Scores, precision @ 1 and its interval."""

import math
import subprocess
import sys

import keras
import numpy as np
import pytest

from course_utils import models
from course_utils.cifar10_input import per_image_standardization
from course_utils.evaluation import precision_at_1, scores, wilson_interval


def pictures(count=30, size=32, channels=3):
    return np.random.default_rng(0).integers(0, 256, (count, size, size, channels), dtype=np.uint8)


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    return models.small_cnn((24, 24, 3))


def test_scores_are_those_of_the_standardised_centre(network):
    images = pictures()
    expected = network(per_image_standardization(images[:, 4:28, 4:28]), training=False)
    found = scores(network, images)
    assert (found.shape, found.dtype) == ((30, 10), np.float32)
    np.testing.assert_allclose(found, expected, atol=1e-4)


@pytest.mark.parametrize("batch_size", [1, 7, 30, 1000])
def test_the_size_of_the_batches_does_not_matter(network, batch_size):
    images = pictures()
    np.testing.assert_allclose(
        scores(network, images, batch_size), scores(network, images), atol=1e-4
    )


def test_a_model_for_whole_images_gets_whole_images():
    assert scores(models.softmax_regression(), pictures()).shape == (30, 10)


def test_a_model_for_any_size_gets_the_images_as_they_are():
    model = models.residual_cnn((None, None, 3))
    assert scores(model, pictures(size=20)).shape == (30, 10)


def test_layers_that_differ_in_training_are_evaluated_as_trained():
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Flatten()(keras.layers.Dropout(0.9)(inputs))
    model = keras.Model(inputs, x)
    images = pictures(size=8)
    np.testing.assert_array_equal(scores(model, images), scores(model, images))


@pytest.mark.parametrize(
    ("images", "said"),
    [
        (pictures(size=20), "takes images of 24×24 pixels and 3 channels; these have 20×20 and 3"),
        (pictures(channels=1), "these have 32×32 and 1"),
        (pictures().astype(np.float32), "must be a uint8 array"),
        (pictures()[0], "must be a uint8 array"),
        (pictures()[:0], "at least one image"),
    ],
)
def test_images_that_cannot_be_scored_are_refused_in_a_sentence(network, images, said):
    with pytest.raises(ValueError, match=said):
        scores(network, images)


def test_precision_is_the_share_of_right_answers():
    assert precision_at_1(np.eye(4), np.array([0, 1, 2, 0])) == 0.75


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_row_that_is_not_finite_is_wrong(value):
    rows = np.eye(4)
    rows[0, 0] = value
    rows[1, 3] = value
    assert precision_at_1(rows, np.arange(4)) == 0.5


def test_all_nan_scores_nothing_and_not_the_share_of_class_0():
    assert precision_at_1(np.full((10, 10), np.nan), np.zeros(10, int)) == 0


def test_equal_scores_answer_the_first_class_only():
    assert precision_at_1(np.zeros((10, 10)), np.arange(10)) == 0.1


@pytest.mark.parametrize(("rows", "labels"), [((0, 10), 0), ((3, 10), 2), ((3,), 3)])
def test_scores_and_labels_have_to_belong_together(rows, labels):
    with pytest.raises(ValueError, match=r"precision @ 1 needs"):
        precision_at_1(np.zeros(rows), np.zeros(labels, int))


def test_the_interval_has_its_textbook_value():
    # Solves (p - 0.8)² = z² p (1 - p) / 100 for p.
    low, high = wilson_interval(80, 100)
    for end in (low, high):
        assert (end - 0.8) ** 2 == pytest.approx(1.96**2 * end * (1 - end) / 100)
    assert low < 0.8 < high


def test_the_interval_is_about_two_standard_errors_on_each_side():
    low, high = wilson_interval(8600, 10_000)
    assert (high - low) / 2 == pytest.approx(1.96 * 0.0035, rel=0.02)


def test_none_and_all_right_give_intervals_inside_zero_to_one():
    assert wilson_interval(0, 10)[0] == 0
    assert wilson_interval(10, 10)[1] == pytest.approx(1)
    assert not math.isclose(wilson_interval(0, 10)[1], 0)


@pytest.mark.parametrize(("correct", "total"), [(-1, 10), (11, 10), (0, 0)])
def test_impossible_counts_are_refused(correct, total):
    with pytest.raises(ValueError, match="impossible"):
        wilson_interval(correct, total)


def test_judging_scores_imports_no_tensorflow():
    code = "import sys; import course_utils.evaluation; assert 'tensorflow' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
