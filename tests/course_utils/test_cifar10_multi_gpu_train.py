"""Towers make the step that one device makes; processes that train together hold one network."""

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter

import numpy as np
import pytest

from course_utils import cifar10_multi_gpu_train, cifar10_train, runs
from tests.course_utils.test_cifar10_train import LINE


@pytest.fixture(scope="module")
def measured():
    """What a process with two logical devices finds: their number is fixed when it starts."""
    return in_a_process("""
        import json
        import numpy as np
        from course_utils import environment, settings

        seen = {"line": environment.start_tensorflow(devices=2)}
        environment.start_tensorflow(devices=2)  # a cell that is run again
        try:
            environment.start_tensorflow(devices=3)
        except settings.SettingError as error:
            seen["too late"] = str(error)

        import keras
        import tensorflow as tf
        from course_utils import cifar10, cifar10_multi_gpu_train
        from course_utils.training.steps import make_step

        try:
            cifar10_multi_gpu_train.find(5)
        except ValueError as error:
            seen["too many"] = str(error)
        rng = np.random.default_rng(1)
        images = tf.constant(rng.normal(size=(24, 24, 24, 3)), tf.float32)
        labels = tf.constant(rng.integers(0, 10, 24))

        def trained(maker):
            keras.utils.set_random_seed(1)
            model, optimizer = cifar10.inference(), keras.optimizers.SGD(0.1)
            optimizer.build(model.trainable_variables)
            moving = cifar10.MovingAverages(model.trainable_variables)
            step = maker(model, optimizer, moving)
            loss, gradients = step(images, labels, True)
            # Later steps may differ by more: one rounding decides which of two pixels a pool takes.
            of_one_step = [np.array(value) for value in moving.values]
            losses = [loss, *(step(images, labels, False)[0] for _ in range(2))]
            return [float(loss) for loss in losses], gradients, of_one_step, step

        def largest(ours, theirs):
            pairs = zip(ours, theirs)
            return max(float(np.abs(a - b).max() / np.abs(b).max()) for a, b in pairs)

        one = trained(make_step)
        two = trained(cifar10_multi_gpu_train.towers(cifar10_multi_gpu_train.find(2)))
        seen["losses"] = one[0], two[0]
        seen["gradients"] = largest(two[1], one[1])
        seen["averages"] = largest(two[2], one[2])
        graph = two[3].get_concrete_function(images, labels, True).graph
        convolutions = [o for o in graph.get_operations() if o.type == "Conv2D"]
        seen["devices"] = sorted({o.device[-5:] for o in convolutions})
        print(json.dumps(seen))
    """)


def in_a_process(code):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.ci
def test_two_towers_make_the_step_of_one_device(measured):
    one, two = measured["losses"]
    assert two == pytest.approx(one, rel=1e-5)
    assert measured["gradients"] < 1e-4
    assert measured["averages"] < 1e-5


@pytest.mark.ci
def test_each_tower_computes_on_its_own_device(measured):
    assert measured["devices"] == ["CPU:0", "CPU:1"]


@pytest.mark.ci
def test_it_is_said_where_it_is_too_late_for_more_devices(measured):
    assert "2 logical CPU devices" in measured["line"]
    assert "sees 2 logical CPU devices; 3 are needed" in measured["too late"]
    assert "start_tensorflow(devices=5)" in measured["too many"]


@pytest.mark.ci
def test_two_devices_make_the_steps_of_one_with_twice_the_batch_and_say_what_they_are(tmp_path):
    """In processes of their own: the number of devices is fixed when TensorFlow starts."""
    runs_of = {}
    for devices, batch_size in ((1, 16), (2, 8)):
        folder = tmp_path / str(devices)
        command = [sys.executable, "-m", "course_utils.cifar10_multi_gpu_train"]
        command += ["--data", "shapes", "--train_dir", str(folder), "--max_steps", "3"]
        command += ["--log_frequency", "1", "--batch_size", str(batch_size)]
        command += [f"--num_gpus={devices}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        runs_of[devices] = runs.load(folder)
        for _, _, speed, seconds in LINE.findall(done.stdout):
            assert float(speed) * float(seconds) == pytest.approx(16, rel=0.2)
        if devices == 2:
            assert "There are not 2 GPUs here: each step is shared by CPU:0, CPU:1" in done.stdout
    losses = [[loss for _, loss in record.losses] for record in runs_of.values()]
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)
    assert runs_of[1].batch_size == runs_of[2].batch_size == 16
    assert runs_of[1].settings == runs_of[2].settings


def test_its_flags_are_those_of_one_device_and_how_many_there_are():
    flags = vars(cifar10_multi_gpu_train.parser().parse_args(["--num_gpus=2"]))
    assert flags.pop("num_gpus") == 2
    assert [flags.pop("workers"), flags.pop("worker")] == [False, None]
    assert flags.pop("sync") is True
    assert flags == vars(cifar10_train.parser().parse_args([]))


def test_a_wrong_number_of_devices_is_refused_before_anything_happens(capsys):
    with pytest.raises(SystemExit, match="2"):
        cifar10_multi_gpu_train.main(["--num_gpus", "0"])
    assert "0 is not at least 1" in capsys.readouterr().err


# Towers that do not wait


@pytest.fixture(scope="module")
def asynchronous():
    """What a process finds that trains on one device, and on two that do not wait."""
    return in_a_process("""
        import collections
        import json
        import time
        import keras
        import numpy as np
        from course_utils import environment

        environment.start_tensorflow(devices=2)
        import tensorflow as tf
        from course_utils import cifar10, cifar10_multi_gpu_train, models
        from course_utils.training.steps import make_step

        names, seen = cifar10_multi_gpu_train.find(2), {}
        rng = np.random.default_rng(1)
        batches = [
            (tf.constant(rng.normal(size=(8, 8, 8, 3)), tf.float32),
             tf.constant(rng.integers(0, 10, 8)))
            for _ in range(12)
        ]

        def trained(maker, slow=0):
            keras.utils.set_random_seed(1)
            model, optimizer = models.fully_connected((8, 8, 3)), keras.optimizers.SGD(0.1)
            optimizer.build(model.trainable_variables)
            moving = cifar10.MovingAverages(model.trainable_variables)
            step, losses = maker(model, optimizer, moving), []
            for images, labels in batches:
                time.sleep(slow)  # both towers are done before the next step
                losses.append(float(step(images, labels, False)[0]))
            return losses, model.get_weights(), int(optimizer.iterations), int(moving.updates)

        def apart(ours, theirs):
            return max(float(np.abs(a - b).max()) for a, b in zip(ours, theirs))

        towers = cifar10_multi_gpu_train.asynchronous_towers
        alone, one, two = trained(make_step), collections.Counter(), collections.Counter()
        single, double = trained(towers(names[:1], one)), trained(towers(names, two), slow=0.2)
        seen["one"] = [alone[0], single[0], apart(alone[1], single[1]), dict(one)]
        seen["two"] = [alone[0], double[0], apart(alone[1], double[1]), dict(two)]
        seen["updates"] = double[2:]
        print(json.dumps(seen))
    """)


@pytest.mark.ci
def test_one_tower_that_does_not_wait_is_one_device(asynchronous):
    alone, single, apart, staleness = asynchronous["one"]
    assert single == pytest.approx(alone, rel=1e-5)
    assert apart < 1e-5
    assert staleness == {"0": 12}


@pytest.mark.ci
def test_gradients_of_two_towers_are_one_update_old_but_for_the_first(asynchronous):
    alone, double, apart, staleness = asynchronous["two"]
    assert staleness == {"0": 1, "1": 11}
    assert double[:2] == [pytest.approx(alone[0], rel=1e-5)] * 2  # the first batch goes to both
    assert apart > 1e-3
    assert asynchronous["updates"] == [12, 12]


@pytest.mark.ci
def test_no_sync_trains_and_prints_how_stale_gradients_were(tmp_path):
    command = [sys.executable, "-m", "course_utils.cifar10_multi_gpu_train", "--no-sync"]
    command += ["--data", "shapes", "--train_dir", str(tmp_path), "--max_steps", "6"]
    command += ["--log_frequency", "1", "--batch_size", "8", "--num_gpus=2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    record = runs.load(tmp_path)
    assert (record.steps, record.batch_size, record.finished) == (6, 8, True)
    assert record.losses[0][1] == pytest.approx(4.68, abs=0.1)
    assert "as soon as it has its gradient. A step is one update, of 8 images" in done.stdout
    said = done.stdout.splitlines()[-1]
    assert re.match(r"Updates by others between a gradient's reading and its writing: 0 for ", said)
    assert said.endswith("on average over 6 gradients.")


def test_staleness_is_told_by_age_and_on_average():
    line = cifar10_multi_gpu_train.staleness_line(Counter({1: 3, 0: 1}))
    assert ": 0 for 1, 1 for 3; 0.75 on average over 4 gradients." in line
    assert cifar10_multi_gpu_train.staleness_line(Counter()) == "No gradient was computed."


def test_without_sync_another_dtype_is_a_sentence(capsys):
    assert cifar10_multi_gpu_train.main(["--no-sync", "--dtype", "bfloat16"]) == 1
    assert "--no-sync computes in float32" in capsys.readouterr().err


# Hosts


CLUSTER = {"chief": ["a:1"], "worker": ["b:1", "c:1"]}


@pytest.mark.parametrize(
    ("kind", "number", "index"), [("chief", 0, 0), ("worker", 0, 1), ("worker", 1, 2)]
)
def test_the_chief_is_the_first_host_and_workers_follow(kind, number, index):
    config = {"cluster": CLUSTER, "task": {"type": kind, "index": number}}
    host = cifar10_multi_gpu_train.this_host(json.dumps(config))
    assert host == (index, ["a:1", "b:1", "c:1"])


@pytest.mark.parametrize(
    "config",
    [
        "no JSON",
        "[]",
        "{}",
        '{"cluster": {"worker": ["a:1"]}}',
        '{"cluster": {"worker": ["a:1"]}, "task": {"type": "worker", "index": 1}}',
        '{"cluster": {"ps": ["a:1"]}, "task": {"type": "ps", "index": 0}}',
        '{"cluster": [], "task": {"type": "worker", "index": "one"}}',
    ],
)
def test_a_wrong_tf_config_is_a_sentence(config, monkeypatch, capsys):
    monkeypatch.setenv("TF_CONFIG", config)
    assert cifar10_multi_gpu_train.main(["--data", "shapes"]) == 1
    assert capsys.readouterr().err.startswith("TF_CONFIG does not say which hosts")


@pytest.mark.parametrize("flags", [["--num_gpus=2"], ["--no-sync"]])
def test_hosts_use_all_their_gpus_and_update_together(flags, monkeypatch, capsys):
    config = {"cluster": CLUSTER, "task": {"type": "chief", "index": 0}}
    monkeypatch.setenv("TF_CONFIG", json.dumps(config))
    assert cifar10_multi_gpu_train.main(["--data", "shapes", *flags]) == 1
    assert "leave out --num_gpus and --no-sync" in capsys.readouterr().err


HOST = """
import json, sys
import numpy as np
from course_utils import cifar10_multi_gpu_train, training

fit, file = training.fit, sys.argv.pop(1)

def kept(model, *arguments, **options):
    run = fit(model, *arguments, **options)
    named = {f"{index:02}": one for index, one in enumerate(model.get_weights())}
    np.savez(file, losses=[loss for _, loss in run.losses], **named)
    return run

training.fit = kept
sys.exit(cifar10_multi_gpu_train.main(sys.argv[1:]))
"""


def train_on_hosts(folder, steps, environment=None):
    """Train on two hosts of this machine; return what each printed."""
    addresses = cifar10_multi_gpu_train.free_addresses(2)
    processes = []
    for index in range(2):
        task = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
        own = {"TF_CONFIG": json.dumps(task), "CUDA_VISIBLE_DEVICES": "-1"}
        own["no_grpc_proxy"] = "127.0.0.1"
        command = [sys.executable, "-c", HOST, str(folder / f"host-{index}.npz")]
        command += ["--data", "shapes", "--train_dir", str(folder / f"run-{index}")]
        command += ["--max_steps", str(steps), "--log_frequency", "1", "--batch_size", "8"]
        processes.append(
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env={**os.environ, **own},
            )
        )
    try:
        printed = [process.communicate(timeout=300)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
    assert [process.returncode for process in processes] == [0, 0], "\n".join(printed)[-4000:]
    return printed


@pytest.mark.ci
def test_two_hosts_make_the_steps_of_one_device_and_go_on_together(tmp_path):
    printed = train_on_hosts(tmp_path, 3)
    assert "This is host 2 of 2." in printed[1]
    assert len(LINE.findall(printed[0])) == 3
    assert not LINE.findall(printed[1])  # the first one speaks for all
    train_on_hosts(tmp_path, 5)
    first, second = (np.load(tmp_path / f"host-{index}.npz") for index in range(2))
    assert first["losses"].tolist()[3:] == second["losses"].tolist()
    weights = [name for name in first.files if name != "losses"]
    assert len(weights) == 10
    for name in weights:
        np.testing.assert_array_equal(first[name], second[name])
    # The first one alone leaves a run, which is that of one device with the whole batch.
    assert not (tmp_path / "run-1").exists()
    record = runs.load(tmp_path / "run-0")
    assert (record.steps, record.batch_size, record.finished) == (5, 16, True)
    assert list((tmp_path / "run-0" / "checkpoint").glob("model.ckpt-5*"))
    flags = ["--data", "shapes", "--train_dir", str(tmp_path / "one"), "--max_steps", "3"]
    assert cifar10_train.main([*flags, "--log_frequency", "1", "--batch_size", "16"]) == 0
    alone = [loss for _, loss in runs.load(tmp_path / "one").losses]
    assert [loss for _, loss in record.losses[:3]] == pytest.approx(alone, rel=1e-4)


# Two processes with a small network


@pytest.mark.ci
def test_two_processes_and_one_hold_the_same_network():
    done = subprocess.run(
        [sys.executable, "-m", "course_utils.cifar10_multi_gpu_train", "--workers"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    differences = [float(line.split()[-1]) for line in done.stdout.splitlines()[-2:]]
    assert differences[0] == 0
    assert differences[1] < 1e-5


def test_no_process_is_started_while_a_notebook_is_graded(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(cifar10_multi_gpu_train, "start_workers", None)
    assert cifar10_multi_gpu_train.compare_workers().startswith("No processes are started")


def sleepers(monkeypatch, *codes):
    """Puts other programs in the place of the workers; returns the processes."""
    made = []

    def process(index, addresses, folder):
        with (folder / f"{index}.log").open("w") as log:
            made.append(
                subprocess.Popen([sys.executable, "-c", codes[index]], stdout=log, stderr=log)
            )
        return made[-1]

    monkeypatch.setattr(cifar10_multi_gpu_train, "_process", process)
    return made


def test_a_process_that_fails_is_a_sentence_and_none_is_left(monkeypatch):
    made = sleepers(monkeypatch, "import time; time.sleep(60)", "raise OSError('no such port')")
    with pytest.raises(
        cifar10_multi_gpu_train.WorkersError, match="Process 1 failed: OSError: no such port"
    ):
        cifar10_multi_gpu_train.start_workers()
    assert [process.returncode for process in made] == [-signal.SIGKILL, 1]


def test_processes_that_take_too_long_are_ended(monkeypatch):
    made = sleepers(monkeypatch, *["import time; time.sleep(60)"] * 2)
    started = time.monotonic()
    with pytest.raises(
        cifar10_multi_gpu_train.WorkersError, match="did not finish within 1 seconds"
    ):
        cifar10_multi_gpu_train.start_workers(timeout=1)
    assert time.monotonic() - started < 30
    assert {process.returncode for process in made} == {-signal.SIGKILL}


def test_a_machine_without_loopback_is_a_sentence(monkeypatch):
    def refuse(address):
        raise OSError(99, os.strerror(99))

    monkeypatch.setattr("socket.create_server", refuse)
    with pytest.raises(
        cifar10_multi_gpu_train.WorkersError, match=r"loopback address 127\.0\.0\.1"
    ):
        cifar10_multi_gpu_train.start_workers()
