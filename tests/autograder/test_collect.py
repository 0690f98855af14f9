import os
import stat
import zipfile

import pytest

from autograder import build
from autograder.collect import CollectError, collect
from autograder.rehearsal import notebook

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


def put(path, files=None, when=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (files or {f"{NAME}.ipynb": NOTEBOOK}).items():
            archive.writestr(name, content)
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
    filed, refused = collect(download, course)
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
    filed, _ = collect(outer, course)
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
    filed, refused = collect(download, course)
    assert len(filed) == 1
    assert says in refused[0]
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["ada"]


def test_a_damaged_zip_is_refused_and_an_earlier_submission_stays(download, course):
    put(download / "ada" / "a.zip", when=1_700_000_000)
    (download / "ada" / "b.zip").write_bytes(b"PK\x03\x04 damaged")
    filed, refused = collect(download, course)
    assert len(filed) == 1
    assert "damaged" in refused[0]
    assert (course / "submitted" / "ada" / NAME / f"{NAME}.ipynb").exists()


def test_a_zip_without_a_students_name_asks_for_a_pattern(download, course):
    put(download / f"{NAME}.zip")
    _, refused = collect(download, course)
    assert "--pattern" in refused[0]


def test_a_pattern_of_ones_own_names_the_student(download, course):
    put(download / "group 7 - ada.zip")
    filed, _ = collect(download, course, r"group \d - (?P<student>\w+)\.zip")
    assert filed[0].startswith("ada:")


@pytest.mark.parametrize(("pattern", "says"), [("(", "no regular expression"), (".*", "student")])
def test_an_unusable_pattern_is_a_sentence(download, course, pattern, says):
    put(download / "a.zip")
    with pytest.raises(CollectError, match=says):
        collect(download, course, pattern)


def test_an_empty_folder_is_a_sentence(download, course):
    with pytest.raises(CollectError, match="There is no zip"):
        collect(download, course)
