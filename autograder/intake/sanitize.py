"""Makes what students wrote harmless to read, before anyone opens it in a browser.

Feedback pages and Formgrader show the autograded notebook, and neither escapes HTML. So a notebook
is cleaned while it is graded: its Markdown before it runs, its outputs after. What is left is plain
text and pictures; the only HTML in an autograded notebook is the judge's own.
"""

import base64
import binascii
import io
import re
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum
from PIL import Image

from autograder import bounded
from autograder.text import one_line, plain

LONGEST_TEXT = 200_000  # characters of one output; nbgrader's LimitOutput cuts further
LONGEST_ANSWER = 20_000  # characters of one text cell of a student's: some ten pages
LONGEST_ANSWERS = 200_000  # characters of all of them
LARGEST_PICTURE = 4_000_000  # bytes
MOST_PIXELS = 8_192  # along one side: a browser unpacks a picture of a few bytes into all of them
MOST_PIXELS_OF_A_PAGE = 100_000_000  # of all its pictures
REST = "\n... the rest is left out"
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG"}
UNCLEAN = "(What this cell wrote takes too long to look through, so it was left out.)"
Output = dict[str, Any]  # as nbformat has it
OUTPUTS = {"stream", "display_data", "execute_result", "error"}


# Macros of MathJax that make links, set attributes or load extensions.
# A command of TeX ends where its letters end: \href1 is \href.
_TEX = re.compile(
    r"\\(href|url|require|class|style|cssId|data|html[A-Za-z]*|bbox|mmlToken|unicode)(?![A-Za-z])"
)


class CleanMarkdown(NbGraderPreprocessor):
    """In the sanitize step: text cells keep their words but not their HTML, links or pictures.

    A cell whose source is the course's own, character by character, stays as it is, so that hints
    still fold away. Raw cells, which a page would repeat as they are, become text cells.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Clean every text cell that is not the course's own."""
        names = resources["nbgrader"]
        own = own_texts(Path("source", names["assignment"], f"{names['notebook']}.ipynb"))
        left = LONGEST_ANSWERS
        for cell in nb.cells:
            if cell.cell_type == "code" or (cell.cell_type == "markdown" and cell.source in own):
                continue
            checksum = cell.metadata.get("nbgrader", {}).get("checksum")
            if checksum and checksum == compute_checksum(cell):  # the stub of an answer
                continue
            cell.source = inert(cut(cell.source, min(LONGEST_ANSWER, left)))
            left = max(0, left - len(cell.source))
            cell.pop("attachments", None)
            if cell.cell_type == "raw" and "nbgrader" not in cell.metadata:
                cell.cell_type = "markdown"
        return nb, resources


class CleanOutputs(NbGraderPreprocessor):
    """In the autograde step, after the kernel: outputs keep plain text and checked pictures."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Replace the outputs of all code cells with harmless ones."""
        cells = [cell for cell in nb.cells if cell.cell_type == "code"]
        written = [cell.get("outputs", []) for cell in cells]
        try:
            cleaned = with_pictures(bounded.call(clean_outputs, written), written)
        except (bounded.Exceeded, bounded.Failed):
            cleaned = [[new_output("stream", name="stdout", text=UNCLEAN)] for _ in cells]
        for cell, outputs in zip(cells, cleaned, strict=True):
            cell.outputs = outputs
            if not isinstance(cell.get("execution_count"), int):
                cell.execution_count = None
        # What a kernel adds, the state of widgets for one, is an output, too, and a page runs it.
        nb.metadata = NotebookNode(
            {name: nb.metadata[name] for name in ("kernelspec",) if name in nb.metadata}
        )
        return nb, resources


class Pixels:
    """How many pixels the pictures of a page may still have."""

    def __init__(self) -> None:
        self.left = MOST_PIXELS_OF_A_PAGE

    def take(self, count: int) -> bool:
        """Return whether a picture of so many is kept; 0 is no picture."""
        kept = 0 < count <= self.left
        self.left -= count if kept else 0
        return kept


def clean_outputs(cells: list[list[Output]]) -> list[list[tuple[int, Output]]]:
    """Return the outputs of a notebook's cells that a page may show, each with its index.

    Pictures are checked and not returned, for they are large: ``with_pictures`` puts them back.

    Args:
        cells: The outputs of each cell.
    """
    pixels, cleaned = Pixels(), []
    for outputs in cells:
        kept = [
            (index, one)
            for index, output in enumerate(outputs)
            if (one := clean_output(nbformat.from_dict(output), pixels)) is not None
        ]
        for _, one in kept:
            one.get("data", {}).update(dict.fromkeys(set(PICTURES) & set(one.get("data", {}))))
        cleaned.append(kept)
    return cleaned


def with_pictures(
    cleaned: list[list[tuple[int, Output]]], cells: list[list[Output]]
) -> list[list[NotebookNode]]:
    """Return outputs that :func:`clean_outputs` has cleaned, with their pictures."""
    whole: list[list[NotebookNode]] = []
    for kept, outputs in zip(cleaned, cells, strict=True):
        whole.append([])
        for index, one in kept:
            for mime in set(PICTURES) & set(one.get("data", {})):
                one["data"][mime] = outputs[index]["data"][mime]
            whole[-1].append(nbformat.from_dict(one))
    return whole


def own_texts(path: Path) -> set[str]:
    """Return the sources of the text cells that the course itself wrote into a notebook."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, AttributeError):
        return set()
    return {cell.source for cell in notebook.cells if cell.cell_type == "markdown"}


def inert(text: str) -> str:
    """Return Markdown that renders to words alone: no tag, link, picture or active formula.

    Inserted spaces achieve this, wherever the characters are: ``<`` before a space opens no tag,
    and brackets apart from their parentheses or colon make no link. In code and formulas, where
    those characters mean something else, a space changes nothing but the looks.
    """
    text = plain(text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "< ", text)
    text = re.sub(r"\](?=[(\[:])", "] ", text)
    # An entity opens no tag and no link, but a formula is read from the page, entities decoded.
    text = re.sub(r"&(?=[#A-Za-z])", "& ", text)
    return _TEX.sub(r"\\ \1", text)


def clean_output(output: NotebookNode, pixels: Pixels | None = None) -> NotebookNode | None:
    """Return an output that a page may show, or ``None`` for a kind that nobody knows.

    Args:
        output: As the kernel gave it.
        pixels: How many the pictures of its page may still have.
    """
    kind = output.get("output_type")
    if kind not in OUTPUTS:
        return None
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=shortened(output.get("text", "")))
    if kind == "error":
        return new_output(
            "error",
            ename=one_line(output.get("ename", "Error")),
            evalue=one_line(output.get("evalue", "")),
            traceback=[shortened(part) for part in output.get("traceback", []) if part][:200],
        )
    return new_output(kind, clean_data(output.get("data", {}), pixels or Pixels()))


def clean_data(data: dict[str, Any], pixels: Pixels) -> dict[str, str]:
    """Return a rich output's harmless parts: picture, plain text, or what was left out."""
    kept = {mime: data[mime] for mime in PICTURES if pixels.take(size_of(mime, data.get(mime)))}
    if isinstance(data.get("text/plain"), str | list):
        kept["text/plain"] = shortened(data["text/plain"])
    if not kept:
        kinds = ", ".join(sorted(one_line(mime)[:40] for mime in data))[:200] or "nothing"
        kept["text/plain"] = f"(An output that is no text or picture was left out: {kinds}.)"
    return kept


def is_picture(mime: str, encoded: object) -> bool:
    """Return whether base64 text is a picture of its kind, and small enough for a browser."""
    return size_of(mime, encoded) > 0


def size_of(mime: str, encoded: object) -> int:
    """Return how many pixels a picture has; 0 if it is none of its kind, or too large."""
    if not isinstance(encoded, str) or len(encoded) > LARGEST_PICTURE * 4 / 3 + 4:
        return 0
    try:
        content = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which the size below refuses
            # The header alone is read; no other decoder than this one looks at the bytes.
            with Image.open(io.BytesIO(content), formats=[PICTURES[mime]]) as picture:
                width, height = picture.size
                return width * height if max(width, height) <= MOST_PIXELS else 0
    except Exception:  # Pillow raises many kinds for damaged files
        return 0


def shortened(text: object) -> str:
    """Return plain text, cut if it is absurdly long."""
    return cut(plain(text[: 2 * LONGEST_TEXT] if isinstance(text, str) else text), LONGEST_TEXT)


def cut(text: str, longest: int) -> str:
    """Return a text of at most so many characters, and a line that says so if it is cut."""
    return text if len(text) <= longest else text[:longest] + REST
