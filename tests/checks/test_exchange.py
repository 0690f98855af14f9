import io
import os
import pickle
import zipfile

import numpy as np
import pytest

from course_utils.checks import exchange
from course_utils.checks.exchange import ExchangeError


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
    with pytest.raises(ExchangeError, match="no array"):
        exchange.read(path)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", bytes(2_000_000))
    with pytest.raises(ExchangeError, match="unpacks to more"):
        exchange.read(path, limit=1_000_000)


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
