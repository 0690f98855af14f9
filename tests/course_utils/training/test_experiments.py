"""The protocol of repeated runs: what it trains, what it keeps, and what it says while grading."""

import math
import shutil

import keras
import numpy as np
import pytest

from course_utils import cifar10_input, plots, runs
from course_utils.runs import RunError
from course_utils.training import experiments

GENERATOR = np.random.default_rng(0)
LABELS = GENERATOR.integers(0, 10, 100)
# Classes differ in brightness across the image, so that a few steps teach something.
PATTERNS = GENERATOR.integers(0, 256, (10, 6, 6, 1))
IMAGES = np.clip(PATTERNS[LABELS] + GENERATOR.normal(0, 20, (100, 6, 6, 1)), 0, 255)
IMAGES = IMAGES.astype(np.uint8)
BUILT = []


def build(units=10):
    model = keras.Sequential(
        [keras.layers.Input((6, 6, 1)), keras.layers.Flatten(), keras.layers.Dense(units)]
    )
    BUILT.append(model.get_weights()[0])
    return model


def batches(seed):
    return cifar10_input.distorted_inputs(
        IMAGES, LABELS, 20, image_size=6, distort=lambda images: images, seed=seed
    )


def repeat(folder, make=build, **options):
    settings = {
        "max_steps": 20,
        "seeds": (1, 2),
        "target": 0.5,
        "data": "patterns",
        "images": 100,
        "batch_size": 20,
        "validation": (IMAGES, LABELS),
        "validate_every": 5,
        "progress": False,
    }
    return experiments.repeat(make, batches, name=folder / "02_test", **(settings | options))


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Two runs, and the folder they lie in; tests that change it work on a copy."""
    folder = tmp_path_factory.mktemp("runs")
    return repeat(folder), folder


@pytest.fixture
def copy(done, tmp_path):
    shutil.copytree(done[1], tmp_path / "runs")
    return tmp_path / "runs"


def made_diverge(folder, seed=2):
    """Makes the record of a run say that it diverged."""
    run = runs.load(folder / f"02_test_{seed}.run")
    run.diverged, run.finished, run.steps = True, False, 12
    run.accuracies = [point for point in run.accuracies if point[0] <= 10]
    run.save()


def test_each_seed_leaves_a_run_of_its_own(done):
    repeated, folder = done
    for trial, seed in zip(repeated.trials, (1, 2), strict=True):
        run = runs.load(folder / f"02_test_{seed}.run")
        assert (run.seed, run.steps, run.finished) == (seed, 20, True)
        assert [step for step, _ in trial.curve] == [5, 10, 15, 20]
        assert runs.submitted_bytes(run.directory) < 2_000_000


def test_seeds_differ_in_their_weights_and_their_batches(done):
    first, second = (trial.run for trial in done[0].trials)
    assert first.losses[0] != second.losses[0]
    assert not np.array_equal(BUILT[0], BUILT[1])


def test_mean_and_maximum_are_those_of_the_last_accuracies(done):
    repeated, _ = done
    last = [trial.run.accuracies[-1][1] for trial in repeated.trials]
    assert repeated.accuracies == last
    assert repeated.mean == pytest.approx(np.mean(last))
    assert repeated.maximum == max(last)
    assert repeated.failures == 0
    assert min(last) > 0.5


def test_first_passage_is_the_first_measurement_at_the_target(done):
    repeated, _ = done
    for trial, step in zip(repeated.trials, repeated.first_steps, strict=True):
        assert step == next(at for at, value in trial.curve if value >= 0.5)


def test_a_target_that_is_never_reached_has_no_first_passage(done):
    assert experiments.Repeated(done[0].trials, 1.01).first_steps == [None, None]
    assert experiments.first_passage([[5, 0.2], [10, math.nan]], 0.3) is None


def test_each_run_predicts_with_its_own_weights(done):
    scores = [predict(IMAGES) for predict in done[0].predictors.values()]
    assert list(done[0].predictors) == ["seed 1", "seed 2"]
    assert scores[0].shape == (100, 10)
    assert not np.array_equal(*scores)


def test_finished_seeds_are_loaded_and_missing_ones_trained(done, copy, capsys):
    shutil.rmtree(copy / "02_test_2.run")
    again = repeat(copy)
    assert capsys.readouterr().out.count("is finished") == 1
    for trial, before in zip(again.trials, done[0].trials, strict=True):
        np.testing.assert_allclose(trial.predict(IMAGES), before.predict(IMAGES), rtol=1e-4)


def test_another_network_in_the_same_folders_is_refused(copy):
    with pytest.raises(RunError, match="differs from"):
        repeat(copy, learning_rate=0.05)


def test_a_run_that_diverges_is_counted_and_the_others_go_on(tmp_path, capsys):
    def explosive():
        model = build()
        if len(explosive.made) == 0:
            model.set_weights([np.full((36, 10), np.inf, np.float32), np.zeros(10)])
        explosive.made.append(model)
        return model

    explosive.made = []
    repeated = repeat(tmp_path, explosive)
    assert repeated.failures == 1
    assert repeated.accuracies[0] == 0
    assert repeated.accuracies[1] > 0.5
    assert repeated.mean == pytest.approx(repeated.accuracies[1] / 2)
    assert math.isnan(repeated.curves[0][-1][1])
    assert "a result, too" in capsys.readouterr().out
    assert "1 failed" in repeated.report()


def test_a_run_that_diverged_before_stays_a_failure(copy, capsys):
    made_diverge(copy)
    repeated = repeat(copy)
    assert [trial.failed for trial in repeated.trials] == [False, True]
    assert "it stays a failure" in capsys.readouterr().out


def test_a_failure_of_other_settings_is_trained_anew(copy, capsys):
    made_diverge(copy)
    assert repeat(copy, learning_rate=0.05, seeds=(2,)).failures == 0


@pytest.mark.parametrize("execution", ["autograde", "validate"])
def test_while_grading_carried_runs_are_loaded_and_missing_ones_recorded(
    done, copy, monkeypatch, execution
):
    shutil.rmtree(copy / "02_test_1.run")
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    repeated = repeat(copy)
    first, second = repeated.trials
    assert first.run is None
    assert "No run was found" in first.missing
    with pytest.raises(RunError, match="No run was found"):
        first.predict(IMAGES)
    np.testing.assert_allclose(second.predict(IMAGES), done[0].trials[1].predict(IMAGES), rtol=1e-5)
    assert repeated.mean == second.accuracy
    assert not (copy / "02_test_1.run").exists()
    assert "1 missing" in repeated.report()


def test_while_grading_a_run_that_does_not_fit_is_recorded(copy, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    repeated = repeat(copy, lambda: build(units=9))
    assert ["do not fit" in trial.missing for trial in repeated.trials] == [True, True]
    assert math.isnan(repeated.mean)


def test_while_grading_a_failure_that_was_carried_is_a_failure(copy, monkeypatch):
    made_diverge(copy)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert repeat(copy).failures == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"seeds": (1, 1)}, "none twice"),
        ({"seeds": ()}, "at least one"),
        ({"validate_every": 0}, "at least 1"),
    ],
)
def test_impossible_arguments_are_refused(tmp_path, options, said):
    with pytest.raises(ValueError, match=said):
        repeat(tmp_path, **options)


def test_the_plot_shows_each_run_the_target_and_the_failures(done):
    failed = [[5, 0.3], [10, 0.4], [12, math.nan]]
    figure = plots.repeated_runs({"linear": [*done[0].curves, failed]}, 0.5, "Three runs")
    axis = figure.axes[0]
    assert axis.get_title() == "Three runs"
    labels = [text.get_text() for text in axis.get_legend().get_texts()]
    assert labels == ["linear", "target 0.5", "diverged"]


def test_a_network_that_is_not_written_yet_is_named(tmp_path):
    with pytest.raises(ValueError, match="build returned None"):
        repeat(tmp_path, lambda: None)
