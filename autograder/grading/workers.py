"""Workers that run submissions' notebooks: here, on other processors, or on a Dask cluster.

Each takes a job and promises its outcome. A promise is broken where the worker died: then the
pipeline hands the job out again.
"""

import contextlib
import os
import signal
import threading
import warnings
from collections import deque
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING, Protocol

from autograder.sandbox import run
from autograder.sandbox.run import Job, Outcome
from autograder.sandbox.warm import Warm
from course_utils.errors import CourseError, first_line

if TYPE_CHECKING:
    import distributed

SCHEDULER_SECONDS = 30  # seconds until a scheduler has answered
MORE = 2  # jobs beyond the cluster's threads, so that none waits for its next one to travel


class Workers(Protocol):
    """What runs jobs."""

    @property
    def capacity(self) -> int:
        """Return how many jobs may be under way at a time."""

    def submit(self, job: Job) -> "Future[Outcome] | distributed.Future":
        """Begin a job, and return the promise of its outcome."""

    def close(self) -> None:
        """End what is under way."""


class Here:
    """This process, which runs one notebook at a time, in a kernel that starts cold."""

    capacity = 1

    def submit(self, job: Job) -> Future[Outcome]:
        """Run a notebook, and return its outcome."""
        future: Future[Outcome] = Future()
        future.set_result(run.do(job))
        return future

    def close(self) -> None:
        """End nothing: nothing is under way."""


class Pool:
    """Processes of this machine, and jobs that wait for one.

    Each has an executor of its own, so that one that dies breaks no other. A job waits here, not in
    an executor's queue: it would be broken with the one before it. It begins as soon as a process
    is free, whatever the grader does at that moment.
    """

    def __init__(self, workers: int, warm: Warm | None = None) -> None:
        """Let what the processes need be imported, and return at once.

        Args:
            workers: How many processes there are at most.
            warm: What starts their kernels warm.
        """
        self.capacity = workers + 1  # and one that waits
        self._workers = workers
        self._warm = warm
        self._idle: list[Worker] = []
        self._busy: dict[Worker, Future[Outcome]] = {}
        self._waiting: deque[tuple[Job, Future[Outcome]]] = deque()
        self._lock = threading.RLock()  # a job may end while it is handed out
        # Not forks of this process: it has threads, and they would inherit their locks.
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload([__name__])
        forkserver.ensure_running()

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job as soon as a process has none."""
        promise: Future[Outcome] = Future()
        with self._lock:
            self._waiting.append((job, promise))
            self._hand_out()
        return promise

    def _hand_out(self) -> None:
        """Begin what waits, as far as there are processes for it."""
        while self._waiting and len(self._busy) < self._workers:
            job, promise = self._waiting.popleft()
            try:
                worker = self._idle.pop() if self._idle else Worker(self._context, self._warm)
                try:
                    done = worker.submit(job)
                except BrokenProcessPool:  # it has died since its last job
                    worker = Worker(self._context, self._warm)
                    done = worker.submit(job)
            except Exception as error:  # no process can be started
                promise.set_exception(error)
                continue
            self._busy[worker] = promise
            done.add_done_callback(partial(self._ended, worker))

    def _ended(self, worker: "Worker", done: Future[Outcome]) -> None:
        """Keep or break a job's promise, and let its process begin the next one."""
        error = CancelledError() if done.cancelled() else done.exception()
        with self._lock:
            promise = self._busy.pop(worker)
            if not isinstance(error, BrokenProcessPool | CancelledError):
                self._idle.append(worker)
            self._hand_out()
        if error is None:
            promise.set_result(done.result())
        else:
            promise.set_exception(error)

    def close(self) -> None:
        """Kill the processes, and with them their kernels; what waits is never begun."""
        with self._lock:
            waiting, self._waiting = self._waiting, deque()
            workers = [*self._idle, *self._busy]
        for _, promise in waiting:
            promise.cancel()
        for worker in workers:
            worker.kill()


class Worker:
    """One process, which has one job at a time."""

    def __init__(self, context: BaseContext, warm: Warm | None) -> None:
        self._executor = ProcessPoolExecutor(1, context, initializer=begin, initargs=(warm,))
        self.pid = self._executor.submit(os.getpid)

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job.

        Raises:
            BrokenProcessPool: The process has died.
        """
        return self._executor.submit(run.do_warm, job)

    def kill(self) -> None:
        """Kill the process, whatever it does."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        with contextlib.suppress(BrokenProcessPool, ProcessLookupError, CancelledError):
            os.kill(self.pid.result(), signal.SIGKILL)


def begin(warm: Warm | None) -> None:
    """Prepare a process for its jobs: it ends with the grader, which alone hears Ctrl-C."""
    threading.Thread(target=end_with_grader, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.chdir("/")
    if warm is not None:
        run.share(warm)


def end_with_grader() -> None:
    """End this process when the grader has ended, even killed.

    The process that forks it is no sign of that: it lives as long as one of its forks does.
    """
    if (grader := parent_process()) is not None:  # None in a process that nobody has started
        grader.join()
    os.kill(os.getpid(), signal.SIGKILL)


# ---- a Dask cluster ------------------------------------------------------------------------------


class ClusterError(CourseError):
    """The cluster cannot be used; the message says what to do."""


class Cluster:
    """The workers of a Dask scheduler.

    They need the course's packages and bubblewrap, but neither the course's folder nor its
    gradebook.
    """

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

    def threads(self) -> int:
        """Count the jobs that the cluster can run at the same time at present."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return sum(worker["nthreads"] for worker in workers)

    @property
    def capacity(self) -> int:
        """Return how many jobs may be under way at a time; workers come and go."""
        return self.threads() + MORE

    def submit(self, job: Job) -> "distributed.Future":
        """Begin a job."""
        return self._client.submit(run.do_warm, job, pure=False, retries=0)

    def close(self) -> None:
        """Disconnect, which cancels what is under way."""
        with contextlib.suppress(Exception):
            self._client.close(timeout=5)


def died(error: BaseException) -> bool:
    """Return whether a broken promise is its worker's death, not a failure of the job."""
    if isinstance(error, BrokenProcessPool | CancelledError):
        return True
    # Dask's own errors, which this machine may not know: a worker died again and again, or left
    # before it told its result.
    return type(error).__name__ in ("KilledWorker", "FutureCancelledError", "CommClosedError")
