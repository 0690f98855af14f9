"""Renders text cells and code of graded notebooks, for Formgrader and for feedback.

Markdown and highlighters need seconds for some texts of a few kilobytes. So both run in a child
process with bounds, and a text that exceeds them is shown as it was written.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder import bounded
from autograder.text import preformatted

LONGEST_RENDERED = 20_000  # characters
SECONDS = 2.0  # of processor time for one cell


def markdown(source: str) -> str:
    """Return Markdown as HTML, or as the text that it is if that takes too much."""
    return within_bounds(render_markdown, source)


def code(source: str, language: str | None = None, metadata: Any = None) -> str:
    """Return Python code as coloured HTML, or as the text that it is if that takes too much.

    Args:
        source: The code.
        language: Not looked at: every notebook of the course is in Python.
        metadata: Likewise.
    """
    return within_bounds(render_code, source)


def within_bounds(render: Callable[[str], str], source: str) -> str:
    """Return a text rendered by the child, or escaped."""
    if len(source) <= LONGEST_RENDERED:
        try:
            return bounded.call(render, source, seconds=SECONDS)
        except (bounded.Exceeded, bounded.Failed):
            pass
    return preformatted(source)


# ---- in the child --------------------------------------------------------------------------------


def render_markdown(source: str) -> str:
    """Return Markdown as HTML, as nbconvert renders it."""
    return MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(source)


def render_code(source: str) -> str:
    """Return code as coloured HTML, as nbconvert renders it."""
    return highlighter()(source)


@cache
def highlighter() -> Highlight2HTML:
    """Make nbconvert's highlighter of Python, once."""
    return Highlight2HTML(pygments_lexer="ipython3")
