"""Renders text cells and code of graded notebooks, for Formgrader and for feedback.

Markdown and highlighters need seconds for some texts of a few kilobytes. So all cells of a page are
rendered by one call in a child process with bounds; a page that exceeds them shows its cells as
they were written.
"""

from functools import cache
from typing import Any

from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder import bounded
from autograder.text import preformatted

LONGEST_CODE = 20_000  # characters of one cell that are coloured; intake bounds text cells
SECONDS = 2.0  # of processor time for one page; the course's own need a tenth of that
NOTE = "The cells of this notebook take too long to render, so they are shown as they were written."
Text = tuple[str, str]  # a cell's type, and its source

_PAGE: dict[Text, str] = {}  # what is rendered of the page that is being made


class RenderCells(NbGraderPreprocessor):
    """Renders all cells of a page; the filters below then put them into their places."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Render the cells, and put a sentence above them where that takes too long."""
        if not render_page(nb):
            nb.cells.insert(0, new_markdown_cell(NOTE, id="rendering"))
        return nb, resources


def render_page(nb: NotebookNode) -> bool:
    """Render the cells of a page in the place of those of the page before.

    Returns:
        Whether that was done within the bounds; if not, all are kept as they were written.
    """
    texts = [(cell.cell_type, cell.source) for cell in nb.cells if cell.source]
    short = [text for text in texts if not is_long(text)]
    _PAGE.clear()
    _PAGE.update({text: preformatted(text[1]) for text in texts})
    try:
        _PAGE.update(zip(short, bounded.call(render_all, short, seconds=SECONDS), strict=True))
    except (bounded.Exceeded, bounded.Failed):
        return False
    return True


def is_long(text: Text) -> bool:
    """Return whether a text is not even tried. The course's own may hold pictures of formulas."""
    return text[0] == "code" and len(text[1]) > LONGEST_CODE


def markdown(source: str) -> str:
    """Return Markdown as HTML, or as the text that it is if that takes too much."""
    return rendered(("markdown", source))


def code(source: str, language: str | None = None, metadata: Any = None) -> str:
    """Return Python code as coloured HTML, or as the text that it is if that takes too much.

    Args:
        source: The code.
        language: Not looked at: every notebook of the course is in Python.
        metadata: Likewise.
    """
    return rendered(("code", source))


def unchanged(text: str) -> str:
    """Return a text as it is.

    nbconvert's filter of this place looks for links of notebooks of 2013, in quadratic time.
    """
    return text


def rendered(text: Text) -> str:
    """Return a text of the page, or one beside it, such as a comment, rendered by itself."""
    if text in _PAGE:
        return _PAGE[text]
    if not is_long(text):
        try:
            return bounded.call(render_all, [text], seconds=SECONDS)[0]
        except (bounded.Exceeded, bounded.Failed):
            pass
    return preformatted(text[1])


# ---- in the child --------------------------------------------------------------------------------


def render_all(texts: list[Text]) -> list[str]:
    """Return texts as HTML, as nbconvert renders them."""
    return [
        highlighter()(source)
        if kind == "code"
        else MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(source)
        for kind, source in texts
    ]


@cache
def highlighter() -> Highlight2HTML:
    """Make nbconvert's highlighter of Python, once."""
    return Highlight2HTML(pygments_lexer="ipython3")
