"""Holds one kernel to its limits: by a control group where one can be made, and by a watchdog.

The system itself holds a control group's limits on memory and processes. Where no group can be made
(most ordinary users, most containers), the watchdog alone keeps the limits: it looks at the kernel
from outside and ends it. Versions 1 and 2 of control groups are both in use; whether one works is
found by trying it.
"""

import contextlib
import math
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

SECONDS_BETWEEN_LOOKS = 0.1  # seconds between two looks; a kernel may exceed a limit for that long
LEAST_FREE_SHARE = 0.03  # of the machine's memory, below which the kernel that is running ends
MOST_SOCKETS = 16  # entries that a kernel's socket folder may hold; ipykernel makes five
CONTROL_GROUPS = Path("/sys/fs/cgroup")
# Joins the groups whose ``cgroup.procs`` are named before "--", then becomes the command after it.
JOIN = (
    "/bin/sh",
    "-c",
    'while [ "$1" != -- ]; do echo $$ > "$1" || exit 97; shift; done; shift; exec "$@"',
    "join",
)


@dataclass(frozen=True)
class Limits:
    """What a kernel may take.

    Attributes:
        memory: Bytes of memory of all its processes.
        processes: Processes and threads at a time.
        seconds: Wall time from its start.
    """

    memory: int
    processes: int
    seconds: float = math.inf


# ---- the watchdog --------------------------------------------------------------------------------


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
        while not self._stopped.wait(SECONDS_BETWEEN_LOOKS):
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
        if machine.available < LEAST_FREE_SHARE * machine.total:
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
            if number > MOST_SOCKETS or entry.is_file(follow_symlinks=False) or entry.is_dir():
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


# ---- control groups ------------------------------------------------------------------------------


class Group:
    """The control groups of one kernel, one folder for each hierarchy; none if none works."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = folders

    def joining(self, command: list[str]) -> list[str]:
        """Return the command, prefixed so that its process joins the group first."""
        if not self.folders:
            return command
        return [*JOIN, *(str(folder / "cgroup.procs") for folder in self.folders), "--", *command]

    def ran_out_of_memory(self) -> bool:
        """Return whether the system killed a process of the group for its memory."""
        for folder in self.folders:
            for name in ("memory.events", "memory.oom_control"):
                with contextlib.suppress(OSError, ValueError):
                    lines = (folder / name).read_text().splitlines()
                    counts = dict(line.split()[:2] for line in lines)
                    if int(counts.get("oom_kill", 0)):
                        return True
        return False

    def remove(self) -> None:
        """Kill what is left in the group, and remove it."""
        for folder in self.folders:
            for _ in range(50):
                with contextlib.suppress(OSError):
                    for pid in (folder / "cgroup.procs").read_text().split():
                        os.kill(int(pid), 9)
                try:
                    folder.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:  # its last processes are still ending
                    time.sleep(0.02)


def make_group(name: str, limits: Limits, root: Path = CONTROL_GROUPS) -> Group:
    """Make a group, or an empty one if the system allows none.

    Args:
        name: The group's name, unique on this machine.
        limits: What it allows.
        root: Where control groups are mounted.
    """
    return Group([*_unified(name, limits, root), *_separate(name, limits, root)])


def _own_paths() -> dict[str, str]:
    """Return this process's path in each hierarchy, by controller, or ``""`` for version 2."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return {}
    entries = [line.split(":", 2) for line in lines]
    return {name: path for entry in entries if len(entry) == 3 for name, path in [entry[1:]]}


def _unified(name: str, limits: Limits, root: Path) -> list[Path]:
    """Make a version 2 group below this process's own, or beside it if that holds processes."""
    path = _own_paths().get("")
    if path is None or not (root / "cgroup.controllers").exists():
        return []
    own = root / path.lstrip("/")
    settings = {
        "memory.max": limits.memory,
        "memory.swap.max": 0,
        "pids.max": limits.processes,
    }
    for parent in (own, own.parent):
        if parent.is_relative_to(root):
            with contextlib.suppress(OSError):
                (parent / "cgroup.subtree_control").write_text("+memory +pids")
            folder = _folder(parent / name, settings, needed=("memory.max", "pids.max"))
            if folder:
                return [folder]
    return []


def _separate(name: str, limits: Limits, root: Path) -> list[Path]:
    """Make a version 1 group in the hierarchy of each controller, and return its folders."""
    memory = {
        "memory.limit_in_bytes": limits.memory,
        "memory.memsw.limit_in_bytes": limits.memory,
    }
    wanted = {
        "memory": (memory, ("memory.limit_in_bytes",)),
        "pids": ({"pids.max": limits.processes}, ("pids.max",)),
    }
    folders = []
    for names, path in _own_paths().items():
        for controller in set(names.split(",")) & set(wanted):
            settings, needed = wanted[controller]
            parent = root / controller / path.lstrip("/")
            folder = _folder(parent / name, settings, needed)
            if folder:
                folders.append(folder)
    return folders


def _folder(folder: Path, settings: dict[str, int], needed: tuple[str, ...]) -> Path | None:
    """Make one group and set its limits, or return ``None`` if any needed step is refused."""
    try:
        folder.mkdir()
    except OSError:
        return None
    try:
        for name, value in settings.items():
            if name in needed or (folder / name).exists():
                (folder / name).write_text(str(value))
        check_joining(folder)
    except (OSError, subprocess.SubprocessError):
        Group([folder]).remove()
        return None
    return folder


def check_joining(folder: Path) -> None:
    """Check that a process may join a group, once for each parent, since it takes 5 ms.

    Raises:
        subprocess.SubprocessError: It may not.
    """
    if folder.parent not in _JOINED:
        command = Group([folder]).joining([shutil.which("true") or "/bin/true"])
        subprocess.run(command, check=True, capture_output=True, timeout=10)
        _JOINED.add(folder.parent)


_JOINED: set[Path] = set()
