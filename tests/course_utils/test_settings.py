import subprocess
import sys

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
