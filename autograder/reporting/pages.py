"""Pages of HTML that stand alone: no script, no network, readable on a phone and on paper.

Everything that is put into them is escaped here, so that no name and no sentence can act.
"""

import html
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from autograder.text import plain
from course_utils.files import write_atomically

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
FIGURE = {  # inches and points: 380 px of a phone show it as it is, a screen enlarges it
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": 9,
    "axes.titlesize": 10,
}


def text(value: object) -> str:
    """Return text that is only shown: control characters gone, the rest escaped."""
    return html.escape(plain(value))


def page(title: str, body: str, language: str = "en") -> str:
    """Return a whole page.

    Args:
        title: What it is; escaped here.
        body: HTML of the other functions of this module.
        language: Of its words.
    """
    # The policy lets nothing be loaded, whatever may get into the page.
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer">
<title>{text(title)}</title>
<style>body {{ margin: 0; }}{STYLE}</style>
</head>
<body>
<main class="report">
{body}
</main>
</body>
</html>
"""


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


def facts(pairs: Iterable[tuple[str, object]]) -> str:
    """Return a few numbers with their names, as a list."""
    items = "".join(f"<div><dt>{text(n)}</dt><dd>{text(v)}</dd></div>" for n, v in pairs)
    return f'<dl class="facts">{items}</dl>'


def paragraph(sentence: str, kind: str = "") -> str:
    """Return a paragraph; ``kind`` may be ``note``."""
    return f'<p class="{kind}">{text(sentence)}</p>' if kind else f"<p>{text(sentence)}</p>"


def items(sentences: Iterable[str]) -> str:
    """Return a list of sentences."""
    return "<ul>" + "".join(f"<li>{text(one)}</li>" for one in sentences) + "</ul>"


def table(
    head: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[str] = ()
) -> str:
    """Return a table.

    Args:
        head: The columns' names.
        rows: The cells of each row.
        numbers: The columns that hold numbers, which are aligned at the right.
    """
    kinds = [' class="number"' if name in numbers else "" for name in head]
    top = "".join(f'<th scope="col"{k}>{text(n)}</th>' for n, k in zip(head, kinds, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{kind} data-label="{text(name)}">{text(value)}</td>'
            for name, kind, value in zip(head, kinds, row, strict=True)
        )
        + "</tr>\n"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table>"


def folded(title: str, body: str) -> str:
    """Return something long that opens on a click, and on paper."""
    return f"<details><summary>{text(title)}</summary>{body}</details>"


def figure(drawn: Figure, description: str, caption: str = "") -> str:
    """Return a figure as inline SVG, with a description for those who cannot see it.

    Args:
        drawn: With title and labelled axes.
        description: What it shows, in a sentence or two.
        caption: The text below it.
    """
    below = f"<figcaption>{text(caption)}</figcaption>" if caption else ""
    return f"<figure>{svg(drawn, description)}{below}</figure>"


def svg(drawn: Figure, description: str) -> str:
    """Return a figure as an SVG element; the same figure always gives the same text."""
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
    label = text(description)
    return re.sub(
        r"^<svg", lambda _: f'<svg role="img" aria-label="{label}"', markup, count=1
    ).replace(">", f"><title>{label}</title>", 1)
