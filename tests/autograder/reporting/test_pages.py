"""The building blocks of pages show what they are given, and none of it acts."""

import ast
from pathlib import Path

import jinja2
import pytest
from matplotlib.figure import Figure

import autograder.reporting
from autograder.reporting import pages
from autograder.reporting.pages import render
from tests.submissions.inert import active

pytestmark = pytest.mark.fast

HOSTILE = "<script>alert(1)</script>\"' onload='alert(1)\x1b[31m{{ 7 * 7 }}\x07\u202e"
BLOCKS = {
    "template": render("<p title='{{ value }}'>{{ value }}</p>", value=HOSTILE),
    "page": pages.page(HOSTILE, render("<p>{{ value }}</p>", value=HOSTILE)),
    "page of text": pages.page("title", HOSTILE),
    "table": pages.table([HOSTILE], [[HOSTILE], [[HOSTILE]]], [HOSTILE]),
    "figure": pages.figure(Figure(), HOSTILE),
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_what_a_block_shows_is_text(block):
    assert not active(block)
    assert "<script" not in block
    assert "&lt;script&gt;" in block
    assert "onload='" not in block
    assert not {"\x1b", "\x07", "\u202e"} & set(block)
    assert "[31m" not in block
    assert "{{ 7 * 7 }}" in block


def test_what_a_template_made_is_escaped_once():
    inner = render("<b>{{ value }}</b>", value="<&>")
    assert render("<p>{{ inner }}</p>", inner=inner) == "<p><b>&lt;&amp;&gt;</b></p>"


def test_a_name_that_a_template_does_not_get_is_an_error():
    with pytest.raises(jinja2.UndefinedError, match="sentence"):
        render("<p>{{ sentence }}</p>")


def test_every_template_is_a_constant():
    templates = [
        node.args[0]
        for path in Path(autograder.reporting.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("render", "pages.render")
    ]
    assert templates
    for one in templates:
        assert isinstance(one, ast.Constant) or ast.unparse(one).isupper()
