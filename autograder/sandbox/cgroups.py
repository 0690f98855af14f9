"""A control group for one kernel: limits that the system itself holds on memory and processes.

Where no group can be made (most ordinary users, most containers), the watchdog alone keeps the
limits. Versions 1 and 2 are both in use; whether one works is found by trying it.
"""

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path("/sys/fs/cgroup")
# Joins the groups whose ``cgroup.procs`` are named before "--", then becomes the command after it.
JOIN = (
    "/bin/sh",
    "-c",
    'while [ "$1" != -- ]; do echo $$ > "$1" || exit 97; shift; done; shift; exec "$@"',
    "join",
)


class Limits(NamedTuple):
    """What a group allows: bytes of memory, and processes and threads together."""

    memory: int
    processes: int


class Group:
    """The control groups of one kernel, one folder for each hierarchy; none if none works."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = folders

    @property
    def limits_memory(self) -> bool:
        """Whether the system itself keeps the memory limit."""
        names = ("memory.max", "memory.limit_in_bytes")
        return any((folder / name).exists() for folder in self.folders for name in names)

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


def make(name: str, limits: Limits, root: Path = ROOT) -> Group:
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
