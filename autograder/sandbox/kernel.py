"""Executes a notebook in a kernel that may be hostile: sandboxed, bounded, and never believed.

The kernel runs a student's code, which holds the key of its channels: any message may be forged,
broken or endless. A message that cannot be read is dropped; one message too many ends the kernel.
"""

import asyncio
import contextlib
import math
import os
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import ConnectionFileMixin
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from jupyter_client.session import Session
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Unicode

from autograder.course import Scratch
from autograder.sandbox import (
    HOME,
    LAUNCHER,
    Inside,
    Mount,
    Sandbox,
    SandboxError,
    data_mounts,
)
from autograder.sandbox.limits import Watchdog
from autograder.sandbox.warm import Warm, WarmProvisioner
from course_utils.data import places
from course_utils.errors import first_line

LARGEST_MESSAGE = 100_000_000  # bytes; the socket itself hangs up on a larger one
# The channels by their number, which is a port's in Jupyter's messages.
CHANNELS = {"shell": 1, "iopub": 2, "stdin": 3, "hb": 4, "control": 5}
# What a dictionary or a list of a message counts in addition: as objects they are far larger than
# the two characters that they may be in the text.
BYTES_OF_A_CONTAINER = 64
WAITING_CONNECTIONS = 100
# Milliseconds until another attempt to connect: a day. With -1, which forbids one, ZeroMQ drops
# what a dead kernel has sent and nobody has read, and aborts this process amid a message.
NEVER = 86_400_000
# Messages that wait to be read. Only iopub carries more than one answer to each request.
WAITING = {"iopub": 1_000, "shell": 20, "stdin": 20, "control": 20, "hb": 20}
DROPPED = {
    "header": {"msg_id": "", "msg_type": "dropped"},
    "parent_header": {},
    "msg_id": "",
    "msg_type": "dropped",
    "metadata": {},
    "content": {},
    "buffers": [],
}
# What a kernel without a sandbox needs of the grader's environment, and nothing else of it.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "CONDA_PREFIX")


class SandboxedExecute(Execute):
    """Executes a notebook's cells; if the kernel dies or hangs, only unfinished cells are lost.

    Attributes:
        sandbox: Its settings.
        warm: Starts kernels warm, if it is given and they can be.
        skip: The indices of the cells that are not run.
        answers: The folder with the kernel's answers, until ``close``; untrusted.
        ended: Why the kernel was ended by its watchdog, a sentence; empty if it was not.
        blameless: Whether it ended for a reason that is the grader's or the machine's.
        began: When the first cell was to run, by the clock that never goes back.
    """

    shutdown_kernel = Unicode("immediate", help="A kernel has nothing to save, so it is killed.")
    warm: Warm | None = None
    skip: tuple[int, ...] = ()

    def __init__(self, **settings: Any) -> None:
        """Prepare to execute notebooks, with nbclient's settings."""
        super().__init__(**settings)
        self._folders: list[int] = []

    def execute_in(
        self,
        nb: NotebookNode,
        resources: dict[str, Any],
        private: Path,
        environment: dict[str, str],
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Execute a notebook in a kernel of its own.

        Args:
            nb: The notebook, changed in place.
            resources: nbconvert's; ``metadata.path`` is the submission's folder.
            private: The exchange folder of this kernel, from :func:`private_folder`.
            environment: The kernel's variables, besides those that every kernel gets.

        Raises:
            SandboxError: The sandbox does not work, or no kernel starts in it.
        """
        self._prepare(Path(resources["metadata"]["path"]), private, environment)
        try:
            return super().preprocess(nb, resources)
        except Exception as error:  # whatever a hostile kernel makes nbclient raise
            if self._reached < 0:
                raise self.not_started(error) from error
            self.mark_unfinished(nb, error)
            return nb, resources
        finally:
            if self._watchdog is not None:
                self._watchdog.finish()
            if self._line is not None:
                self._line.close()
            self._group.remove()
            for cell in nb.cells:
                tidy_count(cell)

    def _prepare(self, folder: Path, private: Path, environment: dict[str, str]) -> None:
        """Forget the kernel before, and take in what the next one gets."""
        self.sandbox = Sandbox(parent=self)
        self.sandboxed = self.sandbox.active()
        self._private, self._variables = private, environment
        self._submission = copied(folder, private / "submission")
        self._group = self.sandbox.group(f"course-{uuid.uuid4().hex}")
        self._watchdog: Watchdog | None = None
        self._provisioner: WarmProvisioner | None = None
        self._line: Line | None = None
        self._reached = -1
        self.close()
        self.answers = private / "answers"
        self.ended, self.blameless, self.began = "", False, time.monotonic()

    def close(self) -> None:
        """Let go of the folders that the kernel wrote to, and of what is in them."""
        while self._folders:
            os.close(self._folders.pop())

    def not_started(self, error: Exception) -> SandboxError:
        """Return an error about a kernel that never answered: no student's code has run yet."""
        return SandboxError(
            f"No kernel started within {self.startup_timeout} seconds ({first_line(error)}). This "
            "is the grader's trouble, not the submission's: is the environment complete, is there "
            f"memory left, and is c.Sandbox.memory ({self.sandbox.memory:,} bytes) enough?"
        )

    def mark_unfinished(self, nb: NotebookNode, error: Exception) -> None:
        """Write into the cells that the kernel did not finish what happened to it."""
        if self._watchdog is not None:
            self._watchdog.explain()
            self.ended, self.blameless = self._watchdog.reason, self._watchdog.blameless
        reason = self.ended or first_line(error)
        self.log.warning("The kernel was lost in cell %d: %s", self._reached, reason)
        for cell in nb.cells[self._reached :]:
            if cell.cell_type == "code":
                cell.outputs = [*cell.get("outputs", []), not_run(type(error).__name__, reason)]

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Execute one cell, unless it is to be skipped, and remember which one it was."""
        if self._reached < 0:
            self.began = time.monotonic()
        self._reached = cell_index
        if cell_index in self.skip:
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)

    @property
    def started_warm(self) -> bool:
        """Whether the kernel of the last notebook started warm."""
        return self._provisioner is not None and self._provisioner.started_warm

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Return a manager that talks to the kernel through sockets in the private folder.

        No other user can open those. nbclient's own choice is TCP on the loopback, open to every
        user of the machine.
        """
        if sys.platform == "win32":  # has no such sockets; nothing is graded there in earnest
            return super().create_kernel_manager()
        kernel = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        if self.sandboxed:
            self._line = Line(addresses(self._private))
            inside = Inside(self.mounts(), self._submission, self.answers)
            environment = {**sandbox_environment(), **self._variables}
            words = (["-f", "{connection_file}"], self._line.kernels, inside, environment)
            kernel = self._group.joining(self.sandbox.command(*words))
        self.km = PrivateManager(kernel, self._private, self.log)
        if self.sandboxed and self.warm is not None and self.warm.can_start(inside, environment):
            walls = self.sandbox.walls(inside, environment, launcher=Path(LAUNCHER))
            self._provisioner = self.warm.provisioner(self.km, walls, environment, self._group)
            self.km.provisioner = self._provisioner
        self.km.bound(Allowance(self.sandbox.output, self.too_much_output))
        return self.km

    def mounts(self) -> list[Mount]:
        """Return the grader's files that a kernel sees, and cannot change."""
        private = self._private
        return [
            *(Mount(private / name, private / name) for name in ("questions", "sockets")),
            Mount(private / "kernel.json", private / "kernel.json"),
            *data_mounts(),
        ]

    def start_new_kernel(self, **arguments: Any) -> None:
        """Start the kernel in its own environment, silence it, and watch it."""
        environment = {**unsandboxed_environment(), **self._variables}
        super().start_new_kernel(
            **{
                **arguments,
                # What surrounds the sandbox is seen inside: it must not tell of the grader.
                **({"env": {}, "cwd": "/"} if self.sandboxed else {"env": environment}),
                "independent": True,
                "pass_fds": [] if self._line is None else [self._line.kernels],
                # What a process writes past Jupyter would reach the instructor's terminal.
                "stdout": subprocess.DEVNULL,
                "stderr": subprocess.DEVNULL,
            }
        )
        provisioner = self.km.provisioner
        assert isinstance(provisioner, LocalProvisioner)  # ours, or Jupyter's own
        assert provisioner.pid is not None  # it has started a process
        with contextlib.suppress(psutil.NoSuchProcess):
            self._watchdog = self.sandbox.watch(provisioner.pid, self._private, self._group)
        if self._line is not None:
            self._folders += self._line.folders(self.startup_timeout)
            self.answers = Path(f"/proc/self/fd/{self._folders[-1]}")
            if self._watchdog is not None:
                self._watchdog.folders = self._folders

    def start_new_kernel_client(self, **arguments: Any) -> Any:
        """Connect to the kernel, and listen for it to be cut off."""
        client = super().start_new_kernel_client(**arguments)
        self._cut_off = client.iopub_channel.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        return client

    async def _async_check_alive(self) -> None:
        """Check, once a second, that the kernel lives and was not cut off for an endless message.

        A kernel that is cut off runs on, but nothing that it says arrives any more.
        """
        if self.kc is None:  # left over from a cell that an invalid message ended
            raise asyncio.CancelledError
        await super()._async_check_alive()
        if self._watchdog is not None and await self._cut_off.poll(0):
            limit = f"{LARGEST_MESSAGE / 1e6:g} MB"
            self._watchdog.end(f"it showed more than {limit} at once, or closed its channels")

    def too_much_output(self) -> None:
        """End a kernel whose messages exceed the limit."""
        if self._watchdog is not None:
            limit = f"{self.sandbox.output / 1e6:g} MB"
            self._watchdog.end(f"the notebook printed or showed more than {limit}")


@contextlib.contextmanager
def private_folder(where: Path | None = None) -> Iterator[Path]:
    """Make a folder for a kernel's questions, answers and sockets that only its owner can read.

    Args:
        where: The folder that it is made in; one of its own by default.
    """
    with contextlib.ExitStack() as closing:
        if where is None:
            where = closing.enter_context(contextlib.closing(Scratch())).path
        made = tempfile.TemporaryDirectory(prefix="", dir=where, ignore_cleanup_errors=True)
        private = Path(closing.enter_context(made))
        for name in ("questions", "answers", "sockets", "submission"):
            (private / name).mkdir()
        yield private


def copied(folder: Path, target: Path) -> Path:
    """Copy a submission's regular files except notebooks, which hold the course's own cells."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.suffix == ".ipynb":
            continue
        place = target / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return target


def sandbox_environment() -> dict[str, str]:
    """Return a sandboxed kernel's variables; only the data's place is the grader's own."""
    variables = {
        "HOME": HOME,
        "USER": "student",
        "LOGNAME": "student",
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "TMPDIR": "/tmp",
    }
    data = places.data_directory()
    if data.is_dir():
        variables["COURSE_DATA_DIR"] = str(data.resolve())
    return variables


def unsandboxed_environment() -> dict[str, str]:
    """Return the variables of a kernel without a sandbox."""
    names = (*INHERITED, "SYSTEMROOT", "COURSE_DATA_DIR")
    return {name: os.environ[name] for name in names if name in os.environ}


def not_run(name: str, reason: str) -> NotebookNode:
    """Return the output of a cell that the kernel did not live to finish."""
    sentence = f"This cell was not finished: the kernel was lost ({reason})."
    return new_output("error", ename=name, evalue=reason, traceback=[sentence])


def tidy_count(cell: NotebookNode) -> None:
    """Drop an execution count that is no number: the kernel may have forged it."""
    if cell.cell_type == "code" and type(cell.get("execution_count")) is not int:
        cell["execution_count"] = None


# ---- channels ------------------------------------------------------------------------------------


def addresses(private: Path) -> list[str]:
    """Return the paths of a kernel's sockets, in the order of ``CHANNELS``."""
    return [f"{private / 'sockets' / 'k'}-{number}" for number in CHANNELS.values()]


class Line:
    """What the grader and the launcher of a kernel exchange descriptors on, once.

    The launcher gets sockets that listen already, in a folder that its kernel cannot change: else a
    kernel could put a link in a socket's place, and choose what the grader connects to. The grader
    gets the folders that the kernel can write to, none of which the rest of the machine sees.

    Attributes:
        kernels: The launcher's end, as a number.
    """

    def __init__(self, paths: list[str]) -> None:
        """Make the sockets, and send them ahead."""
        self._own, self._kernels = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.kernels = self._kernels.fileno()
        with contextlib.ExitStack() as sent:
            listening = []
            for path in paths:
                one = sent.enter_context(socket.socket(socket.AF_UNIX))
                one.bind(path)
                one.listen(WAITING_CONNECTIONS)
                listening.append(one.fileno())
            socket.send_fds(self._own, [b"!"], listening)

    def folders(self, seconds: float) -> list[int]:
        """Return descriptors of the folders that the kernel can write to, its answers' the last.

        Args:
            seconds: How long to wait for them.

        Raises:
            SandboxError: The kernel has ended before it handed them over.
            TimeoutError: They do not come.
        """
        self._kernels.close()  # so that the kernel's end is noticed
        self._own.settimeout(seconds)
        _, descriptors, _, _ = socket.recv_fds(self._own, 1, 100)
        if not descriptors:
            raise SandboxError("the sandbox ended before its kernel began")
        return descriptors

    def close(self) -> None:
        """Hang up."""
        self._own.close()
        self._kernels.close()


class Allowance:
    """The number of bytes of messages that all readers together may still read."""

    def __init__(self, size: int, exceeded: Callable[[], None]) -> None:
        """Set the limit.

        Args:
            size: Bytes of all messages together.
            exceeded: Called once, with the first message that exceeds it.
        """
        self.left = size
        self.exceeded = exceeded

    def take(self, size: int) -> bool:
        """Use up some bytes, and return whether they may still be read."""
        before, self.left = self.left, self.left - size
        if before >= 0 > self.left:
            self.exceeded()
        return self.left >= 0


class BoundedSession(Session):
    """Reads messages as far as its allowance goes, and drops those that cannot be read."""

    allowance: Allowance | None = None

    def clone(self) -> "BoundedSession":
        """Return a session for another client, with the same allowance."""
        session = super().clone()
        assert isinstance(session, BoundedSession)  # a copy is of its original's class
        session.allowance = self.allowance
        return session

    def feed_identities(
        self, msg_list: list[Any], copy: bool = True
    ) -> tuple[list[Any], list[Any]]:
        """Return a message's addresses and its parts, or nothing if it has no such parts."""
        try:
            return super().feed_identities(msg_list, copy)
        except ValueError:
            return [], []

    def deserialize(self, msg_list: list[Any], *arguments: Any, **settings: Any) -> dict[str, Any]:
        """Return a message, or a dummy that nobody reacts to if it must not be read."""
        if self.allowance and not self.allowance.take(sum(len(part) for part in msg_list)):
            return dict(DROPPED)
        try:
            message = super().deserialize(msg_list, *arguments, **settings)
        except Exception:  # a wrong signature, wrong JSON, nesting without end
            return dict(DROPPED)
        size = BYTES_OF_A_CONTAINER * containers(message.get("content"))
        if self.allowance and not self.allowance.take(size):
            return dict(DROPPED)
        return message if well_formed(message) else dict(DROPPED)


def containers(part: object) -> int:
    """Count the dictionaries and lists in a part of a message, itself included."""
    count, left = 0, [part]
    while left:
        one = left.pop()
        if isinstance(one, dict | list):
            count += 1
            left.extend(one.values() if isinstance(one, dict) else one)
    return count


def well_formed(message: dict[str, Any]) -> bool:
    """Return whether a message has the parts and types that its readers take for granted."""
    parts = ("header", "parent_header", "metadata", "content")
    if not all(isinstance(message.get(part), dict) for part in parts):
        return False
    return isinstance(message["header"].get("msg_type"), str)


class BoundedSockets(ConnectionFileMixin):
    """Connects with sockets that take neither large messages nor many that nobody reads."""

    def _create_connected_socket(
        self, channel: str, identity: bytes | None = None
    ) -> zmq.Socket[bytes]:
        kind = {"iopub": zmq.SUB, "hb": zmq.REQ}.get(channel, zmq.DEALER)
        made = self.context.socket(kind)
        made.linger = 0  # nothing that was said to a kernel matters once it is gone
        made.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
        made.setsockopt(zmq.RCVHWM, WAITING[channel])
        address = self._make_url(channel)
        if Path(address.removeprefix("ipc://")).exists():
            # It listens already. Whatever is there later, the grader does not connect to it.
            made.setsockopt(zmq.RECONNECT_IVL, NEVER)
        if identity:
            made.identity = identity
        made.connect(address)
        return made


class BoundedClient(BoundedSockets, AsyncKernelClient):
    """A client of an untrusted kernel."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and what it shows arrives.

        jupyter_client then listens 0.2 s longer, to drop what comes late: half of a warm kernel's
        start (0.43 s with it, 0.23 s without). What comes late names its request, so nobody takes
        it for something else.

        Args:
            timeout: Seconds; for ever if it is ``None``.

        Raises:
            RuntimeError: The kernel has died, or does not answer in time.
        """
        ends = time.monotonic() + (timeout or math.inf)
        while True:
            self.kernel_info()
            with contextlib.suppress(queue.Empty):
                reply = await self.get_shell_msg(timeout=1)
                if reply["msg_type"] == "kernel_info_reply":
                    await self.get_iopub_msg(timeout=0.2)  # else it may not be connected yet
                    self._handle_kernel_info_reply(reply)
                    return
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if time.monotonic() > ends:
                raise RuntimeError("the kernel did not answer")


class PrivateManager(BoundedSockets, AsyncKernelManager):
    """Starts one kernel that talks over sockets in a private folder."""

    def __init__(self, command: list[str], private: Path, log: Any) -> None:
        """Prepare to start the kernel.

        Args:
            command: Starts the kernel; ``{connection_file}`` in it is replaced.
            private: A folder, readable by its owner alone, with a folder ``sockets``.
            log: The grader's log.
        """
        self._bounded = BoundedSession(key=new_key())
        super().__init__(
            session=self._bounded,
            transport="ipc",
            ip=str(private / "sockets" / "k"),
            connection_file=str(private / "kernel.json"),
            **{f"{channel}_port": number for channel, number in CHANNELS.items()},
            client_factory=BoundedClient,
            log=log,
        )
        # A message reaches the kernel alone; a signal would reach the sandbox around it too.
        self._kernel_spec = KernelSpec(
            argv=command, display_name="course", language="python", interrupt_mode="message"
        )

    def bound(self, allowance: Allowance) -> None:
        """Read the kernel's messages as far as an allowance goes."""
        self._bounded.allowance = allowance


def new_key() -> bytes:
    """Make a random key for a kernel's messages."""
    import secrets

    return secrets.token_hex(32).encode()
