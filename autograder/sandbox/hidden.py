"""Hands hidden images to a kernel when their cell begins; from then on only answers come back.

What the notebook shows by then is set aside before the images are handed over, and what the kernel
says later is thrown away with the cells, earlier ones included, that it was said in. So no way of
showing something has to be known here. Which cell begins is decided by the grader's own loop: a
kernel can only make it go on sooner.
"""

import builtins
import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.sandbox import SandboxError
from autograder.sandbox.kernel import SandboxedExecute, not_run
from autograder.text import plain
from course_utils import exchange

NOT_SHOWN = "What this cell wrote is not shown: it ran after the hidden images were handed over."
LARGEST_ANSWERS = 500_000_000  # bytes of all answers of a kernel
LONGEST_CELL_LINES = 1_000  # a line further down is not named: a number can be a message
LONGEST_TRACEBACK_CHARACTERS = 20_000  # in which a line's number is looked for
ERRORS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)
_LINE = re.compile(r"Cell In\[\d*\], line (\d{1,9})")


@dataclass(frozen=True)
class Answer:
    """What a kernel answered.

    Attributes:
        content: Its bytes; none of an answer that is empty or cannot be judged.
        problem: Why it cannot be judged; empty if it can.
        late: Whether the kernel may have seen hidden images before it answered.
    """

    content: bytes = b""
    problem: str = ""
    late: bool = False


class Told(NamedTuple):
    """What a notebook told before hidden images were handed over.

    Attributes:
        before: The index of the cell that was about to begin.
        cells: A copy of the cells above it.
        answers: The answers by then, by name.
    """

    before: int
    cells: list[NotebookNode]
    answers: dict[str, Answer]


class HidingExecute(SandboxedExecute):
    """Executes a notebook's cells, and hands some questions over when their cell begins.

    Attributes:
        held_back: Question files by name, by the index of the cell that they wait for.
        wanted: The names of the answers that are wanted.
    """

    held_back: Mapping[int, dict[str, bytes]] = MappingProxyType({})
    wanted: tuple[str, ...] = ()

    def execute_in(
        self,
        nb: NotebookNode,
        resources: dict[str, Any],
        private: Path,
        environment: dict[str, str],
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Execute a notebook, and return it without anything that was said too late.

        Raises:
            SandboxError: The sandbox does not work, no kernel starts in it, or a question could
                not be handed over.
        """
        nb, resources = super().execute_in(nb, resources, private, environment)
        if self._trouble:
            raise SandboxError(self._trouble)
        if self._told is not None:
            self._forget_what_came_later(nb, self._told)
        return nb, resources

    def _prepare(self, folder: Path, private: Path, environment: dict[str, str]) -> None:
        """Forget the kernel before, and take in what the next one gets."""
        super()._prepare(folder, private, environment)
        self._told: Told | None = None
        self._trouble, self._lost = "", False

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Execute one cell, after its question was handed over, if one waits for it."""
        if cell_index in self.held_back:
            self._hand_over(cell_index)
        return super().preprocess_cell(cell, resources, cell_index)

    def _hand_over(self, cell_index: int) -> None:
        try:
            if self._told is None:
                cells = copy.deepcopy(self.nb.cells[:cell_index])
                self._told = Told(cell_index, cells, taken(self.answers, self.wanted))
            for name, content in self.held_back[cell_index].items():
                (self._private / "questions" / name).write_bytes(content)
        except OSError as error:  # a full disk, for instance: no fault of the student's
            self._trouble = f"The hidden images could not be handed over ({error.strerror})."
            raise

    def mark_unfinished(self, nb: NotebookNode, error: Exception) -> None:
        """Write into the cells that the kernel did not finish what happened to it."""
        super().mark_unfinished(nb, error)
        self._lost = True

    def _forget_what_came_later(self, nb: NotebookNode, told: Told) -> None:
        """Put back the cells that ran before, and empty the others but for one error.

        It is that of the first graded cell that has any: which of many cells fails would be a
        message, too.
        """
        nb.cells[: told.before] = told.cells
        error_told, count = False, 0
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code" or index in self.skip or not cell.source.strip():
                continue
            count += 1
            if index < told.before:
                continue
            if cell.metadata.get("nbgrader", {}).get("grade"):
                error = None if error_told else self._error(cell, index)
                error_told = error_told or error is not None
                cell.outputs = [] if error is None else [error]
            else:
                cell.outputs = [new_output("stream", name="stderr", text=NOT_SHOWN + "\n")]
            cell.execution_count = count

    def _error(self, cell: NotebookNode, index: int) -> NotebookNode | None:
        """Return the output of an error that ended a cell, with nothing in the student's words."""
        if self._lost and index >= self._reached:
            return not_run("KernelLost", self.ended or "it ended by itself")
        for output in cell.get("outputs", []):
            if output.get("output_type") != "error":
                continue
            name, line = bounded_class(output.get("ename")), line_in(cell, output)
            where = f"in line {line} of this cell" if line else "in this cell"
            return new_output("error", ename=name, evalue=where, traceback=[f"{name} {where}"])
        return None

    def with_answers_before(self, answers: dict[str, Answer]) -> dict[str, Answer]:
        """Return all answers: those given before hidden images came as they were then.

        Args:
            answers: What is there at the end.
        """
        if self._told is None:
            return answers
        asked_late = {name for files in self.held_back.values() for name in files}
        late = {name: replace(answer, late=True) for name, answer in answers.items()}
        early = {
            name: answer
            for name, answer in self._told.answers.items()
            if (answer.content or answer.problem) and name not in asked_late
        }
        return {**late, **early}


def bounded_class(name: object) -> str:
    """Return the name of one of Python's own classes of errors, or words for any other.

    A student chooses the name of an own class, so it may tell anything.
    """
    return name if isinstance(name, str) and name in ERRORS else "an error of your own class"


def line_in(cell: NotebookNode, output: NotebookNode) -> int:
    """Return the line of a cell that an error's traceback names, or 0 if there is no such line."""
    text = plain(output.get("traceback"))[:LONGEST_TRACEBACK_CHARACTERS]
    found = _LINE.search(text)
    return bounded_line(found[1] if found else "", len(cell.source.splitlines()))


def bounded_line(digits: str, lines: int) -> int:
    """Return the number of a line, or 0 if there is none of that number, or it is far down."""
    number = int(digits) if digits.isdecimal() and len(digits) < 10 else 0
    return number if number <= min(lines, LONGEST_CELL_LINES) else 0


def taken(folder: Path, names: list[str] | tuple[str, ...]) -> dict[str, Answer]:
    """Return what a kernel answered, by the names that are wanted; some may be missing.

    A file may claim to be larger than the memory that it takes, so there is a limit on all of them.
    """
    found, left = {}, LARGEST_ANSWERS
    for name in names:
        try:
            content = exchange.read_regular(folder / name, min(exchange.LARGEST_ANSWER, left))
            found[name], left = Answer(content), left - len(content)
        except FileNotFoundError:
            continue
        except exchange.ExchangeError as error:
            found[name] = Answer(problem=str(error))
    return found
