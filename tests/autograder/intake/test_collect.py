import errno
import json
import os
import random
import stat
import sys
import time
import zipfile
from datetime import UTC, datetime

import pytest

from autograder.__main__ import main
from autograder.course import programs
from autograder.intake import collect as collector
from autograder.intake.collect import collect
from autograder.intake.handins import CollectError, Order
from tests.autograder.intake.downloads import NAME, WHEN, notebook, write, zipped

NOTEBOOK = notebook("ada")
OTHER = notebook("ada, another time")


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


def put(path, files=None, when=WHEN, change=None, inside=None):
    """Write a zip: by default a notebook's, with one date inside and outside."""
    content = zipped(files or {f"{NAME}.ipynb": NOTEBOOK}, inside or when, change)
    write(path.parent, {path.name: content}, when)
    return path


def outcome(*arguments, **options):
    """What is filed after a collect, and what was refused or not understood."""
    collected = collect(*arguments, **options)
    filed = [*collected.filed, *collected.replaced, *collected.unchanged]
    return filed, [*collected.refused, *collected.not_understood]


def test_the_time_in_a_name_is_filed_for_nbgrader(download, course):
    put(download / f"x_ada_attempt_2023-11-14-22-13-20_{NAME}.zip")
    collect(download, course)
    stamp = course / "submitted" / "ada" / NAME / "timestamp.txt"
    assert stamp.read_text(encoding="utf-8") == "2023-11-14 22:13:20 UTC"


def test_no_time_is_invented_where_none_is_known(download, course):
    put(download / "ada" / f"{NAME}.zip")
    collected = collect(download, course)
    assert not (course / "submitted" / "ada" / NAME / "timestamp.txt").exists()
    assert collected.filed == [
        f"ada: {NAME}, 0 run files, lateness unknown; from ada/{NAME}.zip",
    ]
    assert collected.undated == 1


def test_the_newest_of_several_counts(download, course):
    put(download / "ada" / "b.zip", {f"{NAME}.ipynb": OTHER}, when=1_700_000_100)
    put(download / "ada" / "c.zip", when=1_700_000_000)
    collected = collect(download, course)
    assert filed_notebook(course) == OTHER
    assert collected.older == [f"ada/c.zip: ada: {NAME}, is older than ada/b.zip, which counts."]


def test_of_several_the_damaged_one_is_refused_and_another_filed(download, course):
    damaged = flagged(f"{NAME}.ipynb", CRC=1)
    put(download / "ada" / "a.zip", when=1_700_000_100, change=damaged)
    put(download / "ada" / "b.zip")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert refused == ["ada/a.zip: it is damaged or no archive. Ask for it again."]


def test_of_several_of_which_nobody_can_tell_the_newest_none_is_filed(download, course):
    put(download / "ada" / "b.zip", {f"{NAME}.ipynb": OTHER})
    put(download / "ada" / "c.zip")
    put(download / "zoe" / "c.zip")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert len(refused) == 2
    assert all("nothing tells which was handed in last" in line for line in refused)


def test_the_same_handed_in_twice_is_filed_once(download, course):
    put(download / "ada" / "b.zip")
    put(download / "ada" / "c.zip")
    collected = collect(download, course)
    assert len(collected.filed) == 1
    assert collected.older == [f"ada/c.zip: ada: {NAME}, is the same as ada/b.zip, which counts."]


def test_the_same_notebook_with_its_run_counts_more_than_without(download, course):
    put(download / "ada_12_901_a.zip", {f"{NAME}.ipynb": NOTEBOOK, f"{NAME}.run/run.json": b"{}"})
    write(download, {f"ada_12_902_{NAME}.ipynb": NOTEBOOK})
    collected = collect(download, course)
    assert (course / "submitted" / "12" / NAME / f"{NAME}.run" / "run.json").exists()
    assert "is the same notebook with fewer runs than ada_12_901_a.zip" in collected.older[0]


def test_runs_are_filed_beside_the_notebook(download, course):
    files = {f"{NAME}.ipynb": NOTEBOOK, f"{NAME}.run/run.json": b"{}"}
    put(download / "ada" / "a.zip", files)
    collect(download, course)
    assert (course / "submitted" / "ada" / NAME / f"{NAME}.run" / "run.json").exists()


def test_a_notebook_of_another_name_is_known_by_its_graded_cells(download, course):
    graded = json.loads(NOTEBOOK)
    graded["cells"][0]["metadata"]["nbgrader"] = {"grade_id": "channel_means", "grade": True}
    put(download / "ada" / "a.zip", {"homework.ipynb": json.dumps(graded).encode()})
    filed, refused = outcome(download, course)
    assert refused == []
    assert filed[0].startswith(f"ada: {NAME}")


def test_one_assignment_alone_can_be_asked_for(download, course):
    put(download / "ada" / "a.zip", {f"{NAME}.ipynb": NOTEBOOK, "01_softmax.ipynb": OTHER})
    put(download / "zoe" / "a.zip", {"01_softmax.ipynb": OTHER})
    collected = collect(download, course, assignment=NAME)
    assert [line.split(",")[0] for line in collected.filed] == [f"ada: {NAME}"]
    assert collected.skipped == ["zoe/a.zip: it is of 01_softmax, which was not asked for"]
    assert collected.refused == []


def nested(depth):
    """An archive in an archive, and so on."""
    return zipped({"a.zip": nested(depth - 1)} if depth else {f"{NAME}.ipynb": NOTEBOOK})


def link():
    entry = zipfile.ZipInfo(f"{NAME}.run/run.json")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"readme.txt": b"hello"}, "it holds no notebook of this course, but readme.txt"),
        ({".DS_Store": b""}, "it holds no notebook of this course, but nothing"),
        ({"../../evil.ipynb": NOTEBOOK}, "leaves the archive"),
        ({"../../00_start_here.ipynb": NOTEBOOK}, "leaves the archive"),
        ({"/etc/cron.d/evil.ipynb": NOTEBOOK}, "leaves the archive"),
        ({"99_unknown.ipynb": NOTEBOOK}, "it holds no notebook of this course, but 99_unknown"),
        ({f"{NAME}.ipynb": NOTEBOOK, "08_your_variant.ipynb": NOTEBOOK}, "2 notebooks"),
        ({f"a/{NAME}.ipynb": NOTEBOOK, f"b/{NAME}.ipynb": OTHER}, "nothing tells which one counts"),
        ({f"{NAME}.ipynb": NOTEBOOK, link(): b"/etc/passwd"}, "symbolic link"),
        ({f"{NAME}.ipynb": bytes(61_000_000)}, "unpacks to more"),
        (
            {f"{NAME}.ipynb": bytes(31_000_000), f"{NAME}.run/run.json": bytes(31_000_000)},
            "unpacks to more",
        ),
        (
            {f"{NAME}.ipynb": NOTEBOOK}
            | {f"00_{number}.run/run.json": b"" for number in range(1001)},
            "1002 files of runs, more than 1000",
        ),
        (
            {f"{NAME}.ipynb": NOTEBOOK} | {f"{number}.txt": b"" for number in range(20_001)},
            "more than 20000 files",
        ),
        ({"a.zip": nested(5)}, "archives in archives"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_zip_that_is_no_submission_is_refused_by_itself(download, course, files, says):
    put(download / "mallory" / "a.zip", files)
    put(download / "ada" / "a.zip")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert says in refused[0]
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["ada"]


def test_a_damaged_zip_is_refused_and_an_earlier_submission_stays(download, course):
    put(download / "ada" / "a.zip", when=1_700_000_000)
    (download / "ada" / "b.zip").write_bytes(b"PK\x03\x04 damaged")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert "damaged" in refused[0]
    assert (course / "submitted" / "ada" / NAME / f"{NAME}.ipynb").exists()


@pytest.mark.parametrize("name", ["a.rar", "a.7z", "a.ipynb.gz", "a.ZIPX", "a.tar.zst"])
def test_archives_of_other_kinds_are_named(download, course, name):
    write(download, {f"ada/{name}": b"?"})
    put(download / "zoe" / "a.zip")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert refused == [f"ada/{name}: archives of this kind are not opened here. Ask for a zip."]


def test_a_zip_without_a_students_name_asks_for_a_pattern(download, course):
    put(download / f"{NAME}.zip")
    _, refused = outcome(download, course)
    assert "--pattern" in refused[0]


def test_a_pattern_of_ones_own_names_the_student(download, course):
    put(download / "group 7 - ada.zip")
    filed, _ = outcome(download, course, r"group \d - (?P<student>\w+)\.zip")
    assert filed[0].startswith("ada:")


@pytest.mark.parametrize(("pattern", "says"), [("(", "no regular expression"), (".*", "student")])
def test_an_unusable_pattern_is_a_sentence(download, course, pattern, says):
    put(download / "a.zip")
    with pytest.raises(CollectError, match=says):
        collect(download, course, pattern)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"encoding": "klingon"}, "There is no encoding 'klingon'"),
        ({"assignment": "99_unknown"}, "There is no assignment '99_unknown'. There are: 00_start"),
    ],
)
def test_an_unusable_option_is_a_sentence(download, course, options, says):
    put(download / "a.zip")
    with pytest.raises(CollectError, match=says):
        collect(download, course, **options)


def test_an_empty_folder_is_a_sentence(download, course):
    with pytest.raises(CollectError, match="There is no zip, tar or notebook below"):
        collect(download, course)


def test_a_folder_that_is_not_there_is_a_sentence(download, course):
    with pytest.raises(CollectError, match="There is no folder, zip or tar"):
        collect(download / "gone", course)


def test_a_file_that_is_no_archive_is_a_sentence(download, course):
    write(download, {"a.pdf": b"%PDF"})
    with pytest.raises(CollectError, match=r"a\.pdf: it is damaged or no archive"):
        collect(download / "a.pdf", course)


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
        ({named(f"{NAME}.ipynb\0.txt"): NOTEBOOK}, None, "characters that cannot be read"),
        ({f"{NAME}.ipynb": NOTEBOOK, f"{'n' * 300}.run/run.json": b"{}"}, None, "too long"),
        ({f"{'n' * 300}.ipynb": NOTEBOOK}, None, "no notebook of this course"),
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
        "long run folder",
        "long notebook",
        "more than it says",
    ],
)
def test_an_archive_that_cannot_be_unpacked_costs_nobody_else(
    download, course, files, change, says
):
    put(download / "mallory" / "a.zip", files, change=change)
    put(download / "zoe" / "a.zip")
    filed, refused = outcome(download, course)
    assert [line.split(":")[0] for line in filed] == ["zoe"]
    assert len(refused) == 1
    assert refused[0].startswith("mallory/a.zip: ")
    assert says in refused[0]
    assert [path.name for path in (course / "submitted").iterdir()] == ["zoe"]


@pytest.mark.parametrize("damage", [spoil, truncate])
def test_an_archive_with_a_changed_byte_or_without_its_end_is_refused(download, course, damage):
    damage(put(download / "mallory" / "a.zip"))
    put(download / "zoe" / "a.zip")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert "mallory/a.zip: it is damaged" in refused[0]


def test_dates_inside_a_students_archive_do_not_matter(download, course):
    odd = flagged(f"{NAME}.ipynb", date_time=(1980, 0, 0, 0, 0, 0))
    put(download / "ada" / "a.zip", change=odd)
    filed, _ = outcome(download, course)
    assert len(filed) == 1


@pytest.mark.parametrize("when", [-(2**40), -1, 0, 315_532_800, 2**40])
def test_a_file_date_that_cannot_be_is_no_date(download, course, when):
    odd = put(download / "ada" / "a.zip")
    os.utime(odd, (when, when))
    filed, refused = outcome(download, course)
    assert (len(filed), refused) == (1, [])


@pytest.mark.parametrize("name", [f"{NAME}.run/\0", "\0", "notes\0.txt"])
def test_a_name_that_cannot_be_read_costs_that_file_only_where_it_is_no_part(
    download, course, name
):
    put(download / "ada" / "a.zip", {f"{NAME}.ipynb": NOTEBOOK, named(name): b""})
    filed, refused = outcome(download, course)
    assert refused == []
    assert "left out" in filed[0]


def test_a_student_whose_name_is_too_long_for_a_folder_is_refused(download, course):
    put(download / ("n" * 150) / ("m" * 150) / "a.zip")
    put(download / "zoe" / "b" / "a.zip")
    filed, refused = outcome(download, course, r"(?P<student>.+)/a\.zip")
    assert len(filed) == 1
    assert "too long" in refused[0]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' names are always text")
def test_a_path_that_is_no_text_asks_for_its_encoding(download, course):
    put(download / os.fsdecode(b"J\xf6rg") / "a.zip")
    put(download / "zoe" / "a.zip")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert refused[0].startswith(r"J\xf6rg/a.zip: nothing says in which encoding its name is")
    assert "--encoding" in refused[0]
    filed, refused = outcome(download, course, encoding="cp1252")
    assert refused == []
    assert sorted(line.split(":")[0] for line in filed) == ["J\u00f6rg", "zoe"]


@pytest.mark.parametrize(
    ("raw", "encoding", "student"),
    [
        ("J\u00f6rg".encode(), None, "J\u00f6rg"),
        ("J\u00f6rg".encode("cp1252"), "cp1252", "J\u00f6rg"),
        ("J\u00f6rg".encode("cp437"), "cp437", "J\u00f6rg"),
        ("\u5f20\u4f1f".encode("gbk"), "gbk", "\u5f20\u4f1f"),
        ("J\u00f6rg".encode("cp1252"), None, None),
    ],
    ids=["UTF-8 that does not say so", "cp1252", "cp437", "gbk", "nobody knows"],
)
def test_names_in_a_zip_that_do_not_say_their_encoding(tmp_path, course, raw, encoding, student):
    inner = zipped({f"{NAME}.ipynb": NOTEBOOK})
    place = tmp_path / "all.zip"
    marked = "X" * len(raw)
    content = zipped({f"{marked}/a.zip": inner, "zoe/a.zip": inner})
    place.write_bytes(content.replace(f"{marked}/a".encode(), raw + b"/a"))
    filed, refused = outcome(place, course, encoding=encoding)
    assert {line.split(":")[0] for line in filed} == {"zoe", student} - {None}
    assert ["--encoding cp1252" in line for line in refused] == ([] if student else [True])


def test_a_sentence_about_a_path_with_a_line_break_is_one_line(download, course):
    put(download / "ada\n\x1b[31m" / "a.zip", {"readme.txt": b""})
    _, refused = outcome(download, course)
    assert refused[0].startswith(r"ada\n\x1b[31m/a.zip: ")


def test_a_link_is_refused_and_not_followed(download, course, tmp_path):
    put(tmp_path / "elsewhere" / "a.zip")
    (download / "ada").mkdir()
    (download / "ada" / "a.zip").symlink_to(tmp_path / "elsewhere" / "a.zip")
    (download / "bob").symlink_to(tmp_path / "elsewhere")
    (download / "eve").mkdir()
    (download / "eve" / "a.zip").symlink_to("missing")
    put(download / "zoe" / "a.zip")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert [line.split(":")[0] for line in refused] == ["bob", "ada/a.zip", "eve/a.zip"]
    assert all("symbolic link" in line for line in refused)


def test_a_folder_with_the_name_of_a_zip_is_a_folder(download, course):
    put(download / "ada" / "work.zip" / "a.zip")
    put(download / "zoe" / "a.zip")
    filed, refused = outcome(download, course)
    assert [line.split(":")[0] for line in filed] == ["ada", "zoe"]
    assert refused == []


def test_a_file_that_may_not_be_read_costs_that_one_only(download, course, monkeypatch):
    put(download / "ada" / "a.zip")
    put(download / "zoe" / "a.zip")
    monkeypatch.setattr(os, "access", lambda path, mode: path.parent.name != "ada")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert refused == ["ada/a.zip: it may not be read here. Change its permissions."]


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
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert "ada/a.zip: it cannot be filed (RecursionError: too deep)" in refused[0]


def test_a_file_where_a_students_folder_should_be_costs_that_student_only(download, course):
    put(download / "ada" / "a.zip")
    put(download / "zoe" / "a.zip")
    (course / "submitted").mkdir()
    (course / "submitted" / "ada").touch()
    filed, refused = outcome(download, course)
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
            flagged("ada/a.zip", header_offset=2**31),
            "ada/a.zip",
            "damaged",
        ),
        ({"n" * 300 + "/a.zip": None}, None, "n" * 300 + "/a.zip", "too long"),
        ({"../../escaped/a.zip": None}, None, "../../escaped/a.zip", "leaves the archive"),
        ({"/escaped/a.zip": None}, None, "/escaped/a.zip", "leaves the archive"),
        ({named("ada\0/a.zip"): None}, None, r"ada\x00/a.zip", "cannot be read"),
        ({named("ada/a.zip\0x"): None}, None, r"ada/a.zip\x00x", "cannot be read"),
        ({"ada/a.zip": bytes(61_000_000)}, None, "ada/a.zip", "more than"),
    ],
    ids=[
        "no zip",
        "wrong checksum",
        "password",
        "unknown compression",
        "wrong offset",
        "long student",
        "outside",
        "absolute",
        "NUL in a folder's name",
        "NUL at the end",
        "large",
    ],
)
def test_one_bad_zip_in_a_zip_of_zips_is_named_and_costs_nobody_else(
    outer, course, files, change, name, says
):
    filed, refused = outcome(outer(files, change), course)
    assert [line.split(":")[0] for line in filed] == ["zoe"]
    assert len(refused) == 1
    assert refused[0].startswith(f"{name}: ")
    assert says in refused[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zips_of_one_path_in_a_zip_of_zips_are_all_refused(outer, course):
    filed, refused = outcome(outer({"ada/a.zip": None}, twice("ada/a.zip")), course)
    assert len(filed) == 1
    assert len(refused) == 2
    assert all(line.startswith("ada/a.zip: ") and "has its path" in line for line in refused)


@pytest.mark.parametrize("date", [(1980, 0, 0, 0, 0, 0), (1980, 1, 1, 0, 0, 0)])
def test_a_date_that_is_none_costs_nothing(outer, course, date):
    filed, refused = outcome(
        outer({"ada/a.zip": None}, flagged("ada/a.zip", date_time=date)), course
    )
    assert (len(filed), refused) == (2, [])


def test_a_zip_of_zips_in_which_each_is_refused_is_not_called_empty(download, course, tmp_path):
    inner = put(download / "a.zip").read_bytes()
    bad = put(tmp_path / "all.zip", {"a/a.zip": inner}, change=flagged("a/a.zip", flag_bits=1))
    filed, refused = outcome(bad, course)
    assert filed == []
    assert "password" in refused[0]


def test_a_zip_of_zips_whose_names_cannot_be_read_is_a_sentence(outer, course):
    path = outer({"Zoë/a.zip": None})
    path.write_bytes(path.read_bytes().replace("ë".encode(), b"\xff\xff"))
    with pytest.raises(CollectError, match="Or unpack it and give the folder"):
        collect(path, course)


# Two people of one name. That they are told apart by number is in test_platforms.py.


@pytest.mark.parametrize(
    ("first", "second"),
    [("Jane/a.zip", "JANE/a.zip"), ("Jane Doe/a.zip", "Jane_Doe/a.zip")],
)
def test_people_who_would_be_one_student_are_all_refused_by_name(outer, course, first, second):
    filed, refused = outcome(outer({first: None, second: None}), course)
    assert [line.split(":")[0] for line in filed] == ["zoe"]
    assert sorted(line.split(": ")[0] for line in refused) == sorted([first, second])
    assert all("--pattern" in line for line in refused)


def test_names_that_differ_only_in_how_their_letters_are_composed_are_one_path(outer, course):
    filed, refused = outcome(outer({"Zo\u00eb/a.zip": None, "Zoe\u0308/a.zip": None}), course)
    assert [line.split(":")[0] for line in filed] == ["zoe"]
    assert [line.split(": ")[0] for line in refused] == ["Zo\u00eb/a.zip"] * 2


def test_a_name_is_filed_in_its_composed_form(download, course):
    put(download / "Zoe\u0308" / "a.zip")
    filed, _ = outcome(download, course)
    assert filed[0].startswith("Zo\u00eb:")


def test_what_is_filed_stays_when_another_person_would_have_its_id(download, course, tmp_path):
    put(download / "Jane Doe" / "a.zip")
    collect(download, course)
    for number, name in enumerate(("Jane_Doe", "jane doe", "JANE_DOE")):
        another = tmp_path / str(number)
        put(another / name / "a.zip", {f"{NAME}.ipynb": OTHER}, when=1_700_000_100)
        filed, refused = outcome(another, course)
        assert filed == []
        assert f"{name}/a.zip: what is filed as Jane_Doe is of another person" in refused[0]
    assert (course / "submitted" / "Jane_Doe" / NAME / f"{NAME}.ipynb").read_bytes() == NOTEBOOK


def test_a_number_that_brightspace_gave_another_name_before_is_not_trusted(course, tmp_path):
    for name in ("Ada", "Zoe"):  # each alone in a download, so that nothing tells the numbers apart
        put(tmp_path / name / f"7-12 - {name} - Jan 15, 2026 1159 PM" / "a.zip")
        filed, refused = outcome(tmp_path / name, course)
        assert len(filed) == (name == "Ada")
    assert "what is filed as 7 is of Ada, so this of Zoe is not" in refused[0]
    assert "If the name has changed, write the new one into" in refused[0]


def test_who_has_another_name_and_the_same_number_is_the_same_person(course, tmp_path):
    put(tmp_path / "monday" / "doeada_7_901_a.zip")
    put(tmp_path / "tuesday" / "kingada_7_902_a.zip", {f"{NAME}.ipynb": OTHER})
    collect(tmp_path / "monday", course)
    collected = collect(tmp_path / "tuesday", course)
    assert collected.replaced[0].startswith(f"7 (kingada): {NAME}")


def test_people_with_different_assignments_are_one_student_where_their_number_is_one(
    download, course
):
    put(download / "doejane_1_2_a.zip")
    put(download / "doejane_1_4_a.zip", {"08_your_variant.ipynb": NOTEBOOK})
    put(download / "doejane_3_5_a.zip", {"08_your_variant.ipynb": OTHER})
    filed, refused = outcome(download, course)
    assert sorted(line.split(" ")[0] for line in filed) == ["1", "1", "3"]
    assert refused == []


def test_an_archive_whose_assignment_cannot_be_read_is_no_clash(download, course):
    put(download / "doejane_1_2_a.zip")
    (download / "doejane_3_4_a.zip").write_bytes(b"damaged")
    filed, refused = outcome(download, course)
    assert len(filed) == 1
    assert len(refused) == 1


def test_a_pattern_of_ones_own_may_take_the_number_into_the_name(download, course):
    put(download / "doejane_1_2_a.zip")
    put(download / "doejane_3_4_a.zip")
    filed, refused = outcome(download, course, r"(?P<student>\w+?_\d+)_\d+_.*")
    assert sorted(line.split(":")[0] for line in filed) == ["doejane_1", "doejane_3"]
    assert refused == []


def test_a_pattern_of_ones_own_may_name_the_number_which_is_the_id(download, course):
    put(download / "1 doejane.zip")
    put(download / "2 doejane.zip")
    filed, refused = outcome(download, course, r"(?P<number>\d) (?P<student>\w+)\.zip")
    assert [line.split(":")[0] for line in filed] == ["1 (doejane)", "2 (doejane)"]
    assert refused == []


MOODLES_NAMES = r"(?P<student>[^/]+)_\d+_assignsubmission_file_?/.*"


def test_a_pattern_may_file_moodles_participants_by_their_names(download, course):
    put(download / "Ada Lovelace_101_assignsubmission_file_" / "a.zip")
    filed, refused = outcome(download, course, MOODLES_NAMES)
    assert filed[0].startswith(f"Ada_Lovelace: {NAME}")
    assert refused == []


@pytest.mark.parametrize(
    ("first", "second", "pattern"),
    [
        (
            "Jane Doe_101_assignsubmission_file_/a.zip",
            "Jane Doe_102_assignsubmission_file_/a.zip",
            MOODLES_NAMES,
        ),
        ("doejane_1_2_a.zip", "doejane_3_4_a.zip", r"(?P<student>\w+?)_\d+_\d+_.*"),
    ],
)
@pytest.mark.parametrize("content", [NOTEBOOK, OTHER], ids=["alike", "different"])
def test_people_whom_a_pattern_does_not_tell_apart_are_refused(
    download, course, first, second, pattern, content
):
    put(download / first)
    put(download / second, {f"{NAME}.ipynb": content}, when=1_700_000_100)
    filed, refused = outcome(download, course, pattern)
    assert filed == []
    assert [line.split(": ")[0] for line in refused] == [first, second]
    assert all("may be of several people" in line for line in refused)


def test_one_folder_of_a_students_name_may_hold_several(download, course):
    put(download / "ada" / "a.zip")
    put(download / "ada" / "b.zip", {f"{NAME}.ipynb": OTHER}, when=1_700_000_100)
    filed, refused = outcome(download, course, r"(?P<student>[^/]+)/.*")
    assert (len(filed), refused) == (1, [])
    assert filed_notebook(course) == OTHER


def test_what_a_pattern_does_not_fit_is_named(download, course):
    put(download / "1 doejane.zip")
    write(download, {"other.zip": b"", "readme.txt": b""})
    filed, refused = outcome(download, course, r"\d (?P<student>\w+)\.zip")
    assert len(filed) == 1
    assert refused[0].startswith("other.zip: the pattern does not fit its path")
    assert refused[1].startswith("readme.txt: it is neither a notebook nor an archive")


# An older hand-in never replaces a newer one.

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Order(time=EARLY), Order(time=LATE)),
        (Order(time=EARLY, attempt=2), Order(time=LATE, attempt=1)),
        (Order(time=EARLY, attempt=1), Order(time=EARLY, attempt=2)),
        (Order(attempt=1, outside=LATE), Order(attempt=2, outside=EARLY)),
        (Order(inside=EARLY), Order(inside=LATE)),
        (Order(outside=EARLY), Order(outside=LATE)),
        (Order(inside=EARLY, outside=EARLY), Order(inside=EARLY, outside=LATE)),
        (Order(time=EARLY, outside=EARLY), Order(outside=LATE)),
    ],
)
def test_which_of_two_was_handed_in_later(earlier, later):
    assert later.is_after(earlier) is True
    assert earlier.is_after(later) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Order(), Order()),
        (Order(time=EARLY), Order(attempt=3)),
        (Order(inside=EARLY), Order(outside=LATE)),
        (Order(inside=EARLY, outside=LATE), Order(inside=LATE, outside=EARLY)),
        (Order(time=EARLY, attempt=1), Order(time=EARLY, attempt=1)),
    ],
)
def test_where_nothing_tells_which_is_later_nobody_guesses(one, other):
    assert one.is_after(other) is None
    assert other.is_after(one) is None


def of_canvas(place, attempt, content, when=WHEN):
    return put(place / f"doeada_7_{attempt}_a.zip", {f"{NAME}.ipynb": content}, when)


def of_blackboard(place, second, content, when=WHEN):
    file = f"x_7_attempt_2023-11-14-22-13-{second}_a.zip"
    return put(place / file, {f"{NAME}.ipynb": content}, when)


def of_moodle(place, second, content, when=None):
    return put(
        place / "Ada_7_assignsubmission_file_" / "a.zip",
        {f"{NAME}.ipynb": content},
        when or 1_700_000_000 + second,
    )


WAYS = pytest.mark.parametrize("way", [of_canvas, of_blackboard, of_moodle])


def filed_notebook(course, student="ada"):
    return (course / "submitted" / student / NAME / f"{NAME}.ipynb").read_bytes()


@WAYS
def test_mondays_download_after_tuesdays_changes_nothing(way, tmp_path, course):
    way(tmp_path / "monday", 20, NOTEBOOK)
    way(tmp_path / "tuesday", 40, OTHER)
    collect(tmp_path / "tuesday", course)
    collected = collect(tmp_path / "monday", course)
    assert filed_notebook(course, "7") == OTHER
    assert [collected.filed, collected.replaced, collected.refused] == [[], [], []]
    assert "is older than" in collected.older[0]
    assert collected.older[0].endswith("so that stays.")


@WAYS
def test_tuesdays_download_after_mondays_replaces_it_and_says_so(way, tmp_path, course):
    monday = way(tmp_path / "monday", 20, NOTEBOOK)
    way(tmp_path / "tuesday", 40, OTHER)
    collect(tmp_path / "monday", course)
    collected = collect(tmp_path / "tuesday", course)
    assert filed_notebook(course, "7") == OTHER
    assert f"in place of {monday.relative_to(tmp_path / 'monday')}" in collected.replaced[0]
    assert collected.filed == []


@WAYS
def test_the_same_download_again_changes_nothing(way, tmp_path, course):
    way(tmp_path / "monday", 20, NOTEBOOK)
    collect(tmp_path / "monday", course)
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*")}
    collected = collect(tmp_path / "monday", course)
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*")} == before
    assert len(collected.unchanged) == 1
    assert collected.complete


@WAYS
def test_what_was_handed_in_between_two_equal_ones_is_older_than_the_second(way, tmp_path, course):
    way(tmp_path / "monday", 20, NOTEBOOK)
    way(tmp_path / "tuesday", 40, OTHER)
    way(tmp_path / "wednesday", 50, NOTEBOOK)
    for day in ("monday", "wednesday", "tuesday"):
        collected = collect(tmp_path / day, course)
    assert filed_notebook(course, "7") == NOTEBOOK
    assert len(collected.older) == 1


def test_an_unpacked_download_with_new_dates_does_not_seem_newer(tmp_path, course):
    monday, tuesday = tmp_path / "monday" / "ada", tmp_path / "tuesday" / "ada"
    put(tuesday / "a.zip", {f"{NAME}.ipynb": OTHER}, when=1_700_000_100)
    put(monday / "a.zip", when=1_700_000_500, inside=1_700_000_000)  # copied on Wednesday
    collect(tuesday.parent, course)
    _, refused = outcome(monday.parent, course)
    assert "nothing tells whether it is newer than ada/a.zip" in refused[0]
    assert "so that stays. Delete that folder" in refused[0]
    assert filed_notebook(course) == OTHER


def test_other_content_of_the_same_dates_is_refused_and_what_is_filed_stays(tmp_path, course):
    put(tmp_path / "monday" / "ada" / "a.zip")
    put(tmp_path / "tuesday" / "ada" / "a.zip", {f"{NAME}.ipynb": OTHER})
    collect(tmp_path / "monday", course)
    _, refused = outcome(tmp_path / "tuesday", course)
    assert "nothing tells whether it is newer" in refused[0]
    assert filed_notebook(course) == NOTEBOOK


def test_the_same_content_handed_in_later_is_filed_with_its_time(tmp_path, course):
    of_blackboard(tmp_path / "monday", 20, NOTEBOOK)
    of_blackboard(tmp_path / "tuesday", 40, NOTEBOOK)
    collect(tmp_path / "monday", course)
    collected = collect(tmp_path / "tuesday", course)
    assert "handed in 2023-11-14 22:13:40 UTC" in collected.replaced[0]
    stamp = course / "submitted" / "7" / NAME / "timestamp.txt"
    assert stamp.read_text(encoding="utf-8") == "2023-11-14 22:13:40 UTC"


def test_a_file_more_or_less_is_other_content(tmp_path, course):
    files = {f"{NAME}.ipynb": NOTEBOOK, f"{NAME}.run/run.json": b"{}"}
    put(tmp_path / "monday" / "ada" / "a.zip", files)
    put(tmp_path / "tuesday" / "ada" / "a.zip", when=1_700_000_100)
    run = course / "submitted" / "ada" / NAME / f"{NAME}.run" / "run.json"
    collect(tmp_path / "monday", course)
    assert run.exists()
    collect(tmp_path / "tuesday", course)
    assert not run.parent.exists()


@pytest.fixture
def exchanged(course):
    """A submission that nbgrader's own exchange has filed."""

    def file(stamp):
        place = course / "submitted" / "7" / NAME
        write(place, {f"{NAME}.ipynb": OTHER})
        if stamp is not None:
            (place / "timestamp.txt").write_bytes(stamp)
        return place

    return file


@pytest.mark.parametrize(
    ("stamp", "kept"),
    [(b"2023-11-14 23:13:30 Europe/Paris\n", OTHER), (b"2023-11-14 22:13:10 UTC", NOTEBOOK)],
)
def test_the_time_that_nbgraders_own_exchange_writes_counts(
    download, course, exchanged, stamp, kept
):
    exchanged(stamp)
    of_blackboard(download, 20, NOTEBOOK)
    collected = collect(download, course)
    assert filed_notebook(course, "7") == kept
    assert len(collected.older) == (kept == OTHER)


@pytest.mark.parametrize("stamp", [b"yesterday", b"", b"\xff\xfe", b"99999-01-01"])
def test_what_is_filed_stays_when_its_time_cannot_be_read(download, course, exchanged, stamp):
    exchanged(stamp)
    of_blackboard(download, 20, NOTEBOOK)
    filed, refused = outcome(download, course)
    assert filed == []
    assert "timestamp.txt holds no time, so what is filed stays. Correct it." in refused[0]
    assert filed_notebook(course, "7") == OTHER


def test_what_is_filed_without_a_time_stays_where_nothing_else_tells(download, course, exchanged):
    exchanged(None)
    of_blackboard(download, 20, NOTEBOOK)
    filed, refused = outcome(download, course)
    assert filed == []
    assert "nothing tells whether it is newer than what was filed before" in refused[0]
    assert filed_notebook(course, "7") == OTHER


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"key": 1}', b"\xff"])
def test_a_damaged_record_is_named_and_what_is_filed_stays(download, course, tmp_path, content):
    of_canvas(download, 2, NOTEBOOK)
    collect(download, course)
    record = course / "collected" / "7" / f"{NAME}.json"
    record.write_bytes(content)
    of_canvas(tmp_path / "tuesday", 3, OTHER)
    _, refused = outcome(tmp_path / "tuesday", course)
    assert (
        f"{NAME}.json is damaged, so what is filed stays. Restore or delete that file" in refused[0]
    )
    assert filed_notebook(course, "7") == NOTEBOOK


def test_a_submission_that_was_taken_away_is_filed_anew(download, course, tmp_path):
    of_canvas(download, 3, NOTEBOOK)
    collect(download, course)
    (course / "submitted" / "7" / NAME / f"{NAME}.ipynb").unlink()
    (course / "submitted" / "7" / NAME).rmdir()
    of_canvas(tmp_path / "monday", 2, OTHER)
    collected = collect(tmp_path / "monday", course)
    assert len(collected.filed) == 1


@pytest.mark.slow
def test_of_a_class_of_500_nothing_changes_the_second_time(download, command, course, capsys):
    """Print what it takes: ``pytest -m slow -k class_of_500 tests/autograder/intake``."""
    noise = random.Random(1).randbytes(1_000_000)
    for number in range(500):
        files = {f"{NAME}.ipynb": notebook(str(number)), f"{NAME}.run/weights.weights.h5": noise}
        put(download / f"Student {number}_{number}_assignsubmission_file_" / "a.zip", files)
    for words in ("500 filed, 0 refused.", "0 filed, 500 unchanged, 0 refused."):
        before = {path: path.stat().st_mtime_ns for path in course.rglob("*")}
        started = time.perf_counter()
        status, out, _ = command()
        with capsys.disabled():
            print(f"500 hand-ins of 1 MB: {time.perf_counter() - started:.1f} s, {out[-1]}")
        assert (status, out[-1]) == (0, words)
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*")} == before


def test_a_bar_shows_how_far_it_is(download, course, capsys):
    put(download / "ada" / "a.zip")
    collect(download, course, shows=True)
    assert "Collecting: 100%" in capsys.readouterr().err


# Who a number is.


def test_names_are_in_the_gradebook_where_it_has_none(download, released_book, course):
    with released_book() as book:
        book.add_student("13", first_name="Zo\u00eb", last_name="Doe")
    put(download / "Ada King Lovelace_12_assignsubmission_file_" / "a.zip")
    put(download / "Zoe Doe_13_assignsubmission_file_" / "a.zip")
    put(download / "doejane_14_901_a.zip")
    assert collect(download, course).remarks == []
    with released_book() as book:
        names = {one.id: (one.first_name, one.last_name) for one in book.students}
    assert names == {
        "12": ("Ada King", "Lovelace"),
        "13": ("Zo\u00eb", "Doe"),
        "14": ("", "doejane"),
    }


def test_a_gradebook_that_cannot_be_opened_costs_the_names_only(download, course):
    (course / "gradebook.db").write_bytes(b"damaged")
    put(download / "Ada_12_assignsubmission_file_" / "a.zip")
    collected = collect(download, course)
    assert len(collected.filed) == 1
    assert collected.remarks[0].startswith("The names of students are not in the gradebook: ")


@pytest.fixture
def released_book(course, monkeypatch):
    """Open the course's gradebook, which exists."""
    from nbgrader.api import Gradebook

    monkeypatch.setenv("PATH", programs())  # which nbgrader makes with alembic

    def opened():
        return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "cifar10_course")

    opened().close()
    return opened


# What the command prints.


@pytest.fixture
def command(download, course, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_ROOT", str(course))

    def run(*options):
        status = main(["collect", str(download), *options])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


def test_the_command_succeeds_where_nothing_is_refused(download, command):
    put(download / "ada" / "a.zip")
    status, out, err = command()
    assert (status, out[-1], err) == (0, "1 filed, 0 refused.", [])
    assert "No name says when 1 of these were handed in, so they count as in time." in out[-2]


def test_the_command_fails_where_anything_is_refused(download, command):
    put(download / "ada" / "a.zip")
    (download / "ada" / "b.zip").write_bytes(b"damaged")
    status, out, err = command()
    assert (status, out[-1], len(err)) == (1, "1 filed, 1 refused.", 1)


def test_the_command_fails_where_anything_is_not_understood(download, command):
    put(download / "ada" / "a.zip")
    write(download, {"grades.csv": b""})
    status, out, err = command()
    assert (status, out[-1], len(err)) == (1, "1 filed, 0 refused, 1 not understood.", 1)


def test_the_command_says_what_became_of_each_file_by_kind(download, command):
    of_blackboard(download, 20, NOTEBOOK)
    of_blackboard(download, 10, OTHER)
    write(download, {"x_7_attempt_2023-11-14-22-13-20.txt": b""})
    status, out, err = command()
    assert (status, err) == (0, [])
    assert [line for line in out if not line.startswith(" ")] == [
        "Filed:",
        "Older, not filed:",
        "Skipped:",
        "1 filed, 1 older than what is filed, 1 skipped, 0 refused.",
    ]


def test_the_options_of_the_command_are_understood(download, command):
    put(download / "7 ada.zip")
    put(download / "8 zoe.zip", {"01_softmax.ipynb": NOTEBOOK})
    pattern = r"(?P<number>\d) (?P<student>\w+)\.zip"
    status, out, err = command("--pattern", pattern, "--encoding", "cp1252", "--assignment", NAME)
    assert (status, err) == (0, [])
    assert out[-1] == "1 filed, 1 skipped, 0 refused."


def test_a_sentence_ends_the_command_where_an_option_is_unusable(download, command):
    put(download / "ada" / "a.zip")
    status, _, err = command("--encoding", "klingon")
    assert status == 1
    assert err == ["There is no encoding 'klingon'. Give one such as cp1252, cp437 or gbk."]
