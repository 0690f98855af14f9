"""A student's notebook is found, read and compared with its handout."""

import json

import pytest
from nbgrader import validator
from nbgrader.nbgraderformat import ValidationError, read

from autograder.authoring.release import STUDENT_CONFIG
from course_utils import notebooks

START = "00_start_here"
RIGHT = "def channel_means(images):\n    return images.mean(axis=(1, 2))"


def edited(path, edit):
    content = json.loads(path.read_text(encoding="utf-8"))
    edit(content["cells"])
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def named(cells, name):
    return next(cell for cell in cells if notebooks.marks(cell).get("grade_id") == name)


# ---- exercises -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("solutions", "written"),
    [({}, []), ({"inference_solution": "x = 1"}, ["accuracy"]), (None, "all")],
)
def test_an_exercise_is_written_where_its_answer_differs_from_the_handout(work, solutions, written):
    found = notebooks.read(work.write("08_your_variant", solutions)).exercises()
    names = [one.name for one in found]
    assert names == ["random_shift", "bottleneck", "ablation_effects", "accuracy"]
    assert [one.name for one in found if one.written] == (names if written == "all" else written)


def test_an_answer_in_words_is_an_exercise_too(work):
    found = notebooks.read(work.write("05_training", {"four_questions": "It falls."})).exercises()
    assert [one.name for one in found if one.written] == ["four_questions"]
    assert len(found) == 6


def test_spaces_that_an_editor_adds_are_no_answer(work):
    path = work.write(START, {})
    edited(path, lambda cells: named(cells, "channel_means_solution")["source"].append("  \n\n"))
    assert not notebooks.read(path).exercises()[0].written


def test_of_several_copies_of_an_answer_the_one_that_is_written_counts(work):
    path = work.write(START, {"channel_means_solution": RIGHT})
    stub = named(
        notebooks.read(work.write(START, {}, "stub.ipynb")).cells, "channel_means_solution"
    )
    edited(path, lambda cells: cells.append({**stub, "id": "copy"}))
    assert notebooks.read(path).exercises()[0].written
    assert notebooks.read(path).copied() == ["channel_means_solution"]


@pytest.mark.parametrize("loss", [{"metadata": {}}, {"metadata": {}, "id": "other"}])
def test_a_graded_cell_that_lost_its_marks_is_known_by_its_id_or_its_text(work, loss):
    path = work.write(START, {})
    edited(path, lambda cells: named(cells, "channel_means").update(loss))
    notebook = notebooks.read(path)
    assert notebook.cell("channel_means", named(notebooks.handout(START)["cells"], "channel_means"))


def test_a_file_with_a_byte_order_mark_is_read(work):
    path = work.write(START, {})
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert notebooks.read(path).assignment == START


@pytest.mark.parametrize(
    "text", ["", "<<<<<<<", "[]", '{"cells": 3}', '{"cells": [3]}', '{"cells": [{}]}', "[" * 99_999]
)
def test_what_is_no_notebook_is_a_sentence(work, text):
    path = work.folder / f"{START}.ipynb"
    path.write_text(text)
    with pytest.raises(notebooks.UnreadableError, match=r"restore 00_start_here keeps it"):
        notebooks.read(path)


# ---- the Validate button -------------------------------------------------------------------------


@pytest.fixture
def forgiving(monkeypatch):
    """What a student's nbgrader_config.py does."""
    monkeypatch.setattr(validator, "read_nb", read)
    exec(STUDENT_CONFIG, {"get_config": _Settings})


class _Settings:
    class Execute:
        timeout = 0


def copied(cells):
    cells.append({**named(cells, "channel_means"), "id": "copy"})


def damaged(cells):
    named(cells, "channel_means")["metadata"]["nbgrader"] = {}


def outdated(cells):
    named(cells, "channel_means_solution")["metadata"]["nbgrader"]["schema_version"] = "three"


@pytest.mark.ci
@pytest.mark.parametrize("damage", [copied, damaged, outdated])
def test_validate_runs_a_notebook_whose_cells_were_copied_or_damaged(work, forgiving, damage):
    path = edited(work.write(START, {"channel_means_solution": RIGHT}), damage)
    assert validator.Validator().validate(str(path)) == {}


def test_validate_names_the_copy_that_fails(work, forgiving):
    path = edited(work.write(START, {}), copied)
    assert len(validator.Validator().validate(str(path))["failed"]) == 1


def test_nbgrader_itself_refuses_a_copied_cell(work, monkeypatch):
    monkeypatch.setattr(validator, "read_nb", read)
    path = edited(work.write(START, {}), copied)
    with pytest.raises(ValidationError, match="Duplicate grade id"):
        validator.Validator().validate(str(path))
