"""Watches one kernel from outside, and ends it where it takes more than it may."""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.1  # seconds between two looks; a kernel may exceed a limit for that long
LEAST_FREE = 0.03  # of the machine's memory, below which the kernel that is running ends
SOCKETS = 16  # entries that a kernel's socket folder may hold; ipykernel makes five


@dataclass(frozen=True)
class Limits:
    """What a kernel may take.

    Attributes:
        memory: Bytes of resident memory of all its processes.
        processes: Processes at a time.
        seconds: Wall time from its start.
    """

    memory: int
    processes: int
    seconds: float


class Watchdog(threading.Thread):
    """Looks at a process and its descendants ten times a second.

    Attributes:
        reason: Why it ended the kernel, a sentence; empty while it did not.
    """

    def __init__(self, pid: int, limits: Limits, sockets: Path, killed: Callable[[], bool]) -> None:
        """Prepare to watch a process.

        Args:
            pid: The outermost process of the sandbox.
            limits: What it may take.
            sockets: The folder of its sockets, the one folder outside that it can write to.
            killed: Asks whether the system itself ended a process for its memory.

        Raises:
            psutil.NoSuchProcess: It has ended already.
        """
        super().__init__(name="watchdog", daemon=True)
        self._top = psutil.Process(pid)  # remembers when it started: numbers are used again
        self.limits = limits
        self.sockets = sockets
        self.killed = killed
        self.reason = ""
        self._stopped = threading.Event()
        self._seen: list[psutil.Process] = []
        self._ends = time.monotonic() + limits.seconds

    def run(self) -> None:
        """Look until the kernel ends, is ended, or nobody needs it any more."""
        while not self._stopped.wait(EVERY):
            try:
                reason = self.look()
            except psutil.NoSuchProcess:
                return
            if reason:
                self.end(reason)
                return

    def look(self) -> str:
        """Return the limit that the kernel exceeded, or another reason to end it now, or ''.

        Raises:
            psutil.NoSuchProcess: It has ended by itself.
        """
        if time.monotonic() > self._ends:
            return f"the notebook took longer than {self.limits.seconds:.0f} seconds"
        if self.killed():
            return f"it wanted more memory than {gigabytes(self.limits.memory)}"
        processes = self._seen = self._top.children(recursive=True)
        if len(processes) > self.limits.processes:
            return f"it started more than {self.limits.processes} processes"
        if self.too_much_memory(processes):
            return f"it wanted more memory than {gigabytes(self.limits.memory)}"
        machine = psutil.virtual_memory()
        if machine.available < LEAST_FREE * machine.total:
            return "the machine had next to no memory left"
        with contextlib.suppress(OSError):
            # One strange file may be large: nothing but sockets belongs there.
            if strange(self.sockets):
                return "it wrote files where only its sockets belong"
        return ""

    def too_much_memory(self, processes: list[psutil.Process]) -> bool:
        """Return whether the processes together hold more memory than they may."""
        if sum(resident(process) for process in processes) <= self.limits.memory:
            return False
        # Forked processes share pages, which the sum counts for each of them.
        return sum(proportional(process) for process in processes) > self.limits.memory

    def end(self, reason: str) -> None:
        """End the kernel and everything that it started, and remember the reason."""
        self.reason = self.reason or reason
        kill_tree(self._top)

    def finish(self) -> None:
        """Stop watching, and kill whatever is left of the kernel."""
        self._stopped.set()
        self.join()
        kill_tree(self._top)
        kill_all(self._seen)


def resident(process: psutil.Process) -> int:
    """Return the bytes of a process's resident memory, or 0 if it has ended."""
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def proportional(process: psutil.Process) -> int:
    """Return the bytes of a process's memory, shared pages in part, or 0 if it has ended."""
    try:
        return process.memory_full_info().pss
    except psutil.AccessDenied:  # it made itself unreadable: count all that is known
        return resident(process)
    except psutil.Error:
        return 0


def strange(folder: Path) -> bool:
    """Return whether a folder holds anything but a few sockets."""
    with os.scandir(folder) as entries:
        for number, entry in enumerate(entries, start=1):
            if number > SOCKETS or entry.is_file(follow_symlinks=False) or entry.is_dir():
                return True
    return False


def kill_tree(top: psutil.Process) -> None:
    """Kill a process and its descendants, and wait until they are gone."""
    with contextlib.suppress(psutil.NoSuchProcess):
        kill_all([*top.children(recursive=True), top])


def kill_all(processes: list[psutil.Process]) -> None:
    """Kill processes that still run, and wait until they are gone."""
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(processes, timeout=5)


def gigabytes(size: int) -> str:
    """Return a size for people to read, such as ``4 GB``."""
    return f"{size / 1024**3:.3g} GB"
