"""Runs a notebook once, in a fresh process and as the grader runs it, before it is handed in.

The kernel starts in a folder that holds the runs that are handed in and nothing else, has the
variables that the grader sets, and answers questions that are in a private folder. They are the
public ones, which ``check`` asks while you work: they are enough to see that a cell was forgotten,
that weights do not fit any more, or that the notebook trains anew each time.
"""

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from course_utils import exchange, exercises, notebooks, progress, runs, settings
from course_utils.data import places
from course_utils.errors import CourseError
from course_utils.exchange import Arrays
from course_utils.exercises.kit.hidden_images import accuracies
from course_utils.exercises.kit.task import (
    PUBLIC_CASES,
    SEED,
    Task,
    compared,
    public_question,
    what_is_wrong,
)
from course_utils.notebooks import Cell, Notebook

# As the grader's; a test compares them.
CELL_SECONDS = 600
NOTEBOOK_SECONDS = 900
THREADS = 2
SLOW_SECONDS = 60  # a cell that takes longer than this may be training
LOOK_SECONDS = 0.2  # between two looks at how far the kernel is
AGREEMENT_PERCENT = 0.25  # by how much two accuracies of one network may differ: rounding
MOST_PROBLEMS = 5  # that are told at once
LONGEST_CHARACTERS = 300  # of an error's text
NO_NETWORK = "http://127.0.0.1:9"  # a port at which nothing answers
# What to do about an error that a notebook meets only when it is graded.
ADVICE = (
    (r"NameError", "Is the cell that makes it missing, or below this one?"),
    (
        r"ModuleNotFoundError|ImportError",
        "Files beside the notebook are not handed in, and only the course's packages are there: "
        "copy the code into a cell.",
    ),
    (
        r"FileNotFoundError|No such file",
        "Only the notebook and its runs are handed in: no other file is there.",
    ),
    (
        r"ConnectionError|ProxyError|URLError|MaxRetry|127\.0\.0\.1:9",
        "There is no network while a notebook is graded.",
    ),
    (r"MemoryError|ResourceExhausted", "It needs more memory than there is: close programs."),
)

TRAINS = (
    "Does it train? Nothing should be trained while grading: training.fit loads your run then, and "
    "so does training.adopt; put a loop of your own below `if not settings.execution():`."
)


class RehearsalError(CourseError):
    """A notebook cannot be rehearsed; the message says why."""


class Answered(NamedTuple):
    """What the answers to one exercise's public questions show.

    Attributes:
        name: The exercise's name.
        accuracy: The share of visible images that a network classified rightly, in percent;
            ``None`` where no network was asked.
        seen: The same in the notebook, as it was saved.
        problem: What is wrong, a sentence; empty where nothing is.
    """

    name: str
    accuracy: float | None
    seen: float | None
    problem: str


class Rehearsal(NamedTuple):
    """What the grader would see.

    Attributes:
        written: How many exercises are written.
        exercises: How many there are.
        answered: By exercise that is graded automatically and written, what its answers show.
        problems: What went wrong in cells, a sentence each.
    """

    written: int
    exercises: int
    answered: list[Answered]
    problems: list[str]

    def text(self) -> str:
        """Return the rehearsal's end, as a student reads it."""
        wrong = [f"{one.name}: {one.problem}" for one in self.answered if one.problem]
        problems = [*self.problems, *wrong]
        if not problems:
            lines = ["The notebook ran as the grader runs it, and nothing went wrong."]
        else:
            more = len(problems) - MOST_PROBLEMS
            lines = [
                "The notebook ran as the grader runs it. This went wrong:",
                *(f"- {one}" for one in problems[:MOST_PROBLEMS]),
                *([f"- and {more} more"] if more > 0 else []),
                "You may hand it in all the same.",
            ]
        measured = [one for one in self.answered if one.accuracy is not None]
        parts = (
            [f"{self.written} of {self.exercises} exercises are written"] if self.exercises else []
        )
        for one in measured:
            of = f" ({one.name})" if len(measured) > 1 else ""
            saw = "you saw nothing yet" if one.seen is None else f"you saw {one.seen:.1f} %"
            parts.append(f"the grader would see {one.accuracy:.1f} %, {saw}{of}")
        if measured:
            parts[-1] += " (on visible images; the grader has new ones)"
        lines += ["; ".join(parts) + "."] if parts else []
        return "\n".join(lines)


def rehearse(
    notebook: Notebook,
    files: Mapping[str, Path | bytes],
    cell_seconds: float = CELL_SECONDS,
    notebook_seconds: float = NOTEBOOK_SECONDS,
    slow_seconds: float = SLOW_SECONDS,
) -> Rehearsal:
    """Run a notebook once from top to bottom, and return what the grader would see.

    Args:
        notebook: As it was saved.
        files: The runs' files that are handed in with it, by their names in the zip.
        cell_seconds: How long one cell may take, as while it is graded.
        notebook_seconds: How long all of them may take together.
        slow_seconds: A cell that takes longer is told.

    Raises:
        RehearsalError: No kernel starts.
        CourseError: The data of the questions are not there.
    """
    own = notebook.exercises()
    written = [one for one in own if one.written]
    tasks = exercises.tasks(notebook.assignment)
    asked = [one.name for one in written if one.name in tasks] if own else list(tasks)
    data = data_of(notebook.assignment, files)
    # Windows deletes no folder in which a program works, and the kernel may be ending still.
    with (
        tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True) as private,
    ):
        put(files, Path(folder))
        with _variable("COURSE_DATA", data):
            expected = ask(Path(private), {name: tasks[name] for name in asked})
        executed = _Execution(notebook, Path(folder), environment(Path(private), data))
        ended = executed.run(cell_seconds, notebook_seconds)
        answers = {key: _answer(Path(private), *key) for key in expected}
    problems = ([ended] if ended else []) + executed.problems(cell_seconds, slow_seconds)
    seen = {one.name: one.accuracy for one in own}
    answered = []
    for name in asked:
        cases = [(*expected[key], answers[key]) for key in expected if key[0] == name]
        answered.append(judged(tasks[name], cases, seen.get(name)))
    return Rehearsal(len(written), len(own), answered, problems)


def data_of(assignment: str, files: Mapping[str, Path | bytes]) -> str:
    """Return the data set to rehearse on: that of the runs, else the one that is set here."""
    choices = exercises.choices(assignment)
    for name in exercises.runs_needed(assignment):
        record = files.get(f"{name}/{runs.RECORD}")
        if isinstance(record, Path):
            with contextlib.suppress(runs.RunError):
                data = runs.load(record.parent).data
                if data in choices:
                    return data
    return settings.graded_data(*choices)


def ask(private: Path, tasks: Mapping[str, Task]) -> dict[tuple[str, int], tuple[Arrays, Arrays]]:
    """Write the public questions of tasks where a kernel finds them, beside a folder for answers.

    Args:
        private: The exchange folder.
        tasks: By name.

    Returns:
        By task and case, the question and what is expected of its answer.
    """
    (private / "questions").mkdir()
    (private / "answers").mkdir()
    expected = {}
    for name, task in tasks.items():
        # A kernel answers as many questions as the grader asks, which may be fewer.
        for case in range(min(task.cases, 1 if task.visible else PUBLIC_CASES)):
            question, right = public_question(task, case)
            expected[name, case] = question, right
            seeded = {**question, SEED: np.array(case)}
            exchange.write(exchange.question_file(private, name, case), seeded)
    return expected


def _answer(private: Path, name: str, case: int) -> Arrays | None:
    try:
        return exchange.read(exchange.answer_file(private, name, case))
    except FileNotFoundError:
        return None
    except exchange.ExchangeError as error:
        return {"error": np.array(str(error))}


def judged(
    task: Task, cases: list[tuple[Arrays, Arrays, Arrays | None]], seen: float | None
) -> Answered:
    """Say what the answers to one task show.

    Args:
        task: The task.
        cases: Question, expectation and answer of each case.
        seen: The accuracy that the notebook shows, in percent, if it shows one.
    """
    accuracy, problem = None, ""
    for question, expected, answer in cases:
        if answer is None:
            problem = problem or "its check was not reached or gave no answer."
            continue
        if "error" in answer:
            problem = problem or str(answer["error"])
            continue
        problem = problem or what_is_wrong(compared(task, question, expected, answer))
        if task.kind == "predictor":
            share = accuracies(expected, answer).get("hidden_accuracy")
            accuracy = None if share is None else 100 * float(share)
    differs = accuracy is not None and seen is not None and abs(accuracy - seen) > AGREEMENT_PERCENT
    if differs:
        problem = (
            f"you saw {seen:.1f} %, and the grader would see {accuracy:.1f} %. Does the network "
            "that predict uses come from the run that you hand in? Run all cells, save, and "
            "submit again."
        )
    return Answered(task.name, accuracy, seen, problem)


def environment(private: Path, data: str) -> dict[str, str]:
    """Return the variables of the kernel: this process's, and over them those that a grader sets.

    Args:
        private: The exchange folder.
        data: The data set.
    """
    proxies = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in (exchange.AUDIT_VARIABLE, "JPY_PARENT_PID", "JPY_SESSION_NAME", *proxies)
    }
    stored = places.data_directory()
    if stored.is_dir():
        own[places.VARIABLE] = str(stored.resolve())
    return {
        **own,
        **dict.fromkeys(proxies, NO_NETWORK),
        "no_proxy": "localhost",
        **settings.grading_environment(THREADS),
        exchange.VARIABLE: str(private),
        "COURSE_DATA": data,
        "COURSE_BUDGET": settings.budget().name,
    }


def put(files: Mapping[str, Path | bytes], folder: Path) -> None:
    """Copy files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            shutil.copyfile(content, path)


@contextlib.contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    """Set an environment variable for a while."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


# ---- the kernel ----------------------------------------------------------------------------------


class _Execution:
    """One execution of a notebook's code cells in a kernel of its own.

    The kernel is talked to in a thread, since a notebook's own process already has a loop running.
    """

    def __init__(self, notebook: Notebook, folder: Path, variables: dict[str, str]) -> None:
        import nbformat
        from nbformat.v4 import new_code_cell, new_notebook

        cells = as_graded(notebook)
        self.texts = [notebooks.source_of(cell) for cell in cells]
        self.book: nbformat.NotebookNode = new_notebook(
            cells=[new_code_cell(text) for text in self.texts],
            metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
        )
        self.folder = folder
        self.variables = variables
        self.done = 0
        self.seconds: dict[int, float] = {}
        self._began = 0.0

    def run(self, cell_seconds: float, notebook_seconds: float) -> str:
        """Run all cells, and return why they were not run to the end, or ''.

        Raises:
            RehearsalError: No kernel starts.
            KeyboardInterrupt: The reader stopped it.
        """
        from nbclient import NotebookClient
        from nbclient.exceptions import DeadKernelError

        client = NotebookClient(
            self.book,
            timeout=int(cell_seconds),
            interrupt_on_timeout=True,
            iopub_timeout=60,
            startup_timeout=120,
            shutdown_kernel="immediate",
            allow_errors=True,
            kernel_name="python3",
            resources={"metadata": {"path": str(self.folder)}},
            on_cell_start=self._on_start,
            on_cell_executed=self._on_end,
        )
        # What went wrong is said at the end, in sentences. All of Jupyter shares this log.
        level = client.log.level
        client.log.setLevel("CRITICAL")
        try:
            # What the kernel says to a terminal is for people who look after kernels.
            work = client.async_execute(env=self.variables, stderr=subprocess.DEVNULL)
            _wait_for(work, notebook_seconds, len(self.texts), lambda: self.done)
        except TimeoutError:
            return (
                f"After {notebook_seconds:.0f} seconds the notebook had not come to its end. The "
                f"grader ends it then, too, and what is below cell {self.done + 1} scores 0."
            )
        except DeadKernelError:
            return f"Python ended in {self._named(self.done)}. What is below it scores 0."
        except (RuntimeError, OSError, ValueError) as error:
            if self.done:
                return f"The notebook ended in {self._named(self.done)}: {error}"
            raise RehearsalError(
                f"No Python started that could run the notebook ({type(error).__name__}: {error})."
            ) from None
        finally:
            client.log.setLevel(level)
        return ""

    def problems(self, cell_seconds: float, slow_seconds: float) -> list[str]:
        """Return a sentence for each cell that failed or took long."""
        found = []
        for index, cell in enumerate(self.book.cells):
            took = self.seconds.get(index, 0.0)
            errors = [one for one in cell.outputs if one.output_type == "error"]
            if took >= cell_seconds:
                found.append(
                    f"{self._named(index)} was stopped after {cell_seconds:.0f} seconds, as the "
                    f"grader does. {TRAINS}"
                )
            elif errors:
                said = f"{errors[0].ename}: {errors[0].evalue}"[:LONGEST_CHARACTERS]
                advice = next((do for kind, do in ADVICE if re.search(kind, said)), "")
                found.append(
                    f"{self._named(index)} fails: {said}{'' if said.endswith('.') else '.'}"
                    f"{' ' if advice else ''}{advice}"
                )
            elif took > slow_seconds:
                found.append(
                    f"{self._named(index)} takes {took:.0f} seconds each time the notebook is "
                    f"graded. {TRAINS}"
                )
        return found

    def _named(self, index: int) -> str:
        if index >= len(self.texts):
            return "the last cell"
        line = next((one for one in self.texts[index].splitlines() if one.strip()), "")
        return f"Code cell {index + 1} (`{line.strip()[:60]}`)"

    def _on_start(self, cell: object, cell_index: int) -> None:
        self._began = time.monotonic()

    def _on_end(self, cell: object, cell_index: int, execute_reply: object) -> None:
        self.seconds[cell_index] = time.monotonic() - self._began
        self.done = cell_index + 1


def as_graded(notebook: Notebook) -> list[Cell]:
    """Return a notebook's code cells as the grader runs them: graded cells with the course's text.

    Of several copies of an answer only the chosen one counts, but all are run, as they are there.
    """
    originals = notebooks.graded_cells(notebooks.handout(notebook.assignment))
    restored = {
        id(cell): original
        for name, original in originals.items()
        if notebooks.marks(original).get("locked") and (cell := notebook.cell(name, original))
    }
    cells = [restored.get(id(cell), cell) for cell in notebook.cells]
    missing = [
        original
        for name, original in originals.items()
        if notebooks.marks(original).get("locked") and notebook.cell(name, original) is None
    ]
    return [
        cell
        for cell in [*cells, *missing]
        if cell["cell_type"] == "code" and notebooks.source_of(cell).strip()
    ]


def _wait_for(
    work: Coroutine[Any, Any, Any], seconds: float, total: int, done: Callable[[], int]
) -> None:
    """Wait for the execution of a notebook in another thread, and show a bar meanwhile.

    Args:
        work: The execution.
        seconds: After how many seconds to give up.
        total: How many cells there are.
        done: Says how many were executed.

    Raises:
        TimeoutError: It took too long.
    """
    given_up = threading.Event()
    ends = time.monotonic() + seconds

    async def bounded() -> None:
        task = asyncio.ensure_future(work)
        while not task.done() and not given_up.is_set() and time.monotonic() < ends:
            await asyncio.wait([task], timeout=LOOK_SECONDS)
        if task.done():
            task.result()
            return
        task.cancel()  # once: the kernel has to be ended meanwhile
        await asyncio.wait([task])
        with contextlib.suppress(Exception, asyncio.CancelledError):
            task.result()
        raise TimeoutError

    with ThreadPoolExecutor(1) as pool, progress.bar(total) as bar:
        promise = pool.submit(asyncio.run, bounded())
        try:
            while not promise.done():
                wait([promise], LOOK_SECONDS)
                bar.update(done() - bar.n)
        except KeyboardInterrupt:
            given_up.set()
            raise
        promise.result()
