"""A search trains named changes alike, compares them image by image, and can be gone on with."""

import keras
import numpy as np
import pytest

from course_utils import data, models
from course_utils.data.drawn import shapes
from course_utils.training import experiments


@pytest.fixture(scope="module")
def images():
    train = data.Dataset(*shapes.draw(256, 1), "shapes of this test")
    return train, data.Dataset(*shapes.draw(200, 2), "other shapes of this test")


def tried(folder, images, changes, **options):
    settings = {"folder": folder, "data": "shapes", "max_steps": 2} | options
    return experiments.search(changes, *images, **settings)


LINEAR = experiments.Change("linear", models.softmax_regression)


def test_a_difference_is_paired():
    rng = np.random.default_rng(1)
    one = rng.random(500) < 0.7
    other = np.where(rng.random(500) < 0.9, one, ~one)  # mostly right on the same images
    found = experiments.Search({"other": other, "one": one}).differences["one"]
    each = one.astype(float) - other
    assert found.mean == pytest.approx(one.mean() - other.mean())
    assert found.error == pytest.approx(each.std(ddof=1) / np.sqrt(500))
    assert found.error < 0.7 * np.sqrt((one.var() + other.var()) / 500)


def test_noise_is_an_interval_that_holds_zero():
    assert experiments.Difference(0.01, 0.01).is_noise
    assert not experiments.Difference(0.03, 0.01).is_noise
    assert not experiments.Difference(-0.03, 0.01).is_noise


def test_a_difference_of_other_images_is_refused():
    with pytest.raises(ValueError, match="the same images twice"):
        _ = experiments.Search({"a": [True, False], "b": [True]}).differences


def test_a_search_says_what_each_change_is_worth_and_goes_on(tmp_path, images, capsys):
    other = LINEAR._replace(name="other seed", seed=5)
    first = tried(tmp_path, images, [LINEAR, other])
    assert list(first.right) == ["linear", "other seed"]
    assert all(right.shape == (200,) for right in first.right.values())
    found = first.differences["other seed"]
    each = first.right["other seed"].astype(float) - first.right["linear"]
    assert found.mean == pytest.approx(each.mean())
    assert "other seed" in first.table()
    assert "other seed" in first.describe()
    assert first.figure("worth").axes[0].get_title() == "worth"
    capsys.readouterr()
    again = tried(tmp_path, images, [other, LINEAR])  # what is finished is loaded
    assert capsys.readouterr().out.count("is finished (2 steps)") == 2
    assert np.array_equal(again.right["linear"], first.right["linear"])


def test_distortions_come_from_the_seed_of_the_change(tmp_path, images):
    drawn = []

    def distort(batch, rng):
        drawn.append(rng.random())
        return batch

    tried(tmp_path, images, [LINEAR._replace(distort=distort)], max_steps=1, seed=7)
    assert drawn[0] == np.random.default_rng(7).random()


def test_a_network_that_diverges_has_nothing_right(tmp_path, images, capsys):
    def broken():
        inputs = keras.Input((32, 32, 3))
        x = keras.layers.Flatten()(inputs)
        return keras.Model(inputs, keras.ops.log(keras.layers.Dense(10)(x) - 1e9))

    found = tried(tmp_path, images, [LINEAR, experiments.Change("broken", broken)])
    assert not found.right["broken"].any()
    assert "diverged" in capsys.readouterr().out


def test_while_grading_nothing_is_built(tmp_path, images, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    found = tried(tmp_path / "none", images, [experiments.Change("network", None)])
    assert found.table() == found.describe() == experiments.NOTHING
    assert found.figure("nothing").axes
    assert not (tmp_path / "none").exists()
    assert experiments.NOTHING in capsys.readouterr().out


def test_two_changes_of_one_name_are_refused(tmp_path, images):
    with pytest.raises(ValueError, match="a name of its own"):
        tried(tmp_path, images, [LINEAR, LINEAR])


def test_effects_are_told_in_percentage_points():
    text = experiments.effects_report(([0.1, 0.02, -0.03], [0.01, 0.01, 0.02]), "one", "two")
    assert "one" in text
    assert "+10.0 percentage points" in text
    assert "-6.9 to  +0.9" in text.splitlines()[2]


@pytest.mark.parametrize("wrong", [None, 3, (1, 2, 3), ([1, 2], [3, 4])])
def test_effects_that_are_none_get_a_sentence(wrong):
    assert "There are no effects yet" in experiments.effects_report(wrong, "one", "two")
