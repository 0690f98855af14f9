"""Formulas of the course's texts are pictures with their words; nothing else of a text changes."""

import base64
import re

import nbformat
import pytest

from autograder.course import NOTEBOOKS, assignments
from autograder.reporting.feedback import with_summary
from autograder.reporting.formulas import drawn
from tests.submissions.inert import active


def test_a_formula_is_a_picture_with_its_words():
    tag = drawn("Where $p_y < 1$, it falls.")
    assert tag.startswith("Where <img alt='p_y &lt; 1' style='display: inline;")
    assert tag.endswith("'>, it falls.")
    encoded = re.search(r"base64,([^']+)'", tag)[1]
    svg = base64.b64decode(encoded).decode()
    assert svg.startswith("<svg")
    assert "<script" not in svg


def test_a_formula_on_a_line_of_its_own_stands_alone():
    assert "display: block" in drawn("$$\n\\sum_i x_i\n$$")


@pytest.mark.parametrize("text", ["`a = $x$`", "```\n$x$\n```", "It costs $5 or $6.", "no formula"])
def test_code_and_prices_stay_as_they_are(text):
    assert drawn(text) == text


def test_a_command_that_nobody_knows_is_shown_in_words():
    assert drawn("$\\unheard{x}$") == "<code>&#92;unheard{x}</code>"


@pytest.mark.parametrize("assignment", assignments())
def test_every_formula_of_the_course_can_be_drawn(assignment):
    notebook = nbformat.read(NOTEBOOKS / f"{assignment}.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"```.*?```|`[^`]*`", "", drawn(cell.source), flags=re.DOTALL)
            assert "$" not in text
            assert "<code>" not in text


def test_a_page_of_feedback_runs_and_loads_nothing():
    head = "<html><head><script src='https://cdn.example/m.js'></script><style>b</style></head>"
    page = with_summary(f"{head}<body class='x'>notebook $x$</body></html>", "summary")
    assert "<script" not in page
    assert "default-src 'none'" in page.partition("<body")[0]
    assert "summary</section>notebook $x$" in page
    assert not active(page.partition("<body")[2])
