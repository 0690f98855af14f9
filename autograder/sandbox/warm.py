"""Kernels that start warm: forked from a process that has imported TensorFlow already.

:class:`Warm` is the grader's end; ``zygote`` is the process that forks. A warm kernel sees, takes
and leaves what a cold one does: the same bubblewrap command makes its sandbox, and the same
launcher, limits and watchdog hold it. Where the system refuses, kernels start cold.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from autograder import sandbox
from autograder.course import Scratch
from autograder.sandbox import HOME, LAUNCHER, ROOM, Inside, Mount, Sandbox, zygote
from autograder.sandbox.limits import Group
from autograder.sandbox.zygote import Request

ZYGOTE = "/zygote.py"
SYSTEM_CALLS = "/system_calls.py"
SOCKET = "warm"
WAITING = 128  # connections
IMPORTING = 180.0  # seconds until the first kernel is there
STARTING = 60.0
OWN = {"COURSE_EXCHANGE", "COURSE_DATA", "COURSE_BUDGET"}  # variables that each kernel has anew


class WarmError(Exception):
    """No warm kernel starts; the message says why."""


class Warm:
    """A process with TensorFlow imported, and a folder for what its forks may see.

    Attributes:
        folder: What lasts no longer than this: private folders of warm kernels must be in it.
        refusal: Why kernels start cold from now on; empty while they start warm.
    """

    def __init__(
        self, settings: Sandbox, environment: dict[str, str], data: str = "", threads: int = 0
    ) -> None:
        """Start to import, and return at once.

        Args:
            settings: Those of the kernels.
            environment: The variables that all kernels share, their threads among them.
            data: The data set that most of them will load, if that is known.
            threads: How many threads each of them has.
        """
        self.environment, self.threads = environment, threads
        self.refusal = ""
        self._scratch: Scratch | None = Scratch()
        self.folder = self._scratch.path
        self._process: subprocess.Popen[bytes] | None = None
        self._descriptor: int | None = None
        if settings.problem():
            self.refusal = "the sandbox does not work"
            return
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        listening.bind(str(self.folder / SOCKET))
        listening.listen(WAITING)
        with listening, (self.folder / "said").open("wb") as said:
            self._process = subprocess.Popen(
                [*self.command(settings, listening.fileno()), *data.split()],
                env={},
                cwd="/",
                stdin=subprocess.PIPE,  # nothing is written: it is at its end when this process is
                stdout=subprocess.DEVNULL,
                stderr=said,
                pass_fds=[listening.fileno()],
            )
        self._descriptor = os.pidfd_open(self._process.pid)

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process of this machine needs to start kernels from here."""
        pid = None if self._process is None else self._process.pid
        kept = ("environment", "threads", "refusal", "folder")
        return {**{name: getattr(self, name) for name in kept}, "pid": pid}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Find in this process what another one began; it alone ends it."""
        pid = state.pop("pid")
        self.__dict__.update(state, _process=None, _scratch=None, _descriptor=None)
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                self._descriptor = os.pidfd_open(pid)
            if self._descriptor is None:
                self.refusal = self.refusal or "the process that forks has ended"

    def command(self, settings: Sandbox, listening: int) -> list[str]:
        """Return the command line of the process that forks: a sandbox that can make sandboxes."""
        files = [
            Mount(ROOM / "launcher.py", Path(LAUNCHER)),
            Mount(ROOM / "zygote.py", Path(ZYGOTE)),
            Mount(ROOM / "system_calls.py", Path(SYSTEM_CALLS)),
            *sandbox.data_mounts(),
            Mount(self.folder, self.folder, writable=True),
        ]
        bubblewrap = Path(shutil.which("bwrap") or "bwrap").resolve()
        if not bubblewrap.is_relative_to("/usr"):
            files.append(Mount(bubblewrap, bubblewrap))
        variables = [("--setenv", *pair) for pair in self.environment.items()]
        return [
            str(bubblewrap),
            *("--unshare-user", "--unshare-net", "--unshare-ipc", "--unshare-uts"),
            # Root needs it to be shown as root in a further namespace; forks give it up. If anybody
            # else has one, bubblewrap refuses to start.
            *("--cap-drop", "ALL"),
            *(("--cap-add", "CAP_SETFCAP") if os.getuid() == 0 else ()),
            *("--die-with-parent", "--new-session", "--clearenv"),
            *(word for triple in variables for word in triple),
            *sandbox.system(),
            *("--bind", "/proc", "/proc", "--dev", "/dev"),  # forks mount a /proc of their own
            *settings.throw_away("/dev/shm", "/tmp", HOME),
            *sandbox.python(),
            *(word for path in settings.read_only for word in ("--ro-bind", path, path)),
            *(word for mount in files for word in sandbox.bound(mount)),
            *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"),
            *("--", sys.executable, "-P", ZYGOTE, str(listening)),
        ]

    def can_start(self, inside: Inside, environment: dict[str, str]) -> bool:
        """Return whether a kernel can start warm; the arguments are those of ``Sandbox.walls``.

        A kernel whose settings differ cannot, nor one whose submission has a file that would have
        been imported in the place of a package.
        """
        differing = set(environment.items()) ^ set(self.environment.items())
        if self.refusal or not {name for name, _ in differing} <= OWN:
            return False
        imported = {name.partition(".")[0] for name in zygote.PRELOADED} | sys.stdlib_module_names
        brought = {path.name.partition(".")[0] for path in inside.submission.iterdir()}
        return not brought & imported

    def provisioner(
        self, manager: KernelManager, walls: list[str], environment: dict[str, str], group: Group
    ) -> "WarmProvisioner":
        """Return what lets a manager start a warm kernel.

        Args:
            manager: The manager; its own command starts a cold kernel, should that be needed.
            walls: The words that make the sandbox.
            environment: The kernel's variables.
            group: The control group that it joins before it does anything.
        """
        made = WarmProvisioner(
            kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager
        )
        made.warm, made.group = self, group
        made.walls, made.environment = walls, environment
        return made

    def start(self, request: Request, group: Group, line: int) -> "WarmProcess":
        """Start one kernel.

        Args:
            request: What makes it.
            group: The control group that it joins before it does anything.
            line: The descriptor that the launcher gets under the same number.

        Raises:
            WarmError: It does not start.
        """
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            connection.settimeout(IMPORTING)
            connection.connect(str(self.folder / SOCKET))
            sent: Request = {**request, "line": line}
            text = json.dumps(sent).encode()
            socket.send_fds(connection, [text], [line])
            process = WarmProcess(self._reply(connection)["pid"], connection)
            connection.settimeout(STARTING)
            for folder in group.folders:
                (folder / "cgroup.procs").write_text(str(process.pid))
            connection.send(b"!")
            self._reply(connection)
        except BaseException as error:
            connection.close()  # which ends what was started
            if not isinstance(error, OSError | KeyError | ValueError):
                raise
            raise WarmError(f"{type(error).__name__}: {error}{self.said()}") from None
        return process

    def _reply(self, connection: socket.socket) -> dict[str, Any]:
        """Return what comes; a process that was killed may leave a child that never answers."""
        watched: list[socket.socket | int] = [connection]
        if self._descriptor is not None:
            watched.append(self._descriptor)
        ready, _, _ = select.select(watched, [], [], connection.gettimeout())
        if not ready:
            raise TimeoutError("the process that forks does not answer")
        text = connection.recv(zygote.LONGEST_REQUEST) if connection in ready else b""
        if not text:
            raise WarmError(f"the process that forks has ended{self.said()}")
        reply = json.loads(text)
        if "error" in reply:
            raise WarmError(reply["error"])
        return reply

    def said(self) -> str:
        """Return the last thing that the process said before it ended, if anything."""
        with contextlib.suppress(OSError):
            lines = (self.folder / "said").read_text(errors="replace").strip().splitlines()
            return f" ({lines[-1][:300]})" if lines else ""
        return ""

    def has_ended(self) -> bool:
        """Return whether the process that forks is gone, though kernels should start warm."""
        if self.refusal or self._descriptor is None:
            return False
        return bool(select.select([self._descriptor], [], [], 0)[0])  # other processes ask too

    def close(self) -> None:
        """End the process and everything that it forked."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        if self._descriptor is not None:
            os.close(self._descriptor)
        if self._scratch is not None:
            self._scratch.close()


class WarmProcess:
    """A warm kernel, as far as Jupyter needs it to be a ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self._connection = connection  # when it closes, which our end does, the kernel ends
        self.returncode: int | None = None
        self._descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return 0 if it has ended, else ``None``."""
        if self.returncode is None and select.select([self._descriptor], [], [], 0)[0]:
            self.returncode = 0
            os.close(self._descriptor)
            self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended, and return 0."""
        if self.returncode is None:
            select.select([self._descriptor], [], [], timeout)
            if self.poll() is None:
                raise subprocess.TimeoutExpired("a warm kernel", timeout or 0)
        return 0

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, number)

    def kill(self) -> None:
        """End it, its sandbox and everything in there."""
        self.send_signal(signal.SIGKILL)

    terminate = kill


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by a request to :class:`Warm` instead of a command."""

    warm: Warm
    group: Group
    walls: list[str]
    environment: dict[str, str]
    started_warm = False

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> KernelConnectionInfo:
        """Start the kernel warm; ``cmd``, which would start it cold, does so if that fails."""
        launcher = cmd[len(cmd) - cmd[::-1].index("--") + 2 :]
        try:
            request = Request(walls=self.walls, environment=self.environment, launcher=launcher)
            [line] = settings["pass_fds"]
            process = self.warm.start(request, self.group, line)
        except WarmError as error:
            self.warm.refusal = self.warm.refusal or str(error)
            self.log.warning("Kernels start cold from now on: %s.", error)
            return await super().launch_kernel(cmd, **settings)
        # It is all that the base class needs of a Popen.
        self.process = process  # type: ignore[assignment]
        self.pid, self.cwd, self.started_warm = process.pid, "/", True
        return self.connection_info
