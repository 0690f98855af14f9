"""The worked example of docs/author.md, followed to the letter in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "author.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w/.]+)`:\n\n```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))
COPIED = (
    "course_utils",
    "autograder",
    "notebooks",
    "nbgrader_config.py",
    "pyproject.toml",
    "tests",
)


def command(containing):
    """The words of a command of the document, run by this Python."""
    (line,) = (line for line in TEXT.splitlines() if re.match(rf"\.venv.*{containing}", line))
    quoted = re.findall(r'"[^"]+"|\S+', line)[1:]
    return [sys.executable, *(word.strip('"') for word in quoted)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the repository with the files of the document."""
    folder = tmp_path_factory.mktemp("author")
    skipped = shutil.ignore_patterns("__pycache__", "submissions", "benchmarks", "*.run", "browser")
    for name in COPIED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=skipped)
        else:
            shutil.copy(path, folder / name)
    for name, text in FILES.items():
        path = folder / name
        assert not path.exists(), f"{name} exists: the example would overwrite it"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(folder, words):
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_document_has_ten_steps_and_all_files_of_the_example():
    assert re.findall(r"^## (\d+)\.", TEXT, re.MULTILINE) == [str(n) for n in range(1, 11)]
    assert len([name for name in FILES if "/right_" in name]) >= 2
    assert len([name for name in FILES if "/wrong_" in name]) >= 4


@pytest.mark.ci
def test_the_example_is_built_and_its_answers_are_judged_as_the_document_says(copy):
    built = run(copy, command("autograder build"))
    assert built.returncode == 0, built.stderr
    assert "notebooks/10_brightness.ipynb" in built.stdout
    notebook = (copy / "notebooks" / "10_brightness.ipynb").read_text(encoding="utf-8")
    assert "check(brightness.bright_share, bright_share)" in notebook
    assert "images >= level" not in notebook
    judged = run(copy, command("test_answers"))
    assert judged.returncode == 0, judged.stdout
    assert re.search(r"^bright_share +2 +4$", judged.stdout, re.MULTILINE)
