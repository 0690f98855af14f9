"""Notes: what happened to a submission besides its verdicts, in sentences for its author."""

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.text import page

CELL = "grader-notes"  # the id of the cell that grading itself puts before the student's


class Notes(list[str]):
    """Sentences about one submission, told to its author and to the instructor.

    nbconvert copies its resources deeply before each preprocessor; one submission has one list, so
    a copy is the list itself.

    Attributes:
        repaired: Whether something was repaired.
        refused: By notebook that could not be graded, why not.
    """

    def __init__(self) -> None:
        super().__init__()
        self.repaired = False
        self.refused: dict[str, str] = {}

    def __deepcopy__(self, memo: Any) -> "Notes":
        return self

    def repair(self, sentence: str) -> None:
        """Note what was repaired, once."""
        self.repaired = True
        if sentence not in self:
            self.append(sentence)

    def refuse(self, notebook: str, sentence: str) -> None:
        """Note why a notebook earns nothing."""
        self.refused[notebook] = sentence
        if sentence not in self:
            self.append(sentence)


class ShowNotes(NbGraderPreprocessor):
    """Puts the notes at the top of the graded notebook, where formgrader and feedback show them."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Insert one text cell, if there is anything to say."""
        notes = resources.get("notes")
        if notes:
            text = as_html("Before your notebook was graded", list(notes))
            nb.cells.insert(0, new_markdown_cell(text, id=CELL))
        return nb, resources


def as_html(title: str, notes: list[str]) -> str:
    """Return notes under a title as one line of HTML, escaped and without meaning in Markdown."""
    items = "".join(f"<li>{page(note)}</li>" for note in notes)
    return f"<div><p><b>{page(title)}</b></p><ul>{items}</ul></div>"
