"""One worst hand-in of each kind costs a class little time, and nobody else a point."""

import time

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.__main__ import main
from autograder.authoring import build
from tests.autograder.conftest import START_HERE
from tests.submissions.damaged import plain

CLASS = 30
LONGEST_SECONDS = 60.0  # by which the hand-ins below may hold up the class
PICTURES = """\
import struct, zlib
from IPython.display import Image, display
def part(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
rows = zlib.compress(bytes(8192 * (1 + 8192 // 8)))
head = part(b"IHDR", struct.pack(">IIBBBBB", 8192, 8192, 1, 0, 0, 0, 0))
picture = b"\\x89PNG\\r\\n\\x1a\\n" + head + part(b"IDAT", rows) + part(b"IEND", b"")
for _ in range(300):
    display(Image(picture, format="png"))
"""


def with_cells(*cells):
    """A right notebook with more cells above its exercise."""
    nb = plain()
    nb.cells[2:2] = cells
    return build.as_bytes(nb)


def text(source, copies=5):
    return with_cells(*[new_markdown_cell(source, id=f"text-{n}") for n in range(copies)])


def code(source, copies=5):
    return with_cells(*[new_code_cell(source, id=f"code-{n}") for n in range(copies)])


WORST = {
    "braces": lambda: b'{"cells": [' + b"{" * 600_000,
    "objects": lambda: b'{"cells": [' + b'{"a":{}},{' * 60_000,
    "open-string": lambda: b'{"cells": [{"outputs": ["' + b'\\"' * 100_000 + b" " * 2_000_000,
    "nested": lambda: b'{"cells": ' + b"[" * 1_000_000,
    "blanks": lambda: text("a" + " " * 60_000 + "b"),
    "fewer-blanks": lambda: text("a" + " " * 19_000 + "b", copies=20),
    "formulas": lambda: text("\\\\[" * 6_000, copies=20),
    "long-text": lambda: text("word " * 60_000),
    "attributes": lambda: code("a." * 9_900, copies=20),
    "pictures": lambda: code(PICTURES, copies=1),
    "prints": lambda: code("for n in range(200_000): print('x' * 50)", copies=1),
}


@pytest.fixture
def seconds(new_class, monkeypatch, capsys):
    """Takes a class with some more hand-ins from grading to export: seconds, and the points."""

    def measured(more):
        graded = new_class()
        monkeypatch.setenv("COURSE_ROOT", str(graded.course))
        for number in range(CLASS - len(more)):
            graded.submit(f"honest-{number:02}", plain())
        for name, make in more.items():
            graded.submit(name, make())
        started = time.monotonic()
        for command in (["grade", START_HERE], ["feedback", START_HERE], ["report"], ["export"]):
            assert main(command) == 0, capsys.readouterr().err
        return time.monotonic() - started, graded

    return measured


@pytest.mark.slow
def test_one_worst_hand_in_of_each_kind_holds_up_a_class_for_a_minute_at_most(seconds, capsys):
    usual, _ = seconds({})
    longer, graded = seconds(WORST)
    assert "Traceback" not in capsys.readouterr().err
    for number in range(CLASS - len(WORST)):
        assert graded.score(f"honest-{number:02}") == 1
    assert all(graded.score(name) is not None for name in WORST)
    with capsys.disabled():
        print(f"\n{CLASS} hand-ins: {usual:.0f} s; {len(WORST)} of them worst ones: {longer:.0f} s")
    assert longer - usual < LONGEST_SECONDS
