"""A process that runs mutants. One that loops or crashes ends it, and the next one gets another."""

import contextlib
import io
import math
import multiprocessing
import re
import signal
import sys
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from course_utils import environment
from tests.answers import Answer

WALL = 4  # seconds may pass for each second of processor, and
PATIENCE_SECONDS = 60  # as many more, since others use the machine as well
MEMORY_BYTES = 6 * 2**30  # more than the process has when it starts
# A process that has more than this is replaced: TensorFlow keeps each graph that a mutant makes.
LARGEST_BYTES = 3 * 2**30


class Died(Exception):
    """The error that what was asked ended the process; its text says how."""


class Worker:
    """Starts a process when there is work, and another one after a death or much growth.

    Args:
        kept: The folder of trained runs; those that are missing are trained there.
    """

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.process: Any = None
        self.connection: Connection
        self.task = ""

    def ask(self, seconds: float, work: str, answer: Answer, *arguments: Any) -> Any:
        """Return what a function of ``judging`` returns.

        Args:
            seconds: Of processor, at most.
            work: The function's name.
            answer: Its first argument, a right answer.
            *arguments: The others.

        Raises:
            Died: The limit is over, or the process crashed.
            RuntimeError: The function has a mistake of its own, which standard error shows.
        """
        if self.process is None:
            self._start()
        if self.task != answer.task:
            self._ask(None, "prepare", answer.task, self.kept)
            self.task = answer.task
        returned = self._ask(seconds, work, answer, *arguments)
        if psutil.Process(self.process.pid).memory_info().rss > LARGEST_BYTES:
            self.close()
        return returned

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other,), daemon=True)
        self.process.start()
        other.close()  # so that its death is an end of file

    def _ask(self, seconds: float | None, work: str, *arguments: Any) -> Any:
        try:
            self.connection.send((seconds, work, arguments))
            if self.connection.poll(seconds and WALL * seconds + PATIENCE_SECONDS):
                returned, failed = self.connection.recv()
                if failed:
                    raise RuntimeError(f"{work} failed:\n{failed}")
                return returned
        except (EOFError, ConnectionError):
            self.process.join()
        code = self.process.exitcode
        self.close()
        if code in (None, -signal.SIGXCPU):
            raise Died("it takes too long")
        raise Died(f"it ends the process with status {code}")

    def close(self) -> None:
        """End the process, whatever it does."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.connection.close()
        self.process, self.task = None, ""


# ---- in that process -----------------------------------------------------------------------------


def serve(connection: Connection) -> None:
    """Do what comes through a connection, until its other end is closed."""
    environment.start_tensorflow(devices=2)  # 07_devices needs two
    from tests.mutants import judging  # not above: it asks what runs TensorFlow

    limit_memory()
    while True:
        try:
            seconds, work, arguments = connection.recv()
        except EOFError:
            return
        limit_processor(seconds)
        returned, failed = None, ""
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                returned = getattr(judging, work)(*arguments)
        except Exception:
            failed = traceback.format_exc()
        connection.send((returned, failed))


def limit_memory() -> None:
    """Let the system refuse more memory than any answer needs, and write no dumps."""
    if sys.platform == "linux":
        import resource

        status = Path("/proc/self/status").read_text(encoding="ascii")
        taken = 1024 * int(re.search(r"^VmData:\s+(\d+) kB$", status, re.MULTILINE)[1])
        resource.setrlimit(resource.RLIMIT_DATA, (taken + MEMORY_BYTES,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor(seconds: float | None) -> None:
    """Let the system end this process after so many more seconds of processor."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        least = most if seconds is None else math.ceil(time.process_time() + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (least, most))
