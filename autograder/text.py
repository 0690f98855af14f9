"""Makes text from elsewhere safe to show: in a terminal, on a page, and in a spreadsheet.

One function for each: ``terminal``, ``page`` and ``spreadsheet``. Everything that is printed goes
through ``say``.
"""

import contextlib
import html
import logging
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TextIO

from traitlets.log import get_logger

LONGEST_NAME_CHARACTERS = 60  # characters of a file's name that a sentence repeats
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)"  # titles, links and other strings
    r"|\x1b[@-Z\\-_]?",
    re.DOTALL,
)


def plain(text: object) -> str:
    """Return text without terminal commands, control characters and marks of direction.

    Args:
        text: What a kernel said; a list of lines is joined.
    """
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    text = _ANSI.sub("", text if isinstance(text, str) else str(text))
    return text.replace("\r\n", "\n").translate(_VISIBLE)


class _Visible(dict[int, int | None]):
    """What each character becomes: itself, or nothing if it only controls how others look."""

    def __missing__(self, code: int) -> int | None:
        # The two joiners are spelling in Persian and Hindi.
        hidden = unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs")
        self[code] = None if hidden and chr(code) not in "\n\t\r\u200c\u200d" else code
        return self[code]


_VISIBLE = _Visible()


def one_line(text: object, longest: int = 2_000) -> str:
    """Return plain text on one line, cut at ``longest`` characters."""
    return " ".join(plain(text).split())[:longest]


def shown(name: object) -> str:
    """Return a name that a student chose, made harmless in a sentence, a log and a page."""
    text = re.sub(r"[^\w .()+-]", "?", str(name))
    return text if len(text) <= LONGEST_NAME_CHARACTERS else text[:LONGEST_NAME_CHARACTERS] + "..."


def terminal(text: object, longest: int | None = None) -> str:
    """Return a text on one line of which a terminal obeys nothing: controls are spelled out.

    Args:
        text: Such as a path or a student's id.
        longest: Characters after which it is cut; ``None`` for none.
    """
    line = "".join(one if one.isprintable() else repr(one)[1:-1] for one in str(text))
    return line if longest is None or len(line) <= longest else line[:longest] + "..."


def say(*texts: object, file: TextIO | None = None, flush: bool = False) -> None:
    """Print texts, a line each or several, of which a terminal obeys nothing but the line breaks.

    Args:
        texts: What to print.
        file: Where; standard output by default.
        flush: Whether it has to be there at once.
    """
    lines = [terminal(line) for text in texts for line in str(text).split("\n")]
    (file or sys.stdout).write("\n".join(lines) + "\n")
    if flush:
        (file or sys.stdout).flush()


class HarmlessRecord(logging.LogRecord):
    """A log's entry that a terminal only shows: nbgrader logs names of students as they are."""

    def getMessage(self) -> str:
        """Return the message with its own line breaks and nothing else that acts."""
        return "\n".join(map(terminal, super().getMessage().split("\n")))


@contextlib.contextmanager
def log_from(level: int, handlers: Sequence[logging.Handler] | None = None) -> Iterator[None]:
    """Let nbgrader's log tell, inside a ``with`` block, only what matters at least so much.

    Args:
        level: Of the ``logging`` module, such as ``logging.WARNING``.
        handlers: What writes it; those there are where it is ``None``.
    """
    log = get_logger()
    assert isinstance(log, logging.Logger)  # only an application could have put something else
    before = log.level, log.handlers
    log.setLevel(level)
    if handlers is not None:
        log.handlers = [*handlers]
    try:
        yield
    finally:
        log.setLevel(before[0])
        log.handlers = before[1]


def page(text: object) -> str:
    """Return a text as HTML that only shows it, in which no formula and no Markdown begins."""
    text = html.escape(" ".join(plain(text).split()))
    return text.replace("$", "&#36;").replace("\\", "&#92;")


def preformatted(text: object) -> str:
    """Return a text as HTML that shows it line by line, as it was written."""
    lines = html.escape(plain(text)).replace("$", "&#36;").replace("\\", "&#92;")
    return f"<pre class='tex2jax_ignore mathjax_ignore'>{lines}</pre>"


# What begins a formula, and what some spreadsheet takes for the end of the cell before it.
_FORMULA = re.compile(
    r"(^|[,;|\t\r\n])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b])"
)


def spreadsheet(text: object) -> str:
    """Return a cell of a table that no spreadsheet takes for a formula.

    Args:
        text: Such as a student's id.

    Returns:
        The text without controls, and with an apostrophe where a spreadsheet would begin to
        compute: at the beginning, and after whatever might end a cell.
    """
    return _FORMULA.sub(r"\1'", plain(text))
