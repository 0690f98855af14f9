"""Forks warm kernels into sandboxes that bubblewrap has made; run by path, without the autograder.

Usage: ``python -P zygote.py LISTENING [DATA ...]``, where LISTENING is the descriptor of a
listening socket, and standard input is a pipe that the grader holds open. It imports what notebooks
import, which is most of what a kernel's start costs, draws the training images of each data set
that is named and drawn by code, and then forks once for every connection. The fork asks bubblewrap
for a sandbox, enters all its namespaces, gives up every right, and only then looks at a submission:
it runs the launcher that a cold kernel runs too.

This process runs in a sandbox itself, whose file system is read-only: what a kernel inherits from
it, such as its own program below /proc/self/exe, it cannot write to either. It reads no request and
starts no thread. Its forks differ from cold kernels in nothing but what is imported already.
"""

import contextlib
import ctypes
import gc
import importlib
import io
import json
import os
import pickle
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, NotRequired, TypedDict

PRELOADED = (
    "numpy",
    "scipy.stats",
    "scipy.signal",
    "scipy.ndimage",
    "h5py",
    "PIL.Image",
    "tqdm.auto",
    "tensorflow",
    "keras",
    "IPython",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "course_utils",
)
# The first process in a sandbox: says that all mounts are made, then keeps the namespaces alive.
PLACEHOLDER = ("/bin/sh", "-c", "echo; exec sleep 2147483647 </dev/null >/dev/null 2>&1")
LAUNCHER, SYSTEM_CALLS = "/launcher.py", "/system_calls.py"
LONGEST_REQUEST = 200_000  # bytes
BUBBLEWRAP_SECONDS = 30.0  # that bubblewrap may take
EVERY_NAMESPACE = 0x7E020000  # mount, cgroup, uts, ipc, user, pid, net
SET_DEATH_SIGNAL, SET_DUMPABLE, DROP_FROM_BOUNDING, SET_NO_NEW_PRIVILEGES, AMBIENT = (
    1,
    4,
    24,
    38,
    47,
)
SET_SUBREAPER = 36
CLEAR_ALL = 4
CAPABILITIES_VERSION = 0x20080522
FORBIDDEN = 1  # errno of "not permitted": past the last capability that this system knows: 22

libc = ctypes.CDLL(None, use_errno=True)


class Request(TypedDict):
    """What makes one kernel.

    Attributes:
        walls: The words that make its sandbox: bubblewrap and its arguments.
        environment: All of its variables.
        launcher: The launcher's command line inside.
        line: The number of the descriptor that comes with the request, which the launcher expects.
    """

    walls: list[str]
    environment: dict[str, str]
    launcher: list[str]
    line: NotRequired[int]  # added when it is sent


def main() -> None:
    """Import, then fork for each connection until the grader ends or kills this process."""
    listening = socket.socket(fileno=int(sys.argv[1]))
    data, sys.argv = sys.argv[2:], sys.argv[:1]
    end_with_grader()
    preload(data)
    call(libc.prctl, SET_SUBREAPER, 1, 0, 0, 0)  # what a killed fork leaves ends up here
    # The system reaps it. A handler of ours would sometimes run no sooner than at the next
    # connection, and until then whoever waits for a kernel's end would wait for a zombie.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        connection, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(connection)
        connection.close()


def preload(data: list[str]) -> None:
    """Import what notebooks import, and make sure that a fork of this process is a clean one.

    Args:
        data: Data sets; the images of those that code draws, which takes seconds, are drawn here,
            so that forks have them.

    Raises:
        RuntimeError: An import left something that forks would share.
    """
    gc.disable()  # nothing here is garbage; looking for some took 1 of 5 seconds
    take_over = draw_beside(data)
    for name in PRELOADED:
        module = importlib.import_module(name)
        if name == "course_utils":  # with everything below it
            for part in pkgutil.walk_packages(module.__path__, f"{name}."):
                if not part.name.endswith("__main__"):
                    importlib.import_module(part.name)
    from tensorflow.python.eager import context

    if context._context is not None:
        raise RuntimeError("TensorFlow started while it was imported: its threads survive no fork")
    draw_a_figure()
    format_an_error()
    take_over()
    maps = Path("/proc/self/maps").read_text().splitlines()
    shared = [line for line in maps if line.split()[1][1::2] == "ws"]
    if shared:
        raise RuntimeError(f"an import shares memory with its forks: {shared[0]}")
    gc.collect()
    gc.freeze()  # else every collection of a fork would copy all pages
    gc.enable()


def draw_beside(data: list[str]) -> Callable[[], None]:
    """Begin to draw images in a process beside this one, and return what takes them over.

    It imports TensorFlow on one core, and the first kernel comes 2 of 9 seconds sooner if the
    images are drawn on another.
    """
    reading, writing = map(os.fdopen, os.pipe(), ("rb", "wb"))
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            reading.close()
            from course_utils import data as datasets

            for name in those_drawn(data):
                pickle.dump(datasets.load(name, "train")[:2], writing)
            writing.close()
        os._exit(0)
    writing.close()

    def take_over() -> None:
        from course_utils import data as datasets
        from course_utils.data import drawn

        with reading:
            for name in those_drawn(data):
                draw = drawn.DRAW[name]
                with contextlib.suppress(EOFError, pickle.UnpicklingError):  # then it is drawn here
                    images = pickle.load(reading)
                    drawn.DRAW[name] = lambda *_, images=images: images
                datasets.load(name, "train")  # as visible_split does, and remembers it
                drawn.DRAW[name] = draw
        os.waitpid(child, 0)

    return take_over


def those_drawn(data: list[str]) -> list[str]:
    """Return which of some data sets have training images that code draws."""
    from course_utils.data import drawn

    return [name for name in data if "train" in drawn.SEEDS.get(name, {})]


def draw_a_figure() -> None:
    """Make matplotlib read its fonts and settings, which takes half a second at first."""
    from matplotlib.figure import Figure

    figure = Figure(layout="constrained")
    axis = figure.subplots()
    axis.plot([0, 1], label="$x$")
    axis.set(title="title", xlabel="across", ylabel="up")
    axis.legend()
    figure.savefig(io.BytesIO())


def format_an_error() -> None:
    """Let IPython format a traceback, for which it looks where each module is: 0.2 s at first."""
    from IPython.core.ultratb import FormattedTB

    try:
        exec(compile("raise ValueError", "a cell", "exec"))
    except ValueError:
        FormattedTB(mode="Context").structured_traceback(*sys.exc_info())


def serve(connection: socket.socket) -> None:
    """Make the sandbox from within a fork, put a kernel into it, and live as long as it does.

    Killing this process ends the sandbox and all that runs in it.
    """
    status = 1
    try:
        end_with_parent()
        text, [line], _, _ = socket.recv_fds(connection, LONGEST_REQUEST, 1)
        request: Request = json.loads(text)
        connection.send(json.dumps({"pid": os.getpid()}).encode())
        if connection.recv(1):  # by now the grader has put this process into its control group
            # A kernel may steer its sandbox's first process: that has no key, no free call either.
            launcher, calls = runpy.run_path(LAUNCHER), runpy.run_path(SYSTEM_CALLS)
            launcher["leave_session_keyring"]()
            launcher["end_first"]()
            program = calls["program"]()
            target = sandboxed(request["walls"], calls["open_to_read"](program))
            enter(target)
            calls["install"](program)
            kernel = os.fork()
            if kernel == 0:
                become_kernel(request, line)
            os.close(line)  # its end is a sign of the kernel's
            connection.send(b"{}")
            # Until it ends, or the process that asked for it does.
            select.select([os.pidfd_open(kernel), connection.fileno()], [], [])
            status = 0
    except BaseException as error:
        with contextlib.suppress(OSError):
            connection.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
    finally:
        os._exit(status)


def sandboxed(walls: list[str], filter_of_calls: int) -> int:
    """Start bubblewrap, wait for its mounts, and return a descriptor of its process inside.

    Args:
        walls: Its command line.
        filter_of_calls: A descriptor from which the filter can be read that it puts in place.

    Raises:
        OSError: It does not work; the message is what it said.
    """
    told, telling = os.pipe()
    told_by_number = ("--info-fd", str(telling), "--seccomp", str(filter_of_calls))
    with subprocess.Popen(
        [walls[0], *told_by_number, *walls[1:], "--", *PLACEHOLDER],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[telling, filter_of_calls],
        env={},
    ) as process:
        os.close(telling)
        os.close(filter_of_calls)
        assert process.stdout is not None  # both are pipes, as asked for above
        assert process.stderr is not None
        ready = (
            select.select([process.stdout], [], [], BUBBLEWRAP_SECONDS)[0]
            and process.stdout.readline()
        )
        if not ready:
            process.kill()
            raise OSError(process.stderr.read(300).decode(errors="replace").strip() or "no answer")
        process.returncode = 0  # it runs on; nobody waits for it here
    with os.fdopen(told, "rb") as info:
        return os.pidfd_open(json.load(info)["child-pid"])


def enter(target: int) -> None:
    """Enter all namespaces of a sandbox, and give up every right in them.

    Raises:
        OSError: The system refuses.
    """
    call(libc.setns, target, EVERY_NAMESPACE)
    os.close(target)
    end_with_parent()  # entering made the system forget it
    capability = 0
    while libc.prctl(DROP_FROM_BOUNDING, capability, 0, 0, 0) == 0:
        capability += 1
    if capability < 30:
        raise OSError(f"only {capability} capabilities could be dropped")
    call(libc.prctl, AMBIENT, CLEAR_ALL, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    call(libc.capset, header, (ctypes.c_uint32 * 6)())
    call(libc.prctl, SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def become_kernel(request: Request, line: int) -> NoReturn:
    """Forget all that was inherited but one descriptor, then run the launcher like a cold kernel.

    Args:
        request: What the grader asked for.
        line: That descriptor, which gets the number that the request says.
    """
    try:
        os.setsid()
        # All kernels have 0 to 2 from this one process: the launcher puts others in their place.
        kept = os.dup2(line, request["line"])
        os.closerange(3, kept)
        os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
        os.chdir("/")
        call(libc.prctl, SET_DUMPABLE, 1, 0, 0, 0)
        os.environ.clear()
        os.environ.update(request["environment"])
        forget_random_state()
        sys.argv = request["launcher"]
        runpy.run_path(sys.argv[0], run_name="__main__")
    finally:
        os._exit(1)


def forget_random_state() -> None:
    """Seed anew the generators that importing made, as a process of its own would."""
    import random

    import numpy as np

    random.seed()
    np.random.seed()


def end_with_grader() -> None:
    """End this process when the grader ends, or now if it has ended before that could be asked for.

    By now the bubblewrap around this process has asked the same of the system.
    """
    end_with_parent()
    if select.select([0], [], [], 0)[0]:  # the end: nobody writes there
        raise SystemExit("the grader has ended")
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)


def end_with_parent() -> None:
    """End this process when its parent ends."""
    call(libc.prctl, SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def call(function: Any, *arguments: Any) -> None:
    """Call a function of the C library.

    Raises:
        OSError: It says that it failed.
    """
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function.__name__}: {os.strerror(number)}")


if __name__ == "__main__":
    main()
