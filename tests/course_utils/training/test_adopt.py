"""Weights that were not trained by training.fit are kept as a run that says so."""

import re
import textwrap

import keras
import numpy as np
import pytest

from autograder.authoring.rehearse import notebook
from course_utils import cifar10_input, models, runs, settings, training
from course_utils import data as datasets
from course_utils.runs import RunError


def network(units=4):
    return keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(units)])


def same_weights(one, other):
    pairs = zip(one.get_weights(), other.get_weights(), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


@pytest.fixture
def adopted(tmp_path):
    """A network and the folder of its run."""
    keras.utils.set_random_seed(1)
    mine = network()
    training.adopt(mine, tmp_path / "a.run", how="model.fit,\n 20 epochs", data="digits")
    return mine, tmp_path / "a.run"


@pytest.fixture
def grading(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


def fitted(folder, resume=True):
    batch = np.zeros((2, 6), np.float32), np.zeros(2, np.int64)
    options = {"data": "digits", "images": 2, "batch_size": 2, "progress": False}
    return training.fit(
        network(), iter([batch] * 3), max_steps=2, run_dir=folder, resume=resume, **options
    )


def test_the_run_says_how_its_weights_were_trained_and_on_what(adopted):
    run = runs.load(adopted[1])
    assert run.adopted == "model.fit, 20 epochs"
    assert run.data == "digits"
    assert run.parameters == 28
    assert run.finished
    assert run.steps == 0


def test_a_run_of_fit_is_not_adopted(tmp_path):
    assert fitted(tmp_path / "b.run").adopted == ""


def test_the_weights_are_kept_exactly(adopted):
    mine, folder = adopted
    other = network()
    runs.load_weights(other, folder / runs.WEIGHTS)
    assert same_weights(mine, other)


def test_without_a_data_set_it_is_the_one_that_is_graded(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "cifar10")
    assert training.adopt(network(), tmp_path / "a.run", how="a loop").data == "cifar10"


def test_while_grading_the_weights_come_from_the_run(adopted, grading, capsys):
    mine, folder = adopted
    other = network()
    run = training.adopt(other, folder, how="a loop")
    assert run.adopted == "model.fit, 20 epochs"
    assert same_weights(mine, other)
    assert "are loaded (adopted, digits)" in capsys.readouterr().out


def test_while_grading_a_missing_run_says_what_to_submit(tmp_path, grading):
    with pytest.raises(RunError, match=r"train, save and submit the folder a\.run together"):
        training.adopt(network(), tmp_path / "a.run", how="a loop")


def test_while_grading_a_network_that_does_not_fit_is_a_sentence(adopted, grading):
    with pytest.raises(RunError, match="do not fit the model"):
        training.adopt(network(5), adopted[1], how="a loop")


def test_adopted_weights_may_be_replaced_by_newer_ones(adopted):
    assert training.adopt(network(), adopted[1], how="30 epochs").adopted == "30 epochs"


def test_a_run_of_fit_is_replaced_only_where_that_is_said(tmp_path):
    fitted(tmp_path / "b.run")
    with pytest.raises(RunError, match=r"holds a run of training\.fit"):
        training.adopt(network(), tmp_path / "b.run", how="a loop")
    training.adopt(network(), tmp_path / "b.run", how="a loop", replace=True)
    left = sorted(path.name for path in (tmp_path / "b.run").iterdir())
    assert left == [runs.RECORD, runs.WEIGHTS]


def test_fit_does_not_go_on_from_adopted_weights(adopted):
    with pytest.raises(RunError, match=r"resume=False"):
        fitted(adopted[1])
    assert fitted(adopted[1], resume=False).adopted == ""


def test_restoring_averages_of_adopted_weights_says_what_to_leave_out(adopted):
    with pytest.raises(RunError, match="Leave out restore_averages"):
        training.restore_averages(adopted[0], adopted[1])


@pytest.mark.parametrize("how", ["", "  ", None])
def test_how_they_were_trained_has_to_be_said(tmp_path, how):
    with pytest.raises(ValueError, match="Say how the weights were trained"):
        training.adopt(network(), tmp_path / "a.run", how=how)


def test_a_network_without_weights_is_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="has no weights yet"):
        training.adopt(keras.Sequential([keras.layers.Dense(2)]), tmp_path / "a.run", how="x")


def test_weights_that_are_nan_are_a_sentence_and_nothing_is_written(tmp_path):
    dead = network()
    dead.set_weights([np.full_like(one, np.nan) for one in dead.get_weights()])
    with pytest.raises(ValueError, match="NaN or infinite, so nothing was written"):
        training.adopt(dead, tmp_path / "a.run", how="x")
    assert not (tmp_path / "a.run").exists()


def test_weights_that_are_too_large_to_hand_in_are_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "SIZE_LIMIT", 100)
    with pytest.raises(RunError, match="Use a smaller network"):
        training.adopt(network(), tmp_path / "a.run", how="x")


# ---- the box in 08_your_variant ------------------------------------------------------------------


@pytest.fixture
def box():
    """The code that the notebook offers to those who train without fit."""
    texts = [cell.source for cell in notebook("08_your_variant", {}).cells]
    text = next(text for text in texts if "**What you may do**" in text)
    quoted = re.search(r"```python\n(.*?)> *```", text, re.DOTALL)[1]
    return textwrap.dedent(quoted.replace("> ", ""))


@pytest.mark.ci
def test_the_code_of_the_box_trains_adopts_and_loads_while_grading(box, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    images, _ = datasets.visible_split("shapes", 256)

    def names():
        return {
            **{"keras": keras, "settings": settings, "training": training},
            **{"cifar10_input": cifar10_input, "train_images": images, "data": "shapes"},
            **{"network": models.softmax_regression(), "distort": lambda batch: batch, "seed": 1},
            **{"optimizer": "sgd", "steps": lambda epochs: 2, "budget": settings.BUDGETS["quick"]},
        }

    while_working, while_grading = names(), names()
    exec(box, while_working)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    exec(box, while_grading)
    assert same_weights(while_working["network"], while_grading["network"])
    assert runs.load("08_your_variant.run").adopted == "network.fit, Adam"
