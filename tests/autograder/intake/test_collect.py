import errno
import os
import stat
import sys
import zipfile

import pytest

from autograder.__main__ import main
from autograder.authoring import build
from autograder.authoring.rehearse import notebook
from autograder.intake import collect as collector
from autograder.intake.collect import CollectError, collect

NAME = "00_start_here"
NOTEBOOK = build.as_bytes(notebook(NAME, {}))


@pytest.fixture
def download(tmp_path):
    folder = tmp_path / "download"
    folder.mkdir()
    return folder


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    return folder


def put(path, files=None, when=None, change=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files or {f"{NAME}.ipynb": NOTEBOOK}).items():
            archive.writestr(name, content)
        if change:
            change(archive)
    if when:
        os.utime(path, (when, when))
    return path


@pytest.mark.parametrize(
    ("path", "student"),
    [
        (f"Ada Lovelace_4711_assignsubmission_file/{NAME}.zip", "Ada_Lovelace"),
        (f"lovelaceada_12345_678901_{NAME}.zip", "lovelaceada"),
        (f"lovelaceada_LATE_12345_678901_{NAME}.zip", "lovelaceada"),
        (f"ada/{NAME}.zip", "ada"),
        (f"{NAME}-ada.zip", "ada"),
    ],
)
def test_the_student_is_read_off_the_names_that_the_system_wrote(download, course, path, student):
    put(download / path)
    filed, refused, _ = collect(download, course)
    assert refused == []
    assert filed[0].startswith(f"{student}: {NAME}")
    folder = course / "submitted" / student / NAME
    assert (folder / f"{NAME}.ipynb").read_bytes() == NOTEBOOK


def test_the_time_of_handing_in_is_filed_for_nbgrader(download, course):
    put(download / "ada" / f"{NAME}.zip", when=1_700_000_000)
    collect(download, course)
    stamp = course / "submitted" / "ada" / NAME / "timestamp.txt"
    assert stamp.read_text(encoding="utf-8") == "2023-11-14 22:13:20 UTC"


def test_the_newest_of_several_counts(download, course):
    newer = build.as_bytes(notebook(NAME, None))
    put(download / "ada" / "b.zip", {f"{NAME}.ipynb": newer}, when=1_700_000_100)
    put(download / "ada" / "c.zip", when=1_700_000_000)
    collect(download, course)
    assert (course / "submitted" / "ada" / NAME / f"{NAME}.ipynb").read_bytes() == newer


def test_runs_are_filed_beside_the_notebook(download, course):
    files = {f"{NAME}.ipynb": NOTEBOOK, f"{NAME}.run/run.json": b"{}"}
    put(download / "ada" / "a.zip", files)
    collect(download, course)
    assert (course / "submitted" / "ada" / NAME / f"{NAME}.run" / "run.json").exists()


def test_one_zip_of_zips_is_collected_too(download, course, tmp_path):
    inner = put(download / "ada" / f"{NAME}.zip")
    outer = tmp_path / "all.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, f"ada/{NAME}.zip")
        archive.write(inner, "../../escaped/evil.zip")
    filed, *_ = collect(outer, course)
    assert len(filed) == 1
    assert not (tmp_path / "escaped").exists()


def link():
    entry = zipfile.ZipInfo(f"{NAME}.run/run.json")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"readme.txt": b"hello"}, "neither a notebook nor"),
        ({"../../evil.ipynb": NOTEBOOK}, "neither a notebook nor"),
        ({"/etc/cron.d/evil.ipynb": NOTEBOOK}, "neither a notebook nor"),
        ({f"{NAME}.ipynb": NOTEBOOK, f"{NAME}.run/evil.py": b""}, "neither a notebook nor"),
        ({"99_unknown.ipynb": NOTEBOOK}, "no assignment of this course"),
        ({f"{NAME}.ipynb": NOTEBOOK, "08_your_variant.ipynb": NOTEBOOK}, "2 notebooks"),
        ({f"{NAME}.ipynb": NOTEBOOK, link(): b"/etc/passwd"}, "symbolic link"),
        ({f"{NAME}.ipynb": bytes(61_000_000)}, "unpacks to more"),
    ],
)
def test_a_zip_that_is_no_submission_is_refused_by_itself(download, course, files, says):
    put(download / "mallory" / "a.zip", files)
    put(download / "ada" / "a.zip")
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert says in refused[0]
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["ada"]


def test_a_damaged_zip_is_refused_and_an_earlier_submission_stays(download, course):
    put(download / "ada" / "a.zip", when=1_700_000_000)
    (download / "ada" / "b.zip").write_bytes(b"PK\x03\x04 damaged")
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert "damaged" in refused[0]
    assert (course / "submitted" / "ada" / NAME / f"{NAME}.ipynb").exists()


def test_a_zip_without_a_students_name_asks_for_a_pattern(download, course):
    put(download / f"{NAME}.zip")
    _, refused, _ = collect(download, course)
    assert "--pattern" in refused[0]


def test_a_pattern_of_ones_own_names_the_student(download, course):
    put(download / "group 7 - ada.zip")
    filed, *_ = collect(download, course, r"group \d - (?P<student>\w+)\.zip")
    assert filed[0].startswith("ada:")


@pytest.mark.parametrize(("pattern", "says"), [("(", "no regular expression"), (".*", "student")])
def test_an_unusable_pattern_is_a_sentence(download, course, pattern, says):
    put(download / "a.zip")
    with pytest.raises(CollectError, match=says):
        collect(download, course, pattern)


def test_an_empty_folder_is_a_sentence(download, course):
    with pytest.raises(CollectError, match="There is no zip"):
        collect(download, course)


# One bad archive costs that one only.


def flagged(name, **fields):
    """What sets fields in a zip's table of contents, as another program would have written them."""

    def change(archive):
        for field, value in fields.items():
            setattr(archive.getinfo(name), field, value)

    return change


def named(name):
    """An entry with a name that zipfile itself would shorten or put right."""
    entry = zipfile.ZipInfo("placeholder")
    entry.filename = name
    return entry


def twice(name):
    return lambda archive: archive.writestr(name, NOTEBOOK)


def spoil(path):
    content = bytearray(path.read_bytes())
    content[30 + len(f"{NAME}.ipynb")] = 0xFF  # the first byte of what is compressed
    path.write_bytes(content)


def truncate(path):
    path.write_bytes(path.read_bytes()[:-30])


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("files", "change", "says"),
    [
        (None, flagged(f"{NAME}.ipynb", CRC=1), "damaged"),
        (None, flagged(f"{NAME}.ipynb", flag_bits=1), "password"),
        (None, flagged(f"{NAME}.ipynb", compress_type=99), "compression method is not supported"),
        (None, flagged(f"{NAME}.ipynb", header_offset=2**31), "damaged"),
        (None, twice(f"{NAME}.ipynb"), "twice"),
        ({f"{NAME}.ipynb": NOTEBOOK, f"./{NAME}.ipynb": b"{}"}, None, "twice"),
        ({named(f"{NAME}.ipynb\0.txt"): NOTEBOOK}, None, "neither a notebook nor"),
        ({f"{NAME}.ipynb": NOTEBOOK, named("\0"): b""}, None, "neither a notebook nor"),
        ({f"{NAME}.ipynb": NOTEBOOK, f"{'n' * 300}.run/run.json": b"{}"}, None, "too long"),
        ({f"{'n' * 300}.ipynb": NOTEBOOK}, None, "no assignment"),
        ({f"{NAME}.ipynb": NOTEBOOK, "a.run": b"", "a.run/run.json": b"{}"}, None, "neither"),
        (None, flagged(f"{NAME}.ipynb", file_size=10), "damaged"),
    ],
    ids=[
        "wrong checksum",
        "password",
        "unknown compression",
        "wrong offset",
        "one name twice",
        "one name in two spellings",
        "NUL in a name",
        "NUL as a name",
        "long run folder",
        "long notebook",
        "file and folder of one name",
        "more than it says",
    ],
)
def test_an_archive_that_cannot_be_unpacked_costs_nobody_else(
    download, course, files, change, says
):
    put(download / "mallory" / "a.zip", files, change=change)
    put(download / "zoe" / "a.zip")
    filed, refused, _ = collect(download, course)
    assert [line.split(":")[0] for line in filed] == ["zoe"]
    assert len(refused) == 1
    assert refused[0].startswith("mallory/a.zip: ")
    assert says in refused[0]
    assert [path.name for path in (course / "submitted").iterdir()] == ["zoe"]


@pytest.mark.parametrize("damage", [spoil, truncate])
def test_an_archive_with_a_changed_byte_or_without_its_end_is_refused(download, course, damage):
    damage(put(download / "mallory" / "a.zip"))
    put(download / "zoe" / "a.zip")
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert "mallory/a.zip: it is damaged" in refused[0]


def test_dates_inside_a_students_archive_do_not_matter(download, course):
    odd = flagged(f"{NAME}.ipynb", date_time=(1980, 0, 0, 0, 0, 0))
    put(download / "ada" / "a.zip", change=odd)
    filed, *_ = collect(download, course)
    assert len(filed) == 1


@pytest.mark.parametrize("when", [-(2**40), -1, 0, 315_532_800, 2**40])
def test_a_file_date_that_cannot_be_when_it_was_handed_in_is_refused(download, course, when):
    odd = put(download / "ada" / "a.zip")
    os.utime(odd, (when, when))
    put(download / "zoe" / "a.zip")
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert refused[0].startswith("ada/a.zip: its date")
    assert "touch" in refused[0]


def test_a_student_whose_name_is_too_long_for_a_folder_is_refused(download, course):
    put(download / ("n" * 150) / ("m" * 150) / "a.zip")
    put(download / "zoe" / "b" / "a.zip")
    filed, refused, _ = collect(download, course, r"(?P<student>.+)/a\.zip")
    assert len(filed) == 1
    assert "too long" in refused[0]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' names are always text")
def test_a_path_that_is_no_text_is_refused_in_characters_that_can_be_printed(download, course):
    put(download / os.fsdecode(b"J\xf6rg") / "a.zip")
    put(download / "zoe" / "a.zip")
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert refused[0].startswith(r"J\udcf6rg/a.zip: ")


def test_a_sentence_about_a_path_with_a_line_break_is_one_line(download, course):
    put(download / "ada\n\x1b[31m" / "a.zip", {"readme.txt": b""})
    _, refused, _ = collect(download, course)
    assert refused[0].startswith(r"ada\n\x1b[31m/a.zip: ")


def test_a_folder_or_a_broken_link_with_the_name_of_a_zip_is_refused(download, course):
    (download / "ada" / "a.zip").mkdir(parents=True)
    (download / "ada" / "b.zip").symlink_to("missing")
    put(download / "zoe" / "a.zip")
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert [line.split(":")[0] for line in refused] == ["ada/a.zip", "ada/b.zip"]


def fail_for(monkeypatch, student, error):
    """Let filing one student's submission raise an error."""
    real = collector.file_one

    def file_one(handed_in, *others):
        if handed_in.student == student:
            raise error
        return real(handed_in, *others)

    monkeypatch.setattr(collector, "file_one", file_one)


def test_an_error_that_nobody_foresaw_costs_one_archive_and_is_named(download, course, monkeypatch):
    put(download / "ada" / "a.zip")
    put(download / "zoe" / "a.zip")
    fail_for(monkeypatch, "ada", RecursionError("too deep"))
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert "ada/a.zip: it cannot be filed (RecursionError: too deep)" in refused[0]


def test_a_file_where_a_students_folder_should_be_costs_that_student_only(download, course):
    put(download / "ada" / "a.zip")
    put(download / "zoe" / "a.zip")
    (course / "submitted").mkdir()
    (course / "submitted" / "ada").touch()
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert "ada/a.zip: it cannot be filed" in refused[0]


@pytest.mark.parametrize(
    "error",
    [
        KeyboardInterrupt(),
        *(OSError(number, "") for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)),
        PermissionError(errno.EACCES, ""),
    ],
)
def test_a_full_disk_or_an_interruption_ends_the_whole_command(
    download, course, monkeypatch, error
):
    put(download / "ada" / "a.zip")
    fail_for(monkeypatch, "ada", error)
    with pytest.raises(type(error)):
        collect(download, course)


# The same holds for a download that is one zip.


@pytest.fixture
def outer(tmp_path):
    """Write a download that is one zip: with what it is given, and one good zip."""

    def write(files, change=None):
        inner = put(tmp_path / "inner.zip").read_bytes()
        files = {name: inner if content is None else content for name, content in files.items()}
        return put(tmp_path / "all.zip", {**files, "zoe/a.zip": inner}, change=change)

    return write


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("files", "change", "name", "says"),
    [
        ({"ada/a.zip": b"PK"}, None, "ada/a.zip", "damaged"),
        ({"ada/a.zip": None}, flagged("ada/a.zip", CRC=1), "ada/a.zip", "damaged"),
        ({"ada/a.zip": None}, flagged("ada/a.zip", flag_bits=1), "ada/a.zip", "password"),
        (
            {"ada/a.zip": None},
            flagged("ada/a.zip", compress_type=99),
            "ada/a.zip",
            "compression method",
        ),
        (
            {"ada/a.zip": None},
            flagged("ada/a.zip", date_time=(1980, 0, 0, 0, 0, 0)),
            "ada/a.zip",
            "its date",
        ),
        (
            {"ada/a.zip": None},
            flagged("ada/a.zip", date_time=(1980, 1, 1, 0, 0, 0)),
            "ada/a.zip",
            "its date",
        ),
        ({"n" * 300 + "/a.zip": None}, None, "n" * 300 + "/a.zip", "too long"),
        ({"../../escaped/a.zip": None}, None, "../../escaped/a.zip", "leaves the download"),
        ({"/escaped/a.zip": None}, None, "/escaped/a.zip", "leaves the download"),
        ({named("ada\0/a.zip"): None}, None, r"ada\x00/a.zip", "cannot be read"),
        ({named("ada/a.zip\0x"): None}, None, r"ada/a.zip\x00x", "cannot be read"),
        ({"ada/a.zip": bytes(61_000_000)}, None, "ada/a.zip", "more than"),
        (
            {"ada/a.zip": None, "ada/a.zip/b.zip": None},
            None,
            "ada/a.zip/b.zip",
            "has its path",
        ),
        (
            {"ada/a.zip/b.zip": None, "ada/a.zip": None},
            None,
            "ada/a.zip/b.zip",
            "has its path",
        ),
    ],
    ids=[
        "no zip",
        "wrong checksum",
        "password",
        "unknown compression",
        "no date",
        "1980",
        "long student",
        "outside",
        "absolute",
        "NUL in a folder's name",
        "NUL at the end",
        "large",
        "below a file",
        "below a file that comes later",
    ],
)
def test_one_bad_zip_in_a_zip_of_zips_is_named_and_costs_nobody_else(
    outer, course, files, change, name, says
):
    filed, refused, _ = collect(outer(files, change), course)
    assert filed[-1].startswith("zoe:")
    assert len(filed) == len(files)  # of two that are in conflict one is filed, and else none is
    assert len(refused) == 1
    assert refused[0].startswith(f"{name}: ")
    assert says in refused[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zips_of_one_path_in_a_zip_of_zips_are_all_refused(outer, course):
    filed, refused, _ = collect(outer({"ada/a.zip": None}, twice("ada/a.zip")), course)
    assert len(filed) == 1
    assert len(refused) == 2
    assert all(line.startswith("ada/a.zip: ") and "has its path" in line for line in refused)


def test_a_folder_with_the_name_of_a_zip_is_no_obstacle_in_a_zip_of_zips(outer, course):
    filed, refused, _ = collect(outer({"a.zip/": b"", "a.zip/a.zip": None}), course)
    assert len(filed) == 2
    assert refused == []


def test_a_zip_of_zips_in_which_each_is_refused_is_not_called_empty(download, course, tmp_path):
    inner = put(download / "a.zip").read_bytes()
    bad = put(tmp_path / "all.zip", {"a/a.zip": inner}, change=flagged("a/a.zip", flag_bits=1))
    filed, refused, _ = collect(bad, course)
    assert filed == []
    assert "password" in refused[0]


def test_a_zip_of_zips_whose_names_cannot_be_read_is_a_sentence(outer, course):
    path = outer({"Zoë/a.zip": None})
    path.write_bytes(path.read_bytes().replace("ë".encode(), b"\xff\xff"))
    with pytest.raises(CollectError, match="Unpack it and give the folder"):
        collect(path, course)


# Two people of one name.


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("doejane_1234_5678_a.zip", "doejane_9999_5679_a.zip"),
        ("doejane_LATE_1234_5678_a.zip", "doejane_9999_5679_a.zip"),
        (
            "Jane Doe_101_assignsubmission_file_/a.zip",
            "Jane Doe_102_assignsubmission_file_/a.zip",
        ),
        ("Jane Doe/a.zip", "Jane_Doe/a.zip"),
    ],
)
def test_people_who_would_be_one_student_are_all_refused_by_name(download, course, first, second):
    put(download / first)
    put(download / second)
    put(download / "adalovelace_7_8_a.zip")
    filed, refused, _ = collect(download, course)
    assert [line.split(":")[0] for line in filed] == ["adalovelace"]
    assert sorted(line.split(": ")[0] for line in refused) == sorted([first, second])
    assert all(first in line and second in line and "--pattern" in line for line in refused)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Jane/a.zip", "jane/a.zip"), ("Zo\u00eb/a.zip", "Zoe\u0308/a.zip")],
    ids=["upper and lower case", "composed and decomposed"],
)
def test_names_that_some_disks_do_not_tell_apart_are_one_student(outer, course, first, second):
    filed, refused, _ = collect(outer({first: None, second: None}), course)
    assert [line.split(":")[0] for line in filed] == ["zoe"]
    assert sorted(line.split(": ")[0] for line in refused) == sorted([first, second])


def test_a_name_is_filed_in_its_composed_form(download, course):
    put(download / "Zoe\u0308" / "a.zip")
    filed, *_ = collect(download, course)
    assert filed[0].startswith("Zo\u00eb:")


def test_what_is_filed_stays_when_two_people_of_one_name_hand_in(download, course):
    put(download / "doejane_1_2_a.zip", when=1_700_000_000)
    collect(download, course)
    newer = build.as_bytes(notebook(NAME, None))
    for number in (1, 2):
        put(download / f"doejane_{number}_3_a.zip", {f"{NAME}.ipynb": newer}, when=1_700_000_100)
    filed, refused, _ = collect(download, course)
    assert filed == []
    assert len(refused) == 3
    assert (course / "submitted" / "doejane" / NAME / f"{NAME}.ipynb").read_bytes() == NOTEBOOK


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("doejane_1234_5678_a.zip", "doejane_1234_5699_a.zip"),
        ("doejane_1234_5678_a.zip", "doejane_LATE_1234_5699_a.zip"),
        (
            "Jane Doe_101_assignsubmission_file_/a.zip",
            "Jane Doe_101_assignsubmission_file_/b.zip",
        ),
        ("Jane Doe/a.zip", "Jane Doe/b.zip"),
    ],
)
def test_one_person_who_hands_in_twice_is_no_clash(download, course, first, second):
    newer = build.as_bytes(notebook(NAME, None))
    put(download / first, {f"{NAME}.ipynb": newer}, when=1_700_000_100)
    put(download / second, when=1_700_000_000)
    _, refused, _ = collect(download, course)
    assert refused == []
    (student,) = (course / "submitted").iterdir()
    assert (student / NAME / f"{NAME}.ipynb").read_bytes() == newer


def test_people_of_one_name_with_different_assignments_are_both_filed(download, course):
    put(download / "doejane_1_2_a.zip")
    put(download / "doejane_3_4_a.zip", {"08_your_variant.ipynb": NOTEBOOK})
    filed, refused, _ = collect(download, course)
    assert len(filed) == 2
    assert refused == []


def test_an_archive_whose_assignment_cannot_be_read_is_no_clash(download, course):
    put(download / "doejane_1_2_a.zip")
    (download / "doejane_3_4_a.zip").write_bytes(b"damaged")
    filed, refused, _ = collect(download, course)
    assert len(filed) == 1
    assert len(refused) == 1


def test_a_pattern_of_ones_own_may_take_the_number_into_the_name(download, course):
    put(download / "doejane_1_2_a.zip")
    put(download / "doejane_3_4_a.zip")
    filed, refused, _ = collect(download, course, r"(?P<student>\w+?_\d+)_\d+_.*")
    assert sorted(line.split(":")[0] for line in filed) == ["doejane_1", "doejane_3"]
    assert refused == []


def test_a_pattern_of_ones_own_may_name_the_number(download, course):
    put(download / "1 doejane.zip")
    put(download / "2 doejane.zip")
    _, refused, _ = collect(download, course, r"(?P<number>\d) (?P<student>\w+)\.zip")
    assert len(refused) == 2


# An older hand-in never replaces a newer one.

OTHER = build.as_bytes(notebook(NAME, None))


def filed_notebook(course):
    return (course / "submitted" / "ada" / NAME / f"{NAME}.ipynb").read_bytes()


@pytest.fixture
def filed_before(download, course):
    """A submission of Ada's that is filed, handed in at 22:13:20."""
    put(download / "ada" / "a.zip", when=1_700_000_000)
    collect(download, course)
    return course / "submitted" / "ada" / NAME


def hand_in_again(download, content, when):
    put(download / "ada" / "a.zip", {f"{NAME}.ipynb": content}, when=when)


def test_what_is_older_than_what_is_filed_is_kept_out_and_said(download, course, filed_before):
    hand_in_again(download, OTHER, 1_699_999_999)
    collected = collect(download, course)
    assert (collected.filed, collected.refused) == ([], [])
    assert collected.kept == [
        f"ada: {NAME}, handed in 2023-11-14 22:13:19 UTC, is older than what is filed "
        "(2023-11-14 22:13:20 UTC), so that stays."
    ]
    assert filed_notebook(course) == NOTEBOOK


def test_what_is_newer_than_what_is_filed_replaces_it(download, course, filed_before):
    hand_in_again(download, OTHER, 1_700_000_001)
    filed, *_ = collect(download, course)
    assert len(filed) == 1
    assert filed_notebook(course) == OTHER


def test_other_content_of_the_same_time_replaces_what_is_filed(download, course, filed_before):
    hand_in_again(download, OTHER, 1_700_000_000)
    filed, *_ = collect(download, course)
    assert len(filed) == 1
    assert filed_notebook(course) == OTHER


@pytest.mark.parametrize("when", [1_700_000_000, 1_700_000_000.5, 1_699_999_000])
def test_the_same_content_of_the_same_time_or_older_changes_nothing(
    download, course, filed_before, when
):
    before = filed_before.stat().st_ino
    hand_in_again(download, NOTEBOOK, when)
    collected = collect(download, course)
    assert collected.filed == [f"ada: {NAME}, unchanged, handed in 2023-11-14 22:13:20 UTC"]
    assert (collected.refused, collected.kept) == ([], [])
    assert filed_before.stat().st_ino == before


def test_the_same_content_handed_in_later_is_filed_with_its_time(download, course, filed_before):
    hand_in_again(download, NOTEBOOK, 1_700_000_100)
    filed, *_ = collect(download, course)
    assert filed[0].endswith("handed in 2023-11-14 22:15:00 UTC")


def test_a_file_more_or_less_is_other_content(download, course, filed_before):
    files = {f"{NAME}.ipynb": NOTEBOOK, f"{NAME}.run/run.json": b"{}"}
    put(download / "ada" / "a.zip", files, when=1_700_000_000)
    collect(download, course)
    assert (filed_before / f"{NAME}.run" / "run.json").exists()
    hand_in_again(download, NOTEBOOK, 1_700_000_000)
    collect(download, course)
    assert not (filed_before / f"{NAME}.run").exists()


def test_the_time_that_nbgraders_own_exchange_writes_is_understood(download, course, filed_before):
    stamp = filed_before / "timestamp.txt"
    stamp.write_text("2023-11-14 23:13:21.500000 Europe/Paris\n", encoding="utf-8")
    hand_in_again(download, OTHER, 1_700_000_000)
    assert len(collect(download, course).kept) == 1


@pytest.mark.parametrize("stamp", [b"yesterday", b"", b"\xff\xfe", b"99999-01-01"])
def test_what_is_filed_stays_when_its_time_cannot_be_read(download, course, filed_before, stamp):
    (filed_before / "timestamp.txt").write_bytes(stamp)
    hand_in_again(download, OTHER, 1_700_000_100)
    filed, refused, _ = collect(download, course)
    assert filed == []
    assert "timestamp.txt" in refused[0]
    assert "stays" in refused[0]
    assert filed_notebook(course) == NOTEBOOK


def test_what_is_filed_without_a_time_is_replaced(download, course, filed_before):
    (filed_before / "timestamp.txt").unlink()
    hand_in_again(download, OTHER, 1_600_000_000)
    collect(download, course)
    assert filed_notebook(course) == OTHER


# What the command prints.


@pytest.fixture
def command(download, course, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_ROOT", str(course))

    def run():
        status = main(["collect", str(download)])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


def test_the_command_succeeds_where_nothing_is_refused(download, command):
    put(download / "ada" / "a.zip")
    status, out, err = command()
    assert (status, out[-1], err) == (0, "1 filed, 0 refused.", [])


def test_the_command_fails_where_anything_is_refused(download, command):
    put(download / "ada" / "a.zip")
    (download / "ada" / "b.zip").write_bytes(b"damaged")
    status, out, err = command()
    assert (status, out[-1], len(err)) == (1, "1 filed, 1 refused.", 1)


def test_the_command_counts_what_is_older_than_what_is_filed(download, command, filed_before):
    hand_in_again(download, OTHER, 1_600_000_000)
    put(download / "zoe" / "a.zip")
    status, out, err = command()
    assert (status, err) == (0, [])
    assert out[-1] == "1 filed, 1 older than what is filed, 0 refused."
    assert any("so that stays" in line for line in out)
