"""SVHN's files: what is written is read again, and damage is told in a sentence.

The real files are not at hand: these have their layout, written by SciPy.
"""

import numpy as np
import pytest
from scipy import io

from course_utils import data
from course_utils.data import downloads, published
from course_utils.data.places import DataError

pytestmark = pytest.mark.fast


def images_and_labels(count=12):
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (count, 32, 32, 3), dtype=np.uint8), np.arange(count) % 10


def test_what_is_written_is_read_again(tmp_path):
    images, labels = images_and_labels()
    published.write_mat(tmp_path / "small.mat", images, labels)
    read, found = published.read_mat(tmp_path / "small.mat")
    assert np.array_equal(read, images)
    assert read.dtype == np.uint8
    assert read.flags.c_contiguous
    assert np.array_equal(found, labels)
    assert found.dtype == np.int64


def test_the_layout_is_the_official_one(tmp_path):
    images, labels = images_and_labels()
    published.write_mat(tmp_path / "small.mat", images, labels)
    stored = io.loadmat(tmp_path / "small.mat")
    assert stored["X"].shape == (32, 32, 3, 12)
    assert stored["y"].shape == (12, 1)
    assert set(stored["y"].ravel().tolist()) == set(range(1, 11))
    assert np.array_equal(stored["X"][:, :, :, 4], images[4])
    assert stored["y"][0, 0] == 10  # the figure 0


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"X": np.zeros((32, 32, 3, 4), np.uint8)}, "it holds no array y, but X"),
        ({"other": np.zeros(3)}, "it holds no array X, but other"),
        (
            {"X": np.zeros((4, 32, 32, 3), np.uint8), "y": np.ones((4, 1))},
            "X should be uint8 of shape (32, 32, 3, N)",
        ),
        (
            {"X": np.zeros((32, 32, 3, 4)), "y": np.ones((4, 1))},
            "is float64 of shape (32, 32, 3, 4)",
        ),
        (
            {"X": np.zeros((32, 32, 3, 4), np.uint8), "y": np.zeros((4, 1))},
            "4 labels from 1 to 10",
        ),
        (
            {"X": np.zeros((32, 32, 3, 4), np.uint8), "y": np.ones((3, 1))},
            "4 labels from 1 to 10",
        ),
    ],
)
def test_a_file_with_other_contents_is_told(tmp_path, arrays, says):
    io.savemat(tmp_path / "wrong.mat", arrays)
    with pytest.raises(DataError) as refused:
        published.read_mat(tmp_path / "wrong.mat")
    assert says in str(refused.value)
    assert str(tmp_path / "wrong.mat") in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"no matrix", None])
def test_a_broken_file_is_told(tmp_path, content):
    path = tmp_path / "train_32x32.mat"
    if content is None:
        published.write_mat(path, *images_and_labels())
        content = path.read_bytes()[:20_000]
    path.write_bytes(content)
    with pytest.raises(DataError, match="damaged"):
        published.read_mat(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DataError, match="does not exist"):
        published.read_mat(tmp_path / "train_32x32.mat")


def test_wrong_arrays_are_not_written(tmp_path):
    images, labels = images_and_labels()
    with pytest.raises(ValueError, match="uint8 images"):
        published.write_mat(tmp_path / "small.mat", images / 255, labels)
    with pytest.raises(ValueError, match="labels from 0 to 9"):
        published.write_mat(tmp_path / "small.mat", images, labels + 1)


# Loaded


@pytest.fixture
def small_svhn(monkeypatch):
    """SVHN with 12 test images."""
    monkeypatch.setitem(published.COUNTS, "svhn", {"train": 24, "test": 12})


@pytest.mark.parametrize("folder", ["svhn", ".", "downloads"])
def test_official_files_on_disk_are_loaded(small_svhn, tmp_path, folder):
    (tmp_path / folder).mkdir(exist_ok=True)
    images, labels = images_and_labels()
    published.write_mat(tmp_path / folder / "test_32x32.mat", images, labels)
    loaded = data.load("svhn", "test", data_dir=tmp_path, count=5)
    assert np.array_equal(loaded.images, images[:5])
    assert np.array_equal(loaded.labels, labels[:5])
    assert loaded.source.startswith("SVHN, official binary files")


def test_a_file_of_another_length_is_told(tmp_path):
    published.write_mat(tmp_path / "test_32x32.mat", *images_and_labels())
    with pytest.raises(DataError, match="holds 12 images, but the official file has 26,032"):
        data.load("svhn", "test", data_dir=tmp_path)


def test_only_the_file_of_the_split_is_downloaded(small_svhn, tmp_path, monkeypatch):
    asked = []

    def fetch(url, path, *, size, sha256):
        asked.append((url.rpartition("/")[2], size, len(sha256)))
        path.parent.mkdir(parents=True)
        published.write_mat(path, *images_and_labels())
        return path

    monkeypatch.setattr(downloads, "fetch", fetch)
    loaded = data.load("svhn", "test", data_dir=tmp_path)
    assert len(loaded.images) == 12
    assert asked == [("test_32x32.mat", 64_275_384, 64)]


def test_a_file_that_tfds_does_not_name_is_told(tmp_path):
    with pytest.raises(DataError, match="does not tell where"):
        published.fetch_published("svhn_cropped", "missing.mat", tmp_path)
