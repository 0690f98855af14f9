"""A course of one small notebook with every kind of nbgrader cell, made in milliseconds."""

import copy
import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, ComputeChecksums, LockCells, SaveCells
from traitlets import import_item
from traitlets.config import Config

from autograder.configuration import configure
from autograder.intake.notes import Notes
from autograder.intake.repair import Original, Released, released

NAME = "small"
HIDDEN = "\n### BEGIN HIDDEN TESTS\n0\n### END HIDDEN TESTS"


def own(grade_id, points=None, **settings):
    metadata = {
        "grade_id": grade_id,
        "grade": points is not None,
        "solution": False,
        "task": False,
        "locked": False,
        "schema_version": 3,
        **settings,
    }
    return {"nbgrader": metadata | ({} if points is None else {"points": points})}


def instructor_notebook():
    """Setup; an exercise and its check, twice; an essay; a text that is locked; a described task."""
    cells = [
        new_code_cell("import numpy", id="setup", metadata=own("setup", locked=True)),
        new_markdown_cell("# A title", id="title"),
        new_code_cell("def one():\n    ...", id="one-s", metadata=own("one_s", solution=True)),
        new_code_cell(
            "check(one)" + HIDDEN, id="one", metadata=own("one", points=1.0, locked=True)
        ),
        new_code_cell("def two():\n    ...", id="two-s", metadata=own("two_s", solution=True)),
        new_code_cell(
            "check(two)" + HIDDEN, id="two", metadata=own("two", points=2.5, locked=True)
        ),
        new_markdown_cell(
            "Your answer", id="essay", metadata=own("essay", points=3.0, solution=True)
        ),
        new_markdown_cell("Do not touch", id="rule", metadata=own("rule", locked=True)),
    ]
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return notebook


class SmallCourse:
    """What a student is given, and what each cell was.

    Attributes:
        originals: The course's cells by grade id, as ``repair`` reads them off a gradebook.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.url = f"sqlite:///{folder / 'gradebook.db'}"
        self._registered = instructor_notebook()
        for step in (LockCells, ComputeChecksums):
            self._registered, _ = step().preprocess(self._registered, {})
        released, _ = ClearHiddenTests().preprocess(copy.deepcopy(self._registered), {})
        self._released = nbformat.writes(released)
        self.originals = {}
        for cell in self._registered.cells:
            if "nbgrader" in cell.metadata:
                metadata = NotebookNode(cell.metadata["nbgrader"], cell_type=cell.cell_type)
                self.originals[metadata.grade_id] = Original(metadata, cell.source)

    def register(self):
        """Make the gradebook, which takes a second, and read the originals off it."""
        # A new gradebook starts alembic by name: the environment's programs must be on the path.
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", programs)
            with Gradebook(self.url) as book:
                book.add_assignment(NAME)
        SaveCells().preprocess(copy.deepcopy(self._registered), self.resources())
        with Gradebook(self.url) as book:
            self.originals = released(book.find_notebook(NAME, NAME)).originals

    def resources(self):
        names = {"student": "s", "assignment": NAME, "notebook": NAME, "db_url": self.url}
        kernel = {"name": "python3", "display_name": "Python 3"}
        release = Released(self.originals, kernel)
        return {"nbgrader": names, "notes": Notes(), "released": release}

    def released(self):
        """A fresh copy of the student's notebook."""
        return nbformat.reads(self._released, as_version=4)

    def sanitize(self, notebook, notes):
        """All steps that a notebook goes through before it is run, on the gradebook."""
        config = Config()
        configure(config)
        resources = self.resources() | {"notes": notes}
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            for step in config.Autograde.sanitize_preprocessors:
                notebook, resources = import_item(step)(config=config).preprocess(
                    notebook, resources
                )
        finally:
            os.chdir(before)
        return notebook

    def violations(self, notebook):
        """What is wrong with a notebook that is about to be run: nothing, if all went well."""
        found = []
        try:
            nbformat.validate(notebook)
        except nbformat.ValidationError as error:
            found.append(f"invalid: {error}")
        if notebook.nbformat != 4 or set(notebook.metadata) - {"kernelspec"}:
            found.append("metadata of the notebook")
        ids = [cell.get("id") for cell in notebook.cells]
        if len(set(ids)) < len(ids):
            found.append("ids occur twice")
        counts = dict.fromkeys(self.originals, 0)
        for cell in notebook.cells:
            if set(cell.metadata) - {"nbgrader"} or "attachments" in cell or cell.get("outputs"):
                found.append(f"foreign metadata, attachments or outputs: {cell}")
            if "nbgrader" not in cell.metadata:
                continue
            name = cell.metadata.nbgrader.grade_id
            counts[name] = counts.get(name, 0) + 1
            original = self.originals.get(name)
            if original is None or cell.metadata.nbgrader != original.metadata:
                found.append(f"settings of {name}: {cell.metadata.nbgrader}")
            elif cell.cell_type != original.metadata.cell_type:
                found.append(f"type of {name}")
            elif original.metadata.locked and cell.source != original.source:
                found.append(f"text of {name}")
        for name, count in counts.items():
            optional = name in self.originals and self.originals[name].only_answer
            if count != 1 and not (optional and count == 0):
                found.append(f"{name} occurs {count} times")
        return found
