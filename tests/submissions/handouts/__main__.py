"""Writes the solved handout of the present version."""

from pathlib import Path

from autograder import build
from autograder.rehearsal import notebook
from course_utils import __version__

folder = Path(__file__).parent / __version__
folder.mkdir(exist_ok=True)
for assignment in build.assignments():
    (folder / f"{assignment}.ipynb").write_bytes(build.as_bytes(notebook(assignment, None)))
print(f"{len(build.assignments())} solved notebooks are in {folder}.")
