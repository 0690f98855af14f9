"""The files of a download, within limits, wherever they are."""

import errno
import io
import random
import tarfile
from contextlib import ExitStack

import pytest

from autograder.intake import download
from autograder.intake.download import File, Refused
from tests.autograder.intake.downloads import tarred, write, zipped

pytestmark = pytest.mark.fast


def file(content, path="a.zip"):
    return File(path, len(content), None, lambda: io.BytesIO(content))


@pytest.fixture
def stack():
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def small(monkeypatch):
    """A submission may unpack to 1,000 bytes."""
    monkeypatch.setattr(download, "LARGEST_SUBMISSION_BYTES", 1000)


def test_archives_inside_are_read_into_memory_up_to_a_limit(stack, small):
    inner = zipped({"x": b""})
    files = {f"{number}.zip": inner + bytes(400 - len(inner)) for number in range(4)}
    found = download.expanded(stack, file(zipped(files)), None)
    assert [one.path for one in found] == [
        "a.zip/2.zip",
        "a.zip/3.zip",
        "a.zip/0.zip/x",
        "a.zip/1.zip/x",
    ]
    assert [bool(one.problem) for one in found] == [True, True, False, False]
    assert "unpacks to more than" in found[0].problem


def test_a_tar_is_not_unpacked_beyond_a_limit(stack, small):
    bomb = tarred({str(number): bytes(900) for number in range(5)})
    with pytest.raises(Refused, match="unpacks to more"):
        download.in_archive(stack, file(bomb, "a.tgz"), None, trusted=False)


def test_the_download_itself_may_be_of_any_size_and_is_read_in_any_order(stack, small):
    files = {str(number): bytes([number]) * 900 for number in range(10)}
    found = download.in_archive(stack, file(tarred(files), ""), None, trusted=True)
    assert [one.read() for one in reversed(found)] == list(reversed(files.values()))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
@pytest.mark.parametrize("trusted", [True, False])
def test_links_and_devices_in_a_tar_are_not_followed(stack, kind, trusted):
    place = io.BytesIO()
    with tarfile.open(fileobj=place, mode="w") as archive:
        entry = tarfile.TarInfo("passwd")
        entry.type, entry.linkname = kind, "/etc/passwd"
        archive.addfile(entry)
    (found,) = download.in_archive(stack, file(place.getvalue()), None, trusted)
    assert "not followed" in found.problem
    with pytest.raises(Refused, match="not followed"):
        found.read()


def read_all(content):
    with ExitStack() as stack:
        for one in download.in_archive(stack, file(bytes(content)), None, trusted=False):
            one.read()


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz", "zip"])  # a plain tar has no checksum
@pytest.mark.parametrize("damage", ["first half", "noise", "empty"])
def test_damage_of_any_kind_is_a_sentence(mode, damage):
    files = {"x": random.Random(1).randbytes(50_000)}
    content = bytearray(zipped(files) if mode == "zip" else tarred(files, mode))
    read_all(content)
    middle = len(content) // 2
    if damage == "noise":
        content[middle : middle + 100] = random.Random(2).randbytes(100)
    else:
        content = content[: middle if damage == "first half" else 0]
    with pytest.raises(Refused) as caught:
        read_all(content)
    assert str(caught.value) == download.DAMAGED


def test_an_error_of_the_disk_is_no_damage():
    def fail():
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        File("a.zip", 1, None, fail).read()


def test_a_file_larger_than_a_submission_may_be_is_not_read(small):
    with pytest.raises(Refused, match="unpacks to more"):
        file(bytes(1001)).read()


@pytest.mark.parametrize(
    ("path", "named"),
    [("a/./b", "a/b"), ("a//b", "a/b"), ("a\\b", "a/b"), ("Zoe\u0308", "Zo\u00eb"), ("./a", "a")],
)
def test_paths_are_composed_and_plain(path, named):
    assert download.checked(path) == (named, "")


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/a", "\\a", "a\\..\\b", "a\0"])
def test_paths_that_lead_out_of_an_archive_or_cannot_be_read_have_a_problem(path):
    assert download.checked(path)[1]


def test_clones_of_repositories_are_known_by_what_git_keeps(tmp_path):
    write(tmp_path, {"a/.git/HEAD": b"", "a/x.ipynb": b"", "b/.git": b"gitdir: x", "c/x": b""})
    files, repositories = download.in_folder(tmp_path, None)
    assert repositories == ["a", "b"]
    assert [one.path for one in files] == ["a/x.ipynb", "b/.git", "c/x"]
