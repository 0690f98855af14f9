"""A file is replaced whole or not at all."""

import contextlib

import pytest

from course_utils.files import write_atomically

pytestmark = pytest.mark.fast


def test_a_file_is_replaced_at_the_end_of_the_block(tmp_path):
    path = tmp_path / "weights.weights.h5"
    path.write_text("old")
    with write_atomically(path) as partial:
        partial.write_text("new")
        assert path.read_text() == "old"
        assert (partial.parent, partial.name.endswith(path.name)) == (tmp_path, True)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "new"


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "run.json"
    path.write_text("old")
    with contextlib.suppress(ValueError), write_atomically(path) as partial:
        partial.write_text("half")
        raise ValueError
    assert [one.read_text() for one in tmp_path.iterdir()] == ["old"]


def test_an_error_of_the_disk_names_the_file_and_not_where_it_was_to_come_from(tmp_path):
    path = tmp_path / "no such folder" / "run.json"
    with pytest.raises(OSError) as told, write_atomically(path) as partial:  # noqa: PT011
        partial.write_text("new")
    assert told.value.filename == str(path)
