"""Workers of a Dask cluster that run submissions' notebooks: ``--scheduler ADDRESS``.

A worker needs the course's packages and bubblewrap, but neither the course's folder nor its
gradebook. What a worker that died was doing is done again elsewhere.
"""

import contextlib
import queue
import warnings
from collections.abc import Hashable
from typing import TYPE_CHECKING

from autograder.sandbox import run
from autograder.sandbox.run import Job, Outcome

if TYPE_CHECKING:
    from distributed import Future

ATTEMPTS = 3  # of one job, before its workers' deaths are put down to it
PATIENCE = 30  # seconds until a scheduler has answered


class ClusterError(Exception):
    """The cluster cannot be used; the message says what to do."""


class Cluster:
    """The workers of a Dask scheduler, used like a :class:`autograder.grading.workers.Pool`."""

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
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ClusterError(
                f"No Dask scheduler answers at {address} ({reason}). Start one with `dask "
                "scheduler`, and workers with `dask worker ADDRESS --nthreads 1`."
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
