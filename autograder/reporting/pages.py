"""Pages of HTML that stand alone: no script, no network, readable on a phone and on paper.

Templates write them and escape what is put in, so that no name and no sentence can act.
"""

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

import matplotlib as mpl
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from autograder.text import plain
from course_utils.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

# Below 700 px a table becomes a list of cards, since it would not fit a phone.
STYLE = """
.report { color: #1b1b1b; background: #fff; font: 16px/1.5 system-ui, sans-serif;
  max-width: 72em; margin: 0 auto; padding: 1em; overflow-wrap: anywhere; text-align: left; }
.report h1 { font-weight: 700; font-size: 1.7em; line-height: 1.2; margin: 0.5em 0; }
.report h2 { font-weight: 700; font-size: 1.35em; margin: 2.2em 0 0.5em; padding-top: 0.8em;
  border-top: 2px solid #0072b2; }
.report h3 { font-weight: 700; font-size: 1.05em; margin: 1.5em 0 0.4em; }
.report p, .report ul { margin: 0.4em 0; max-width: 46em; }
.report ul { padding-left: 1.2em; }
.report .figures { display: grid; gap: 1em; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 25em), 1fr)); }
.report figure { margin: 0.5em 0; max-width: 34em; break-inside: avoid; }
.report figure svg { width: 100%; height: auto; display: block; }
.report figcaption { font-size: 0.9em; color: #444; }
.report table { border-collapse: collapse; width: 100%; font-size: 0.95em; margin: 0.5em 0;
  background: #fff; }
.report th, .report td { text-align: left; vertical-align: top; padding: 0.35em 0.7em 0.35em 0;
  border-bottom: 1px solid #d5d5d5; overflow-wrap: break-word; }
.report th { border-bottom: 2px solid #888; }
.report td.number, .report th.number { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
.report .facts { display: flex; flex-wrap: wrap; gap: 0.6em 2em; margin: 0.8em 0; padding: 0; }
.report .facts div { min-width: 6em; }
.report .facts dt { font-size: 0.85em; color: #444; }
.report .facts dd { margin: 0; font-size: 1.3em; font-weight: 600; }
.report .note { border-left: 4px solid #e69f00; padding: 0.2em 0.8em; background: #fdf6e7; }
.report summary { cursor: pointer; padding: 0.5em 0; color: #005a8d; }
@media (max-width: 700px) {
  .report thead { position: absolute; left: 0; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .report table, .report tbody, .report tr, .report td { display: block; width: auto; }
  .report tr { border-bottom: 1px solid #888; padding: 0.5em 0; }
  .report td, .report td.number { border: 0; padding: 0.1em 0; text-align: left;
    white-space: normal; }
  .report td::before { content: attr(data-label) ": "; color: #444; font-weight: 600; }
  .report td:empty { display: none; }
}
@media print {
  .report { max-width: none; padding: 0; font-size: 10pt; }
  .report h2 { break-before: auto; }
  .report h2, .report h3 { break-after: avoid; }
  .report tr, .report figure { break-inside: avoid; }
  .report .figures { grid-template-columns: 1fr 1fr; }
  .report summary { display: none; }
  .report details::details-content { content-visibility: visible; display: block; height: auto; }
}
"""
FIGURE: dict[
    "RcKeyType", Any
] = {  # inches and points: 380 px of a phone show it as it is, a screen enlarges it
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": 9,
    "axes.titlesize": 10,
}
_TEMPLATES = Environment(
    autoescape=True,
    finalize=lambda value: value if isinstance(value, Markup) else plain(value),
    undefined=StrictUndefined,
    trim_blocks=True,
)


def render(template: LiteralString, /, **values: object) -> Markup:
    """Return a template as HTML in which every value is only shown.

    Args:
        template: Never what a student wrote, since Jinja2 runs it.
        values: Each loses its control characters and is escaped, unless a template made it.
    """
    return Markup(_TEMPLATES.from_string(template).render(values))


# The policy lets nothing be loaded, whatever may get into the page.
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer">
<title>{{ title }}</title>
<style>body { margin: 0; }{{ style }}</style>
</head>
<body>
<main class="report">
{{ body }}
</main>
</body>
</html>
"""


def page(title: str, body: Markup) -> Markup:
    """Return a whole page."""
    return render(PAGE, title=title, body=body, style=Markup(STYLE))


def write(target: Path, content: str) -> None:
    """Write a file, complete or not at all.

    Args:
        target: The file.
        content: Its text; line ends stay as they are.

    Raises:
        OSError: It cannot be written; the error names the target.
    """
    with write_atomically(target) as partial:
        partial.write_text(content, encoding="utf-8", newline="")


TABLE = """
<table><thead><tr>
{% for name in head %}
<th scope="col"{% if name in numbers %} class="number"{% endif %}>{{ name }}</th>
{% endfor %}
</tr></thead>
<tbody>
{% for row in rows %}
<tr>
{% for name, value in row %}
<td{% if name in numbers %} class="number"{% endif %} data-label="{{ name }}">{{ value }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody></table>
"""


def table(
    head: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[str] = ()
) -> Markup:
    """Return a table.

    Args:
        head: The columns' names.
        rows: The cells of each row.
        numbers: The columns that hold numbers, which are aligned at the right.
    """
    named = [list(zip(head, row, strict=True)) for row in rows]
    return render(TABLE, head=head, rows=named, numbers=numbers)


CAPTIONED = """
<figure>
<svg role="img" aria-label="{{ description }}"{{ attributes }}>
<title>{{ description }}</title>{{ drawing }}
<figcaption>{{ description }}</figcaption>
</figure>
"""


def figure(drawn: Figure, description: str) -> Markup:
    """Return a figure as inline SVG, the same each time, with its description below it.

    Args:
        drawn: With title and labelled axes.
        description: What it shows, in a sentence or two, for everyone to read.
    """
    file = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with mpl.rc_context({**FIGURE, "svg.hashsalt": description}):
        drawn.savefig(file, format="svg", metadata=nothing)
    markup = file.getvalue()
    markup = markup[markup.index("<svg") :]
    markup = re.sub(r"<metadata>.*?</metadata>", "", markup, flags=re.DOTALL)
    used = set(re.findall(r"#([\w-]+)", markup))
    # Ids such as axes_1 stand in each figure, and a page may hold each only once.
    markup = re.sub(r' id="([^"]+)"', lambda m: m[0] if m[1] in used else "", markup)
    attributes, drawing = map(Markup, markup.removeprefix("<svg").split(">", 1))
    return render(CAPTIONED, description=description, attributes=attributes, drawing=drawing)
