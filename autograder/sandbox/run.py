"""Runs one notebook in a sandboxed kernel: what a worker gets, does, and hands back.

A worker never sees the secret, the gradebook, a label or another submission, and it judges nothing:
the grader's own process does that with what comes back.
"""

import contextlib
import functools
import platform
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from traitlets.config import Config

from autograder.sandbox import Sandbox
from autograder.sandbox.hidden import Answer, HidingExecute, taken
from autograder.sandbox.kernel import private_folder, sandbox_environment
from autograder.sandbox.warm import Warm
from course_utils import exchange, runs
from course_utils.settings import grading_environment


@dataclass(frozen=True)
class Job:
    """What a worker needs to run one notebook.

    Attributes:
        notebook: The sanitized notebook, as JSON.
        files: The submission's other files, by path.
        questions: The question files, by name; none says what is expected.
        held_back: Likewise, those that are handed over when a cell begins, by the cell's index.
        answers: The names of the answers that are wanted.
        settings: The sections of nbgrader's configuration that a kernel depends on.
        environment: The kernel's variables that depend on the assignment.
        threads: How many threads every kernel has.
        skip: The indices of the cells that are not run.
    """

    notebook: str
    files: dict[str, bytes]
    questions: dict[str, bytes]
    answers: tuple[str, ...]
    settings: dict[str, dict[str, Any]]
    environment: dict[str, str]
    threads: int
    skip: tuple[int, ...] = ()
    held_back: dict[int, dict[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a worker hands back.

    Attributes:
        notebook: The executed notebook, as JSON. Whatever its cells say is untrusted.
        answers: By name; as untrusted.
        ended: Why the watchdog ended the kernel; empty if it did not.
        sandboxed: Whether the kernel ran in the sandbox.
        cold: Why the kernel started cold; empty if it started warm.
        starting: Wall time, in seconds, until the first cell ran.
        seconds: Wall time, in seconds, of the kernel's life.
        machine: The worker's processor and package versions.
        error: Why there is no outcome at all, which is the grader's trouble; else empty.
        crowded: Whether it may succeed on a machine that does nothing else.
    """

    notebook: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    ended: str = ""
    sandboxed: bool = False
    cold: str = ""
    starting: float = 0.0
    seconds: float = 0.0
    machine: dict[str, str] = field(default_factory=dict)
    error: str = ""
    crowded: bool = False


def do_warm(work: Job) -> Outcome:
    """Run one notebook in a kernel that starts warm if it can: see :func:`do`."""
    found = warm(Config(work.settings), work.threads, work.environment["COURSE_DATA"])
    return do(work, found)


def do(work: Job, warm: Warm | None = None) -> Outcome:
    """Run one notebook.

    Args:
        work: What a worker needs.
        warm: What starts its kernel warm; it starts cold if it is ``None``.

    Returns:
        The outcome; if the grader's machine is at fault, one that says so.
    """
    execute = HidingExecute(config=Config(work.settings))
    execute.warm, execute.skip, execute.held_back = warm, work.skip, work.held_back
    execute.wanted = work.answers
    nb = nbformat.reads(work.notebook, as_version=4)
    started = time.monotonic()
    place = None if warm is None else warm.folder
    with (
        contextlib.closing(execute),
        tempfile.TemporaryDirectory(prefix="submission-", dir=place) as folder,
        private_folder(place) as private,
    ):
        put(work.files, Path(folder))
        put(work.questions, private / "questions")
        environment = {
            **grading_environment(work.threads),
            exchange.VARIABLE: str(private),
            **work.environment,
        }
        try:
            nb, _ = execute.execute_in(nb, {"metadata": {"path": folder}}, private, environment)
        except Exception as error:
            return Outcome(error=f"{type(error).__name__}: {error}", machine=machine())
        if execute.blameless:
            return Outcome(error=execute.ended, crowded=True, machine=machine())
        answers = execute.with_answers_before(taken(execute.answers, work.answers))
    return Outcome(
        notebook=nbformat.writes(nb),
        answers=answers,
        ended=execute.ended,
        sandboxed=execute.sandboxed,
        cold=why_cold(execute),
        starting=execute.began - started,
        seconds=time.monotonic() - started,
        machine=machine(),
    )


def put(files: dict[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def why_cold(execute: HidingExecute) -> str:
    """Return why a kernel that should have started warm did not, or ''."""
    if execute.warm is None or execute.started_warm:
        return ""
    return execute.warm.refusal or "its files or settings differ"


_warm: dict[int, Warm] = {}  # by number of threads


def warm(config: Config, threads: int, data: str) -> Warm:
    """Return what starts this process's kernels warm, made on first use with a data set in mind.

    Kernels that load another data set start warm, too, and draw it themselves.
    """
    found = _warm.get(threads)
    if found is None or found.has_ended():
        environment = {**sandbox_environment(), **grading_environment(threads)}
        _warm[threads] = found = Warm(Sandbox(config=config), environment, data, threads)
    return found


def share(found: Warm) -> None:
    """Let this process's kernels start from what another process began."""
    _warm[found.threads] = found


def close() -> None:
    """End what starts kernels warm."""
    while _warm:
        _warm.popitem()[1].close()


@functools.cache
def machine() -> dict[str, str]:
    """Return this machine's processor and package versions: last digits may depend on them."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        pass
    return {"processor": model, **runs.versions()}
