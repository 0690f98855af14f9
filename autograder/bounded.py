"""Runs what reads or renders a student's text in a child process, bounded in time and memory.

A text of a few kilobytes can keep a parser busy for hours. So such functions run in one child that
is kept for all submissions; one that exceeds its bounds ends the child, and with it nothing else.
The child is told what to do in pickles, which it trusts, and answers in JSON, since whoever took it
over must not get any further.
"""

import atexit
import contextlib
import importlib
import json
import os
import pickle
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, TypedDict

if os.name == "posix":
    import resource
    import signal

SECONDS = 10.0  # of processor time, for one call
MEMORY = 4_000_000_000  # bytes of address space
LARGEST_ANSWER = 500_000_000  # bytes
PATIENCE = 6.0  # wall seconds for one of processor time: other processes work, too
STARTING_SECONDS = 60.0
HEAD_BYTES = 8


class Exceeded(Exception):
    """A call took too much; the message continues the words "It could not be read: it"."""


class Failed(Exception):
    """A call raised something; the message names it."""


def call(function: Callable[..., Any], *arguments: Any, seconds: float = SECONDS) -> Any:
    """Return what a function returns, computed in the child.

    Args:
        function: One of a module's own, which returns what JSON can hold.
        arguments: What it is given.
        seconds: How much processor time it may take.

    Raises:
        Exceeded: It took too much time or memory.
        Failed: It raised an exception.
    """
    if os.name != "posix":  # there is no sandbox either, so nothing is graded in earnest
        return json.loads(json.dumps(function(*arguments)))
    return _CHILD.ask(f"{function.__module__}:{function.__name__}", arguments, seconds)


class Reply(TypedDict, total=False):
    """What the child says of a call: one of the two.

    Attributes:
        value: What the function returned.
        failed: What it raised.
    """

    value: Any
    failed: str


class Running(NamedTuple):
    """A process, with what it reads requests from and what it writes answers to."""

    process: subprocess.Popen[bytes]
    requests: IO[bytes]
    answers: IO[bytes]


class Child:
    """The process, started when it is first needed, and again after it ended."""

    def __init__(self) -> None:
        self._running: Running | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def ask(self, name: str, arguments: tuple[Any, ...], seconds: float) -> Any:
        """Let the child call a function."""
        request = pickle.dumps((name, arguments, seconds))
        with self._lock:
            running = self._started()
            try:
                reply = self._exchange(running, request, seconds)
            except (OSError, EOFError):
                status = self.close()
                took_time = status in (-signal.SIGPROF, -signal.SIGXCPU, None)
                raise Exceeded(
                    f"takes more than {seconds:g} seconds" if took_time else "takes too much memory"
                ) from None
            except BaseException:  # a half-read answer must not be taken for the next one
                self.close()
                raise
        if "failed" in reply:
            raise Failed(reply["failed"])
        return reply["value"]

    def _started(self) -> Running:
        """Return the process of this process alone: a fork of it has another."""
        running = self._running
        if running is None or self._owner != os.getpid() or running.process.poll() is not None:
            folder = str(Path(__file__).parent.parent)
            path = os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH", "")]))
            self._owner = os.getpid()
            process = subprocess.Popen(
                [sys.executable, "-m", "autograder.bounded"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd="/" if os.name == "posix" else None,
                env={**os.environ, "PYTHONPATH": path},
            )
            assert process.stdin is not None  # both are pipes, as asked for above
            assert process.stdout is not None
            self._running = running = Running(process, process.stdin, process.stdout)
        return running

    def _exchange(self, running: Running, request: bytes, seconds: float) -> Reply:
        """Send a request and return its answer.

        Raises:
            OSError: The child has ended.
            EOFError: It ended, or did not answer in time.
        """
        ends = time.monotonic() + STARTING_SECONDS + PATIENCE * seconds
        running.requests.write(len(request).to_bytes(HEAD_BYTES, "big") + request)
        running.requests.flush()
        size = int.from_bytes(self._read(running.answers, HEAD_BYTES, ends), "big")
        if size > LARGEST_ANSWER:
            raise EOFError
        return json.loads(self._read(running.answers, size, ends))

    @staticmethod
    def _read(answers: IO[bytes], count: int, ends: float) -> bytes:
        """Return exactly so many bytes of the child's answer."""
        parts = []
        while count:
            left = ends - time.monotonic()
            if left <= 0 or not select.select([answers], [], [], left)[0]:
                raise EOFError
            part = os.read(answers.fileno(), min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def close(self) -> int | None:
        """End the process; return its exit status, or ``None`` if it had to be killed."""
        running, self._running = self._running, None
        if running is None or self._owner != os.getpid():
            return None
        with contextlib.suppress(OSError):
            running.requests.close()
        status: int | None = None
        try:
            status = running.process.wait(1.0)
        except subprocess.TimeoutExpired:
            running.process.kill()
            running.process.wait()
        running.answers.close()
        return status


_CHILD = Child()
atexit.register(_CHILD.close)


# ---- in the child --------------------------------------------------------------------------------


def main() -> None:
    """Answer requests from standard input until it ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError):  # macOS has no such limit, and no sandbox either
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    while head := requests.read(HEAD_BYTES):
        allow(STARTING_SECONDS)  # for reading the request, and for imports that take long, once
        name, arguments, seconds = pickle.loads(requests.read(int.from_bytes(head, "big")))
        answer(answers, name, arguments, seconds)


def allow(seconds: float) -> None:
    """Let the system end this process after some more seconds of processor time.

    A timer ends it at the very moment. The limit, which knows whole seconds alone, ends it where
    something has stopped the timer.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    ends = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (ends, resource.RLIM_INFINITY))


def answer(answers: BinaryIO, name: str, arguments: tuple[Any, ...], seconds: float) -> None:
    """Call a function, which may take so many seconds, and write what it returns."""
    module, _, function = name.partition(":")
    try:
        called = getattr(importlib.import_module(module), function)
        allow(seconds)
        value = called(*arguments)
        text = json.dumps({"value": value}).encode()
    except MemoryError:
        os._exit(1)  # nothing is sure any more
    except Exception as error:
        text = json.dumps({"failed": f"{type(error).__name__}: {error}"[:1_000]}).encode()
    answers.write(len(text).to_bytes(HEAD_BYTES, "big") + text)
    answers.flush()


if __name__ == "__main__":
    main()
