"""Two processes that train one network, as two machines would: ``python -m course_utils.workers``.

Each process is a worker with its own half of every batch. They find each other through the variable
``TF_CONFIG`` and exchange gradients over the network, here over the loopback of this machine.
Keras 3 cannot ``fit`` under ``MultiWorkerMirroredStrategy`` (keras-team/keras, issue 20585), so
:func:`worker` makes its steps with ``strategy.run``.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from course_utils import environment
from course_utils.errors import CourseError

WORKERS = 2
STEPS = 3
BATCH = 16
FEATURES, CLASSES = 6, 4
LEARNING_RATE = 0.5
TIMEOUT = 120.0  # seconds; a process takes about 10 on two cores, most of them to start


class WorkersError(CourseError):
    """The processes did not train together; the message says what happened."""


def worker(index: int, folder: Path) -> None:
    """Trains as one of the workers and saves what it holds in the end.

    Args:
        index: which worker this is; ``TF_CONFIG`` says it to TensorFlow, too.
        folder: gets ``INDEX.npz``: the loss of each step, and the weights.
    """
    import keras
    import tensorflow as tf

    strategy = tf.distribute.MultiWorkerMirroredStrategy()  # waits until all workers are there
    with strategy.scope():
        model = network()
        optimizer = keras.optimizers.SGD(LEARNING_RATE)
        optimizer.build(model.trainable_variables)

    def replica_step(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(images))
            loss = tf.reduce_sum(losses) / BATCH  # of the whole batch, not of this worker's part
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)  # adds up all workers' gradients
        return loss

    @tf.function(autograph=False, jit_compile=False)
    def step(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        return strategy.reduce("SUM", strategy.run(replica_step, args=(images, labels)), axis=None)

    losses = []
    for images, labels in batches():
        own = slice(index, None, WORKERS)  # every second image
        losses.append(float(step(tf.constant(images[own]), tf.constant(labels[own]))))
    _save(folder / f"{index}.npz", losses, model.get_weights())


def alone() -> tuple[list[float], list[np.ndarray]]:
    """Trains on the same whole batches in this process.

    Returns:
        The loss of each step, and the weights, float32, each of its variable's shape.
    """
    import keras
    import tensorflow as tf

    model, optimizer = network(), keras.optimizers.SGD(LEARNING_RATE)
    losses = []
    for images, labels in batches():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(tf.constant(images)))
            )
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        losses.append(float(loss))
    return losses, model.get_weights()


def network() -> "keras.Model":  # noqa: F821
    """Builds a small network, with the same initial weights in every process."""
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


def batches() -> list[tuple[np.ndarray, np.ndarray]]:
    """Draws the same whole batches in every process: float32 (16, 6), and labels (16,)."""
    rng = np.random.default_rng(0)
    return [
        (
            rng.normal(size=(BATCH, FEATURES)).astype(np.float32),
            rng.integers(0, CLASSES, BATCH),
        )
        for _ in range(STEPS)
    ]


def compare(timeout: float = TIMEOUT) -> str:
    """Trains in two processes and in this one, and reports whether they agree.

    While nbgrader validates or grades (``NBGRADER_EXECUTION`` is set) no process is started: there
    is no network then.

    Args:
        timeout: after how many seconds to give up.

    Raises:
        WorkersError: the processes failed or took too long. None is left behind.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return "No processes are started while a notebook is validated or graded."
    started = time.monotonic()
    found = start(timeout)
    seconds = time.monotonic() - started
    losses, weights = alone()
    lines = [f"{WORKERS} processes made {STEPS} steps in {seconds:.0f} s, starting included."]
    for index, (of_worker, _) in enumerate(found):
        lines.append(f"losses in process {index}: " + "  ".join(f"{x:.6f}" for x in of_worker))
    lines.append("losses in one process: " + "  ".join(f"{loss:.6f}" for loss in losses))
    first = found[0][1]
    between = max(_distance(first, other) for _, other in found[1:])
    lines.append(f"largest difference between the processes' weights: {between:.1e}")
    lines.append(f"largest difference to one process: {_distance(first, weights):.1e}")
    return "\n".join(lines)


def start(timeout: float = TIMEOUT) -> list[tuple[np.ndarray, list[np.ndarray]]]:
    """Starts the workers and waits for them.

    Args:
        timeout: after how many seconds to give up.

    Returns:
        For each worker the loss of each step, float64 (steps,), and its weights, each of its
        variable's shape.

    Raises:
        WorkersError: they failed or took too long.
    """
    addresses = free_addresses(WORKERS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        processes = [_process(index, addresses, folder) for index in range(WORKERS)]
        try:
            _wait(processes, folder, timeout)
        finally:
            for process in processes:
                process.kill()
                process.wait()
        return [_load(folder / f"{index}.npz") for index in range(WORKERS)]


def free_addresses(count: int) -> list[str]:
    """Finds free ports on this machine's loopback.

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


def _process(index: int, addresses: list[str], folder: Path) -> subprocess.Popen:
    """Starts one worker; what it prints goes into a file."""
    cluster = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
    own = {"TF_CONFIG": json.dumps(cluster), "CUDA_VISIBLE_DEVICES": "-1"}
    # A proxy meant for the internet must not be asked for 127.0.0.1.
    own["no_grpc_proxy"] = "127.0.0.1"
    command = [sys.executable, "-m", "course_utils.workers", "--worker", str(index), str(folder)]
    with (folder / f"{index}.log").open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **own})


def _wait(processes: list[subprocess.Popen], folder: Path, timeout: float) -> None:
    """Waits until all workers are done; one that fails ends the waiting, for none goes on alone."""
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


def _save(path: Path, losses: list[float], weights: list[np.ndarray]) -> None:
    np.savez(path, losses=losses, **{f"weight {i:02}": one for i, one in enumerate(weights)})


def _load(path: Path) -> tuple[np.ndarray, list[np.ndarray]]:
    with np.load(path, allow_pickle=False) as stored:
        return stored["losses"], [stored[name] for name in sorted(stored.files)[1:]]


def _distance(ours: list[np.ndarray], theirs: list[np.ndarray]) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(ours, theirs, strict=True))


def main(arguments: list[str] | None = None) -> int:
    """Runs the program; returns its exit status, 1 after a failure that is explained on stderr."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["--worker"]:  # how this program starts itself
        worker(int(arguments[1]), Path(arguments[2]))
        return 0
    print(environment.start_tensorflow(), flush=True)
    try:
        print(compare())
    except WorkersError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
