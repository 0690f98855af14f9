import json
import os
import stat

import nbformat
import pytest
from nbformat.v4 import new_output

import course_utils
from autograder import bounded
from autograder.intake import salvage, submission
from autograder.intake.notes import Notes, as_html
from autograder.text import shown
from tests.submissions import damaged

pytestmark = pytest.mark.fast

NAME, FILE = damaged.NAME, damaged.FILE


@pytest.fixture
def handed_in(tmp_path):
    folder = tmp_path / "submitted" / "student" / NAME
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def take(handed_in, tmp_path):
    """Takes in what was handed in: the copy's folder and the notes."""

    def taken():
        notes, copy = Notes(), tmp_path / "intake" / "student" / NAME
        taken.digest = submission.take(handed_in, copy, [NAME], notes, [".ipynb_checkpoints"])[NAME]
        return copy, notes

    return taken


@pytest.fixture
def digest(handed_in, take):
    """The digest of a healthy submission after a change to its notebook."""

    def of(change=lambda student: None):
        student = damaged.plain()
        change(student)
        damaged.save(handed_in, student)
        take()
        return take.digest

    return of


def sources(copy):
    notebook = nbformat.read(copy / FILE, as_version=4)
    return [cell.source for cell in notebook.cells]


def test_a_healthy_submission_is_copied_without_a_word(handed_in, take):
    damaged.save(handed_in, damaged.plain())
    (handed_in / f"{NAME}.run").mkdir()
    (handed_in / f"{NAME}.run" / "run.json").write_text("{}")
    (handed_in / "timestamp.txt").write_text("2025-02-02 15:58:23 UTC")
    copy, notes = take()
    assert notes == []
    assert sources(copy) == [cell.source for cell in damaged.plain().cells]
    assert (copy / f"{NAME}.run" / "run.json").read_text() == "{}"
    assert "15:58:23" in (copy / "timestamp.txt").read_text()


def test_a_digest_changes_with_any_cell_as_it_was_handed_in(digest):
    def edit_exercise(student):
        damaged.exercise(student).source += "\n# mine"

    def edit_graded_cell(student):
        damaged.graded(student).source += "\n# mine"

    digests = {digest(), digest(edit_exercise), digest(edit_graded_cell)}
    assert len(digests) == 3


def test_a_digest_changes_with_a_run_file_but_not_with_the_time(handed_in, digest):
    (handed_in / "timestamp.txt").write_text("2025-02-02 15:58:23 UTC")
    before = digest()
    (handed_in / "timestamp.txt").write_text("2025-02-03 15:58:23 UTC")
    assert digest() == before
    (handed_in / "weights.h5").write_text("1")
    assert digest() != before


def test_a_digest_changes_with_whatever_makes_a_cell_run_or_not(digest):
    # Else a student learns right answers from feedback, and tells them to the same questions.
    def as_text(student):
        damaged.exercise(student).cell_type = "markdown"

    def of_another_id(student):
        damaged.exercise(student)["id"] = "another"

    def not_the_exercise(student):
        del damaged.exercise(student).metadata["nbgrader"]

    changes = (as_text, of_another_id, not_the_exercise)
    assert len({digest(), *map(digest, changes)}) == 4


def test_a_digest_does_not_change_with_metadata_and_outputs(digest):
    def run(student):
        student.metadata["course"] = {"version": course_utils.__version__}
        damaged.exercise(student).metadata |= {"collapsed": True, "tags": ["mine"]}
        damaged.graded(student).outputs = [new_output("stream", text="All public checks passed.")]

    assert digest(run) == digest()


# ---- versions ----------------------------------------------------------------------------------


def of_version(version):
    student = damaged.plain()
    student.metadata["course"] = {"version": version}
    return student


@pytest.mark.parametrize("version", [course_utils.__version__, *submission.COMPATIBLE])
def test_a_notebook_of_a_version_that_works_is_taken_without_a_word(handed_in, take, version):
    damaged.save(handed_in, of_version(version))
    _, notes = take()
    assert notes == []


@pytest.mark.parametrize("course", [None, {}, [], "0.0.1", {"version": 7}, {"version": None}])
def test_a_notebook_that_says_no_version_counts_as_the_present_one(handed_in, take, course):
    student = damaged.plain()
    student.metadata["course"] = course
    damaged.save_raw(handed_in, student)
    _, notes = take()
    assert notes == []


@pytest.mark.parametrize("version", ["0.0.1", "99.0.0", "\x1b[2J<b>"])
def test_a_notebook_of_another_version_is_refused_with_what_to_do(handed_in, take, version):
    damaged.save(handed_in, of_version(version))
    copy, notes = take()
    assert sources(copy) == []
    assert list(notes.refused) == [NAME]
    assert notes == [
        f"The notebook {FILE} is of version {shown(version)} of the course, which is graded in "
        f"version {course_utils.__version__} here. It earns no points; copy your code into the "
        "notebook that your course hands out now, and hand that in."
    ]


def test_a_copy_of_the_present_version_is_graded_in_the_place_of_an_older_notebook(handed_in, take):
    damaged.save(handed_in, of_version("0.0.1"))
    damaged.save(handed_in, damaged.plain(), f"{NAME}-Copy1.ipynb")
    copy, notes = take()
    assert sources(copy) == [cell.source for cell in damaged.plain().cells]
    assert notes.refused == {}


def test_nobody_else_can_read_the_copy(handed_in, take):
    damaged.save(handed_in, damaged.plain())
    copy, _ = take()
    for folder in (copy, copy.parent, copy.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_copy_holds_nothing_of_an_earlier_one(handed_in, take):
    damaged.save(handed_in, damaged.plain())
    (handed_in / "old.txt").touch()
    take()
    (handed_in / "old.txt").unlink()
    copy, _ = take()
    assert not (copy / "old.txt").exists()


def test_links_are_not_followed(handed_in, take, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    damaged.save(handed_in, damaged.plain())
    (handed_in / "a.txt").symlink_to(tmp_path / "secret.txt")
    (handed_in / "b").symlink_to(tmp_path)
    os.link(tmp_path / "secret.txt", handed_in / "c.txt")
    copy, notes = take()
    assert [path.name for path in copy.iterdir()] == [FILE]
    assert len(notes) == 3


def test_a_file_that_became_a_link_after_it_was_listed_is_not_opened(handed_in):
    (handed_in / "a.txt").symlink_to("/etc/hostname")
    entry = submission.Entry(handed_in / "a.txt", None, 1, 0.0)
    with pytest.raises(OSError, match="symbolic"):
        submission.contents(entry, 100)


def test_a_pipe_that_was_listed_as_a_file_does_not_block(handed_in):
    os.mkfifo(handed_in / "pipe")
    entry = submission.Entry(handed_in / "pipe", None, 1, 0.0)
    with pytest.raises(OSError, match="no regular file"):
        submission.contents(entry, 100)


def test_a_notebook_that_nobody_can_read_becomes_an_empty_one(handed_in, take):
    (handed_in / FILE).write_bytes(b"{")
    copy, notes = take()
    assert sources(copy) == []
    assert "no readable JSON" in notes.refused[NAME]


def test_files_beside_a_notebook_in_a_folder_of_its_own_stay_beside_it(handed_in, take):
    inner = handed_in / "my work"
    inner.mkdir()
    damaged.save(inner, damaged.plain())
    (inner / "data.csv").write_text("1")
    (handed_in / "elsewhere.csv").write_text("2")
    copy, _ = take()
    assert sorted(path.name for path in copy.iterdir()) == [FILE, "data.csv"]


def test_checkpoints_and_rubbish_of_archives_are_left_out_silently(handed_in, take):
    damaged.save(handed_in, damaged.plain())
    for folder in ("__MACOSX", ".ipynb_checkpoints"):
        (handed_in / folder).mkdir()
        damaged.save(handed_in / folder, damaged.plain(damaged.WRONG))
    (handed_in / f"._{FILE}").write_bytes(b"\0\5\26\7")
    copy, notes = take()
    assert notes == []
    assert [path.name for path in copy.iterdir()] == [FILE]


def test_large_outputs_are_cut_off_before_they_are_parsed(monkeypatch):
    student = json.loads(damaged.text_of(damaged.plain()))
    tricky = ['[ "', "]", '\\"', "\\", '"outputs": [']
    student["cells"][0]["outputs"] = [{"data": {"a": [tricky, [[]]]}}, {"text": "x" * 10_000}]
    monkeypatch.setattr(salvage, "STRIPPED_ABOVE", 100)
    content = salvage.without_outputs(json.dumps(student).encode())
    assert b"xxx" not in content
    student["cells"][0]["outputs"] = []
    assert json.loads(content) == student


def test_outputs_without_an_end_are_given_up(monkeypatch):
    monkeypatch.setattr(salvage, "MOST_TOKENS", 100)
    with pytest.raises(salvage.Unreadable, match="too many outputs"):
        salvage.without_outputs(b'{"outputs": [' + b"[]," * 1_000)


def test_of_a_merge_conflict_the_first_readable_side_is_kept():
    text = '{"a":\n<<<<<<< mine\n1\n||||||| base\n0\n=======\n2\n>>>>>>> theirs\n}'
    assert salvage.without_conflicts(text) == {"a": 1}
    assert salvage.without_conflicts(text.replace("\n1\n", "\n[\n")) == {"a": 2}
    assert salvage.without_conflicts('{"a": 1}') is None


def test_a_conflict_mark_inside_a_source_is_no_conflict():
    student = damaged.plain(damaged.RIGHT + '\ntext = """\n<<<<<<< mine\n"""')
    notes = Notes()
    salvage.read(damaged.text_of(student).encode(), notes)
    assert notes == []


def test_salvaging_hopeless_text_ends_soon():
    text = '{"cells": [' + '{"a": [1, ' * 300 + "1, " * 100_000
    assert salvage.salvaged(text) == []


def test_names_that_students_chose_are_shown_without_markup_or_line_breaks():
    assert not set("<>$\n\x1b`|\\*[]") & set(shown("<b>$x$\n\x1b[31m`|\\*[]()"))
    assert len(shown("x" * 1_000)) < 100


def test_notes_are_one_line_of_escaped_html():
    page = as_html("$Title$", ["<script>alert(1)</script>\n\n# title", "$\\href{javascript:1}{x}$"])
    assert "<script" not in page
    assert "\n" not in page
    assert "$" not in page
    assert "\\" not in page


def test_a_string_that_nothing_ends_is_looked_at_once():
    assert len(list(salvage.TOKEN.finditer(b'"' + b'\\"' * 1_000))) == 1
    assert [one[0] for one in salvage.TOKEN.finditer(b'["a\\"]", 1]')] == [b"[", b'"a\\"]"', b"]"]


def test_attempts_to_find_cells_in_damaged_json_are_bounded(monkeypatch):
    tried = []

    class Counting:
        def raw_decode(self, text, position):
            tried.append(position)
            return decoder.raw_decode(text, position)

    decoder = salvage.DECODER
    monkeypatch.setattr(salvage, "DECODER", Counting())
    assert salvage.salvaged('{"cells": [' + "{" * 200_000) == []
    assert len(tried) < 100_000


def test_a_notebook_that_takes_too_long_to_read_is_refused_with_a_sentence(handed_in, monkeypatch):
    def exceeded(*arguments, **settings):
        raise bounded.Exceeded("takes more than 10 seconds")

    monkeypatch.setattr(bounded, "call", exceeded)
    with pytest.raises(salvage.Unreadable, match="takes more than 10 seconds to read"):
        salvage.read_bounded(b"{}", Notes())


def test_a_notebook_is_read_in_the_child_as_it_is_here():
    notes, own = Notes(), Notes()
    damaged_one = json.dumps({"cells": [{"cell_type": "code", "source": "a\0b"}]})[:-1].encode()
    assert salvage.read_bounded(damaged_one, notes) == salvage.read(damaged_one, own)
    assert notes == own != []
    assert notes.repaired
    with pytest.raises(salvage.Unreadable, match="is an empty file"):
        salvage.read_bounded(b" ", Notes())
