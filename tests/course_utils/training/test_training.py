"""The loop: what it records, where it stops, and how it goes on after any interruption."""

import math
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import cifar10, cifar10_input, evaluation, models, runs, training
from course_utils.runs import RunError
from course_utils.training import tensorboard

GENERATOR = np.random.default_rng(0)
LABELS = GENERATOR.integers(0, 10, 200)
# Classes differ in colour, so that a few steps teach something.
PALETTE = GENERATOR.integers(0, 256, (10, 1, 1, 3))
IMAGES = np.clip(PALETTE[LABELS] + GENERATOR.normal(0, 40, (200, 12, 12, 3)), 0, 255)
IMAGES = IMAGES.astype(np.uint8)


def stream(seed=1):
    return cifar10_input.distorted_inputs(IMAGES, LABELS, 16, image_size=8, seed=seed)


def network(seed=0, units=10, norm=False):
    training.seed_everything(seed)
    layers = [keras.layers.Input((8, 8, 3)), keras.layers.Conv2D(4, 3, activation="relu")]
    layers += [keras.layers.BatchNormalization(momentum=0.9)] if norm else []
    return keras.Sequential([*layers, keras.layers.Flatten(), keras.layers.Dense(units)])


def fit(run_dir, model=None, batches=None, **options):
    settings = {
        "max_steps": 20,
        "data": "random",
        "images": 200,
        "batch_size": 16,
        "learning_rate": 0.1,
        "log_every": 5,
        "progress": False,
    }
    model = network() if model is None else model
    batches = stream() if batches is None else batches
    return training.fit(model, batches, run_dir=run_dir, **(settings | options))


# The schedule


def test_decay_steps_are_the_golden_number():
    assert cifar10.decay_steps(128) == 136_718


@pytest.mark.parametrize(
    ("step", "rate"),
    [(0, 0.1), (136_717, 0.1), (136_718, 0.01), (273_435, 0.01), (273_436, 0.001)],
)
def test_the_learning_rate_falls_in_stairs(step, rate):
    assert float(cifar10.learning_rate_schedule()(step)) == pytest.approx(rate, rel=1e-5)


def test_the_schedule_counts_epochs_of_the_images_there_are():
    assert cifar10.decay_steps(100, 1_000) == 3_500


def test_the_tutorials_constants():
    assert cifar10.INITIAL_LEARNING_RATE == 0.1
    assert cifar10.LEARNING_RATE_DECAY_FACTOR == 0.1
    assert cifar10.NUM_EPOCHS_PER_DECAY == 350
    assert cifar10.MOVING_AVERAGE_DECAY == 0.9999


# A run


def test_a_run_says_what_was_done(tmp_path):
    run = fit(tmp_path, validation=(IMAGES, LABELS), seed=7, data_source="drawn here")
    assert run == runs.load(tmp_path)
    assert (run.data, run.data_source, run.images) == ("random", "drawn here", 200)
    assert (run.steps, run.batch_size, run.seed) == (20, 16, 7)
    assert (run.finished, run.diverged) == (True, False)
    assert [step for step, _ in run.losses] == [0, 5, 10, 15, 19]
    assert [rate for _, rate in run.learning_rates] == pytest.approx([0.1] * 5)
    assert [step for step, _ in run.accuracies] == [20]
    assert run.seconds > 0
    assert run.images_per_second > 0
    assert run.parameters == 3 * 9 * 4 + 4 + 6 * 6 * 4 * 10 + 10
    assert run.versions["tensorflow"] == tf.__version__


def test_the_loss_falls_and_the_first_one_is_that_of_the_initial_weights(tmp_path):
    model = network()
    images, labels = next(iter(stream()))
    initial = float(cifar10.loss(model, labels, model(images, training=True)))
    run = fit(tmp_path, network(), max_steps=60)
    assert run.losses[0] == [0, pytest.approx(initial, rel=1e-4)]
    assert run.losses[-1][1] < 0.7 * initial


def test_sgd_and_the_staircase_are_the_default(tmp_path):
    run = fit(tmp_path, learning_rate=None)
    assert run.settings["optimizer"].startswith("SGD")
    assert "ExponentialDecay" in run.settings["optimizer"]
    assert run.learning_rates[0] == [0, pytest.approx(0.1)]


def test_the_staircase_acts_during_training(tmp_path):
    # 350 epochs of 1 image in batches of 16 are 21 steps.
    run = fit(tmp_path, learning_rate=None, images=1, max_steps=25, log_every=1)
    assert [rate for _, rate in run.learning_rates] == pytest.approx([0.1] * 21 + [0.01] * 4)


@pytest.mark.parametrize("name", ["Adam", "RMSprop"])
def test_any_keras_optimizer_is_taken_and_can_be_used_again(tmp_path, name):
    optimizer = keras.optimizers.get({"class_name": name, "config": {"learning_rate": 1e-3}})
    first = fit(tmp_path / "a", optimizer=optimizer, learning_rate=None)
    second = fit(tmp_path / "b", optimizer=optimizer, learning_rate=None)
    np.testing.assert_allclose(first.losses, second.losses, rtol=1e-3)


def test_the_model_holds_the_raw_weights_and_restore_loads_the_averages(tmp_path):
    model = network()
    run = fit(tmp_path, model)
    raw, loaded = [w.numpy() for w in model.weights], network(3)
    runs.load_weights(loaded, tmp_path / runs.WEIGHTS)
    for a, b in zip(raw, loaded.weights, strict=True):
        np.testing.assert_array_equal(a, b)
    training.restore_averages(model, run)
    assert not np.array_equal(model.layers[0].kernel, loaded.layers[0].kernel)


def test_the_averaged_file_has_averaged_trainables_and_raw_statistics(tmp_path):
    seen = []
    model = network(norm=True)

    def record(step, loss):
        seen.append([v.numpy() for v in model.trainable_variables])

    expected = [v.numpy() for v in model.trainable_variables]
    run = fit(tmp_path, model, callback=record, log_every=1, max_steps=12)
    statistics = model.layers[1].moving_variance.numpy()
    for n, values in enumerate(seen):
        keep = (1 + n) / (10 + n)
        expected = [keep * e + (1 - keep) * v for e, v in zip(expected, values, strict=True)]
    training.restore_averages(model, run)
    for variable, value in zip(model.trainable_variables, expected, strict=True):
        np.testing.assert_allclose(variable, value, atol=1e-5)
    np.testing.assert_array_equal(model.layers[1].moving_variance, statistics)


def test_validation_uses_the_averages(tmp_path):
    model = network()
    run = fit(tmp_path, model, validation=(IMAGES, LABELS), validate_every=8)
    assert [step for step, _ in run.accuracies] == [8, 16, 20]
    training.restore_averages(model, run)
    found = evaluation.precision_at_1(evaluation.scores(model, IMAGES), LABELS)
    assert run.accuracies[-1][1] == found


def test_without_averages_validation_uses_the_weights(tmp_path):
    model = network()
    run = fit(tmp_path, model, validation=(IMAGES, LABELS), averages=False)
    found = evaluation.precision_at_1(evaluation.scores(model, IMAGES), LABELS)
    assert run.accuracies[-1][1] == found
    assert not (tmp_path / runs.AVERAGES).exists()
    with pytest.raises(RunError, match="no averaged weights"):
        training.restore_averages(model, run)


def test_the_callback_gets_what_is_recorded(tmp_path):
    seen = []
    run = fit(tmp_path, callback=lambda step, loss: seen.append([step, loss]))
    assert seen == [[step, pytest.approx(loss)] for step, loss in run.losses]


def test_progress_shows_loss_speed_and_steps_on_stdout(tmp_path, capsys):
    fit(tmp_path, progress=True)
    shown = capsys.readouterr()
    assert "20/20" in shown.out
    assert re.search(r"loss \d\.\d\d, [\d,]+ images/s", shown.out)
    assert shown.err == ""


def test_without_progress_a_new_run_prints_nothing(tmp_path, capsys):
    fit(tmp_path)
    assert capsys.readouterr().out == ""


def test_summaries_are_written_on_request(tmp_path):
    fit(tmp_path, summaries_every=10)
    assert list((tmp_path / "summaries").glob("events*"))


def decaying():
    training.seed_everything(0)
    top = keras.layers.Dense(10, kernel_regularizer=keras.regularizers.L2(0.1), name="top")
    return keras.Sequential([keras.layers.Input((8, 8, 3)), keras.layers.Flatten(), top])


def test_the_parts_of_the_loss_are_those_before_the_step_and_averaged_at_every_step(tmp_path):
    model = decaying()
    first = 0.1 * float(tf.reduce_sum(model.layers[-1].kernel ** 2))
    run = fit(tmp_path, model, max_steps=9, log_every=1, summaries_every=4)
    scalars = tensorboard.read_events(tmp_path).scalars
    steps, raw = scalars["top/weight_loss (raw)"]
    assert steps.tolist() == [0, 4, 8]
    assert raw[0] == pytest.approx(first, rel=1e-5)
    parts = scalars["cross_entropy (raw)"][1] + raw
    assert parts == pytest.approx([run.losses[step][1] for step in steps], rel=1e-5)
    # Averages are sums of averages: those of the parts have seen as many steps as the total's.
    averages = scalars["cross_entropy"][1] + scalars["top/weight_loss"][1]
    assert averages == pytest.approx(scalars["total_loss"][1], rel=1e-5)
    assert averages[1] != pytest.approx(0.9 * averages[0] + 0.1 * parts[1], rel=1e-5)


def test_a_run_that_goes_on_keeps_its_summaries_and_one_that_replaces_it_does_not(tmp_path):
    fit(tmp_path, max_steps=10, summaries_every=5)
    fit(tmp_path, max_steps=20, summaries_every=5)
    steps, _ = tensorboard.read_events(tmp_path).scalars["total_loss"]
    assert steps.tolist() == [0, 5, 10, 15]
    fit(tmp_path, max_steps=10, summaries_every=5, resume=False)
    steps, _ = tensorboard.read_events(tmp_path).scalars["total_loss"]
    assert steps.tolist() == [0, 5]


def test_a_run_too_big_to_hand_in_is_announced(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(runs, "SIZE_LIMIT", 1_000)
    fit(tmp_path, max_steps=1)
    assert "averages=False" in capsys.readouterr().out


# Going on


def test_a_resumed_run_makes_the_same_steps_as_an_uninterrupted_one(tmp_path, capsys):
    whole_model, model = network(norm=True), network(norm=True)
    whole = fit(tmp_path / "whole", whole_model, max_steps=40)
    fit(tmp_path / "parts", model, max_steps=15)
    other = network(seed=9, norm=True)
    resumed = fit(tmp_path / "parts", other, max_steps=40)
    assert "Resuming the run in" in capsys.readouterr().out
    assert resumed.steps == 40
    wanted = dict(whole.losses)
    found = {step: loss for step, loss in resumed.losses if step % 5 == 0 or step == 39}
    assert list(found) == list(wanted)
    np.testing.assert_allclose(list(found.values()), list(wanted.values()), rtol=1e-3)
    for a, b in zip(whole_model.weights, other.weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-2, atol=1e-3)
    training.restore_averages(whole_model, whole)
    training.restore_averages(other, resumed)
    np.testing.assert_allclose(whole_model.layers[0].kernel, other.layers[0].kernel, atol=1e-3)


def test_a_record_that_is_ahead_of_its_checkpoint_is_cut(tmp_path):
    folder = tmp_path / runs.CHECKPOINT
    fit(tmp_path, max_steps=10, validation=(IMAGES, LABELS))
    shutil.copytree(folder, tmp_path / "earlier")
    fit(tmp_path, max_steps=20, validation=(IMAGES, LABELS))
    shutil.rmtree(folder)
    (tmp_path / "earlier").rename(folder)
    run = fit(tmp_path, max_steps=25, validation=(IMAGES, LABELS))
    assert [step for step, _ in run.losses] == [0, 5, 9, 10, 15, 20, 24]
    assert [step for step, _ in run.learning_rates] == [0, 5, 9, 10, 15, 20, 24]
    assert [step for step, _ in run.accuracies] == [10, 25]


def test_a_momentum_optimizer_goes_on_with_its_momentum(tmp_path):
    def optimizer():
        return {"optimizer": keras.optimizers.Adam(0.01), "learning_rate": None}

    whole = fit(tmp_path / "whole", max_steps=30, **optimizer())
    fit(tmp_path / "parts", max_steps=15, **optimizer())
    parts = fit(tmp_path / "parts", max_steps=30, **optimizer())
    assert parts.losses[-1][1] == pytest.approx(whole.losses[-1][1], rel=0.02)


def test_a_stream_without_a_saved_position_goes_on_too(tmp_path):
    def generate():
        yield from stream()

    fit(tmp_path, batches=generate(), max_steps=10)
    assert fit(tmp_path, batches=generate(), max_steps=20).steps == 20


def test_a_finished_run_is_loaded_and_not_trained_again(tmp_path, capsys):
    model, again = network(), network(seed=4)
    first = fit(tmp_path, model)
    second = fit(tmp_path, again, batches=iter(()))
    assert "is finished (20 steps)" in capsys.readouterr().out
    assert second == first
    np.testing.assert_array_equal(model.layers[0].kernel, again.layers[0].kernel)


def test_resume_false_replaces_the_run(tmp_path):
    fit(tmp_path, max_steps=15)
    run = fit(tmp_path, max_steps=10, resume=False)
    assert run.steps == 10
    assert [step for step, _ in run.losses] == [0, 5, 9]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"learning_rate": 0.2}, "optimizer"),
        ({"model": network(units=11)}, "model"),
        ({"seed": 3}, "seed"),
        ({"data": "other"}, "data"),
        ({"averages": False}, "averages"),
    ],
)
def test_another_run_in_the_folder_is_not_overwritten(tmp_path, change, named):
    fit(tmp_path, max_steps=5)
    with pytest.raises(RunError, match=f"holds a run of 5 steps .*{named}.*resume=False"):
        fit(tmp_path, **change)
    assert runs.load(tmp_path).steps == 5


def test_the_same_model_built_again_in_the_session_is_the_same(tmp_path):
    fit(tmp_path, models.small_cnn((8, 8, 3)), max_steps=5)
    models.small_cnn((8, 8, 3))
    assert fit(tmp_path, models.small_cnn((8, 8, 3)), max_steps=10).steps == 10


def test_a_run_whose_checkpoint_is_gone_is_not_overwritten(tmp_path):
    fit(tmp_path, max_steps=5)
    for path in (tmp_path / runs.CHECKPOINT).iterdir():
        path.unlink()
    with pytest.raises(
        RunError, match="the folder checkpoint from which it could go on is missing"
    ):
        fit(tmp_path)


def test_a_damaged_checkpoint_is_a_sentence(tmp_path):
    fit(tmp_path, max_steps=5)
    for path in (tmp_path / runs.CHECKPOINT).glob("model*"):
        path.write_bytes(b"damaged")
    with pytest.raises(RunError, match=r"cannot be restored.*resume=False"):
        fit(tmp_path)


class _Interrupting:
    """A stream whose Ctrl-C comes with the given batch."""

    def __init__(self, at):
        self.at = at

    def __iter__(self):
        for index, pair in enumerate(stream()):
            if index == self.at:
                raise KeyboardInterrupt
            yield pair


def test_ctrl_c_saves_everything_and_says_how_to_go_on(tmp_path, capsys):
    model = network()
    with pytest.raises(KeyboardInterrupt):
        fit(tmp_path, model, batches=_Interrupting(7))
    assert "Interrupted after 7 steps" in capsys.readouterr().out
    run = runs.load(tmp_path)
    assert (run.steps, run.finished) == (7, False)
    assert (tmp_path / runs.WEIGHTS).exists()
    assert fit(tmp_path).steps == 20


@pytest.fixture
def ends():
    """How often this process would have ended of SIGTERM."""
    seen = []
    before = signal.signal(signal.SIGTERM, lambda *_: seen.append(1))
    yield seen
    signal.signal(signal.SIGTERM, before)


def test_a_process_that_is_asked_to_end_saves_everything_and_ends(tmp_path, capsys, ends):
    def ask(step, loss):
        if step == 10:
            signal.raise_signal(signal.SIGTERM)
            assert not ends  # the step under way comes first

    fit(tmp_path, callback=ask)
    assert "Asked to end after 11 steps" in capsys.readouterr().out
    assert ends == [1]
    assert (runs.load(tmp_path).steps, runs.load(tmp_path).finished) == (11, False)
    assert fit(tmp_path).steps == 20
    assert "from step 11 of 20" in capsys.readouterr().out


def test_a_training_that_ended_by_itself_leaves_the_signal_as_it_was(tmp_path, ends):
    fit(tmp_path)
    signal.raise_signal(signal.SIGTERM)
    assert ends == [1]


def test_a_checkpoint_is_written_when_the_last_one_is_old(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "CHECKPOINT_SECONDS", 0.0)
    fit(tmp_path, max_steps=7)
    kept = sorted(path.name for path in (tmp_path / runs.CHECKPOINT).glob("model.ckpt-*.index"))
    assert kept == [f"model.ckpt-{step}.index" for step in (5, 6, 7)]


def test_max_seconds_stops_in_time_and_can_be_continued(tmp_path, capsys):
    run = fit(tmp_path, max_steps=10**6, max_seconds=0.5)
    assert 0 < run.steps < 10**6
    assert not run.finished
    assert "Stopped after 0.5 seconds" in capsys.readouterr().out
    assert fit(tmp_path, max_steps=run.steps + 3).finished


KILLED = """
import sys, time
sys.path.insert(0, {tests!r})
import test_training as t
t.fit({run_dir!r}, max_steps=10**6, checkpoint_every=50, log_every=10)
"""


def test_a_killed_run_goes_on_from_its_last_checkpoint(tmp_path, capsys):
    tests = str(Path(__file__).parent)
    code = KILLED.format(tests=tests, run_dir=str(tmp_path))
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("checkpoint/model.ckpt-150*")) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    newest = tf.train.latest_checkpoint(tmp_path / "checkpoint")
    step = int(newest.rpartition("-")[2])
    run = fit(tmp_path, max_steps=step + 10, log_every=10)
    assert f"from step {step:,}" in capsys.readouterr().out
    assert run.steps == step + 10
    steps = [at for at, _ in run.losses]
    assert steps == sorted(set(steps))
    assert steps[:-1] == list(range(0, step + 10, 10))
    late = [loss for _, loss in run.losses[-4:]]
    assert max(late) < 0.8 * run.losses[0][1]


# Divergence


def test_a_loss_that_is_not_a_number_stops_the_run_with_a_sentence(tmp_path):
    model = network()
    with pytest.raises(training.Diverged, match=r"^Model diverged with loss = NaN at step \d+"):
        fit(tmp_path, model, optimizer=keras.optimizers.SGD(1e30), learning_rate=None)
    run = runs.load(tmp_path)
    assert run.diverged
    assert not run.finished
    assert not math.isfinite(run.losses[-1][1])
    assert (tmp_path / runs.WEIGHTS).exists()


def test_the_sentence_names_the_learning_rate(tmp_path):
    with pytest.raises(training.Diverged, match=r"a tenth of the learning rate, which was 1e\+30"):
        fit(tmp_path, learning_rate=1e30)


def test_a_diverged_run_is_replaced(tmp_path, capsys):
    with pytest.raises(training.Diverged):
        fit(tmp_path, learning_rate=1e30)
    run = fit(tmp_path)
    assert "diverged; it is replaced" in capsys.readouterr().out
    assert run.finished
    assert not run.diverged


# While a notebook is validated or graded


@pytest.fixture
def grading(monkeypatch):
    def start(execution="autograde"):
        monkeypatch.setenv("NBGRADER_EXECUTION", execution)

    return start


@pytest.mark.parametrize("execution", ["autograde", "validate"])
def test_grading_trains_nothing_and_loads_the_run(tmp_path, grading, capsys, execution):
    model, fresh = network(), network(seed=8)
    run = fit(tmp_path, model)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    grading(execution)
    assert fit(tmp_path, fresh, max_steps=10**6) == run
    for a, b in zip(model.weights, fresh.weights, strict=True):
        np.testing.assert_array_equal(a, b)
    printed = capsys.readouterr().out
    assert printed.startswith("Nothing is trained while a notebook is validated or graded")
    assert printed.count("\n") == 1
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_grading_works_without_the_checkpoint_and_in_another_folder(tmp_path, grading):
    fit(tmp_path / "a")
    (tmp_path / "b").mkdir()
    for name in runs.SUBMITTED:
        (tmp_path / "a" / name).rename(tmp_path / "b" / name)
    grading()
    assert fit(tmp_path / "b").steps == 20


def test_grading_without_a_run_says_what_to_submit(tmp_path, grading):
    grading()
    with pytest.raises(RunError, match=r"train, save and submit the folder a\.run together"):
        fit(tmp_path / "a.run")
    assert not (tmp_path / "a.run").exists()


def test_grading_names_the_first_weights_that_do_not_fit(tmp_path, grading):
    fit(tmp_path)
    grading()
    with pytest.raises(RunError, match=r"do not fit the model .*: dense/vars/0 has shape"):
        fit(tmp_path, network(units=11))


@pytest.mark.parametrize("name", ["run.json", "weights.weights.h5"])
def test_grading_a_damaged_run_is_a_sentence(tmp_path, grading, name):
    fit(tmp_path)
    (tmp_path / name).write_bytes(b"{damaged")
    grading()
    with pytest.raises(RunError, match="cannot be read"):
        fit(tmp_path)


def test_grading_a_run_without_weights_is_a_sentence(tmp_path, grading):
    fit(tmp_path)
    (tmp_path / runs.WEIGHTS).unlink()
    grading()
    with pytest.raises(RunError, match="are missing"):
        fit(tmp_path)


# Impossible arguments


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"max_steps": 0}, "at least 1"),
        ({"log_every": 0}, "at least 1"),
        ({"optimizer": keras.optimizers.SGD(0.1)}, "Give either optimizer"),
        ({"batch_size": 32}, "The batches have 16 images and 16 labels, but batch_size is 32"),
        ({"model": cifar10.inference()}, r"takes images of the shape \(24, 24, 3\)"),
    ],
)
def test_impossible_arguments_are_named(tmp_path, change, said):
    with pytest.raises(ValueError, match=said):
        fit(tmp_path, **change)


def test_batches_that_end_too_early_are_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="The batches ended after 3 of 20 steps"):
        fit(tmp_path, batches=stream().take(3))


def test_label_smoothing_spreads_a_share_of_each_label_over_all_classes():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4)])
    logits = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    labels = np.array([0, 3, 1, 1, 2])
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    targets = 0.8 * np.eye(4)[labels] + 0.2 / 4
    expected = -(targets * np.log(probabilities)).sum(axis=1).mean()
    loss = cifar10.loss(model, labels, logits, label_smoothing=0.2)
    np.testing.assert_allclose(loss, expected, rtol=1e-5)


# What tells one run from another, and weights from a claim


def test_each_run_has_an_id_that_no_seed_repeats(tmp_path):
    first, second = fit(tmp_path / "a"), fit(tmp_path / "b")
    assert first.losses == second.losses
    assert first.id != second.id
    assert len(first.id) == runs.ID_CHARACTERS


def test_a_run_that_goes_on_keeps_its_id(tmp_path):
    first = fit(tmp_path / "a", max_steps=10)
    assert fit(tmp_path / "a").id == first.id == runs.load(tmp_path / "a").id


def test_adopted_weights_have_an_id(tmp_path):
    run = training.adopt(network(), tmp_path / "a", how="by hand", data="random")
    assert runs.load(tmp_path / "a").id == run.id != ""


def test_an_audit_measures_the_loss_of_the_handed_in_weights_and_leaves_the_model(tmp_path):
    run = fit(tmp_path / "a", max_steps=60)
    model = network(norm=False)
    before = [weight.copy() for weight in model.get_weights()]
    found = training.carried_losses(model, stream(), tmp_path / "a", training.make_step)
    assert len(found) == training.CLAIMED_BATCHES
    assert abs(np.log(found).mean() - np.log([loss for _, loss in run.losses[-5:]]).mean()) < 0.5
    assert all(map(np.array_equal, before, model.get_weights()))


def test_weights_that_do_not_fit_have_no_loss(tmp_path):
    fit(tmp_path / "a")
    other = network(units=7)
    assert not training.carried_losses(other, stream(), tmp_path / "a", training.make_step).size
