import functools
import json

import pytest

from autograder import course
from autograder.authoring import build
from autograder.authoring.rehearse import notebook
from course_utils import notebooks


@pytest.fixture(scope="session")
def handed_out(tmp_path_factory):
    """A folder with all notebooks as students get them."""
    folder = tmp_path_factory.mktemp("handout")
    for name in course.assignments():
        (folder / f"{name}.ipynb").write_bytes(build.as_bytes(notebook(name, {})))
    return folder


@pytest.fixture
def work(handed_out, tmp_path, monkeypatch):
    """A student's copy of the course: an empty folder for notebooks, and the handouts."""
    monkeypatch.setattr(notebooks, "HANDOUT", handed_out)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("COURSE_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    return Work(tmp_path / "notebooks")


class Work:
    """Writes what a student made into the folder of notebooks."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, assignment, solutions=None, file=""):
        """A notebook with some exercises filled in; by default with all of the course's own."""
        path = self.folder / (file or f"{assignment}.ipynb")
        path.write_bytes(
            solved(assignment, None if solutions is None else tuple(solutions.items()))
        )
        return path


@functools.cache
def solved(assignment, solutions):
    return build.as_bytes(notebook(assignment, None if solutions is None else dict(solutions)))


def change(path, edit):
    """Let a function edit the cells of a notebook's file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    edit(content["cells"])
    path.write_text(json.dumps(content), encoding="utf-8")


def graded(cells):
    """The first graded cell."""
    return next(cell for cell in cells if notebooks.marks(cell).get("grade"))
