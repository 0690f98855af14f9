"""Workers that run submissions' notebooks: here, on other processors, or on a Dask cluster.

Each takes a job and promises its outcome. A promise is broken where the worker died: then the
pipeline hands the job out again.
"""

import contextlib
import os
import signal
import threading
import warnings
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver, get_context, parent_process
from typing import TYPE_CHECKING, NoReturn, Protocol

from autograder.sandbox import run
from autograder.sandbox.run import Job, Outcome
from autograder.sandbox.warm import Warm
from course_utils.errors import CourseError, first_line

if TYPE_CHECKING:
    import distributed

SCHEDULER_SECONDS = 30  # seconds until a scheduler has answered
MORE = 2  # jobs beyond the cluster's threads, so that none waits for its next one to travel


class Workers(Protocol):
    """What runs jobs.

    Attributes:
        capacity: How many jobs may be under way at a time.
    """

    capacity: int

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
    """Processes of this machine.

    Each has an executor of its own, so that one that dies breaks no other.
    """

    def __init__(self, workers: int, warm: Warm | None = None) -> None:
        """Let what the processes need be imported, and return at once.

        Args:
            workers: How many processes there are once all have had a job.
            warm: What starts their kernels warm.
        """
        self.capacity = workers
        self._warm = warm
        # Not forks of this process: it has threads, and they would inherit their locks.
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload([__name__])
        forkserver.ensure_running()
        self._workers: list[Worker] = []

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job in a process that has none."""
        idle = next((one for one in self._workers if not one.busy), None)
        if idle is not None:
            try:
                return idle.submit(job)
            except BrokenProcessPool:  # it has died since
                self._workers.remove(idle)
        self._workers.append(Worker(self._context, self._warm))
        return self._workers[-1].submit(job)

    def close(self) -> None:
        """Kill the processes, and with them their kernels."""
        for worker in self._workers:
            worker.kill()


class Worker:
    """One process, and what it does."""

    def __init__(self, context: object, warm: Warm | None) -> None:
        self._executor = ProcessPoolExecutor(1, context, initializer=begin, initargs=(warm,))
        self._pid = self._executor.submit(os.getpid)
        self._doing: Future[Outcome] | None = None

    @property
    def busy(self) -> bool:
        """Whether it has a job."""
        return self._doing is not None and not self._doing.done()

    def submit(self, job: Job) -> Future[Outcome]:
        """Begin a job.

        Raises:
            BrokenProcessPool: The process has died.
        """
        self._doing = self._executor.submit(run.do_warm, job)
        return self._doing

    def kill(self) -> None:
        """Kill the process, whatever it does."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        with contextlib.suppress(BrokenProcessPool, ProcessLookupError, CancelledError):
            os.kill(self._pid.result(), signal.SIGKILL)


def begin(warm: Warm | None) -> None:
    """Prepare a process for its jobs: it ends with the grader, which alone hears Ctrl-C."""
    threading.Thread(target=end_with_grader, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.chdir("/")
    if warm is not None:
        run.share(warm)


def end_with_grader() -> NoReturn:
    """End this process when the grader has ended, even killed.

    The process that forks it is no sign of that: it lives as long as one of its forks does.
    """
    parent_process().join()
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
