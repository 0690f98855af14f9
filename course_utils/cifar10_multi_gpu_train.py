"""Trains on several devices: ``python -m course_utils.cifar10_multi_gpu_train --num_gpus=2``.

Each device is a tower with its own batch, so that a step sees ``--num_gpus`` times as many images,
and the learning rate falls after 350 epochs however many there are. All towers use the same
variables. Each computes the gradient of its own part, the gradients are averaged, and the variables
are updated once, so a step of two towers of 64 images is a step of one device with 128. Source: the
program of this name of the TensorFlow CIFAR-10 tutorial.

With ``--no-sync`` no tower waits for another one: each updates the variables as soon as it has its
gradient, which is stale if others have updated them since it read them. How often that was so is
printed at the end.

Where the variable ``TF_CONFIG`` names several hosts, start the program on each of them: they train
together under ``MultiWorkerMirroredStrategy``, each with its own batch, and the first one writes
the run.

With ``--workers``, two processes train a small network, as two machines would. Each is a worker
with its own half of every batch. They find each other through the variable ``TF_CONFIG`` and
exchange gradients over the network, here over the loopback of this machine. Keras 3 cannot ``fit``
under ``MultiWorkerMirroredStrategy`` (keras-team/keras, issue 20585), so :func:`worker` makes its
steps with ``strategy.run``.
"""

from __future__ import annotations

import argparse
import copy
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from course_utils import cifar10_train, environment, runs, settings
from course_utils.errors import CourseError, run_program

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from course_utils.cifar10 import MovingAverages
    from course_utils.training.steps import StepFunction, StepMaker

WORKERS = 2
WORKER_STEPS = 3
WORKER_BATCH = 16
FEATURES, CLASSES = 6, 4
WORKER_LEARNING_RATE = 0.5
WORKERS_TIMEOUT = 120.0  # seconds; a process takes about 10 on two cores, most of them to start


def parser() -> argparse.ArgumentParser:
    """Return the parser of the flags: those of ``cifar10_train``, devices, and workers."""
    parser = cifar10_train.parser()
    parser.prog = "python -m course_utils.cifar10_multi_gpu_train"
    parser.description = "Train the network of the TensorFlow CIFAR-10 tutorial on several devices."
    add = parser.add_argument
    add("--num_gpus", type=settings.positive, default=1, help="how many devices share a step")
    add(
        "--sync",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="let all devices wait for each other and update the variables together",
    )
    add("--workers", action="store_true", help="train a small network in two processes instead")
    add("--worker", nargs=2, help=argparse.SUPPRESS)  # how this program starts itself
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: the command line; None for the process's own.

    Returns:
        The exit status: 0, 1 after a failure that is explained on stderr, 130 after Ctrl-C.
    """
    flags = parser().parse_args(arguments)
    if flags.worker:
        worker(int(flags.worker[0]), Path(flags.worker[1]))
        return 0
    if flags.workers:
        return cifar10_train.explained(_compare)
    if os.environ.get("TF_CONFIG"):
        return cifar10_train.explained(lambda: _train_with_hosts(flags))
    if not flags.sync:
        return cifar10_train.explained(lambda: _train_asynchronously(flags))
    share = (lambda: _shared(flags.num_gpus)) if flags.num_gpus > 1 else None
    return cifar10_train.explained(lambda: cifar10_train.train(flags, flags.num_gpus, share))


def _train_asynchronously(flags: argparse.Namespace) -> None:
    """Train without letting towers wait for each other, and print how stale gradients were."""
    if flags.dtype != "float32":
        raise settings.SettingError("--no-sync computes in float32: leave out --dtype.")
    images = cifar10_train.find_images(flags)
    print(environment.start_tensorflow(flags.num_gpus, flags.log_device_placement), flush=True)
    devices, staleness = find(flags.num_gpus), Counter[int]()
    print(
        f"Each of {', '.join(devices)} updates the variables as soon as it has its gradient. A "
        f"step is one update, of {flags.batch_size} images.",
        flush=True,
    )
    try:
        step_maker = asynchronous_towers(devices, staleness)
        cifar10_train.fit(flags, images, flags.batch_size, step_maker)
    finally:
        print(staleness_line(staleness), flush=True)


def _compare() -> None:
    print(environment.start_tensorflow(), flush=True)
    print(compare_workers())


def _shared(count: int) -> StepMaker:
    """Print which devices share each step and what to expect, and return the maker of steps."""
    devices = find(count)
    names = ", ".join(name.removeprefix("/device:") for name in devices)
    if "GPU" in names:
        print(f"Each step is shared by {names}.", flush=True)
    else:
        print(
            f"There are not {count} GPUs here: each step is shared by {names}. These logical "
            "devices share one processor, so do not expect more images a second.",
            flush=True,
        )
    return towers(devices)


# ---- towers --------------------------------------------------------------------------------------


def find(count: int) -> list[str]:
    """Return the names of ``count`` devices: GPUs if there are enough, else logical CPU devices.

    Args:
        count: how many.

    Raises:
        ValueError: if there are neither so many GPUs nor so many logical CPU devices.
    """
    import tensorflow as tf

    for kind in ("GPU", "CPU"):
        names = [device.name for device in tf.config.list_logical_devices(kind)]
        if len(names) >= count:
            return names[:count]
    raise ValueError(
        f"There are not {count} devices. Split the processor before TensorFlow starts: "
        f"environment.start_tensorflow(devices={count})."
    )


def towers(devices: Sequence[str]) -> StepMaker:
    """Return a function that makes training steps shared between devices.

    Hand it to ``training.fit`` as ``step_maker``; ``batch_size`` is then the images of all towers
    together, and has to be a multiple of their number.

    Layers that compute with a whole batch, such as batch normalisation, see their tower's part
    only; their moving statistics are updated by one tower after the other.

    Args:
        devices: names of devices, one for each tower.
    """
    import tensorflow as tf

    def make_step(
        model: keras.Model, optimizer: keras.Optimizer, averages: MovingAverages | None
    ) -> StepFunction:
        @tf.function(autograph=False, jit_compile=False)
        def step(
            images: tf.Tensor, labels: tf.Tensor, with_gradients: bool
        ) -> tuple[tf.Tensor, list[tf.Tensor]]:
            parts = zip(
                devices,
                tf.split(images, len(devices)),
                tf.split(labels, len(devices)),
                strict=True,
            )
            results = [tower(model, *part) for part in parts]
            losses = [loss for loss, _ in results]
            # They have equally many images. 07_devices asks for the average of any towers.
            of_variables = zip(*(of_tower for _, of_tower in results), strict=True)
            gradients = [tf.add_n(of_towers) / len(devices) for of_towers in of_variables]
            optimizer.apply(gradients, model.trainable_variables)
            if averages is not None:
                averages.update()
            return tf.add_n(losses) / len(losses), gradients if with_gradients else []

        return step

    return make_step


def tower(
    model: keras.Model, device: str, images: tf.Tensor, labels: tf.Tensor
) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Compute the total loss of one part of a batch on one device, and its gradients.

    Args:
        model: from float32 images to logits; its losses are those of each tower.
        device: the device's name.
        images: float32 (images of the part, height, width, channels).
        labels: integers (images of the part,).

    Returns:
        The loss, a scalar, and a gradient for each trainable variable.
    """
    import tensorflow as tf

    from course_utils import cifar10

    with tf.device(device), tf.GradientTape() as tape:
        loss = cifar10.loss(model, labels, model(images, training=True))
    with tf.device(device):
        return loss, tape.gradient(loss, model.trainable_variables)


# ---- towers that do not wait ---------------------------------------------------------------------


def asynchronous_towers(devices: Sequence[str], staleness: Counter[int]) -> StepMaker:
    """Return a function that makes steps in which no device waits for another one.

    Each device has a copy of the variables, as a machine of its own would have: it reads them,
    computes the gradient of a batch, and that gradient updates the variables at once. A step is one
    update with one batch, so hand the maker to ``training.fit`` with the ``batch_size`` of one
    device. The first batch goes to all devices; at the end, what others still compute is dropped.

    Statistics of batch normalisation stay in the copies.

    Args:
        devices: names of devices, one for each tower.
        staleness: counts gradients by how many updates by other towers came between the reading of
            the variables and the update.
    """

    def make_step(
        model: keras.Model, optimizer: keras.Optimizer, averages: MovingAverages | None
    ) -> StepFunction:
        import tensorflow as tf

        pool = ThreadPoolExecutor(len(devices))
        computing: dict[Future[Any], tuple[Callable[..., Any], int]] = {}
        idle = [_reader(model, device) for device in devices]
        updates = 0

        @tf.function(autograph=False, jit_compile=False)
        def update(gradients: list[tf.Tensor]) -> None:
            optimizer.apply(gradients, model.trainable_variables)
            if averages is not None:
                averages.update()

        def step(
            images: tf.Tensor, labels: tf.Tensor, with_gradients: bool
        ) -> tuple[tf.Tensor, list[tf.Tensor]]:
            nonlocal updates
            while idle:
                read = idle.pop()
                computing[pool.submit(read(images, labels))] = read, updates
            finished, _ = wait(computing, return_when=FIRST_COMPLETED)
            first = next(one for one in computing if one in finished)  # the one that began first
            read, seen = computing.pop(first)
            loss, gradients = first.result()
            update(gradients)
            staleness[updates - seen] += 1
            updates += 1
            idle.append(read)
            return loss, gradients if with_gradients else []

        return step

    return make_step


def _reader(model: keras.Model, device: str) -> Callable[..., Callable[[], Any]]:
    """Return a function that reads a model's variables on a device, for one gradient.

    It takes a batch, and returns what computes the loss and the gradients of it, in any thread.
    """
    import keras
    import tensorflow as tf

    with tf.device(device):
        own = keras.models.clone_model(model)
    compute = tf.function(functools.partial(tower, own, device), autograph=False, jit_compile=False)

    def read(images: tf.Tensor, labels: tf.Tensor) -> Callable[[], Any]:
        for variable, shared in zip(own.weights, model.weights, strict=True):
            variable.assign(shared)
        # Traced here: Keras builds no two graphs side by side.
        return functools.partial(compute.get_concrete_function(images, labels), images, labels)

    return read


def staleness_line(staleness: Counter[int]) -> str:
    """Say how stale gradients were.

    Args:
        staleness: as :func:`asynchronous_towers` counts it.
    """
    if not staleness:
        return "No gradient was computed."
    counts = ", ".join(f"{age} for {count:,}" for age, count in sorted(staleness.items()))
    mean = sum(age * count for age, count in staleness.items()) / staleness.total()
    return (
        f"Updates by others between a gradient's reading and its writing: {counts}; {mean:.2f} on "
        f"average over {staleness.total():,} gradients."
    )


# ---- hosts ---------------------------------------------------------------------------------------


class WorkersError(CourseError):
    """The processes did not train together; the message says what happened."""


class Host(NamedTuple):
    """Which of the hosts that train together this one is.

    Attributes:
        number: from 0; the first one writes the run.
        addresses: of all hosts, in order.
    """

    number: int
    addresses: list[str]


def this_host(text: str) -> Host:
    """Read which host this is, and which others there are.

    Args:
        text: the variable ``TF_CONFIG``, as TensorFlow's strategies for several hosts take it.

    Raises:
        WorkersError: it is no such text.
    """
    try:
        config = json.loads(text)
        hosts = [
            (kind, index, address)
            for kind in ("chief", "worker")
            for index, address in enumerate(config["cluster"].get(kind, ()))
        ]
        task = config["task"]["type"], int(config["task"]["index"])
        index = [host[:2] for host in hosts].index(task)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise WorkersError(
            "TF_CONFIG does not say which hosts train together and which one this is. Write it as "
            '{"cluster": {"worker": ["first.example:41001", "second.example:41001"]}, "task": '
            '{"type": "worker", "index": 0}}, with another index on each host, or unset it to '
            "train on this one alone."
        ) from None
    return Host(index, [address for _, _, address in hosts])


def _train_with_hosts(flags: argparse.Namespace) -> None:
    """Train together with the other hosts that ``TF_CONFIG`` names."""
    host = this_host(os.environ["TF_CONFIG"])
    if flags.num_gpus > 1 or not flags.sync:
        raise settings.SettingError(
            "Hosts update the variables together, and each uses all of its GPUs: leave out "
            "--num_gpus and --no-sync, or unset TF_CONFIG."
        )
    images = cifar10_train.find_images(flags)
    if flags.log_device_placement:
        environment.let_placement_show()
    import tensorflow as tf

    print(
        f"This is host {host.number + 1} of {len(host.addresses)}. Waiting for all of them: "
        f"{', '.join(host.addresses)}.",
        flush=True,
    )
    try:
        strategy = tf.distribute.MultiWorkerMirroredStrategy()  # before anything else is computed
        print(environment.start_tensorflow(1, flags.log_device_placement), flush=True)
        with strategy.scope(), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            _fit_with_hosts(flags, images, strategy, host, Path(scratch))
    except tf.errors.OpError as error:
        raise WorkersError(
            f"The hosts do not train together any more ({type(error).__name__}). Start the same "
            "command on each of them again: they go on from the first one's last checkpoint."
        ) from error


def _fit_with_hosts(
    flags: argparse.Namespace,
    images: cifar10_train.Images,
    strategy: tf.distribute.Strategy,
    host: Host,
    scratch: Path,
) -> None:
    """Train on each host as many steps as the first one's run still lacks.

    The other hosts keep their runs in a folder that is deleted: what they need of the first one's
    they get from its memory, so that no disk has to be shared.
    """
    import tensorflow as tf

    first = host.number == 0
    own = tf.constant(_steps_made(flags.train_dir) if first else 0)
    made = int(_of_the_first(strategy, [own])[0])
    if made >= flags.max_steps:
        print(f"The run is finished: {made:,} steps.", flush=True)
        return
    if not first:
        flags = copy.copy(flags)
        flags.train_dir, flags.max_steps = scratch, flags.max_steps - made
    batch_size = strategy.num_replicas_in_sync * flags.batch_size
    cifar10_train.fit(flags, images, batch_size, replicas(strategy), reports=first)


def _steps_made(directory: Path) -> int:
    """Count the steps of the run in a folder that goes on there, if one does."""
    from course_utils.training import checkpoints

    if not (directory / runs.RECORD).is_file():
        return 0
    run, newest = runs.load(directory), checkpoints.newest(directory / runs.CHECKPOINT)
    if newest is None or run.diverged or not run.steps:
        return 0
    return checkpoints.step_of(newest)


def replicas(strategy: tf.distribute.Strategy) -> StepMaker:
    """Return a function that makes training steps of all replicas of a strategy together.

    Call ``training.fit`` on each host, in the strategy's scope. Every host draws the same batches,
    and each replica takes its own part of them, so that a step is that of one device with the whole
    batch. When it is made, all hosts get the variables of the first one.

    The gradients that it returns are those of one replica of this host.

    Args:
        strategy: a ``MultiWorkerMirroredStrategy``.
    """
    import tensorflow as tf

    from course_utils import cifar10

    def make_step(
        model: keras.Model, optimizer: keras.Optimizer, averages: MovingAverages | None
    ) -> StepFunction:
        state = [*model.weights, *optimizer.variables]
        state += [] if averages is None else [*averages.averages, averages.updates]
        for variable, value in zip(state, _of_the_first(strategy, state), strict=True):
            variable.assign(value)
        count = strategy.num_replicas_in_sync

        def replica_step(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, list[tf.Tensor]]:
            with tf.GradientTape() as tape:
                loss = cifar10.loss(model, labels, model(images, training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            # The optimiser adds up the gradients of all replicas, and a mean is wanted.
            shares = [gradient / count for gradient in gradients]
            optimizer.apply(shares, model.trainable_variables)
            return loss, gradients

        # One graph, whoever wants gradients: the hosts' collectives have to come in one order.
        @tf.function(autograph=False, jit_compile=False)
        def together(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, list[tf.Tensor]]:
            losses, gradients = strategy.run(replica_step, args=(images, labels))
            if averages is not None:
                averages.update()
            own = [strategy.experimental_local_results(gradient)[0] for gradient in gradients]
            return strategy.reduce("MEAN", losses, axis=None), own

        def step(
            images: tf.Tensor, labels: tf.Tensor, with_gradients: bool
        ) -> tuple[tf.Tensor, list[tf.Tensor]]:
            parts = [
                strategy.experimental_distribute_values_from_function(
                    lambda context, batch=batch: tf.split(batch, count)[
                        context.replica_id_in_sync_group
                    ]
                )
                for batch in (images, labels)
            ]
            loss, gradients = together(*parts)
            return loss, gradients if with_gradients else []

        return step

    return make_step


def _of_the_first(strategy: tf.distribute.Strategy, values: Sequence[tf.Tensor]) -> list[tf.Tensor]:
    """Return what the first replica of the first host holds of each value, on every host."""
    import tensorflow as tf

    def added() -> list[tf.Tensor]:
        context = tf.distribute.get_replica_context()
        first = tf.equal(context.replica_id_in_sync_group, 0)
        own = [tf.convert_to_tensor(value) for value in values]
        return [context.all_reduce("SUM", tf.where(first, one, tf.zeros_like(one))) for one in own]

    found = strategy.run(tf.function(added, autograph=False))
    return [strategy.experimental_local_results(one)[0] for one in found]


# ---- two processes with a small network ----------------------------------------------------------


def compare_workers(timeout: float = WORKERS_TIMEOUT) -> str:
    """Train in two processes and in this one, and return a report that compares them.

    While nbgrader validates or grades, no process is started: there is no network then.

    Args:
        timeout: after how many seconds to give up.

    Raises:
        WorkersError: the processes failed or took too long. None is left behind.
    """
    if settings.execution():
        return "No processes are started while a notebook is validated or graded."
    started = time.monotonic()
    found = start_workers(timeout)
    seconds = time.monotonic() - started
    losses, weights = alone()
    lines = [
        f"{WORKERS} processes made {WORKER_STEPS} steps in {seconds:.0f} s, starting included."
    ]
    for index, (of_worker, _) in enumerate(found):
        lines.append(f"losses in process {index}: " + "  ".join(f"{x:.6f}" for x in of_worker))
    lines.append("losses in one process: " + "  ".join(f"{loss:.6f}" for loss in losses))
    first = found[0][1]
    between = max(_distance(first, other) for _, other in found[1:])
    lines.append(f"largest difference between the processes' weights: {between:.1e}")
    lines.append(f"largest difference to one process: {_distance(first, weights):.1e}")
    return "\n".join(lines)


def start_workers(timeout: float = WORKERS_TIMEOUT) -> list[tuple[np.ndarray, list[np.ndarray]]]:
    """Start the workers and wait for them.

    Args:
        timeout: after how many seconds to give up.

    Returns:
        For each worker the loss of each step, float64 (steps,), and its weights, each of its
        variable's shape.

    Raises:
        WorkersError: they failed or took too long.
    """
    addresses = free_addresses(WORKERS)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:  # Windows: logs in use
        folder = Path(name)
        processes = [_process(index, addresses, folder) for index in range(WORKERS)]
        try:
            _wait(processes, folder, timeout)
        finally:
            for process in processes:
                process.kill()
                process.wait()
        return [_load_worker(folder / f"{index}.npz") for index in range(WORKERS)]


def worker(index: int, folder: Path) -> None:
    """Train as one of the workers, and save its losses and weights at the end.

    Args:
        index: which worker this is; ``TF_CONFIG`` tells TensorFlow the same.
        folder: gets ``INDEX.npz``: the loss of each step, and the weights.
    """
    import keras
    import tensorflow as tf

    strategy = tf.distribute.MultiWorkerMirroredStrategy()  # waits until all workers are there
    with strategy.scope():
        model = worker_network()
        optimizer = keras.optimizers.SGD(WORKER_LEARNING_RATE)
        optimizer.build(model.trainable_variables)

    def replica_step(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(images))
            loss = (
                tf.reduce_sum(losses) / WORKER_BATCH
            )  # of the whole batch, not of this worker's part
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)  # adds up all workers' gradients
        return loss

    @tf.function(autograph=False, jit_compile=False)
    def step(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        return strategy.reduce("SUM", strategy.run(replica_step, args=(images, labels)), axis=None)

    losses = []
    for images, labels in worker_batches():
        own = slice(index, None, WORKERS)  # every second image
        losses.append(float(step(tf.constant(images[own]), tf.constant(labels[own]))))
    _save_worker(folder / f"{index}.npz", losses, model.get_weights())


def alone() -> tuple[list[float], list[np.ndarray]]:
    """Train on the same whole batches in this process.

    Returns:
        The loss of each step, and the weights, float32, each of its variable's shape.
    """
    import keras
    import tensorflow as tf

    model, optimizer = worker_network(), keras.optimizers.SGD(WORKER_LEARNING_RATE)
    losses = []
    for images, labels in worker_batches():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(tf.constant(images)))
            )
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        losses.append(float(loss))
    return losses, model.get_weights()


def worker_network() -> keras.Model:
    """Build a small network, with the same initial weights in every process."""
    import keras

    hidden = keras.initializers.GlorotUniform(seed=1)
    top = keras.initializers.GlorotUniform(seed=2)
    return keras.Sequential(
        [
            keras.Input((FEATURES,)),
            keras.layers.Dense(8, activation="tanh", kernel_initializer=hidden),
            keras.layers.Dense(CLASSES, kernel_initializer=top),
        ]
    )


def worker_batches() -> list[tuple[np.ndarray, np.ndarray]]:
    """Draw the same whole batches in every process: float32 (16, 6), and labels (16,)."""
    rng = np.random.default_rng(0)
    return [
        (
            rng.normal(size=(WORKER_BATCH, FEATURES)).astype(np.float32),
            rng.integers(0, CLASSES, WORKER_BATCH),
        )
        for _ in range(WORKER_STEPS)
    ]


def free_addresses(count: int) -> list[str]:
    """Find free ports on this machine's loopback.

    Args:
        count: how many.

    Returns:
        Addresses such as ``127.0.0.1:41234``. Another program may take one before it is used.

    Raises:
        WorkersError: there is no loopback.
    """
    sockets = []
    try:
        for _ in range(count):
            sockets.append(socket.create_server(("127.0.0.1", 0)))
        return [f"127.0.0.1:{one.getsockname()[1]}" for one in sockets]
    except OSError as error:
        raise WorkersError(
            f"Processes cannot talk to each other on this machine ({error}). Run this where the "
            "loopback address 127.0.0.1 works; the other cells do not need it."
        ) from None
    finally:
        for one in sockets:
            one.close()


def _process(index: int, addresses: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start one worker, and write what it prints into a file."""
    cluster = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
    own = {"TF_CONFIG": json.dumps(cluster), "CUDA_VISIBLE_DEVICES": "-1"}
    # A proxy meant for the internet must not be asked for 127.0.0.1.
    own["no_grpc_proxy"] = "127.0.0.1"
    command = [
        sys.executable,
        "-m",
        "course_utils.cifar10_multi_gpu_train",
        "--worker",
        str(index),
        str(folder),
    ]
    with (folder / f"{index}.log").open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **own})


def _wait(processes: list[subprocess.Popen[bytes]], folder: Path, timeout: float) -> None:
    """Wait until all workers are done or one has failed, since none can go on alone."""
    end = time.monotonic() + timeout
    while any(process.poll() is None for process in processes):
        failed = [i for i, process in enumerate(processes) if process.poll()]
        if failed:
            break
        if time.monotonic() > end:
            raise WorkersError(
                f"The processes did not finish within {timeout:.0f} seconds and were ended. Close "
                "other programs and run this again."
            )
        time.sleep(0.05)
    for index, process in enumerate(processes):
        if process.poll():
            lines = (folder / f"{index}.log").read_text(errors="replace").strip().splitlines()
            said = lines[-1][:300] if lines else "it printed nothing"
            raise WorkersError(
                f"Process {index} failed: {said}. Run this again; another program may have taken "
                "the port that was free a moment before."
            )


def _save_worker(path: Path, losses: list[float], weights: list[np.ndarray]) -> None:
    named: dict[str, Any] = {f"weight {i:02}": one for i, one in enumerate(weights)}
    np.savez(path, losses=losses, **named)


def _load_worker(path: Path) -> tuple[np.ndarray, list[np.ndarray]]:
    with np.load(path, allow_pickle=False) as stored:
        return stored["losses"], [stored[name] for name in sorted(stored.files)[1:]]


def _distance(ours: list[np.ndarray], theirs: list[np.ndarray]) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    sys.exit(run_program(main))
