"""Mutated notebooks: whatever is handed in, what would be run is a whole notebook of the course."""

import copy
import json
import tempfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from nbgrader.preprocessors import CheckCellMetadata

from autograder.intake import submission
from autograder.intake.notes import Notes
from autograder.intake.repair import restore
from tests.autograder.conftest import new_class, released  # noqa: F401 - fixtures
from tests.submissions import damaged
from tests.submissions.small_course import NAME, SmallCourse

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,  # the same examples each time; the slow runs look for new ones
    database=None,
    suppress_health_check=list(HealthCheck),
)
DEEP = settings(QUICK, max_examples=1_000, derandomize=False, phases=tuple(Phase))

SANITIZE = SmallCourse.sanitize  # with nbgrader's own steps, on a gradebook

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["one", "two", "essay", "one-s", "code", "markdown", "raw", "\ud800", "\0", "<script>"]
    ),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)
OPERATIONS = ("delete", "copy", "swap", "retype", "assign", "drop", "edit", "claim", "empty")
operations = st.lists(
    st.tuples(
        st.sampled_from(OPERATIONS), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), odd
    ),
    max_size=12,
)
cuts = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert", "copy", "end"]),
        st.floats(0, 1),
        st.integers(0, 255),
        st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=6,
)


def mutated(data, changes):
    """A notebook's data after changes that a careless or curious student may make."""
    data = copy.deepcopy(data)
    for name, first, second, third, value in changes:
        cells = data.get("cells")
        if not isinstance(cells, list) or not cells:
            return data
        one, two = first % len(cells), second % len(cells)
        cell = cells[one]
        if name == "delete":
            del cells[one]
        elif name == "copy":
            cells.insert(two, copy.deepcopy(cell))
        elif name == "swap":
            cells[one], cells[two] = cells[two], cells[one]
        elif not isinstance(cell, dict):
            continue
        elif name == "retype":
            cell["cell_type"] = ("code", "markdown", "raw", value)[third % 4]
        elif name == "edit":
            cell["source"] = value
        elif name == "claim":
            cell["metadata"] = {"nbgrader": {"grade_id": value, "grade": True}}
        elif name == "empty":
            cells[one] = value
        else:
            place = [data, cell, cell.get("metadata")][second % 3]
            if second % 6 == 5 and isinstance(place, dict):
                place = place.get("nbgrader")
            if isinstance(place, dict) and place:
                key = sorted(place, key=str)[third % len(place)]
                if name == "drop":
                    del place[key]
                else:
                    place[key] = value
    return data


def cut(content, changes):
    """A file's bytes after accidents."""
    for name, where, number, extra in changes:
        at = int(where * len(content))
        if name == "flip" and at < len(content):
            content = content[:at] + bytes([content[at] ^ (number or 1)]) + content[at + 1 :]
        elif name == "cut":
            content = content[:at] + content[at + number * 4 :]
        elif name == "insert":
            content = content[:at] + extra + content[at:]
        elif name == "copy":
            content = content[:at] + content[at : at + number * 4] + content[at:]
        elif name == "end":
            content = content[:at]
    return content


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return SmallCourse(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def registered(tmp_path_factory):
    course = SmallCourse(tmp_path_factory.mktemp("registered"))
    course.register()
    return course


def repair(course, notebook, notes):
    """The step of the sanitizing that does the work, without a gradebook."""
    for sentence in restore(notebook, course.originals):
        notes.repair(sentence)
    return CheckCellMetadata().preprocess(notebook, {})[0]


def ready(course, content, sanitize=repair):
    """What would be run of a submission with this content, and what its author is told."""
    with tempfile.TemporaryDirectory() as folder:
        submitted, copied = Path(folder, "submitted"), Path(folder, "intake", "s", NAME)
        submitted.mkdir()
        (submitted / f"{NAME}.ipynb").write_bytes(content)
        notes = Notes()
        submission.take(submitted, copied, [NAME], notes)
        notebook = nbformat.read(copied / f"{NAME}.ipynb", as_version=4)
    return sanitize(course, notebook, notes), notes


def holds(course, content, sanitize=repair):
    notebook, notes = ready(course, content, sanitize)
    assert course.violations(notebook) == []
    assert all(isinstance(note, str) and note and note.isprintable() for note in notes), notes


def as_json(data):
    return json.dumps(data).encode()


def text_of(course):
    return nbformat.writes(course.released())


@QUICK
@given(changes=operations)
def test_mutated_cells_make_a_whole_notebook(course, changes):
    holds(course, as_json(mutated(json.loads(text_of(course)), changes)))


@QUICK
@given(changes=cuts)
def test_mutated_bytes_make_a_whole_notebook(course, changes):
    holds(course, cut(text_of(course).encode(), changes))


@QUICK
@given(content=st.one_of(st.binary(max_size=200), odd.map(as_json)))
def test_any_bytes_make_a_whole_notebook(course, content):
    holds(course, content)


def test_the_property_fails_for_a_notebook_that_nobody_repaired(course):
    data = mutated(json.loads(text_of(course)), [("delete", 3, 0, 0, None)])
    found = course.violations(nbformat.reads(json.dumps(data), as_version=4))
    assert "one occurs 0 times" in found
    assert any("foreign metadata" in one or "settings" in one for one in found)


def test_an_untouched_notebook_is_taken_in_without_a_word(course):
    notebook, notes = ready(course, text_of(course).encode())
    assert not notes
    assert [cell.source for cell in notebook.cells if cell.id == "title"] == ["# A title"]


@pytest.mark.ci
def test_originals_without_a_gradebook_are_those_of_a_gradebook(course, registered):
    assert registered.originals == course.originals


@pytest.mark.slow
@DEEP
@given(changes=operations)
def test_many_more_mutated_cells_make_a_whole_notebook(registered, changes):
    holds(registered, as_json(mutated(json.loads(text_of(registered)), changes)), SANITIZE)


@pytest.mark.slow
@DEEP
@given(changes=cuts)
def test_many_more_mutated_bytes_make_a_whole_notebook(registered, changes):
    holds(registered, cut(text_of(registered).encode(), changes), SANITIZE)


MUTATIONS = {
    "cells_swapped_and_lost": [("swap", 0, 3, 0, None), ("delete", 1, 0, 0, None)],
    "copied_and_claimed": [("copy", 3, 0, 0, None), ("claim", 1, 0, 0, "channel_means")],
    "retyped_and_dropped": [("retype", 2, 0, 2, None), ("drop", 3, 1, 1, None)],
    "emptied": [("empty", 0, 0, 0, 7), ("assign", 1, 0, 1, "x"), ("edit", 3, 0, 0, "1.0")],
}


@pytest.mark.ci
def test_mutated_notebooks_are_graded_to_the_end(new_class):  # noqa: F811
    graded = new_class()
    plain = json.loads(damaged.text_of(damaged.plain()))
    contents = {name: as_json(mutated(plain, changes)) for name, changes in MUTATIONS.items()}
    whole = as_json(plain)
    contents["cut"] = cut(whole, [("cut", 0.4, 9, b"x")])
    contents["flipped"] = cut(whole, [("flip", 0.7, 255, b"x"), ("insert", 0.2, 0, b"\0\xff")])
    for student, content in {**contents, "zz_whole": whole}.items():
        graded.submit(student, content)
    assert graded.grade() == 0, graded.log[-3000:]
    assert graded.score("zz_whole") == 1
    for student in contents:
        assert 0 <= graded.score(student) <= 1
