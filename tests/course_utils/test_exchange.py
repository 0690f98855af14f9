import io
import os
import pickle
import zipfile

import numpy as np
import pytest

from course_utils import exchange
from course_utils.exchange import ExchangeError

pytestmark = pytest.mark.fast


class Bomb:
    def __reduce__(self):
        return os.mkdir, ("exploded",)


def test_arrays_come_back_as_they_were_written(tmp_path):
    path = tmp_path / "a.npz"
    arrays = {"images": np.arange(6, dtype=np.uint8).reshape(2, 3), "text": np.array("dérivée")}
    exchange.write(path, arrays)
    read = exchange.read(path)
    assert set(read) == set(arrays)
    np.testing.assert_array_equal(read["images"], arrays["images"])
    assert str(read["text"]) == "dérivée"


def test_an_array_of_objects_is_not_written(tmp_path):
    with pytest.raises(ExchangeError, match="Python objects"):
        exchange.write(tmp_path / "a.npz", {"x": np.array([None])})


def test_a_pickle_inside_an_archive_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.npz"
    content = io.BytesIO()
    array = np.empty(1, object)
    array[0] = Bomb()
    np.lib.format.write_array(content, array, allow_pickle=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", content.getvalue())
    with pytest.raises(ExchangeError):
        exchange.read(path)
    assert not (tmp_path / "exploded").exists()


def test_a_bare_pickle_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.npz"
    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(ExchangeError, match="no archive"):
        exchange.read(path)
    assert not (tmp_path / "exploded").exists()


def test_a_member_that_is_no_array_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "8.0")
    with pytest.raises(ExchangeError, match="no archive of arrays"):
        exchange.read(path)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", bytes(2_000_000))
    with pytest.raises(ExchangeError, match="unpacks to more"):
        exchange.read(path, limit=1_000_000)


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compressed_answer_is_refused_before_it_is_unpacked(tmp_path, way):
    path = tmp_path / "a.npz"
    content = io.BytesIO()
    np.save(content, np.zeros(1_000, np.uint8))
    with zipfile.ZipFile(path, "w", way) as archive:
        archive.writestr("x.npy", content.getvalue())
    with pytest.raises(ExchangeError, match="is compressed"):
        exchange.read(path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.npz"
    path.write_bytes(bytes(1_001))
    with pytest.raises(ExchangeError, match="more than the 1,000 allowed"):
        exchange.read(path, limit=1_000)


def test_a_symbolic_link_is_refused(tmp_path):
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "a.npz").symlink_to(tmp_path / "secret")
    with pytest.raises(ExchangeError, match="no regular file"):
        exchange.read(tmp_path / "a.npz")


def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "a.npz")
    with pytest.raises(ExchangeError, match="no regular file"):
        exchange.read(tmp_path / "a.npz")


def test_a_missing_answer_is_told_apart_from_a_bad_one(tmp_path):
    with pytest.raises(FileNotFoundError):
        exchange.read(tmp_path / "a.npz")


def test_a_header_that_claims_more_than_there_is_takes_no_memory(tmp_path):
    path = tmp_path / "a.npz"
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (100000000, 1000)}"
    header += b" " * (117 - len(header)) + b"\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", b"\x93NUMPY\x01\x00" + bytes([len(header), 0]) + header)
    with pytest.raises(ExchangeError, match="unpacks to more than"):
        exchange.read(path)


def test_an_archive_of_very_many_arrays_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, **{f"x{number}": np.zeros(1) for number in range(exchange.MOST_ARRAYS + 1)})
    with pytest.raises(ExchangeError, match="more than"):
        exchange.read(path)


def test_the_contents_of_very_many_arrays_are_not_even_read(monkeypatch):
    def opened(*_):
        raise AssertionError("the table of contents was read")

    monkeypatch.setattr(zipfile, "ZipFile", opened)
    with pytest.raises(ExchangeError, match="more than 200 arrays"):
        exchange.unpacked(exchange.ENTRY * (exchange.MOST_ARRAYS + 1))


def entry(shape, descr, content=b""):
    """An archive of one array whose header says what it likes."""
    header = repr({"descr": descr, "fortran_order": False, "shape": shape}).encode() + b"\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        size = len(header).to_bytes(2, "little")
        archive.writestr("x.npy", b"\x93NUMPY\x01\x00" + size + header + content)
    return packed.getvalue()


def test_very_many_texts_of_no_length_are_refused():
    assert exchange.unpacked(entry((), "<U0"))["x"].shape == ()
    with pytest.raises(ExchangeError, match="unpacks to more than"):
        exchange.unpacked(entry((10**9,), "<U0"))


@pytest.mark.parametrize("descr", ["<U1", ">U1"])
def test_text_of_characters_that_do_not_exist_is_refused(descr):
    order = {"<": "little", ">": "big"}[descr[0]]
    last = exchange.unpacked(entry((), descr, (0x10FFFF).to_bytes(4, order)))["x"]
    assert str(last) == "\U0010ffff"
    with pytest.raises(ExchangeError, match="characters that do not exist"):
        exchange.unpacked(entry((), descr, (0x110000).to_bytes(4, order)))


def test_an_empty_file_is_no_answer(tmp_path):
    (tmp_path / "a.npz").touch()
    with pytest.raises(FileNotFoundError):
        exchange.read(tmp_path / "a.npz")


def test_an_answer_may_be_given_again(tmp_path):
    exchange.write(tmp_path / "a.npz", {"x": np.zeros(1000)})
    exchange.write(tmp_path / "a.npz", {"x": np.ones(2)})
    assert exchange.read(tmp_path / "a.npz")["x"].tolist() == [1, 1]
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_a_folder_in_an_answers_place_is_refused(tmp_path):
    (tmp_path / "a.npz").mkdir()
    with pytest.raises(ExchangeError, match="no regular file"):
        exchange.read(tmp_path / "a.npz")


def test_an_answer_that_is_there_in_part_is_refused(tmp_path):
    slot = tmp_path / "a.npz"
    exchange.write(slot, {"x": np.zeros(1000)})
    slot.write_bytes(slot.read_bytes()[:-50])
    with pytest.raises(ExchangeError):
        exchange.read(slot)
