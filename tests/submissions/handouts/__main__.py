"""Writes the solved handout of the present version."""

from pathlib import Path

from autograder.authoring import build
from autograder.authoring.rehearse import notebook
from autograder.course import assignments
from course_utils import __version__

folder = Path(__file__).parent / __version__
folder.mkdir(exist_ok=True)
for assignment in assignments():
    (folder / f"{assignment}.ipynb").write_bytes(build.as_bytes(notebook(assignment, None)))
print(f"{len(assignments())} solved notebooks are in {folder}.")
