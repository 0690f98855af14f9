"""The watchdog and control groups, without kernels; with them: ``test_sandbox.py``."""

import mmap
import os
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from autograder.sandbox import limits
from autograder.sandbox.limits import MEMORY, SHORT, Group, Limits, Watchdog, make_group

ROOMY = Limits(memory=10**12, processes=1000)


@pytest.fixture
def kernel():
    """A process that stands for a kernel."""
    with subprocess.Popen(["/bin/sleep", "1000"]) as process:
        yield process
        process.kill()


@pytest.fixture
def watched(kernel, tmp_path, monkeypatch):
    """Makes watchdogs of kernels that take so many bytes, each in the folder of its own grader."""
    monkeypatch.setattr(limits, "scratch_top", lambda: tmp_path)
    monkeypatch.setattr(limits, "files_in", lambda folder: folder)

    def watched(memory, group=None, most=ROOMY):
        private = tmp_path / f"grading-{memory}" / "kernel"
        private.mkdir(parents=True)
        watchdog = Watchdog(kernel.pid, most, private / MEMORY, group or Group([]))
        watchdog.folders = [memory]  # which is a size, see above
        return watchdog

    return watched


@pytest.fixture
def machine(monkeypatch):
    """The machine's memory: a test sets what is left of it, as a share."""
    state = SimpleNamespace(total=100, available=50)
    monkeypatch.setattr(limits.psutil, "virtual_memory", lambda: state)
    return state


def test_on_a_machine_with_memory_left_no_kernel_ends(watched, machine):
    assert [one.look() for one in (watched(1), watched(2))] == ["", ""]


def test_on_a_machine_short_of_memory_the_largest_kernel_ends_and_no_other(watched, machine):
    small, large, middle = watched(1), watched(3), watched(2)
    for one in (small, large, middle):
        one.look()
    machine.available = 1
    assert [one.look() for one in (small, large, middle)] == ["", SHORT, ""]
    assert large.blameless


def test_when_the_largest_has_ended_and_memory_is_still_short_the_next_one_ends(watched, machine):
    small, large = watched(1), watched(3)
    large.look()
    machine.available = 1
    assert small.look() == ""
    past = time.time() - 10
    os.utime(large.told, (past, past))
    assert small.look() == SHORT


def test_what_other_users_say_of_their_kernels_saves_nobodys(watched, machine, monkeypatch):
    small, large = watched(1), watched(3)
    large.look()
    machine.available = 1
    monkeypatch.setattr(limits.os, "getuid", lambda: 12345)
    assert small.look() == SHORT


def test_a_kernel_over_its_own_limit_is_to_blame_whatever_the_machine_has(watched, machine):
    machine.available = 1
    over = watched(2 * 10**9, most=Limits(10**9, 1000))
    assert "it wanted more memory than 0.931 GB" in over.look()
    assert not over.blameless


def test_a_kernel_that_fills_the_graders_own_memory_ends(watched, machine, monkeypatch):
    watchdog = watched(1)
    assert watchdog.look() == ""
    monkeypatch.setattr(limits, "LARGEST_GROWTH", 50_000_000)
    waiting = bytearray(os.urandom(1)) * 100_000_000
    assert "of the grader's memory" in watchdog.look()
    assert not watchdog.blameless
    del waiting


def test_what_cannot_be_watched_ends(watched, kernel, monkeypatch):
    watchdog = watched(1)

    def look():
        raise PermissionError("nobody may look")

    monkeypatch.setattr(watchdog, "look", look)
    watchdog.start()
    watchdog.join(10)
    assert not psutil.pid_exists(kernel.pid)
    assert watchdog.blameless
    assert "could not watch it any more (nobody may look)" in watchdog.reason


def counted(folder, version, kill, own):
    """A control group of which the system killed a process, or not, for its own limit or not."""
    if version == 2:
        (folder / "memory.events").write_text(f"max 9\noom {own:d}\noom_kill {kill:d}\n")
    else:
        (folder / "memory.oom_control").write_text(f"under_oom 0\noom_kill {kill:d}\n")
        (folder / "memory.limit_in_bytes").write_text("1000")
        (folder / "memory.max_usage_in_bytes").write_text("1000" if own else "500")
    return Group([folder])


@pytest.mark.parametrize("version", [1, 2])
def test_a_kill_is_the_kernels_fault_only_if_it_reached_its_own_limit(watched, tmp_path, version):
    own = watched(1, counted(tmp_path, version, kill=True, own=True))
    assert "it wanted more memory than" in own.look()
    assert not own.blameless
    machines = watched(2, counted(tmp_path, version, kill=True, own=False))
    assert machines.look() == SHORT
    assert machines.blameless


def test_a_kernel_that_the_system_killed_between_two_looks_is_not_to_blame(watched, monkeypatch):
    watchdog = watched(1)
    watchdog.explain()
    assert watchdog.reason == ""
    monkeypatch.setattr(limits, "kills", lambda: watchdog._kills + 1)
    watchdog.explain()
    assert watchdog.reason == SHORT
    assert watchdog.blameless


def test_another_kernels_death_is_no_excuse_where_the_system_counts_by_group(
    watched, tmp_path, monkeypatch
):
    watchdog = watched(1, counted(tmp_path, 1, kill=False, own=False))
    monkeypatch.setattr(limits, "kills", lambda: watchdog._kills + 1)
    watchdog.explain()
    assert watchdog.reason == ""


def test_memory_threads_and_page_tables_of_a_process_are_counted():
    own = psutil.Process()
    found = limits.use(own)
    assert found.memory >= own.memory_info().rss * 0.9
    assert found.threads == own.num_threads()


def test_a_mapped_file_counts_as_its_file_system_or_as_its_process():
    own = psutil.Process()
    with open("/dev/shm/course-test", "wb+") as file:  # noqa: PTH123
        os.unlink(file.name)  # noqa: PTH108
        file.truncate(50_000_000)
        with mmap.mmap(file.fileno(), 0) as mapped:
            mapped[::4096] = b"x" * len(mapped[::4096])
            apart = {limits.device(file.fileno())}
            as_process = limits.proportional_of(own, set()) - limits.proportional_of(own, apart)
            assert as_process == pytest.approx(50_000_000, rel=0.01)
        folder = os.open("/dev/shm", os.O_PATH)
        assert limits.files_in(folder) >= 50_000_000
        os.close(folder)


# Names a process after the end of a line, and maps a file whose name reads like lines of smaps.
IN_DISGUISE = """
import ctypes, mmap, os
ctypes.CDLL(None).prctl(15, b"one\\x1ctwo", 0, 0, 0)
name = "/dev/shm/course-test\\r0 0 0 0\\rPss: -99999999 kB"
with open(name, "wb+") as file:
    os.unlink(name)
    file.truncate(4096)
    mapped = mmap.mmap(file.fileno(), 0)
mapped[0] = 1
print("ready", flush=True)
input()
"""


def test_no_name_that_a_kernel_chose_changes_what_is_counted():
    command = [sys.executable, "-c", IN_DISGUISE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        assert started.stdout.readline() == b"ready\n"
        process = psutil.Process(started.pid)
        assert limits.use(process).threads == 1
        assert limits.proportional_of(process, set()) > 0
        started.kill()


def test_a_version_2_group_has_its_limits_and_takes_processes(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "_own_paths", lambda: {"": "/user.slice/app"})
    parent = tmp_path / "user.slice" / "app"
    parent.mkdir(parents=True)
    (tmp_path / "cgroup.controllers").write_text("memory pids")
    group = make_group("course-1", ROOMY, tmp_path)
    assert group.folders == [parent / "course-1"]
    assert (parent / "course-1" / "memory.max").read_text() == str(ROOMY.memory)
    assert (parent / "course-1" / "pids.max").read_text() == str(ROOMY.processes)
    assert (parent / "course-1" / "cgroup.procs").read_text().strip().isdigit()
    assert group.limits_memory()


def test_without_control_groups_nothing_limits_memory(tmp_path):
    assert not make_group("course-1", ROOMY, tmp_path).limits_memory()
