"""Processes on this machine that run submissions' notebooks, one each at a time.

They are forked before this process starts any thread, and again when one dies; what it was doing is
then done again.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import NoReturn

from autograder.sandbox import run, zygote
from autograder.sandbox.run import Job, Outcome

ATTEMPTS = 3  # of one job, before its worker's death is put down to it
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
