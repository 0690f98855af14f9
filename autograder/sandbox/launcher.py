"""Starts a student's kernel from inside its sandbox; run by path, with nothing of the course.

Usage: ``python -P launcher.py SUBMISSION WORK LIMITS ARGUMENTS...``. It copies the submission's
files into the throw-away working folder, takes limits upon itself that no later code can raise,
and becomes the kernel. Only what every Python has is imported before that.

Outside, ``python -I -S launcher.py -- COMMAND...`` leaves the grader's session keyring and becomes
the command that makes the sandbox.
"""

import ctypes
import errno
import json
import os
import platform
import resource
import runpy
import shutil
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
    leave_session_keyring()
    if sys.argv[1] == "--":
        os.execv(sys.argv[2], sys.argv[2:])
    silence()
    submission, work, limits, *kernel = sys.argv[1:]
    shutil.copytree(submission, work, dirs_exist_ok=True)
    os.chdir(work)
    for name, value in json.loads(limits).items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    sys.argv = ["ipykernel_launcher", *kernel]
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)


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
