"""The readers of the official binary files."""

import gzip

import numpy as np
import pytest

from course_utils.data import published
from course_utils.data.places import DataError

pytestmark = pytest.mark.fast

# The three records of the tutorial's own unit test.
LABELS = [9, 3, 0]
COLOURS = [(0, 128, 255), (255, 0, 1), (254, 255, 0)]


@pytest.fixture
def three_records(tmp_path):
    path = tmp_path / "three.bin"
    raw = b"".join(
        bytes([label]) + b"".join(bytes([value]) * 1_024 for value in colour)
        for label, colour in zip(LABELS, COLOURS, strict=True)
    )
    path.write_bytes(raw)
    return path


def test_the_tutorials_three_records_come_back_in_order(three_records):
    images, labels = published.read_records(three_records)
    assert labels.tolist() == LABELS
    assert labels.dtype == np.int64
    assert images.shape == (3, 32, 32, 3)
    assert images.dtype == np.uint8
    for image, colour in zip(images, COLOURS, strict=True):
        assert np.array_equal(image, np.broadcast_to(np.array(colour, np.uint8), (32, 32, 3)))


def test_bytes_are_planes_of_rows_of_pixels(tmp_path):
    raw = np.zeros(published.RECORD_BYTES, np.uint8)
    raw[1 + 2 * 1_024 + 5 * 32 + 7] = 200  # blue, row 5, column 7
    (tmp_path / "one.bin").write_bytes(raw.tobytes())
    images, _ = published.read_records(tmp_path / "one.bin")
    assert images[0, 5, 7].tolist() == [0, 0, 200]
    assert images.sum() == 200


def test_written_records_are_read_again(tmp_path):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (20, 32, 32, 3), dtype=np.uint8)
    labels = rng.integers(0, 10, 20)
    published.write_records(tmp_path / "some.bin", images, labels)
    read_images, read_labels = published.read_records(tmp_path / "some.bin", expected=20)
    assert np.array_equal(read_images, images)
    assert np.array_equal(read_labels, labels)
    assert (tmp_path / "some.bin").stat().st_size == 20 * 3_073


def test_images_may_be_written_to(three_records):
    images, labels = published.read_records(three_records)
    images[0, 0, 0, 0] = 1
    labels[0] = 1


def sentence(function, *arguments, **options):
    with pytest.raises(DataError) as caught:
        function(*arguments, **options)
    return str(caught.value)


def test_an_absent_file_is_named(tmp_path):
    said = sentence(published.read_records, tmp_path / "test_batch.bin")
    assert "test_batch.bin does not exist" in said
    assert "unpack" in said


@pytest.mark.parametrize("cut", [1, 3_072, 3 * 3_073])
def test_a_truncated_file_is_refused(three_records, cut):
    three_records.write_bytes(three_records.read_bytes()[:-cut])
    said = sentence(published.read_records, three_records)
    assert "3,073" in said
    assert f"{3 * 3_073 - cut:,} bytes" in said
    assert "delete it" in said


def test_a_file_that_lacks_whole_records_is_refused_where_the_number_is_known(three_records):
    said = sentence(published.read_records, three_records, expected=10_000)
    assert "expected 30,730,000 bytes" in said
    assert "found 9,219" in said


def test_a_label_above_nine_is_refused_with_its_record(three_records):
    raw = bytearray(three_records.read_bytes())
    raw[3_073] = 10
    three_records.write_bytes(raw)
    assert "record 1 has the label 10" in sentence(published.read_records, three_records)


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (np.zeros((2, 32, 32, 3)), [0, 1]),
        (np.zeros((2, 3, 32, 32), np.uint8), [0, 1]),
        (np.zeros((2, 32, 32, 3), np.uint8), [0]),
        (np.zeros((2, 32, 32, 3), np.uint8), [0, 10]),
    ],
)
def test_arrays_that_fit_no_record_are_not_written(tmp_path, images, labels):
    with pytest.raises(ValueError, match="write_records needs"):
        published.write_records(tmp_path / "bad.bin", images, np.array(labels))


# Records that are only counted


def test_records_are_counted(three_records):
    assert published.count_records(three_records) == 3
    assert published.count_records(three_records, expected=3) == 3


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda raw: raw[:-1], "9,218 bytes are not a whole number"),
        (lambda raw: b"", "its 0 bytes are not a whole number"),
        (lambda raw: raw[:3_073] + b"\x0b" + raw[3_074:], "record 1 has the label 11"),
    ],
)
def test_a_damaged_file_is_found_without_reading_its_images(three_records, damage, said):
    three_records.write_bytes(damage(three_records.read_bytes()))
    assert said in sentence(published.count_records, three_records)
    assert said in sentence(published.read_records, three_records)


def test_an_absent_file_has_no_records_to_count(tmp_path):
    said = sentence(published.count_records, tmp_path / "data_batch_1.bin")
    assert "data_batch_1.bin does not exist" in said


# MNIST's idx files


def idx(array):
    sizes = np.array(array.shape, ">u4").tobytes()
    return bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()


DIGITS = np.arange(2 * 28 * 28, dtype=np.uint32).astype(np.uint8).reshape(2, 28, 28)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_idx_files_are_read_plain_and_gzipped(tmp_path, pack):
    path = tmp_path / "images"
    path.write_bytes(pack(idx(DIGITS)))
    assert np.array_equal(published.read_idx(path, (2, 28, 28)), DIGITS)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda raw: b"", "starts with nothing"),
        (lambda raw: b"<html>not found</html>", "should start with the bytes 00 00 08 03"),
        (lambda raw: raw[:10], "should start with"),
        (lambda raw: idx(DIGITS[0, 0]), "should start with"),
        (lambda raw: raw[:-1], "expected 1,584 bytes for (2, 28, 28), found 1,583"),
        (lambda raw: raw + b"0", "found 1,585"),
        (lambda raw: idx(DIGITS[:1]), "states the sizes (1, 28, 28), not (2, 28, 28)"),
        (lambda raw: gzip.compress(raw)[:-20], "does not unzip"),
        (lambda raw: gzip.compress(raw)[:30] + b"?" * 40, "does not unzip"),
    ],
)
def test_a_damaged_idx_file_is_refused(tmp_path, damage, says):
    path = tmp_path / "images"
    path.write_bytes(damage(idx(DIGITS)))
    said = sentence(published.read_idx, path, (2, 28, 28))
    assert says in said
    assert str(path) in said
    assert "delete it" in said
