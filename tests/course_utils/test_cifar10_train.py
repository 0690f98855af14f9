"""``python -m course_utils.cifar10_train``: the tutorial's flags, its log line, and sentences."""

import math
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from course_utils import cifar10, cifar10_eval, cifar10_input, cifar10_train, data, runs
from course_utils.data import Dataset
from course_utils.data.places import DataError

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: step (\d+), loss = (\d+\.\d\d) "
    r"\((\d+\.\d) examples/sec; (\d+\.\d{3}) sec/batch\)$",
    re.MULTILINE,
)


@pytest.fixture
def small(monkeypatch):
    """Puts 64 drawn images in place of the data sets."""
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (64, 32, 32, 3), dtype=np.uint8)
    dataset = Dataset(images, generator.integers(0, 10, 64), "drawn for a test")
    monkeypatch.setattr(data, "load", lambda *args, **kwargs: dataset)
    return dataset


def run(train_dir, *flags):
    return cifar10_train.main(["--train_dir", str(train_dir), "--batch_size", "8", *flags])


def test_the_flags_have_the_tutorials_names_and_defaults():
    flags = vars(cifar10_train.parser().parse_args([]))
    assert flags == {
        "train_dir": Path("runs/cifar10_train"),
        "max_steps": 1_000_000,
        "log_frequency": 10,
        "batch_size": 128,
        "data_dir": None,
        "data": "cifar10",
        "seed": 0,
    }
    assert (cifar10_train.CHECKPOINT_EVERY, cifar10_train.SUMMARIES_EVERY) == (1000, 100)


@pytest.mark.parametrize(
    "flags", [["--max_steps", "0"], ["--batch_size", "-1"], ["--data", "imagenet"], ["--lr", "1"]]
)
def test_impossible_flags_are_refused_before_anything_happens(flags, capsys):
    with pytest.raises(SystemExit, match="2"):
        cifar10_train.main(flags)
    assert "usage:" in capsys.readouterr().err


def test_it_prints_the_tutorials_line_every_ten_steps(tmp_path, small, capsys):
    assert run(tmp_path, "--max_steps", "21") == 0
    printed = capsys.readouterr().out
    lines = LINE.findall(printed)
    assert [int(step) for step, *_ in lines] == [0, 10, 20]
    assert float(lines[0][1]) == pytest.approx(4.68, abs=0.1)
    for _, _, speed, seconds in lines:
        assert float(speed) * float(seconds) == pytest.approx(8, rel=0.2)
    assert "Training on 64 images: drawn for a test." in printed
    assert "Filling queue with the indices of 25 cifar10 images before starting" in printed


def test_log_frequency_changes_how_often(tmp_path, small, capsys):
    run(tmp_path, "--max_steps", "4", "--log_frequency", "2")
    assert [int(step) for step, *_ in LINE.findall(capsys.readouterr().out)] == [0, 2, 3]


def test_it_leaves_a_run_with_checkpoints_and_summaries(tmp_path, small, monkeypatch):
    monkeypatch.setattr(cifar10_train, "CHECKPOINT_EVERY", 4)
    run(tmp_path, "--max_steps", "10", "--seed", "5")
    record = runs.load(tmp_path)
    assert (record.data, record.data_source) == ("cifar10", "drawn for a test")
    assert (record.steps, record.batch_size, record.seed, record.images) == (10, 8, 5, 64)
    assert record.parameters == 1_068_298
    saved = sorted(path.stem for path in (tmp_path / "checkpoint").glob("model.ckpt-*.index"))
    assert saved == ["model.ckpt-10", "model.ckpt-4", "model.ckpt-8"]
    assert list((tmp_path / "summaries").glob("events*"))


def test_the_same_seed_starts_the_same_training(tmp_path, small):
    losses = []
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        run(tmp_path / name, "--max_steps", "2", "--log_frequency", "1", "--seed", seed)
        losses.append([loss for _, loss in runs.load(tmp_path / name).losses])
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)
    assert losses[0] != pytest.approx(losses[2], rel=1e-5)


def test_divergence_is_a_sentence_and_exit_status_1(tmp_path, small, capsys, monkeypatch):
    monkeypatch.setattr(cifar10, "INITIAL_LEARNING_RATE", 1e30)
    assert run(tmp_path, "--max_steps", "10") == 1
    shown = capsys.readouterr()
    assert shown.err.startswith("Model diverged with loss = NaN")
    assert "Traceback" not in shown.err


def test_missing_data_are_a_sentence_and_exit_status_1(tmp_path, capsys, monkeypatch):
    def load(*args, **kwargs):
        raise DataError("CIFAR-10 is not here. Do this.")

    monkeypatch.setattr(data, "load", load)
    assert run(tmp_path) == 1
    assert capsys.readouterr().err == "CIFAR-10 is not here. Do this.\n"


def test_another_run_in_the_folder_is_a_sentence_and_exit_status_1(tmp_path, small, capsys):
    run(tmp_path, "--max_steps", "2")
    assert run(tmp_path, "--max_steps", "4", "--seed", "1") == 1
    assert "differs from this one in: seed" in capsys.readouterr().err


def test_wrong_data_are_told_without_importing_tensorflow():
    code = "import sys, course_utils.cifar10_train; assert 'tensorflow' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_ctrl_c_is_a_sentence_and_the_next_start_resumes(tmp_path, capsys):
    command = [sys.executable, "-m", "course_utils.cifar10_train", "--data", "shapes"]
    command += ["--train_dir", str(tmp_path), "--batch_size", "4", "--log_frequency", "2"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background jobs, and so the tests in one, ignore Ctrl-C; this program must not.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    for line in process.stdout:
        if "step 4," in line:
            break
    for _ in range(3):  # Python drops an interrupt that reaches it in a destructor: press again
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=40)
            break
        except subprocess.TimeoutExpired:
            continue
    else:
        process.kill()
        pytest.fail("the program ran on after three interrupts")
    assert process.returncode == 130, f"{process.returncode}: {out[-500:]} {err[-2000:]}"
    assert "Traceback" not in err
    assert "Start the same command again to go on." in err
    step = int(re.search(r"Interrupted after (\d+) steps", out)[1])
    assert cifar10_train.main([*command[3:], "--max_steps", str(step + 3)]) == 0
    assert f"from step {step} of {step + 3}" in capsys.readouterr().out
    assert runs.load(tmp_path).finished


# On CIFAR-10 itself


@pytest.mark.ci
@pytest.mark.parametrize(
    ("reader", "steps", "loss_at", "precision"),
    [
        ("files", 300, {100: (3.9, 4.5), 280: (3.3, 3.95)}, 0.30),
        ("tfds", 150, {100: (3.9, 4.5), 140: (3.7, 4.4)}, 0.20),
    ],
)
def test_the_tutorial_network_learns_cifar10_as_published(
    tmp_path, capsys, monkeypatch, real_data, reader, steps, loss_at, precision
):
    monkeypatch.setattr(data, "load", partial(data.load, reader=reader))
    flags = ["--max_steps", str(steps), "--data_dir", str(real_data), "--train_dir", str(tmp_path)]
    assert cifar10_train.main(flags) == 0
    losses = {int(step): float(loss) for step, loss, *_ in LINE.findall(capsys.readouterr().out)}
    assert losses[0] == pytest.approx(4.68, abs=0.03)
    for step, (low, high) in loss_at.items():
        near = [loss for at, loss in losses.items() if abs(at - step) <= 20]
        assert low < np.mean(near) < high
    flags = ["--data_dir", str(real_data), "--checkpoint_dir", str(tmp_path), "--run_once"]
    assert cifar10_eval.main(flags) == 0
    found = re.search(r"precision @ 1 = (\d\.\d{3})", capsys.readouterr().out)
    assert float(found[1]) > precision
    assert runs.load(tmp_path).images == cifar10_input.NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN
    assert not math.isnan(runs.load(tmp_path).images_per_second)
