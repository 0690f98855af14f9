"""The worked example of docs/author.md, followed to the letter in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "author.md").read_text(encoding="utf-8")
# In their order: a file to replace, or a command to run.
STEPS = re.compile(
    r"^Replace `(?P<path>[\w/.]+)`:\n\n```python\n(?P<text>.*?)^```$"
    r"|^```\n(?P<command>\.venv/bin/python .*?)\n```$",
    re.DOTALL | re.MULTILINE,
)
COPIED = (
    "course_utils",
    "autograder",
    "notebooks",
    "nbgrader_config.py",
    "environment.yml",
    "pyproject.toml",
    "requirements.lock",
    "LICENSE",
    "LICENSE-CONTENT",
    "tests",
)
COMMANDS = (
    "new-task",
    "test_exercises",
    "autograder build",
    "pytest tests/exercises",
    "test_notebooks",
    "autograder release",
)


class Done(NamedTuple):
    """What a step of the document gave: of a command, its exit status and what it wrote."""

    step: str
    status: int
    output: str


def words(command):
    """The words of a command, run by this Python."""
    quoted = re.findall(r'"[^"]+"|\S+', command)[1:]
    return [sys.executable, *(word.strip('"') for word in quoted)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the repository, as an author has it."""
    folder = tmp_path_factory.mktemp("author")
    skipped = shutil.ignore_patterns("__pycache__", "submissions", "benchmarks", "*.run", "browser")
    for name in COPIED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=skipped)
        else:
            shutil.copy(path, folder / name)
    return folder


@pytest.fixture(scope="module")
def followed(copy):
    """What each step of the document gave, in order; a step that fails stops nobody."""
    done = []
    kept = {name: value for name, value in os.environ.items() if name != "COURSE_ROOT"}
    for step in STEPS.finditer(TEXT):
        if step["path"]:
            path = copy / step["path"]
            there = path.is_file()
            done.append(Done(step["path"], not there, "" if there else "It was not begun."))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["text"], encoding="utf-8")
        else:
            process = subprocess.run(
                words(step["command"]),
                cwd=copy,
                env={**kept, "PYTHONPATH": str(copy)},
                capture_output=True,
                text=True,
                check=False,
            )
            said = process.stdout + process.stderr
            done.append(Done(step["command"], process.returncode, said))
    return done


def of(followed, command):
    """What the one command that contains a text gave."""
    (found,) = (done for done in followed if command in done.step)
    return found


def test_the_document_has_ten_steps_and_a_command_of_each_kind():
    assert re.findall(r"^## (\d+)\.", TEXT, re.MULTILINE) == [str(n) for n in range(1, 11)]
    commands = [step["command"] for step in STEPS.finditer(TEXT) if step["command"]]
    assert len(commands) == TEXT.count("\n.venv/bin/python ")
    for command, known in zip(commands, COMMANDS, strict=True):
        assert known in command


@pytest.mark.ci
def test_every_file_of_the_example_was_begun_by_the_command(followed):
    files = [done for done in followed if done.step.endswith(".py")]
    assert len(files) == 6
    assert [done.step for done in files if done.status] == []
    assert of(followed, "new-task").status == 0, of(followed, "new-task").output
    for done in files:
        assert done.step in of(followed, "new-task").output


@pytest.mark.ci
def test_what_was_begun_says_what_to_fill_in(followed):
    begun = of(followed, "test_exercises")
    assert begun.status == 1
    assert "FILL IN" in begun.output
    for folder in ("course_utils/exercises", "autograder/references", "tests/answers"):
        assert f"{folder}/brightness/bright_share.py:" in begun.output
    assert "notebooks/src/10_brightness.py:" in begun.output


@pytest.mark.ci
def test_the_example_is_built_and_its_points_are_in_every_table(followed, copy):
    built = of(followed, "autograder build")
    assert built.status == 0, built.output
    assert "notebooks/10_brightness.ipynb" in built.output
    notebook = (copy / "notebooks" / "10_brightness.ipynb").read_text(encoding="utf-8")
    assert r"check(\"bright_share\", bright_share)" in notebook
    assert "images >= level" not in notebook
    assert "| the share of bright pixels: `bright_share` | 2 |" in notebook
    assert "Points in this notebook: 2." in notebook
    readme = (copy / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert "| 10_brightness | measure how much of an image is bright | 2 |" in readme


@pytest.mark.ci
def test_the_answers_are_judged_as_the_document_says(followed):
    judged = of(followed, "pytest tests/exercises -k")
    assert judged.status == 0, judged.output
    assert re.search(r"^bright_share +2 +4$", judged.output, re.MULTILINE)


@pytest.mark.ci
def test_the_notebook_runs_in_both_versions(followed):
    run = of(followed, "test_notebooks")
    assert run.status == 0, run.output
    assert re.search(r"10_brightness +instructor", run.output)
    assert re.search(r"10_brightness +student", run.output)


@pytest.mark.ci
def test_the_last_step_hands_out_the_notebook_and_registers_its_cells(followed, copy):
    released = of(followed, "autograder release")
    assert released.status == 0, released.output
    assert (copy / "dist" / "students.zip").is_file()
    assert (copy / "course" / "source" / "10_brightness" / "10_brightness.ipynb").is_file()
