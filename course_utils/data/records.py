"""Reads and writes the official binary files of CIFAR-10 and MNIST.

A CIFAR-10 file is a row of records without any header: one label byte, then the 3,072 bytes of the
image, plane by plane (red, green, blue), each 32 rows of 32 pixels. Only its length and its labels
can show that it is damaged, so both are checked.

An MNIST file (idx format) starts with a magic number and its sizes, as big-endian 32-bit integers.
CIFAR-10.1 comes as two files of NumPy's own format.
"""

import gzip
import io
import math
import zlib
from pathlib import Path

import numpy as np

from course_utils.errors import CourseError

IMAGE_SHAPE = (3, 32, 32)  # as stored: planes, rows, columns
IMAGE_BYTES = math.prod(IMAGE_SHAPE)
RECORD_BYTES = 1 + IMAGE_BYTES
RECORDS_PER_FILE = 10_000

_IDX_UNSIGNED_BYTE = 8
_AGAIN = "delete it and unpack or download the archive again."


class DataError(CourseError):
    """Data are absent or damaged; the message says what is wrong, where, and what to do."""


def read_records(path: str | Path, expected: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Reads one file of CIFAR-10's fixed-length records.

    Args:
        path: a file such as `data_batch_1.bin`.
        expected: how many records it must hold; None accepts any number from 1.

    Returns:
        Images, uint8 (N, 32, 32, 3), and labels, int64 (N,), 0 to 9, in the order of the file.

    Raises:
        DataError: the file is absent, its length is wrong, or a label is above 9.
    """
    path = Path(path)
    raw = _bytes(path)
    if expected is not None and len(raw) != expected * RECORD_BYTES:
        raise DataError(
            f"{path} is damaged: expected {expected * RECORD_BYTES:,} bytes "
            f"({expected:,} records of {RECORD_BYTES:,}), found {len(raw):,}. Please {_AGAIN}"
        )
    if not raw or len(raw) % RECORD_BYTES:
        raise DataError(
            f"{path} is damaged or no CIFAR-10 file: its {len(raw):,} bytes are not a whole number "
            f"of records of {RECORD_BYTES:,} bytes, at least one. Please {_AGAIN}"
        )
    records = np.frombuffer(raw, np.uint8).reshape(-1, RECORD_BYTES)
    labels = records[:, 0].astype(np.int64)
    if labels.max() > 9:
        first = int(np.argmax(labels > 9))
        raise DataError(
            f"{path} is damaged: record {first:,} has the label {labels[first]}, but labels are "
            f"0 to 9. Please {_AGAIN}"
        )
    planes = records[:, 1:].reshape(-1, *IMAGE_SHAPE)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), labels


def write_records(path: str | Path, images: np.ndarray, labels: np.ndarray) -> None:
    """Writes images in the format that `read_records` reads.

    Args:
        path: the file to write.
        images: uint8 (N, 32, 32, 3).
        labels: integers (N,), 0 to 9.

    Raises:
        ValueError: the arrays have another shape or type, or a label is not 0 to 9.
    """
    images, labels = np.asarray(images), np.asarray(labels)
    if images.dtype != np.uint8 or images.shape[1:] != (32, 32, 3):
        raise ValueError(
            f"write_records needs uint8 images (N, 32, 32, 3), not {images.dtype} {images.shape}."
        )
    if labels.shape != images.shape[:1] or not np.isin(labels, range(10)).all():
        raise ValueError(f"write_records needs {len(images)} labels from 0 to 9, one per image.")
    planes = images.transpose(0, 3, 1, 2).reshape(-1, IMAGE_BYTES)
    records = np.concatenate([labels.astype(np.uint8)[:, None], planes], axis=1)
    Path(path).write_bytes(records.tobytes())


def read_idx(path: str | Path, shape: tuple[int, ...]) -> np.ndarray:
    """Reads an MNIST file of unsigned bytes, plain or gzipped.

    Args:
        path: a file such as `train-images-idx3-ubyte.gz`.
        shape: what it must hold: (60000, 28, 28) for the training images, (60000,) for their
            labels.

    Returns:
        uint8, of that shape.

    Raises:
        DataError: the file is absent, does not unzip, or holds something else.
    """
    path = Path(path)
    raw = _bytes(path)
    if raw[:2] == b"\x1f\x8b":
        raw = _unzipped(path, raw)
    magic = bytes([0, 0, _IDX_UNSIGNED_BYTE, len(shape)])
    header = 4 + 4 * len(shape)
    if raw[:4] != magic or len(raw) < header:
        raise DataError(
            f"{path} is damaged or the wrong file: it should start with the bytes "
            f"{magic.hex(' ')} and {len(shape)} sizes, but starts with "
            f"{raw[:4].hex(' ') or 'nothing'}. Please {_AGAIN}"
        )
    stated = tuple(int(size) for size in np.frombuffer(raw, ">u4", len(shape), offset=4))
    if stated != shape:
        raise DataError(
            f"{path} is damaged or the wrong file: its header states the sizes {stated}, not "
            f"{shape}. Please {_AGAIN}"
        )
    if len(raw) != header + math.prod(shape):
        raise DataError(
            f"{path} is damaged: expected {header + math.prod(shape):,} bytes for {shape}, found "
            f"{len(raw):,}. Please {_AGAIN}"
        )
    return np.frombuffer(raw, np.uint8, offset=header).reshape(shape).copy()


def read_npy(path: str | Path, shape: tuple[int, ...]) -> np.ndarray:
    """Reads whole numbers from a file of NumPy's format.

    Args:
        path: a file such as `cifar10.1_v6_data.npy`.
        shape: what it must hold: (2000, 32, 32, 3) for those images.

    Returns:
        Integers of the file's type, of that shape.

    Raises:
        DataError: the file is absent, damaged, or holds something else.
    """
    path = Path(path)
    try:
        found = np.load(io.BytesIO(_bytes(path)), allow_pickle=False)
    except (EOFError, ValueError) as error:
        raise DataError(f"{path} is damaged or no NumPy file. Please {_AGAIN}") from error
    if not isinstance(found, np.ndarray) or found.shape != shape or found.dtype.kind not in "iu":
        raise DataError(
            f"{path} is damaged or the wrong file: it does not hold whole numbers of the shape "
            f"{shape}. Please {_AGAIN}"
        )
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(
            f"{path} does not exist. Please unpack or download the archive again."
        ) from None
    except OSError as error:
        raise DataError(
            f"{path} cannot be read ({error.strerror}). Please check its permissions and the disk."
        ) from error


def _unzipped(path: Path, raw: bytes) -> bytes:
    try:
        return gzip.decompress(raw)
    except (EOFError, OSError, zlib.error) as error:
        raise DataError(
            f"{path} is damaged: it does not unzip ({error}). Please {_AGAIN}"
        ) from error
