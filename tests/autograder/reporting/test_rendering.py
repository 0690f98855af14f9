"""Pages show what students wrote within bounds, and look as nbconvert makes them."""

import pytest
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown import markdown2html

from autograder import bounded
from autograder.reporting import rendering
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


def test_markdown_and_code_look_as_nbconvert_makes_them():
    assert rendering.markdown(TEXT) == markdown2html(TEXT)
    assert rendering.code("x = 1\n%time x") == Highlight2HTML()("x = 1\n%time x")


@pytest.mark.parametrize(("kind", "text"), SLOW.values(), ids=SLOW)
def test_what_takes_long_to_render_is_shown_as_it_was_written(kind, text, monkeypatch):
    monkeypatch.setattr(rendering, "SECONDS", 0.5)
    asked = []
    call = bounded.call

    def counted(*arguments, **settings):
        asked.append(settings["seconds"])
        return call(*arguments, **settings)

    monkeypatch.setattr(bounded, "call", counted)
    page = getattr(rendering, kind)(text)
    assert page.startswith("<pre class='tex2jax_ignore")
    assert asked in ([], [0.5])  # nothing is tried twice


def test_a_text_that_is_not_rendered_does_not_act():
    hostile = "<script>alert(1)</script>$\\href{javascript:1}{x}$" * 1_000
    for render in (rendering.markdown, rendering.code):
        page = render(hostile)
        assert not active(page)
        assert "$" not in page
