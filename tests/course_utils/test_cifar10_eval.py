"""``python -m course_utils.cifar10_eval`` prints precision @ 1 of the newest checkpoint."""

import re
import types
from pathlib import Path

import numpy as np
import pytest

from course_utils import (
    cifar10,
    cifar10_eval,
    cifar10_input,
    data,
    evaluation,
    models,
    runs,
    training,
)
from course_utils import runs as weight_files
from course_utils.data import Dataset
from course_utils.data.places import DataError
from course_utils.training import tensorboard

GENERATOR = np.random.default_rng(0)
DATASET = Dataset(
    GENERATOR.integers(0, 256, (300, 32, 32, 3), dtype=np.uint8),
    GENERATOR.integers(0, 10, 300),
    "drawn for a test",
)


def train(model, directory, batch_size, max_steps=1, averages=True):
    """Train a model on the test's images, and leave the run in a folder."""
    training.fit(
        model,
        cifar10_input.distorted_inputs(*DATASET[:2], batch_size, seed=0),
        max_steps=max_steps,
        run_dir=directory,
        data="cifar10",
        images=300,
        batch_size=batch_size,
        averages=averages,
        progress=False,
    )


@pytest.fixture(scope="module")
def train_dir(tmp_path_factory):
    """A run in which raw and averaged weights answer differently."""
    directory = tmp_path_factory.mktemp("train")
    training.seed_everything(0)
    train(cifar10.inference(), directory, batch_size=16, max_steps=15)
    return directory


@pytest.fixture
def asked(monkeypatch):
    """Records what is asked of data.load, which gives the test's images."""
    asked = []

    def load(name, split, *, data_dir=None):
        asked.append((name, split, data_dir))
        return DATASET

    monkeypatch.setattr(data, "load", load)
    return asked


@pytest.fixture(autouse=True)
def eval_dir(tmp_path, monkeypatch):
    """The folder of the summaries, which is below the working directory by default."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "runs" / "cifar10_eval"


def run(directory, *flags):
    return cifar10_eval.main(["--checkpoint_dir", str(directory), "--run_once", *flags])


def precision_of(directory, file):
    model = cifar10.inference()
    weight_files.load_weights(model, directory / file)
    return evaluation.precision_at_1(evaluation.scores(model, DATASET.images), DATASET.labels)


def test_the_flags_have_the_tutorials_names_and_defaults():
    assert vars(cifar10_eval.parser().parse_args([])) == {
        "eval_dir": Path("runs/cifar10_eval"),
        "eval_data": "test",
        "checkpoint_dir": Path("runs/cifar10_train"),
        "eval_interval_secs": 300,
        "num_examples": 10_000,
        "run_once": False,
        "data": "cifar10",
        "data_dir": None,
        "averages": True,
        "log_device_placement": False,
    }


@pytest.mark.parametrize(
    ("flags", "file", "kind"),
    [([], runs.AVERAGES, "averaged"), (["--no-averages"], runs.WEIGHTS, "raw")],
)
def test_it_prints_precision_and_interval_of_the_weights_asked_for(
    train_dir, asked, capsys, flags, file, kind
):
    assert run(train_dir, *flags) == 0
    first, second = capsys.readouterr().out.splitlines()
    precision = precision_of(train_dir, file)
    pattern = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: precision @ 1 = (\d\.\d{3})$"
    assert re.match(pattern, first)[1] == f"{precision:.3f}"
    low, high = evaluation.wilson_interval(round(300 * precision), 300)
    assert f"95 % interval {low:.3f} to {high:.3f}, 300 images, {kind} weights of step 15" in second


@pytest.mark.parametrize(("eval_data", "split"), [("test", "test"), ("train_eval", "train")])
def test_eval_data_chooses_the_images(train_dir, asked, eval_data, split):
    run(train_dir, "--eval_data", eval_data, "--data_dir", "somewhere")
    assert asked == [("cifar10", split, Path("somewhere"))]


def test_num_examples_limits_the_images(train_dir, asked, capsys):
    run(train_dir, "--num_examples", "50")
    assert ", 50 images," in capsys.readouterr().out


def test_precision_is_summarised_at_the_checkpoints_step(train_dir, asked, eval_dir):
    for flags in ([], ["--no-averages"]):
        run(train_dir, *flags)
        found = tensorboard.read_events(eval_dir)
        steps, precision = found.scalars["Precision @ 1"]
        assert steps.tolist() == [15]
    assert precision == pytest.approx([precision_of(train_dir, runs.WEIGHTS)])  # the later one
    assert {"images"} == set(found.images)
    assert "conv1/sparsity" in found.scalars
    assert "local4/activations" in found.histograms


def test_eval_dir_chooses_the_folder_of_the_summaries(train_dir, asked, tmp_path, eval_dir):
    run(train_dir, "--eval_dir", str(tmp_path / "elsewhere"))
    assert "Precision @ 1" in tensorboard.read_events(tmp_path / "elsewhere").scalars
    assert not eval_dir.exists()


def test_a_folder_that_cannot_be_written_to_is_a_sentence(train_dir, asked, tmp_path, capsys):
    (tmp_path / "file").touch()
    assert run(train_dir, "--eval_dir", str(tmp_path / "file")) == 1
    shown = capsys.readouterr()
    assert "Summaries cannot be written to" in shown.err
    assert "--eval_dir FOLDER" in shown.err
    assert shown.out == ""


def test_no_checkpoint_is_said_in_the_tutorials_words(tmp_path, asked, capsys):
    assert run(tmp_path) == 1
    assert capsys.readouterr().out.startswith("No checkpoint file found")


def test_without_run_once_it_evaluates_again_after_the_interval(
    train_dir, asked, capsys, monkeypatch
):
    waited = []

    def sleep(seconds):
        waited.append(seconds)
        if len(waited) == 2:
            raise KeyboardInterrupt

    # Not `time.sleep` itself: threads that other tests leave behind would sleep and count as well.
    monkeypatch.setattr(cifar10_eval, "time", types.SimpleNamespace(sleep=sleep))
    flags = ["--checkpoint_dir", str(train_dir), "--eval_interval_secs", "7"]
    assert cifar10_eval.main(flags) == 130
    shown = capsys.readouterr()
    assert shown.out.count("precision @ 1") == 2
    assert waited == [7, 7]
    assert shown.err == "Stopped by Ctrl-C.\n"


def test_a_checkpoint_of_another_network_is_a_sentence(tmp_path, asked, capsys):
    train(models.softmax_regression((24, 24, 3)), tmp_path, batch_size=16)
    assert run(tmp_path) == 1
    assert "cannot be restored" in capsys.readouterr().err


def test_missing_data_are_a_sentence(train_dir, capsys, monkeypatch):
    def load(*args, **kwargs):
        raise DataError("CIFAR-10 is not here.")

    monkeypatch.setattr(data, "load", load)
    assert run(train_dir) == 1
    assert capsys.readouterr().err == "CIFAR-10 is not here.\n"


def test_a_run_without_averages_says_so(tmp_path, asked, capsys):
    train(cifar10.inference(), tmp_path, batch_size=4, averages=False)
    assert run(tmp_path) == 1
    assert "--no-averages" in capsys.readouterr().err
    assert run(tmp_path, "--no-averages") == 0


def test_restoring_averages_from_the_run_gives_the_same_precision(train_dir, asked, capsys):
    run(train_dir)
    model = cifar10.inference()
    training.restore_averages(model, train_dir)
    scores = evaluation.scores(model, DATASET.images)
    precision = evaluation.precision_at_1(scores, DATASET.labels)
    assert f"precision @ 1 = {precision:.3f}" in capsys.readouterr().out
