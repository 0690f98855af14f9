"""Starts a student's kernel from inside its sandbox; run by path, with nothing of the course.

Usage: ``python -P launcher.py SUBMISSION WORK SETTINGS ARGUMENTS...``. It gets the sockets on which
its kernel listens and hands over the folders to which it can write, copies the submission's files
into the throw-away working folder, takes limits upon itself that no later code can raise, and
becomes the kernel. Only what every Python has is imported before that.

Outside, ``python -I -S launcher.py -- COMMAND...`` becomes the command that makes the sandbox, with
a filter of system calls. Before that it leaves the grader's session keyring.
"""

import contextlib
import ctypes
import errno
import json
import os
import platform
import resource
import runpy
import shutil
import socket
import sys
from pathlib import Path

# The number of the system call ``keyctl``; the C library has no function of that name.
KEYCTL = dict.fromkeys(("aarch64", "riscv64", "loongarch64"), 219) | {"x86_64": 250}
GET_KEYRING_ID, JOIN_SESSION_KEYRING = 0, 1
SESSION_KEYRING = -3
KEYS = Path("/proc/keys")  # there wherever the system has keys, though covered in a sandbox
FORBIDDEN = (errno.ENOSYS, errno.EPERM, errno.EACCES)  # what filters of system calls answer


def main() -> None:
    """Prepare the working folder and the limits, then run ipykernel in this process."""
    if sys.argv[1] == "--":
        make_sandbox(sys.argv[2:])
    silence()
    submission, work, text, *kernel = sys.argv[1:]
    settings = json.loads(text)
    listen_on(exchanged(settings["line"], settings["folders"]))
    shutil.copytree(submission, work, dirs_exist_ok=True)
    os.chdir(work)
    for name, value in settings["limits"].items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    sys.argv = ["ipykernel_launcher", *kernel]
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)


def make_sandbox(command: list[str]) -> None:
    """Become bubblewrap, whose first process a kernel may steer: it has no key and no free call."""
    leave_session_keyring()
    end_first()
    calls = runpy.run_path(str(Path(__file__).with_name("system_calls.py")))
    descriptor = calls["open_to_read"](calls["program"]())
    os.execv(command[0], [command[0], "--seccomp", str(descriptor), *command[1:]])


def end_first() -> None:
    """Let the system end this process, not the grader, should the whole machine lack memory."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def exchanged(line: int, folders: list[str]) -> list[socket.socket]:
    """Hand over folders, and return the sockets on which the kernel is to listen.

    The grader has made them where no kernel can put anything else in their place.

    Args:
        line: The descriptor of a socket whose other end the grader has.
        folders: Those that the kernel can write to.
    """
    with socket.socket(fileno=line) as connection:
        _, descriptors, _, _ = socket.recv_fds(connection, 1, 100)
        opened = [os.open(folder, os.O_PATH) for folder in folders]
        socket.send_fds(connection, [b"!"], opened)
    for descriptor in opened:
        os.close(descriptor)
    return [socket.socket(fileno=descriptor) for descriptor in descriptors]


def listen_on(sockets: list[socket.socket]) -> None:
    """Let ipykernel listen on sockets that exist already, each in the place of its address."""
    import zmq

    given = {f"ipc://{one.getsockname()}": one for one in sockets}
    bind = zmq.Socket.bind

    def bind_given(self: zmq.Socket[bytes], address: str) -> object:
        if address in given:
            self.setsockopt(zmq.USE_FD, given.pop(address).detach())
        return bind(self, address)

    # ipykernel offers no other way
    zmq.Socket.bind = bind_given  # type: ignore[method-assign, assignment]


def leave_session_keyring() -> None:
    """Join a session keyring of this process's own, which is empty.

    No namespace covers keyrings: every child has its parent's. In the grader's may be tokens of
    file systems and of single sign-on, and whoever has it can also revoke them.

    Raises:
        OSError: The grader's keyring would stay within reach. Not raised if this system has no
            keys, or forbids every such call here: then asking for the keyring fails alike.
    """
    refusal = keyctl(JOIN_SESSION_KEYRING, None)
    if refusal in FORBIDDEN and keyctl(GET_KEYRING_ID, SESSION_KEYRING, 0) == refusal:
        return
    if refusal:
        said = f"no session keyring of its own on {platform.machine()}: {os.strerror(refusal)}"
        raise OSError(refusal, said)


def keyctl(operation: int, *arguments: int | None) -> int:
    """Call the system's key service, and return the error number, or 0 if it succeeds.

    If this module does not know the call's own number on this kind of machine, the error is "no
    such call" if the system has no keys, else "not supported".
    """
    number = KEYCTL.get(platform.machine()) if sys.maxsize > 2**32 else None
    if number is None:
        return errno.ENOTSUP if KEYS.exists() else errno.ENOSYS
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    words = (ctypes.c_void_p() if one is None else ctypes.c_long(one) for one in arguments)
    failed = call(ctypes.c_long(number), ctypes.c_long(operation), *words) < 0
    return ctypes.get_errno() if failed else 0


def silence() -> None:
    """Connect the standard descriptors to the null device: other kernels may share them.

    Raises:
        OSError: That is not possible.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    if nowhere > 2:
        os.close(nowhere)


if __name__ == "__main__":
    main()
