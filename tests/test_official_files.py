"""The writer of official files, read again by the readers that notebooks use."""

import io

import numpy as np
import pytest
from PIL import Image

from course_utils import data
from course_utils.data import published
from tests import official_files

pytestmark = pytest.mark.fast

COUNTS = {"train": 50, "test": 10}
SHAPES = {"cifar10": (32, 32, 3), "mnist": (28, 28, 1), "svhn": (32, 32, 3)}


@pytest.fixture(params=SHAPES)
def name(request, monkeypatch):
    """A data set, which has 50 and 10 images for once."""
    monkeypatch.setitem(published.COUNTS, request.param, COUNTS)
    monkeypatch.setattr(published, "RECORDS_PER_FILE", 10)
    return request.param


@pytest.fixture
def source(name, tmp_path):
    """A folder with the official files of that set."""
    for split in COUNTS:
        official_files.write(name, split, *drawn(name, split), tmp_path / "source")
    return tmp_path / "source"


def drawn(name, split):
    rng = np.random.default_rng(len(split))
    images = rng.integers(0, 256, (COUNTS[split], *SHAPES[name]), np.uint8)
    return images, rng.permutation(np.arange(COUNTS[split]) % 10)


def read_again(name, split, folder, reader):
    found = data.load(name, split, data_dir=folder, reader=reader)
    return {image.tobytes(): label for image, label in zip(found.images, found.labels, strict=True)}


def expected(name, split):
    return {image.tobytes(): label for image, label in zip(*drawn(name, split), strict=True)}


@pytest.mark.parametrize("split", COUNTS)
def test_official_files_are_read_as_they_were_written(name, split, source):
    assert read_again(name, split, source, "files") == expected(name, split)


def test_what_is_there_is_left_alone(name, source):
    before = {path: path.stat().st_mtime_ns for path in source.rglob("*")}
    official_files.write(name, "test", *drawn(name, "test"), source)
    assert {path: path.stat().st_mtime_ns for path in source.rglob("*")} == before


@pytest.mark.ci
def test_prepared_sets_are_read_as_they_were_written(name, source, tmp_path, capsys):
    assert official_files.main([str(source), str(tmp_path / "both")]) == 0
    assert capsys.readouterr().out.endswith(f"both: {name}.\n")
    for split in COUNTS:
        for reader in ("files", "tfds"):
            assert read_again(name, split, tmp_path / "both", reader) == expected(name, split)


def test_packed_images_are_unpacked_in_their_order(tmp_path):
    files = []
    for value in (10, 200, 90):
        jpeg = io.BytesIO()
        Image.new("RGB", (32, 32), (value, 50, 50)).save(jpeg, "JPEG")
        files.append(jpeg.getvalue())
    np.savez(
        tmp_path / official_files.PACKED,
        test_jpeg=np.frombuffer(b"".join(files), np.uint8),
        test_length=np.array([len(one) for one in files]),
        test_label=np.array([3, 1, 2]),
    )
    images, labels = official_files.read("cifar10", "test", tmp_path)
    np.testing.assert_allclose(images[:, 16, 16, 0], [10, 200, 90], atol=3)
    assert labels.tolist() == [3, 1, 2]


def test_a_folder_without_a_set_is_a_sentence(tmp_path, capsys):
    assert official_files.main([str(tmp_path), str(tmp_path / "both")]) == 1
    assert "has neither cifar10-jpeg.npz nor a published set" in capsys.readouterr().err
