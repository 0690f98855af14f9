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
from course_utils.data import Dataset, published
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
        "dtype": "float32",
        "seed": 0,
        "stream": False,
        "log_device_placement": False,
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


@pytest.mark.ci
def test_log_device_placement_prints_where_operations_are(tmp_path):
    """In processes of their own: TensorFlow learns once what to print."""
    training = ["--train_dir", str(tmp_path), "--batch_size", "4", "--max_steps"]
    evaluation = ["--checkpoint_dir", str(tmp_path), "--eval_dir", str(tmp_path / "eval")]
    logged = "--log_device_placement"
    for program, flags in (
        ("cifar10_train", [*training, "1", logged]),
        ("cifar10_train", [*training, "2"]),
        ("cifar10_multi_gpu_train", [*training, "3", logged]),
        ("cifar10_eval", [*evaluation, "--run_once", "--num_examples", "20", logged]),
    ):
        command = [sys.executable, "-m", f"course_utils.{program}", "--data", "shapes", *flags]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        lines = (done.stdout + done.stderr).splitlines()
        found = [one for one in lines if "Conv2D" in one and "/device:CPU:0" in one]
        assert bool(found) == (logged in flags), program


# The published files, read while it trains


@pytest.fixture
def published_files(tmp_path, monkeypatch):
    """A data directory with CIFAR-10's five files, of 10 records each for once."""
    monkeypatch.setattr(published, "RECORDS_PER_FILE", 10)
    rng = np.random.default_rng(0)
    folder = tmp_path / "data" / published.CIFAR10_FOLDER
    folder.mkdir(parents=True)
    for file in published.CIFAR10_FILES["train"]:
        images = rng.integers(0, 256, (10, 32, 32, 3), dtype=np.uint8)
        published.write_records(folder / file, images, rng.integers(0, 10, 10))
    return folder


def streamed(folder, train_dir, *flags):
    return run(train_dir, "--stream", "--data_dir", str(folder.parent), *flags)


def test_a_stream_trains_on_all_records_of_the_files(tmp_path, published_files, capsys):
    assert streamed(published_files, tmp_path / "run", "--max_steps", "2") == 0
    printed = capsys.readouterr().out
    assert "Training on 50 images: CIFAR-10, read from the official binary files in " in printed
    assert "Filling queue with 20000 CIFAR images before starting to train." in printed
    record = runs.load(tmp_path / "run")
    assert (record.images, record.data, record.steps) == (50, "cifar10", 2)
    assert "while it trains" in record.data_source


def test_a_stream_goes_on_with_the_very_next_batch(tmp_path, published_files):
    flags = ["--log_frequency", "1", "--max_steps"]
    streamed(published_files, tmp_path / "whole", *flags, "4")
    for steps in ("2", "4"):
        streamed(published_files, tmp_path / "parts", *flags, steps)
    losses = [dict(runs.load(tmp_path / name).losses) for name in ("whole", "parts")]
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)


def test_files_that_are_missing_or_damaged_are_a_sentence(tmp_path, published_files, capsys):
    file = published_files / "data_batch_4.bin"
    raw = file.read_bytes()
    labelled = bytearray(raw)
    labelled[3_073 * 7] = 10
    for damaged, said in (
        (raw[:-1], "expected 30,730 bytes (10 records of 3,073), found 30,729"),
        (raw[:-3_073], "found 27,657"),
        (bytes(labelled), "record 7 has the label 10"),
    ):
        file.write_bytes(damaged)
        assert streamed(published_files, tmp_path / "run") == 1
        shown = capsys.readouterr().err
        assert said in shown
        assert "data_batch_4.bin is damaged" in shown
    file.unlink()
    assert streamed(published_files, tmp_path / "run") == 1
    assert "data_batch_4.bin does not exist" in capsys.readouterr().err
    assert streamed(tmp_path / "nothing" / "data", tmp_path / "run") == 1
    assert "There are no official CIFAR-10 files in" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_drawn_images_have_no_files_to_stream(tmp_path, capsys):
    assert run(tmp_path, "--stream", "--data", "shapes") == 1
    assert "shapes are drawn and have none" in capsys.readouterr().err


@pytest.mark.slow
def test_a_stream_takes_less_memory_than_all_images(tmp_path):
    folder = tmp_path / published.CIFAR10_FOLDER
    folder.mkdir()
    rng = np.random.default_rng(0)
    for file in published.CIFAR10_FILES["train"]:
        images = rng.integers(0, 256, (10_000, 32, 32, 3), dtype=np.uint8)
        published.write_records(folder / file, images, rng.integers(0, 10, 10_000))
    code = (
        "import resource, sys; from course_utils import cifar10_train; "
        "status = cifar10_train.main(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(status)"
    )
    flags = ["--data_dir", str(tmp_path), "--batch_size", "8", "--max_steps"]

    def peak(name, *more):
        command = [sys.executable, "-c", code, *flags, *more, "--train_dir", str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr[-2000:]
        return int(done.stdout.splitlines()[-1])

    base = peak("base", "3", "--data", "shapes")
    assert peak("stream", "3", "--stream") - base < 0.5 * (peak("all", "3") - base)


# On CIFAR-10 itself


@pytest.mark.ci
@pytest.mark.parametrize(
    ("reader", "steps", "loss_at", "precision"),
    [
        ("files", 150, {100: (3.9, 4.5), 140: (3.7, 4.4)}, 0.20),
        ("tfds", 150, {100: (3.9, 4.5), 140: (3.7, 4.4)}, 0.20),
        pytest.param(
            *("files", 300, {100: (3.9, 4.5), 280: (3.3, 3.95)}, 0.30), marks=pytest.mark.slow
        ),
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
    flags += ["--eval_dir", str(tmp_path / "eval")]
    assert cifar10_eval.main(flags) == 0
    found = re.search(r"precision @ 1 = (\d\.\d{3})", capsys.readouterr().out)
    assert float(found[1]) > precision
    assert runs.load(tmp_path).images == cifar10_input.NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN
    assert not math.isnan(runs.load(tmp_path).images_per_second)
