"""Weights are loaded whole or not at all, and a misfit is named."""

import h5py
import keras
import numpy as np
import pytest

from course_utils import models, weights
from course_utils.runs import RunError


def network(*units, inputs=4):
    return keras.Sequential([keras.layers.Input((inputs,)), *map(keras.layers.Dense, units)])


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "weights.weights.h5"
    weights.save(network(3, 2), path)
    return path


def test_saved_weights_come_back(tmp_path):
    first, second = models.residual_cnn(), models.residual_cnn()
    weights.save(first, tmp_path / "a.weights.h5")
    weights.load(second, tmp_path / "a.weights.h5")
    for a, b in zip(first.weights, second.weights, strict=True):
        np.testing.assert_array_equal(a, b)


def test_saving_leaves_one_file(path):
    weights.save(network(3, 2), path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (network(3, 5), r"dense_1/vars/0 has shape \(3, 5\) in the model and \(3, 2\) in the file"),
        (network(3, 2, 2), r"the model has dense_2/vars/0 of shape \(2, 2\), which the file lacks"),
        (network(3), r"the file has dense_1/vars/0 of shape \(3, 2\), which the model lacks"),
    ],
)
def test_the_first_misfit_is_named_and_the_model_stays_as_it_was(path, model, said):
    before = [w.numpy() for w in model.weights]
    with pytest.raises(RunError, match=said):
        weights.load(model, path)
    for a, b in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(RunError, match="are missing"):
        weights.load(network(3), tmp_path / "none.weights.h5")


@pytest.mark.parametrize("damage", ["empty", "text", "cut"])
def test_a_damaged_file_is_a_sentence(path, damage):
    data = path.read_bytes()
    path.write_bytes({"empty": b"", "text": b"no weights", "cut": data[: len(data) // 2]}[damage])
    with pytest.raises(RunError, match="damaged or of another kind"):
        weights.load(network(3, 2), path)


def test_a_file_of_text_instead_of_numbers_changes_nothing(path):
    with h5py.File(path, "r+") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = np.full((4, 3), b"weight")
    model = network(3, 2)
    before = [w.numpy() for w in model.weights]
    with pytest.raises(RunError, match="damaged or of another kind"):
        weights.load(model, path)
    for a, b in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(a, b)


def test_an_extra_array_beside_the_layers_is_named(path):
    with h5py.File(path, "r+") as file:
        file["extra/weights"] = np.zeros(3)
    with pytest.raises(RunError, match="the file has extra/weights"):
        weights.load(network(3, 2), path)


def test_links_in_a_file_of_weights_do_not_stand_for_arrays(path, tmp_path):
    other = tmp_path / "other.weights.h5"
    weights.save(network(3, 2), other)
    with h5py.File(path, "r+") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = h5py.ExternalLink(str(other), "layers/dense/vars/0")
    with pytest.raises(RunError, match="which the file lacks"):
        weights.load(network(3, 2), path)


def test_weights_that_are_no_numbers_are_loaded_as_they_are(path):
    with h5py.File(path, "r+") as file:
        file["layers/dense/vars/0"][...] = np.nan
    model = network(3, 2)
    weights.load(model, path)
    assert np.isnan(model(np.ones((1, 4))).numpy()).all()
