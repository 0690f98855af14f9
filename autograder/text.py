"""Makes text from elsewhere safe to show: in a terminal, on a page, and in a spreadsheet."""

import re
import unicodedata

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


class _Visible(dict):
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


def spreadsheet_safe(text: str) -> str:
    """Return a cell of a table that no spreadsheet takes for a formula.

    Args:
        text: Such as a student's id.

    Returns:
        The text, after an apostrophe if a spreadsheet would compute it.
    """
    computed = text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r")
    return f"'{text}" if computed else text
