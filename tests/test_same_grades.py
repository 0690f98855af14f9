"""The yardstick itself: what it calls different, and what it says of a file that it cannot use."""

import json

import pytest

from tests import same_grades

ROWS = {"letterbox/right_pad/size": "1 of 0.5: Right.", "softmax/wrong_sign": "0: Wrong."}


@pytest.fixture
def found(monkeypatch):
    """What is earned now, in every part; a test changes it."""
    rows = {part: dict(ROWS) for part in same_grades.PARTS}
    monkeypatch.setattr(
        same_grades, "everything", lambda parts, kept: {part: rows[part] for part in parts}
    )
    return rows


@pytest.fixture
def written(found, tmp_path):
    path = tmp_path / "build" / "before.json"
    assert same_grades.main(["--write", str(path)]) == 0
    return path


def test_nothing_is_different_where_nothing_changed(written, capsys):
    assert same_grades.main(["--compare", str(written)]) == 0
    assert "0 of 6 are different." in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update({"softmax/wrong_sign": "0: Wrong, in other words."}),
        lambda rows: rows.update({"softmax/wrong_sign": "1: Wrong."}),
        lambda rows: rows.pop("softmax/wrong_sign"),
        lambda rows: rows.update({"softmax/wrong_other": "0: Wrong."}),
    ],
    ids=["other words", "other points", "gone", "new"],
)
def test_another_sentence_other_points_and_a_row_more_or_less_are_shown(
    written, found, capsys, change
):
    change(found["zoo"])
    assert same_grades.main(["--compare", str(written)]) == 1
    said = capsys.readouterr().out
    assert "softmax/wrong_" in said
    assert "before: " in said
    assert said.count("  now:") == 1


def test_a_part_is_written_beside_the_others_and_compared_by_itself(written, found):
    found["demo"].clear()
    assert same_grades.main(["--compare", str(written), "--only", "answers"]) == 0
    assert same_grades.main(["--write", str(written), "--only", "demo"]) == 0
    assert json.loads(written.read_text()) == {"answers": ROWS, "zoo": ROWS, "demo": {}}


def test_a_file_that_was_not_written_before_is_a_sentence(tmp_path, capsys):
    assert same_grades.main(["--compare", str(tmp_path / "none.json")]) == 2
    assert "does not hold: answers, zoo, demo" in capsys.readouterr().err


def test_a_part_that_was_not_written_before_is_a_sentence(tmp_path, found, capsys):
    path = tmp_path / "before.json"
    assert same_grades.main(["--write", str(path), "--only", "demo"]) == 0
    assert same_grades.main(["--compare", str(path)]) == 2
    assert "does not hold: answers, zoo." in capsys.readouterr().err
