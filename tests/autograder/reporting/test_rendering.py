"""Pages show what students wrote within bounds, and look as nbconvert makes them."""

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown import markdown2html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from autograder import bounded
from autograder.configuration import configure
from autograder.course import NOTEBOOKS, assignments
from autograder.reporting import rendering
from autograder.reporting.formulas import drawn
from tests.submissions.inert import active

TEXT = (
    "# Title\n\nSome *text* with $x^2$, `code` and\n\n- a list\n\n| a | b |\n|---|---|\n| 1 | 2 |"
)
SLOW = {
    "blanks": ("markdown", "a" + " " * 60_000 + "b"),
    "fewer blanks": ("markdown", "a" + " " * 19_000 + "b"),
    "formulas": ("markdown", "\\\\[" * 6_000),
    "attributes": ("code", "a." * 9_900),
}


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """How long the child was given, for each call."""
    asked, call = [], bounded.call

    def counted(*arguments, **settings):
        asked.append(settings["seconds"])
        return call(*arguments, **settings)

    monkeypatch.setattr(bounded, "call", counted)
    monkeypatch.setattr(rendering, "_PAGE", {})
    return asked


def test_markdown_and_code_look_as_nbconvert_makes_them():
    assert rendering.markdown(TEXT) == markdown2html(TEXT)
    assert rendering.code("x = 1\n%time x") == Highlight2HTML()("x = 1\n%time x")


def test_a_page_is_rendered_by_one_call(asked):
    nb = new_notebook(cells=[new_markdown_cell(TEXT), new_code_cell("x"), new_code_cell("")])
    cells, _ = rendering.RenderCells().preprocess(nb, {})
    assert len(cells.cells) == 3
    assert rendering.markdown(TEXT) == markdown2html(TEXT)
    assert rendering.code("x") == Highlight2HTML()("x")
    assert len(asked) == 1


@pytest.mark.parametrize(("kind", "text"), SLOW.values(), ids=SLOW)
def test_what_takes_long_to_render_is_shown_as_it_was_written(kind, text, monkeypatch, asked):
    monkeypatch.setattr(rendering, "SECONDS", 0.3)
    page = getattr(rendering, kind)(text)
    assert page.startswith("<pre class='tex2jax_ignore")
    assert asked in ([], [0.3])  # nothing is tried twice


def test_a_page_that_takes_too_long_shows_all_cells_as_they_were_written(monkeypatch, asked):
    monkeypatch.setattr(rendering, "SECONDS", 0.3)
    slow = [new_code_cell(f"{SLOW['attributes'][1]}{number}") for number in range(20)]
    nb, _ = rendering.RenderCells().preprocess(new_notebook(cells=[new_code_cell("x"), *slow]), {})
    assert nb.cells[0].source == rendering.NOTE
    assert all(rendering.code(cell.source).startswith("<pre class=") for cell in slow)
    assert rendering.code("x") == "<pre class='tex2jax_ignore mathjax_ignore'>x</pre>"
    assert asked == [0.3]


def test_no_filter_of_nbconvert_looks_at_a_students_text_again():
    config = Config()
    configure(config)
    filters = HTMLExporter(config=config).environment.filters
    assert filters["markdown2html"] is rendering.markdown
    assert filters["strip_files_prefix"] is rendering.unchanged
    assert rendering.unchanged("[a](files/b)") == "[a](files/b)"


def test_a_text_that_is_not_rendered_does_not_act():
    hostile = "<script>alert(1)</script>$\\href{javascript:1}{x}$" * 1_000
    page = rendering.code(hostile)
    assert not active(page)
    assert "$" not in page


@pytest.mark.parametrize("assignment", assignments())
def test_each_page_of_the_course_is_rendered_well_within_its_bounds(assignment, monkeypatch):
    monkeypatch.setattr(rendering, "SECONDS", rendering.SECONDS / 2)
    nb = nbformat.read(NOTEBOOKS / f"{assignment}.ipynb", as_version=4)
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = drawn(cell.source)
    assert rendering.render_page(nb)
    assert not [html for html in rendering._PAGE.values() if html.startswith("<pre class='tex2jax")]
