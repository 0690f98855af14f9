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
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil

from autograder.course import SCRATCH_PREFIX, scratch_top
from course_utils.errors import first_line

SECONDS_BETWEEN_LOOKS = 0.1  # seconds between two looks; a kernel may exceed a limit for that long
LARGEST_GROWTH = 1024**3  # bytes that this process may grow by while it watches a kernel
LEAST_FREE_SHARE = 0.03  # of the machine's memory, below which the largest kernel ends
SHORT = "the machine had next to no memory left"
ALMOST_ALL = 0.99  # of a group's limit: what it took when the system had to kill for it
MEMORY = "memory"  # a file in a kernel's private folder
SECONDS_UNTIL_FORGOTTEN = 2.0  # since a watchdog has told how much memory its kernel takes
BYTES_OF_AN_EMPTY_FILE = 1024  # of memory: what the system knows about it, and its name
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
        folders: Descriptors of folders in memory that the kernel can write to.
        reason: Why it ended the kernel, a sentence; empty while it did not.
        blameless: Whether that is a reason of the machine's or of the grader's.
    """

    def __init__(self, pid: int, limits: Limits, told: Path, group: "Group") -> None:
        """Prepare to watch a process.

        Args:
            pid: The outermost process of the sandbox.
            limits: What it may take.
            told: The file that tells other watchdogs of this machine how much memory it takes; its
                name is ``MEMORY``.
            group: The control group that it is in.

        Raises:
            psutil.NoSuchProcess: It has ended already.
        """
        super().__init__(name="watchdog", daemon=True)
        self._top = psutil.Process(pid)  # remembers when it started: numbers are used again
        self._own = psutil.Process()
        self._before = self._own.memory_info().rss
        self.limits = limits
        self.told = told
        self.group = group
        self.folders: list[int] = []
        self.reason, self.blameless = "", False
        self._stopped = threading.Event()
        self._seen: list[psutil.Process] = []
        self._ends = time.monotonic() + limits.seconds
        self._kills = kills()

    def run(self) -> None:
        """Look until the kernel ends, is ended, or nobody needs it any more."""
        while not self._stopped.wait(SECONDS_BETWEEN_LOOKS):
            try:
                reason = self.look()
            except psutil.NoSuchProcess:
                return
            except Exception as error:  # what nobody watches must not run on
                self.blameless = True
                reason = f"the grader could not watch it any more ({first_line(error)})"
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
        # Messages wait in this process, and one of many parts is not seen before its last part.
        if self._own.memory_info().rss - self._before > LARGEST_GROWTH:
            return f"its messages took more than {gigabytes(LARGEST_GROWTH)} of the grader's memory"
        if self.group.was_killed():
            return self.killed()
        processes = self._seen = self._top.children(recursive=True)
        taken = [use(process) for process in processes]
        if sum(one.threads for one in taken) > self.limits.processes:
            return f"it started more than {self.limits.processes} processes and threads"
        in_files = sum(map(files_in, self.folders))
        memory = in_files + sum(one.memory for one in taken)
        tell(self.told, memory)
        # Forked processes share pages, and a mapped file is memory once: count exactly.
        if (
            memory > self.limits.memory
            and in_files + proportional(processes, self.folders) > self.limits.memory
        ):
            return self.too_much()
        machine = psutil.virtual_memory()
        if machine.available < LEAST_FREE_SHARE * machine.total and memory >= largest(self.told):
            self.blameless = True
            return SHORT
        return ""

    def too_much(self) -> str:
        """Return the sentence about a kernel that reached its own limit on memory."""
        return f"it wanted more memory than {gigabytes(self.limits.memory)}"

    def killed(self) -> str:
        """Return the sentence about a kernel of which the system killed a process."""
        if self.group.reached_its_limit():
            return self.too_much()
        self.blameless = True
        return SHORT

    def explain(self) -> None:
        """Find the reason why the kernel ended by itself, if the system has killed for memory."""
        # Where the system counts by group, another kernel's death is no reason for this one's.
        counted = self.group.limits_memory()
        if not self.reason and (self.group.was_killed() if counted else kills() > self._kills):
            self.reason = self.killed()

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


class Use(NamedTuple):
    """What a process takes: bytes of memory, and threads."""

    memory: int
    threads: int


def use(process: psutil.Process) -> Use:
    """Return what a process takes, its part of what it shares in full; nothing if it has ended.

    Raises:
        OSError: The system does not tell.
    """
    try:
        # No splitlines(): in a process's name the system leaves all ends of lines but "\n".
        lines = Path(f"/proc/{process.pid}/status").read_text(errors="replace").split("\n")
    except (FileNotFoundError, ProcessLookupError):  # ended, or not on Linux
        with contextlib.suppress(psutil.Error):
            return Use(process.memory_info().rss, process.num_threads())
        return Use(0, 0)
    fields = dict(line.split(":", 1) for line in lines if line)
    parts = [fields.get(name, "0 kB").split()[0] for name in ("VmRSS", "VmSwap", "VmPTE")]
    return Use(1024 * sum(map(int, parts)), int(fields["Threads"]))


def files_in(folder: int) -> int:
    """Return the bytes of memory that a file system in memory takes, named by a folder of it."""
    status = os.fstatvfs(folder)
    blocks, files = status.f_blocks - status.f_bfree, status.f_files - status.f_ffree
    return blocks * status.f_frsize + files * BYTES_OF_AN_EMPTY_FILE


def proportional(processes: list[psutil.Process], folders: list[int]) -> int:
    """Return the bytes of memory of processes, what they share counted once.

    Args:
        processes: Those that may share pages.
        folders: Descriptors of folders of file systems whose files do not count.
    """
    return sum(proportional_of(process, {device(one) for one in folders}) for process in processes)


def proportional_of(process: psutil.Process, apart: set[str]) -> int:
    """Return the bytes of a process's memory, shared pages in part, or 0 if it has ended.

    Args:
        process: The process.
        apart: The devices whose mapped files do not count, as the system names them.
    """
    total, counts = 0, True
    try:
        # In a mapped file's name, too: "\r" must not begin a line that a kernel wrote.
        with Path(f"/proc/{process.pid}/smaps").open(errors="replace", newline="\n") as lines:
            for line in lines:
                first, *words = line.split(maxsplit=4)
                if not first.endswith(":"):  # the next mapping: addresses, rights, offset, device
                    counts = words[2] not in apart
                elif counts and first in ("Pss:", "SwapPss:"):
                    total += 1024 * int(words[0])
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        # Ended, not on Linux, or made unreadable by itself: count all that is known.
        return use(process).memory
    return total


def device(folder: int) -> str:
    """Return the device of an open folder, as the system writes it in a list of mappings."""
    number = os.fstat(folder).st_dev
    return f"{os.major(number):02x}:{os.minor(number):02x}"


def kills() -> int:
    """Return how many processes of this machine the system has killed for memory."""
    with contextlib.suppress(OSError, ValueError):
        fields = dict(line.split() for line in Path("/proc/vmstat").read_text().splitlines())
        return int(fields.get("oom_kill", 0))
    return 0


def tell(where: Path, memory: int) -> None:
    """Tell other watchdogs how many bytes of memory a kernel takes."""
    descriptor = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        os.pwrite(descriptor, f"{memory:020d}".encode(), 0)  # whole, whoever reads meanwhile
    finally:
        os.close(descriptor)


def largest(own: Path) -> int:
    """Return the bytes of memory of the largest other kernel that this user runs here, or 0.

    Args:
        own: The file of the kernel that asks; where others have theirs, graders have agreed on.
    """
    sizes = [0]
    for path in scratch_top().glob(f"{SCRATCH_PREFIX}*/*/{MEMORY}"):
        with contextlib.suppress(OSError, ValueError):
            status = path.lstat()
            old = time.time() - status.st_mtime > SECONDS_UNTIL_FORGOTTEN
            if path != own and not old and status.st_uid == os.getuid():
                sizes.append(int(path.read_bytes()[:20]))
    return max(sizes)


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

    def was_killed(self) -> bool:
        """Return whether the system killed a process of the group for memory."""
        return self._counts("oom_kill")

    def reached_its_limit(self) -> bool:
        """Return whether the group once wanted more memory than it may have."""
        return self._counts("oom") or any(
            number(folder / "memory.max_usage_in_bytes")
            > ALMOST_ALL * number(folder / "memory.limit_in_bytes")
            for folder in self.folders
        )

    def _counts(self, event: str) -> bool:
        """Return whether an event was counted, in the files of either version."""
        for folder in self.folders:
            for name in ("memory.events", "memory.oom_control"):
                with contextlib.suppress(OSError, ValueError):
                    lines = (folder / name).read_text().splitlines()
                    counts = dict(line.split()[:2] for line in lines)
                    if int(counts.get(event, 0)):
                        return True
        return False

    def limits_memory(self) -> bool:
        """Return whether the system holds the group to a limit on memory."""
        names = ("memory.max", "memory.limit_in_bytes")
        return any((folder / name).exists() for folder in self.folders for name in names)

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


def number(path: Path) -> int:
    """Return the number in a file, or 0 if there is none."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0


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
