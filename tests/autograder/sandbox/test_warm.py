"""Warm kernels: as clean and as confined as cold ones. What they may take: ``test_sandbox.py``."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import autograder
from autograder import sandbox
from autograder.sandbox import Sandbox
from autograder.sandbox import warm as warm_kernels
from autograder.sandbox.kernel import (
    SandboxedExecute,
    private_folder,
    sandbox_environment,
)
from autograder.sandbox.warm import Warm, WarmError
from course_utils import data
from course_utils.settings import grading_environment

pytestmark = pytest.mark.ci

NOBODY = 65534  # the user that no file belongs to


@pytest.fixture(scope="module")
def warm():
    """What starts warm kernels."""
    warm = Warm(Sandbox(), {**sandbox_environment(), **grading_environment(2)})
    yield warm
    warm.close()


@pytest.fixture
def run(tmp_path):
    """Runs one cell and returns what it printed, and the execution."""

    def run(source, warm, **files):
        for name, content in files.items():
            (tmp_path / name).write_text(content)
        execute = SandboxedExecute(timeout=60)
        execute.warm = warm
        notebook = new_notebook(cells=[new_code_cell(source)])
        with private_folder(warm and warm.folder) as private:
            resources = {"metadata": {"path": str(tmp_path)}}
            execute.execute_in(notebook, resources, private, grading_environment(2))
        return "".join(one.get("text", "") for one in notebook.cells[0].outputs), execute

    return run


RIGHTS = """
import os, pathlib
wanted = ("Uid", "Gid", "Groups", "Cap", "NoNewPrivs", "Seccomp", "Umask", "SigIgn")
for line in pathlib.Path("/proc/self/status").read_text().splitlines():
    if line.startswith(wanted): print(line)
print(pathlib.Path("/proc/self/uid_map").read_text(), sorted(os.listdir("/")), os.getcwd())
print(all(os.readlink(f"/proc/self/ns/{name}") == os.readlink(f"/proc/1/ns/{name}")
          for name in ("mnt", "pid", "net", "ipc", "uts", "user", "cgroup")))
import resource
print([resource.getrlimit(getattr(resource, n)) for n in dir(resource) if n.startswith("RLIMIT_")])
print(sorted(line.split(" ", 3)[3] for line in open("/proc/self/mountinfo")
             if " / " not in line and "grading-" not in line and "submission-" not in line))
print(sorted(pair for pair in os.environ.items() if pair[0] not in ("COURSE_EXCHANGE", "PWD")))
"""


def test_a_warm_kernel_has_the_rights_limits_mounts_and_variables_of_a_cold_one(run, warm):
    cold, _ = run(RIGHTS, None)
    found, execute = run(RIGHTS, warm)
    assert execute.started_warm
    assert "CapEff:\t0000000000000000" in found
    assert found == cold


def test_a_warm_kernel_has_tensorflow_imported_and_not_started(run, warm):
    found, _ = run(
        "import sys\nprint('tensorflow' in sys.modules)\n"
        "from tensorflow.python.eager import context\nprint(context._context)",
        warm,
    )
    assert found.split() == ["True", "None"]


def test_a_warm_kernel_has_the_course_imported_and_its_images_drawn(run):
    source = (
        "import sys\nprint('course_utils.models' in sys.modules)\n"
        "from course_utils.data import drawn\nprint(drawn.draw.cache_info().currsize)\n"
        "print(drawn.draw('digits', 'train', 10_000)[0].sum())"
    )
    own = Warm(Sandbox(), {**sandbox_environment(), **grading_environment(2)}, "digits")
    try:
        found, execute = run(source, own)
    finally:
        own.close()
    assert execute.started_warm
    due = data.load("digits", "train").images.sum()
    assert found.split() == ["True", "1", str(due)]


@pytest.mark.parametrize(
    ("after_the_fork", "drawn_again"),
    [("", "False"), ("os.kill(child(), signal.SIGKILL)", "True")],
)
def test_images_are_drawn_beside_the_imports_or_after_them_where_that_fails(
    after_the_fork, drawn_again
):
    source = (
        "import os, signal, psutil\nfrom autograder.sandbox import zygote\n"
        "from course_utils.data import drawn\n"
        "child = lambda: psutil.Process().children()[0].pid\n"
        "take_over = zygote.draw_beside(['digits', 'cifar10'])\n"
        f"{after_the_fork}\n"
        "draw, again = drawn.DRAW['digits'], []\n"
        "drawn.DRAW['digits'] = lambda *which: again.append(1) or draw(*which)\n"
        "take_over()\n"
        "print(bool(again), drawn.draw('digits', 'train', 10_000)[0].sum())"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == [drawn_again, str(data.load("digits", "train").images.sum())]


def test_every_kernel_draws_other_random_numbers(run, warm):
    source = (
        "import random, numpy as np, keras\n"
        "drawn = random.random(), np.random.rand(), float(keras.random.uniform(()))\n"
        "print('drawn', *drawn)"
    )
    numbers = [set(run(source, warm)[0].split("drawn")[1].split()[:3]) for _ in range(2)]
    assert len(numbers[0] | numbers[1]) == 6


def test_a_kernel_holds_no_descriptor_of_the_process_that_forked_it(run, warm):
    # Jupyter's own are made later; a kernel that starts cold has as many.
    source = "import os\nprint(len(os.listdir('/proc/self/fd')))"
    assert int(run(source, warm)[0]) <= int(run(source, None)[0])


def test_no_program_that_a_kernel_runs_can_be_written_to(run, warm):
    source = (
        "import os\nkept = os.open('/proc/self/exe', os.O_RDONLY)\n"
        "for path in ('/proc/self/exe', f'/proc/self/fd/{kept}'):\n"
        "    try: os.open(path, os.O_WRONLY); print('opened')\n"
        "    except OSError as error: print(error.strerror)"
    )
    assert "opened" not in run(source, warm)[0]


@pytest.mark.parametrize("name", ["numpy.py", "keras.py", "json.py"])
def test_a_submission_that_brings_a_module_of_a_packages_name_starts_cold(run, warm, name):
    _, execute = run("1", warm, **{name: ""})
    assert not execute.started_warm
    assert warm.refusal == ""


def test_a_kernel_with_other_settings_starts_cold(run):
    other = Warm(Sandbox(), {**sandbox_environment(), **grading_environment(1)})
    try:
        assert not run("1", other)[1].started_warm
    finally:
        other.close()


def test_where_the_system_refuses_kernels_start_cold_and_it_is_said(run, monkeypatch, caplog):
    monkeypatch.setattr(autograder.sandbox, "python", lambda: ["--unknown-option"])
    refused = Warm(Sandbox(), {**sandbox_environment(), **grading_environment(2)})
    monkeypatch.undo()
    try:
        printed, execute = run("print('ran')", refused)
    finally:
        refused.close()
    assert printed == "ran\n"
    assert not execute.started_warm
    assert "nknown option" in refused.refusal
    assert "Kernels start cold from now on" in caplog.text


def test_an_ordinary_user_can_start_kernels_from_a_sandbox(monkeypatch):
    root = os.getuid() == 0
    warm = Warm(Sandbox(), {})
    warm.close()
    if root:
        monkeypatch.setattr(os, "getuid", lambda: NOBODY)
    command = warm.command(Sandbox(), 0)
    outer = command[: command.index("--clearenv")]
    inner = ["bwrap", *sandbox.APART, *sandbox.system(), "--proc", "/proc", "--", "/bin/echo", "in"]
    shown = (*sandbox.system(), "--bind", "/proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp")
    other = {"user": NOBODY, "group": NOBODY} if root else {}
    ran = subprocess.run(
        [*outer, *shown, "--", *inner], capture_output=True, text=True, check=False, **other
    )
    assert ran.stdout == "in\n", ran.stderr


def test_what_stopped_the_imports_is_told():
    environment = {**sandbox_environment(), **grading_environment(2), "KERAS_BACKEND": "nonsense"}
    other = Warm(Sandbox(), environment)
    try:
        with pytest.raises(WarmError, match="nonsense"):
            started(other, {}, Sandbox().group("course-test-imports"))
    finally:
        other.close()


def started(warm, request, group):
    """A process of a warm start, which gets no sockets."""
    descriptor = os.open(os.devnull, os.O_RDWR)
    try:
        return warm.start(request, group, descriptor)
    finally:
        os.close(descriptor)


def sleeping(warm):
    """A warm process that sleeps in place of a kernel, and everything below it."""
    with private_folder(warm.folder) as private:
        settings = Sandbox()
        environment = {**sandbox_environment(), **grading_environment(2)}
        (private / "sleep.py").write_text("import time\ntime.sleep(1000)\n")
        mounts = [sandbox.Mount(private / "sleep.py", Path("/sleep.py"))]
        inside = sandbox.Inside(mounts, private / "submission", private / "answers")
        request = {
            "walls": settings.walls(inside, environment, launcher=Path(sandbox.LAUNCHER)),
            "environment": environment,
            "launcher": ["/sleep.py"],
        }
        process = started(warm, request, settings.group("course-test-sleeping"))
    below = psutil.Process(process.pid).children(recursive=True)
    assert len(below) >= 3
    return process, below


def gone(processes):
    _, alive = psutil.wait_procs(processes, timeout=10)
    return not alive


def test_killing_a_warm_kernel_ends_all_that_belongs_to_it(warm):
    process, below = sleeping(warm)
    assert process.poll() is None
    process.kill()
    assert gone(below)
    assert process.wait(10) == 0


def test_no_kernel_that_has_ended_waits_for_the_next_one_to_be_reaped(warm):
    for _ in range(20):  # a signal handler of Python's would miss one in ten
        process, _ = sleeping(warm)
        process.kill()
        assert gone([psutil.Process(process.pid)] if psutil.pid_exists(process.pid) else [])


def test_a_warm_kernel_ends_with_the_process_that_asked_for_it(warm):
    process, below = sleeping(warm)
    process._connection.close()  # as the system does when that process dies
    assert gone(below)


def test_warm_kernels_end_with_what_started_them():
    warm = Warm(Sandbox(), {**sandbox_environment(), **grading_environment(2)})
    _, below = sleeping(warm)
    warm.close()
    assert gone(below)
    assert not warm.folder.exists()


GRADER = """
import os, sys
from autograder.sandbox import Sandbox
from autograder.sandbox.warm import Warm
Warm(Sandbox(), {"COURSE_TEST_MARK": sys.argv[1]})
os.kill(os.getpid(), 9)
"""


def marked(mark):
    """The processes that have a mark among their variables."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("COURSE_TEST_MARK") == mark:
                found.append(process)
    return found


def test_what_forks_does_not_outlive_a_grader_that_is_killed_while_it_starts():
    mark = uuid.uuid4().hex
    grader = subprocess.run([sys.executable, "-c", GRADER, mark], check=False)
    assert grader.returncode == -signal.SIGKILL
    time.sleep(1)  # bubblewrap may not have begun
    left = marked(mark)
    assert gone(left), [process.kill() for process in left]


def test_a_process_that_was_killed_is_noticed(warm):
    other = Warm(Sandbox(), {**sandbox_environment(), **grading_environment(2)})
    try:
        assert not other.has_ended()
        other._process.kill()
        for _ in range(100):
            time.sleep(0.05)
            if other.has_ended():
                break
        assert other.has_ended()
        with pytest.raises(WarmError):
            started(other, {}, Sandbox().group("course-test-ended"))
    finally:
        other.close()


def test_nothing_waits_for_the_child_of_a_process_that_was_killed(monkeypatch):
    monkeypatch.setattr(warm_kernels, "IMPORTING", 20.0)
    other = Warm(Sandbox(), {**sandbox_environment(), **grading_environment(2)})
    try:
        other._process.kill()
        other._process.wait()
        (other.folder / warm_kernels.SOCKET).unlink()
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as deaf:
            deaf.bind(str(other.folder / warm_kernels.SOCKET))
            deaf.listen()
            with pytest.raises(WarmError, match="has ended"):
                started(other, {}, Sandbox().group("course-test-deaf"))
    finally:
        other.close()
