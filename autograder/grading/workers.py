"""Workers that run submissions' notebooks: processes of this machine, or those of a Dask cluster.

Processes are forked before this one starts any thread, and again when one dies. A cluster's workers
(``--scheduler ADDRESS``) need the course's packages and bubblewrap, but neither the course's folder
nor its gradebook. What a worker that died was doing is done again.
"""

import contextlib
import multiprocessing
import os
import queue
import signal
import warnings
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, NoReturn

from autograder.sandbox import run, zygote
from autograder.sandbox.run import Job, Outcome
from course_utils.errors import CourseError, first_line

if TYPE_CHECKING:
    from distributed import Future

ATTEMPTS = 3  # of one job, before its worker's death is put down to it
SCHEDULER_SECONDS = 30  # seconds until a scheduler has answered
FORK = multiprocessing.get_context("fork")


@dataclass
class Worker:
    """One process, the connection to it, and what it does."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    doing: tuple[Hashable, Job] | None = None


class Pool:
    """Workers on this machine."""

    def __init__(self, workers: int) -> None:
        """Fork the workers.

        Args:
            workers: How many.
        """
        self._waiting: deque[tuple[Hashable, Job]] = deque()
        self._attempts: dict[Hashable, int] = {}
        self._workers = [forked() for _ in range(workers)]

    @property
    def hungry(self) -> bool:
        """Whether more jobs should be submitted, so that no worker waits for its next one."""
        idle = sum(worker.doing is None for worker in self._workers)
        return len(self._waiting) < max(1, idle)

    @property
    def busy(self) -> bool:
        """Whether any job is not finished."""
        return bool(self._waiting) or any(worker.doing for worker in self._workers)

    def submit(self, key: Hashable, job: Job) -> None:
        """Add a job."""
        self._waiting.append((key, job))
        self._hand_out()

    def result(self) -> tuple[Hashable, Outcome]:
        """Wait for the next job that ends, and return its key and its outcome."""
        while True:
            self._hand_out()
            ready = wait([worker.connection for worker in self._workers if worker.doing])
            for worker in self._workers:
                if worker.connection in ready and worker.doing is not None:
                    key, job = worker.doing
                    try:
                        outcome = worker.connection.recv()
                    except (EOFError, OSError):
                        outcome = self._replace(worker, key, job)
                    else:
                        worker.doing = None
                    if outcome is not None:
                        self._attempts.pop(key, None)
                        self._hand_out()
                        return key, outcome

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.doing is None and self._waiting:
                worker.doing = self._waiting.popleft()
                try:
                    worker.connection.send(worker.doing[1])
                except OSError:  # it is dead: its connection is ready, and ``result`` sees to it
                    continue

    def _replace(self, worker: Worker, key: Hashable, job: Job) -> Outcome | None:
        """Replace a dead process; try its job again, or return an outcome if it died too often."""
        worker.process.join(5)
        new = forked()
        worker.process, worker.connection, worker.doing = new.process, new.connection, None
        self._attempts[key] = self._attempts.get(key, 0) + 1
        if self._attempts[key] >= ATTEMPTS:
            return Outcome(error=f"its worker died {ATTEMPTS} times")
        self._waiting.appendleft((key, job))
        return None

    def close(self) -> None:
        """End the workers and their kernels."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        run.close()


def forked() -> Worker:
    """Fork a new worker."""
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=serve, args=(theirs, ours), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def serve(connection: Connection, other_end: Connection) -> NoReturn:
    """Do jobs in a worker, one after another, until the grader is gone."""
    other_end.close()
    zygote.end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is the grader's to handle
    os.chdir("/")
    while True:
        try:
            job = connection.recv()
            connection.send(outcome_of(job))
        except (EOFError, OSError):
            os._exit(0)


def outcome_of(job: Job) -> Outcome:
    """Do a job, and return its outcome; a failure of the grader's own is an outcome too."""
    try:
        return run.do(job)
    except Exception as error:
        return Outcome(error=f"{type(error).__name__}: {error}")


# ---- a Dask cluster ------------------------------------------------------------------------------


class ClusterError(CourseError):
    """The cluster cannot be used; the message says what to do."""


class Cluster:
    """The workers of a Dask scheduler, used like a :class:`Pool`."""

    def __init__(self, address: str) -> None:
        """Connect to the scheduler.

        Args:
            address: The scheduler's, such as ``tcp://head:8786``.

        Raises:
            ClusterError: It does not answer, has no worker, or Dask is not installed.
        """
        try:
            from distributed import Client
        except ImportError:
            raise ClusterError(
                "--scheduler needs Dask. Run: pip install --editable .[cluster]"
            ) from None
        # Each job carries its submission's files, of which few are under way at a time.
        warnings.filterwarnings("ignore", message="Sending large graph")
        try:
            self._client = Client(address, timeout=SCHEDULER_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"No Dask scheduler answers at {address} ({first_line(error)}). Start one with "
                "`dask scheduler`, and workers with `dask worker ADDRESS --nthreads 1`."
            ) from None
        if not self.threads():
            self._client.close()
            raise ClusterError(
                f"The scheduler at {address} has no worker. Start some with `dask worker {address} "
                "--nthreads 1`."
            )
        self._running: dict[Hashable, Future] = {}
        self._jobs: dict[Hashable, tuple[Job, int]] = {}
        self._ended: queue.SimpleQueue[Hashable] = queue.SimpleQueue()

    def threads(self) -> int:
        """Count the jobs that the cluster can run at the same time at present."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return sum(worker["nthreads"] for worker in workers)

    @property
    def hungry(self) -> bool:
        """Whether more jobs should be submitted, so that no worker waits for its next one."""
        return len(self._running) < self.threads() + 2

    @property
    def busy(self) -> bool:
        """Whether any job is not finished."""
        return bool(self._running)

    def submit(self, key: Hashable, job: Job) -> None:
        """Add a job."""
        self._submit(key, job, 1)

    def _submit(self, key: Hashable, job: Job, attempt: int) -> None:
        future = self._client.submit(run.do, job, pure=False, retries=0)
        self._jobs[key], self._running[key] = (job, attempt), future
        future.add_done_callback(lambda _: self._ended.put(key))

    def result(self) -> tuple[Hashable, Outcome]:
        """Wait for the next job that ends, and return its key and its outcome."""
        while True:
            key = self._ended.get()
            future = self._running.pop(key)
            job, attempt = self._jobs.pop(key)
            try:
                return key, future.result()
            except Exception as error:  # a worker died again and again, or lost its result
                if attempt >= ATTEMPTS:
                    return key, Outcome(error=f"{type(error).__name__}: {error}")
                self._submit(key, job, attempt + 1)

    def close(self) -> None:
        """Cancel what runs, and disconnect."""
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._running.values()), force=True)
        with contextlib.suppress(Exception):
            self._client.close(timeout=5)
