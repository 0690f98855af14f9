"""What data sets take room for is listed, and cleared without touching anything else."""

import pytest

from course_utils import data
from course_utils.data import cache, downloads
from course_utils.data.places import DataError

pytestmark = pytest.mark.fast


@pytest.fixture
def folder(tmp_path):
    """A data directory with a bit of everything, and files that are none of the course's."""
    for name in (
        "cifar-10-batches-bin/data_batch_1.bin",
        "cifar-10-batches-bin/batches.meta.txt",
        "mnist/t10k-labels-idx1-ubyte.gz",
        "mnist/my-notes.txt",
        "thesis.doc",
        "tfds/mnist/3.0.1/dataset_info.json",
        "tfds/mnist/3.0.1/mnist-test.tfrecord-00000-of-00001",
        "downloads/test_32x32.mat",
        "downloads/train_32x32.mat.part",
        "downloads/holidays.zip",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(1_000_000))
    return tmp_path


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_each_set_is_listed_with_what_it_is_and_its_size(folder):
    lines = [line.split(maxsplit=3) for line in cache.table(folder).splitlines()[1:-1]]
    assert lines == [
        ["cifar10", "2.0", "MB", "published files"],
        ["mnist", "1.0", "MB", "published files"],
        ["mnist", "2.0", "MB", "prepared by TFDS"],
        ["svhn", "1.0", "MB", "download"],
        ["svhn", "1.0", "MB", "unfinished download"],
        ["cifar10_1", "not", "here:", "python -m course_utils.data --fetch cifar10_1"],
    ]


def test_clearing_a_set_leaves_the_others_and_files_that_are_not_the_course_s(folder):
    before = files(folder)
    cache.clear(["mnist"], folder)
    assert before - files(folder) == {
        "mnist/t10k-labels-idx1-ubyte.gz",
        "tfds/mnist/3.0.1/dataset_info.json",
        "tfds/mnist/3.0.1/mnist-test.tfrecord-00000-of-00001",
    }
    assert not (folder / "tfds").exists()


def test_clearing_all_leaves_only_what_is_not_the_course_s(folder):
    cache.clear(["all"], folder)
    assert files(folder) == {"mnist/my-notes.txt", "thesis.doc", "downloads/holidays.zip"}


def test_clearing_follows_no_link_out_of_the_folder(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "precious").write_text("keep")
    (folder / "cifar-10-batches-bin" / "link").symlink_to(elsewhere)
    cache.clear(["cifar10"], folder)
    assert (elsewhere / "precious").exists()


def test_an_unknown_and_a_drawn_set_are_told(folder):
    with pytest.raises(DataError, match="There are: cifar10, mnist, svhn, cifar10_1"):
        cache.clear(["imagenet"], folder)
    with pytest.raises(DataError, match="drawn by code"):
        cache.clear(["shapes"], folder)


def test_every_set_that_is_not_drawn_can_be_listed_and_cleared():
    assert {*cache.SETS, *cache.DRAWN} == set(data.CLASS_NAMES)


def test_a_set_that_is_there_is_not_fetched_again(tmp_path, monkeypatch, capsys):
    loaded = []

    def load(name, split, data_dir):
        loaded.append((name, split))
        return data.Dataset(None, None, f"from {data_dir}")

    monkeypatch.setattr(data, "load", load)
    assert cache.main(["--fetch", "cifar10_1", "mnist", "--data_dir", str(tmp_path)]) == 0
    assert loaded == [("cifar10_1", "test"), ("mnist", "train"), ("mnist", "test")]
    assert f"mnist train: from {tmp_path}" in capsys.readouterr().out


def test_a_failed_download_is_a_sentence_and_an_exit_status(tmp_path, monkeypatch, capsys):
    def refuse(url, path, **options):
        raise DataError(f"Downloading {url} failed.")

    monkeypatch.setattr(downloads, "fetch", refuse)
    assert cache.main(["--fetch", "mnist", "--data_dir", str(tmp_path)]) == 1
    assert "could not be downloaded" in capsys.readouterr().err


def test_a_file_that_cannot_be_deleted_is_told(folder, monkeypatch, capsys):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(cache.Path, "unlink", refuse)
    assert cache.main(["--clear", "cifar10", "--data_dir", str(folder)]) == 1
    assert "batches.meta.txt cannot be deleted (Permission denied)" in capsys.readouterr().err
