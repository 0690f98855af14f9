"""Draws the formulas of the course's own text cells, so that a page needs no script for them.

matplotlib's mathtext knows the part of TeX that the notebooks use, and it is installed anyway. The
page shows each formula as a picture, with its TeX in words for who cannot see it. A formula that a
student wrote stays the text that it is: in TeX one can write links.
"""

import base64
import io
import re
from functools import cache

from matplotlib.mathtext import math_to_image

from autograder.text import page

# Code is left alone; what begins and ends with one or two $ is a formula.
FORMULA = re.compile(
    r"(?P<code>```.*?```|`[^`\n]+`)"
    r"|\$\$(?P<display>.+?)\$\$"
    r"|(?<![\\$])\$(?!\s)(?P<inline>[^$]+?)(?<!\s)\$(?!\d)",
    re.DOTALL,
)
SHORT_FRACTION = re.compile(r"\\t?frac\s*(\d)\s*(\d)")
LONG = r"\\frac{\1}{\2}"
POINTS = 72  # to an inch
DPI = 96.0  # pixels of CSS to an inch


def drawn(source: str) -> str:
    """Return Markdown of the course in which pictures stand for the formulas."""
    return FORMULA.sub(_picture, source)


def _picture(found: re.Match[str]) -> str:
    """Return one tag for a formula, and code as it is."""
    if found["code"]:
        return found["code"]
    tex = " ".join((found["display"] or found["inline"]).split())
    return tag(tex, display=found["display"] is not None)


@cache
def tag(tex: str, display: bool) -> str:
    """Return a tag of HTML that shows a formula.

    Args:
        tex: TeX without its dollars.
        display: Whether it has a line of its own.
    """
    words = page(tex)
    file = io.BytesIO()
    try:
        known = SHORT_FRACTION.sub(LONG, tex)
        known = known.replace(r"\frac", r"\dfrac") if display else known
        depth = math_to_image(f"${known}$", file, dpi=POINTS, format="svg")
    except ValueError:  # mathtext does not know some command: its words are there all the same
        return f"<code>{words}</code>"
    svg = file.getvalue().decode()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    encoded = base64.b64encode(svg.encode()).decode()
    place = (
        "display: block; margin: 0.8em auto"
        if display
        else f"display: inline; vertical-align: {-depth * DPI / POINTS:.1f}px"
    )
    return f"<img alt='{words}' style='{place}' src='data:image/svg+xml;base64,{encoded}'>"
