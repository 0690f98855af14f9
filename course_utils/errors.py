"""Errors that are sentences: what is wrong, where, and what to do next."""

import io
import sys
import textwrap
from collections.abc import Callable

LINE_CHARACTERS = 96  # characters of a line, as many as a notebook shows without scrolling


def first_line(error: Exception, longest: int = 300) -> str:
    """Return the first line of an error's message, or the error's name if it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0][:longest] if lines else type(error).__name__


def exit_status(program: Callable[[], int | None], stopped: str) -> int:
    """Run a program, explain its failure on standard error, and return its exit status.

    Args:
        program: what to run; it returns an exit status, or None for 0.
        stopped: what to say after Ctrl-C.

    Returns:
        The program's status, 1 after an error whose message is a sentence, 130 after Ctrl-C.
    """
    try:
        return program() or 0
    except (CourseError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(stopped, file=sys.stderr)
        return 130


def run_program(main: Callable[[], int]) -> int:
    """Run the main function of a program, which prints any letters, and return its exit status.

    Windows writes what goes into a file or a pipe in an encoding of its own, which lacks arrows and
    most of the world's names. They become question marks there, instead of an error.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # standard error escapes what it lacks
        sys.stdout.reconfigure(errors="replace")
    return main()


class CourseError(Exception):
    """An error whose message is written for the reader of a notebook.

    Jupyter shows the message alone: a traceback through the course's own code would bury it. In a
    terminal and in tests it is an exception like any other.
    """

    def _render_traceback_(self) -> list[str]:  # IPython's hook
        lines = textwrap.wrap(
            f"{type(self).__name__}: {self}", LINE_CHARACTERS, break_long_words=False
        )
        return lines or [type(self).__name__]


class Interrupted(KeyboardInterrupt):
    """A training was stopped by hand, after everything was saved."""

    def _render_traceback_(self) -> list[str]:
        """Return one line for notebooks, so that the message printed before it stays in view."""
        return [f"Interrupted: {self}"]
