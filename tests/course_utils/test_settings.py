import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from course_utils import settings


def test_the_laptop_budget_is_the_default(monkeypatch):
    monkeypatch.delenv("COURSE_BUDGET", raising=False)
    assert settings.budget().name == "laptop"


def test_budgets_grow(monkeypatch):
    quick, laptop, full = settings.BUDGETS.values()
    assert quick.train_seconds < laptop.train_seconds < full.train_seconds
    assert quick.epochs < laptop.epochs < full.epochs
    assert quick.steps < laptop.steps < full.steps


def test_a_quick_training_makes_all_its_steps_on_a_machine_twenty_times_busier():
    quick = settings.BUDGETS["quick"]
    seconds_a_step = 0.1  # of the largest network, on two cores that do nothing else
    assert quick.train_seconds > 20 * seconds_a_step * quick.steps


def test_an_unknown_budget_is_a_sentence_that_names_the_known_ones(monkeypatch):
    monkeypatch.setenv("COURSE_BUDGET", "fast")
    with pytest.raises(settings.SettingError, match="quick, laptop, full"):
        settings.budget()


def test_an_unknown_data_set_is_a_sentence_that_names_the_known_ones(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "imagenet")
    with pytest.raises(settings.SettingError, match="shapes, cifar10"):
        settings.graded_data()


@pytest.mark.parametrize(
    ("named", "choices", "found"),
    [
        ("", ("digits", "mnist"), "digits"),
        ("mnist", ("digits", "mnist"), "mnist"),
        ("cifar10, mnist", ("digits", "mnist"), "mnist"),
        ("cifar10,mnist", ("shapes", "cifar10"), "cifar10"),
        ("mnist", (), "shapes"),
    ],
)
def test_each_notebook_finds_its_own_data_set_among_those_that_are_named(
    monkeypatch, named, choices, found
):
    monkeypatch.setenv("COURSE_DATA", named)
    assert settings.graded_data(*choices) == found


def test_the_command_tells_scripts_by_its_exit_status(monkeypatch):
    monkeypatch.setenv("COURSE_BUDGET", "fast")
    process = subprocess.run(
        [sys.executable, "-m", "course_utils.environment"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "Problem: COURSE_BUDGET is 'fast'" in process.stdout


def test_starting_tensorflow_names_versions_and_writes_no_noise():
    code = "from course_utils import environment; print(environment.start_tensorflow())"
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.startswith("TensorFlow 2.")
    assert process.stderr == ""


COLLECTS = """
import gc
from course_utils import environment
environment.start_tensorflow()
started = gc.isenabled(), gc.get_freeze_count()
environment.start_tensorflow()  # a cell that is run again
print(*started, gc.get_freeze_count() == started[1])
"""


def test_garbage_collections_go_on_without_what_tensorflow_imported():
    process = subprocess.run(
        [sys.executable, "-c", COLLECTS], capture_output=True, text=True, check=True
    )
    enabled, frozen, once = process.stdout.split()
    assert (enabled, once) == ("True", "True")
    assert int(frozen) > 100_000


def test_garbage_collections_stay_off_where_a_program_wants_none():
    code = (
        "import gc; from course_utils import environment; gc.disable(); "
        "environment.start_tensorflow(); print(gc.isenabled())"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout == "False\n"


TRAINS = """
import os, sys
import course_utils
import keras, numpy as np
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
try:
    {call}
except Exception as error:
    print(type(error).__name__, error)
"""
CALLS = {
    "fit": "model.fit(np.ones((4, 2)), np.ones(4), verbose=0)",
    "train_on_batch": "model.train_on_batch(np.ones((4, 2)), np.ones(4))",
    "fit of a subclass": "type('Own', (keras.Sequential,), {})().fit()",
    "apply": "keras.optimizers.SGD().apply([np.zeros((2, 1)), np.zeros(1)], model.weights)",
    "evaluate": "model.evaluate(np.ones((4, 2)), np.ones(4), verbose=0)",
}


def said_by(call, execution, first=""):
    """What a process says that makes a call while nbgrader executes it for a purpose."""
    process = subprocess.run(
        [sys.executable, "-c", first + TRAINS.format(call=CALLS[call])],
        env={**os.environ, "NBGRADER_EXECUTION": execution},
        capture_output=True,
        text=True,
        check=True,
    )
    return process.stdout


@pytest.mark.ci
@pytest.mark.parametrize("call", ["fit", "train_on_batch", "fit of a subclass"])
@pytest.mark.parametrize("execution", ["autograde", "validate"])
def test_keras_trains_nothing_while_a_notebook_is_validated_or_graded(call, execution):
    said = said_by(call, execution)
    assert said.startswith("NothingTrained Nothing is trained while")
    assert "Train before you hand in, with training.fit" in said
    assert "training.adopt" in said


@pytest.mark.ci
def test_keras_trains_nothing_either_where_it_was_imported_before_the_course():
    assert said_by("fit", "autograde", "import keras\n").startswith("NothingTrained")


@pytest.mark.ci
@pytest.mark.parametrize(
    ("call", "execution"), [("fit", ""), ("apply", "autograde"), ("evaluate", "autograde")]
)
def test_steps_measurements_and_work_at_home_go_on(call, execution):
    assert said_by(call, execution) == ""


class Model:
    """What stands for Keras's."""

    def fit(self):
        return "trained"

    def train_on_batch(self):
        return "trained"


def test_a_refusal_says_where_to_train_instead(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    own = type("Model", (Model,), {})
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(Model=own))
    settings.refuse_to_fit()
    with pytest.raises(
        settings.NothingTrained, match=r"Keras refuses fit and train_on_batch.*adopt"
    ):
        own().fit()
    with pytest.raises(settings.NothingTrained, match="Keras refuses"):
        own().train_on_batch()


def test_at_home_keras_is_left_alone(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(Model=Model))
    settings.refuse_to_fit()
    assert Model().fit() == "trained"
