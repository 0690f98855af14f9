"""Finds, reads and writes data sets as they were published: CIFAR-10, MNIST, SVHN and CIFAR-10.1.

A reader of `READERS` takes the folder to look in, a split and a count, and returns images, labels
and the folder in which it found them, or None where there is no file of that set.

- A CIFAR-10 file is a row of records without any header: one label byte, then the 3,072 bytes of
  the image, plane by plane (red, green, blue), each 32 rows of 32 pixels. Only its length and its
  labels can show that it is damaged, so both are checked.
- An MNIST file (idx format) starts with a magic number and its sizes, as big-endian 32-bit
  integers.
- CIFAR-10.1 comes as two files of NumPy's own format.
- An SVHN file holds two MATLAB arrays. `X` is uint8 (32, 32, 3, N): the number of the image comes
  last, since MATLAB stores the first axis densely. `y` is (N, 1), from 1 to 10, and 10 means the
  figure 0, since MATLAB counts from 1.

Sets that TensorFlow Datasets (TFDS) has prepared are found, read and downloaded here, too. TFDS is
imported when it is needed: it brings TensorFlow with it.
"""

import contextlib
import gzip
import io
import math
import os
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.data import downloads
from course_utils.data.places import DataError
from course_utils.errors import first_line

COUNTS = {
    "cifar10": {"train": 50_000, "test": 10_000},
    "mnist": {"train": 60_000, "test": 10_000},
    "shapes": {"train": 10_000, "test": 2_000},
    "digits": {"train": 10_000, "test": 2_000},
    "svhn": {"train": 73_257, "test": 26_032},
    "numbers": {"train": 10_000, "test": 2_000},
    "cifar10_1": {"test": 2_000},
    "shapes_1": {"test": 2_000},
}
CIFAR10_FOLDER = "cifar-10-batches-bin"
CIFAR10_FILES = {
    "train": tuple(f"data_batch_{number}.bin" for number in range(1, 6)),
    "test": ("test_batch.bin",),
}
CIFAR10_1_FILES = ("cifar10.1_v6_data.npy", "cifar10.1_v6_labels.npy")
MNIST_PREFIXES = {"train": "train", "test": "t10k"}
IMAGE_SHAPE = (3, 32, 32)  # as stored: planes, rows, columns
IMAGE_BYTES = math.prod(IMAGE_SHAPE)
RECORD_BYTES = 1 + IMAGE_BYTES
RECORDS_PER_FILE = 10_000
_IDX_UNSIGNED_BYTE = 8
_UNPACK_AGAIN = "Please delete it and unpack or download the archive again."
_MAT_IMAGE_SHAPE = (32, 32, 3)
_MAT_CLASSES = 10
_DOWNLOAD_AGAIN = "Please delete it and download it again."


# What a graded kernel may see of the published sets: nothing that holds a label of a test set whose
# images are asked about. CIFAR-10.1 is graded nowhere.
_SEEN_WHILE_GRADED = (
    *(f"{{,{CIFAR10_FOLDER}/}}{file}" for file in CIFAR10_FILES["train"]),
    *(f"{{,cifar10_1/}}{file}" for file in CIFAR10_1_FILES),
    *(
        f"{{,mnist/}}{MNIST_PREFIXES['train']}-{file}{{,.gz}}"
        for file in ("images-idx3-ubyte", "labels-idx1-ubyte")
    ),
    "{,svhn/,downloads/}train_32x32.mat",
    *(
        f"{{,tfds/}}{name}/*/{{*-train.tfrecord*,*.json,*.txt}}"
        for name in ("cifar10", "mnist", "svhn_cropped")
    ),
    "{,tfds/}cifar10_1/*/*/*",
)


def seen_while_graded(directory: Path) -> list[Path]:
    """Return the files that a graded kernel may see of a folder with data, in order.

    Training images are among them, and no file with the labels of a published test set: archives,
    which hold both, are left out as well.

    Args:
        directory: As ``places.data_directory`` returns it.
    """
    patterns = [one for pattern in _SEEN_WHILE_GRADED for one in _expanded(pattern)]
    return sorted({path for one in patterns for path in directory.glob(one) if path.is_file()})


def _expanded(pattern: str) -> list[str]:
    """Return the patterns that one with alternatives in braces stands for."""
    before, brace, rest = pattern.partition("{")
    if not brace:
        return [pattern]
    choices, _, after = rest.partition("}")
    return [one for choice in choices.split(",") for one in _expanded(before + choice + after)]


# ---- official files of a split -------------------------------------------------------------------


def _cifar10_files(
    directory: Path, split: str, count: int
) -> tuple[np.ndarray, np.ndarray, Path] | None:
    """Read as many CIFAR-10 files as `count` needs; return None if there are none."""
    files = cifar10_files(directory, split)
    if files is None:
        return None
    needed = -(-count // RECORDS_PER_FILE)
    parts = [read_records(file, expected=RECORDS_PER_FILE) for file in files[:needed]]
    images = np.concatenate([images for images, _ in parts])[:count]
    labels = np.concatenate([labels for _, labels in parts])[:count]
    return images, labels, files[0].parent


def _mnist_files(
    directory: Path, split: str, count: int
) -> tuple[np.ndarray, np.ndarray, Path] | None:
    """Read MNIST's two files of a split, gzipped or not; return None if neither is there."""
    prefix = MNIST_PREFIXES[split]
    for folder in (directory / "mnist", directory):
        images_file = _plain_or_gz(folder / f"{prefix}-images-idx3-ubyte")
        labels_file = _plain_or_gz(folder / f"{prefix}-labels-idx1-ubyte")
        if images_file.exists() or labels_file.exists():
            break
    else:
        return None
    total = COUNTS["mnist"][split]
    images = read_idx(images_file, (total, 28, 28))
    labels = read_idx(labels_file, (total,)).astype(np.int64)
    _check_labels(labels_file, labels)
    return images[:count, :, :, None], labels[:count], folder


def _cifar10_1_files(
    directory: Path, split: str, count: int
) -> tuple[np.ndarray, np.ndarray, Path] | None:
    """Read the two files of CIFAR-10.1, version 6; return None if neither is there."""
    for folder in (directory / "cifar10_1", directory):
        images_file, labels_file = (folder / name for name in CIFAR10_1_FILES)
        if images_file.exists() or labels_file.exists():
            break
    else:
        return None
    total = COUNTS["cifar10_1"][split]
    images = read_npy(images_file, (total, 32, 32, 3))
    labels = read_npy(labels_file, (total,)).astype(np.int64)
    _check_labels(labels_file, labels)
    return images[:count], labels[:count], folder


def _svhn_files(
    directory: Path, split: str, count: int
) -> tuple[np.ndarray, np.ndarray, Path] | None:
    """Read SVHN's file of a split; return None if there is none."""
    for folder in (directory / "svhn", directory, directory / "downloads"):
        if (path := folder / f"{split}_32x32.mat").exists():
            images, labels = read_mat(path, expected=COUNTS["svhn"][split])
            return images[:count], labels[:count], folder
    return None


READERS = {
    "cifar10": _cifar10_files,
    "mnist": _mnist_files,
    "svhn": _svhn_files,
    "cifar10_1": _cifar10_1_files,
}


def _plain_or_gz(path: Path) -> Path:
    return path if path.exists() else path.with_name(path.name + ".gz")


# ---- CIFAR-10's records, MNIST's and NumPy's arrays ----------------------------------------------


def read_records(path: str | Path, expected: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Read one file of CIFAR-10's fixed-length records.

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
    _check_length(path, len(raw), expected)
    records = np.frombuffer(raw, np.uint8).reshape(-1, RECORD_BYTES)
    labels = records[:, 0].astype(np.int64)
    _check_labels(path, labels)
    planes = records[:, 1:].reshape(-1, *IMAGE_SHAPE)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), labels


def count_records(path: str | Path, expected: int | None = None) -> int:
    """Count the records of a CIFAR-10 file, and check its length and its labels.

    It reads the labels alone, so that no image takes memory.

    Args:
        path: a file such as `data_batch_1.bin`.
        expected: how many records it must hold; None accepts any number from 1.

    Raises:
        DataError: as of `read_records`.
    """
    path = Path(path)
    try:
        with path.open("rb", buffering=0) as file:
            length = os.fstat(file.fileno()).st_size
            _check_length(path, length, expected)
            labels = bytearray()
            for start in range(0, length, RECORD_BYTES):
                file.seek(start)
                labels += file.read(1)
    except OSError as error:
        raise _unreadable(path, error) from error
    _check_labels(path, np.frombuffer(labels, np.uint8))
    return len(labels)


def cifar10_files(directory: Path, split: str) -> list[Path] | None:
    """List the official CIFAR-10 files of a split; return None where there are none.

    Args:
        directory: the folder to look in, as ``places.data_directory`` returns it.
        split: "train" or "test".
    """
    folder = directory / CIFAR10_FOLDER
    if not folder.is_dir():
        folder = directory
        if not any((folder / file).exists() for file in CIFAR10_FILES[split]):
            return None
    return [folder / file for file in CIFAR10_FILES[split]]


def _check_length(path: Path, length: int, expected: int | None) -> None:
    """Raise an error if a file's bytes are not the records that it must hold."""
    if expected is not None and length != expected * RECORD_BYTES:
        raise DataError(
            f"{path} is damaged: expected {expected * RECORD_BYTES:,} bytes "
            f"({expected:,} records of {RECORD_BYTES:,}), found {length:,}. {_UNPACK_AGAIN}"
        )
    if not length or length % RECORD_BYTES:
        raise DataError(
            f"{path} is damaged or no CIFAR-10 file: its {length:,} bytes are not a whole number "
            f"of records of {RECORD_BYTES:,} bytes, at least one. {_UNPACK_AGAIN}"
        )


def _check_labels(path: Path, labels: np.ndarray) -> None:
    """Raise an error that names the first record whose label is none."""
    wrong = (labels < 0) | (labels > 9)
    if wrong.any():
        first = int(np.argmax(wrong))
        raise DataError(
            f"{path} is damaged: record {first:,} has the label {labels[first]}, but labels are "
            f"0 to 9. {_UNPACK_AGAIN}"
        )


def write_records(path: str | Path, images: np.ndarray, labels: np.ndarray) -> None:
    """Write images in the format that `read_records` reads.

    Args:
        path: the file to write.
        images: uint8 (N, 32, 32, 3).
        labels: integers (N,), 0 to 9.

    Raises:
        ValueError: the arrays have another shape or type, or a label is not 0 to 9.
    """
    images, labels = _storable("write_records", images, labels)
    planes = images.transpose(0, 3, 1, 2).reshape(-1, IMAGE_BYTES)
    records = np.concatenate([labels.astype(np.uint8)[:, None], planes], axis=1)
    Path(path).write_bytes(records.tobytes())


def read_idx(path: str | Path, shape: tuple[int, ...]) -> np.ndarray:
    """Read an MNIST file of unsigned bytes, plain or gzipped.

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
            f"{raw[:4].hex(' ') or 'nothing'}. {_UNPACK_AGAIN}"
        )
    stated = tuple(int(size) for size in np.frombuffer(raw, ">u4", len(shape), offset=4))
    if stated != shape:
        raise DataError(
            f"{path} is damaged or the wrong file: its header states the sizes {stated}, not "
            f"{shape}. {_UNPACK_AGAIN}"
        )
    if len(raw) != header + math.prod(shape):
        raise DataError(
            f"{path} is damaged: expected {header + math.prod(shape):,} bytes for {shape}, found "
            f"{len(raw):,}. {_UNPACK_AGAIN}"
        )
    return np.frombuffer(raw, np.uint8, offset=header).reshape(shape).copy()


def read_npy(path: str | Path, shape: tuple[int, ...]) -> np.ndarray:
    """Read whole numbers from a file of NumPy's format.

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
        raise DataError(f"{path} is damaged or no NumPy file. {_UNPACK_AGAIN}") from error
    if not isinstance(found, np.ndarray) or found.shape != shape or found.dtype.kind not in "iu":
        raise DataError(
            f"{path} is damaged or the wrong file: it does not hold whole numbers of the shape "
            f"{shape}. {_UNPACK_AGAIN}"
        )
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> DataError:
    if isinstance(error, FileNotFoundError):
        return DataError(f"{path} does not exist. Please unpack or download the archive again.")
    return DataError(
        f"{path} cannot be read ({error.strerror}). Please check its permissions and the disk."
    )


def _unzipped(path: Path, raw: bytes) -> bytes:
    try:
        return gzip.decompress(raw)
    except (EOFError, OSError, zlib.error) as error:
        raise DataError(
            f"{path} is damaged: it does not unzip ({error}). {_UNPACK_AGAIN}"
        ) from error


# ---- SVHN's MATLAB files -------------------------------------------------------------------------


def read_mat(path: str | Path, expected: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Read a file of SVHN's cropped images.

    Args:
        path: a file such as `train_32x32.mat`.
        expected: how many images it must hold; None takes what there is.

    Returns:
        Images, uint8 (N, 32, 32, 3), and labels, int64 (N,), 0 to 9: the figures themselves.

    Raises:
        DataError: the file is absent or damaged, or holds something else.
    """
    path = Path(path)
    arrays = _arrays(path)
    for name in ("X", "y"):
        if not isinstance(arrays.get(name), np.ndarray):
            there = ", ".join(name for name in arrays if not name.startswith("_")) or "nothing"
            raise DataError(
                f"{path} is damaged or the wrong file: it holds no array {name}, but {there}. "
                f"{_DOWNLOAD_AGAIN}"
            )
    images, labels = arrays["X"], arrays["y"]
    count = images.shape[-1] if images.ndim == 4 else 0
    if images.dtype != np.uint8 or images.shape != (*_MAT_IMAGE_SHAPE, count) or not count:
        raise DataError(
            f"{path} is damaged or the wrong file: X should be uint8 of shape (32, 32, 3, N), but "
            f"is {images.dtype} of shape {images.shape}. {_DOWNLOAD_AGAIN}"
        )
    if labels.shape != (count, 1) or not np.isin(labels, np.arange(1, _MAT_CLASSES + 1)).all():
        raise DataError(
            f"{path} is damaged or the wrong file: y should hold {count:,} labels from 1 to 10, "
            f"shape ({count}, 1). {_DOWNLOAD_AGAIN}"
        )
    if expected is not None and count != expected:
        raise DataError(
            f"{path} holds {count:,} images, but the official file has {expected:,}. "
            f"{_DOWNLOAD_AGAIN}"
        )
    # The official layout keeps an image's pixels N apart: copied, they are together.
    return (
        np.ascontiguousarray(images.transpose(3, 0, 1, 2)),
        labels[:, 0].astype(np.int64) % _MAT_CLASSES,
    )


def _arrays(path: Path) -> dict[str, Any]:
    """Return the contents of a .mat file by name."""
    import scipy.io

    if not path.is_file():
        raise DataError(f"{path} does not exist. Please download it again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of unreadable variables: their absence is told
            return scipy.io.loadmat(path)
    except Exception as error:  # SciPy raises many kinds for damaged files
        raise DataError(
            f"{path} is damaged: it is no readable .mat file ({type(error).__name__}). "
            f"{_DOWNLOAD_AGAIN}"
        ) from error


def write_mat(path: str | Path, images: np.ndarray, labels: np.ndarray) -> None:
    """Write images in the layout of SVHN's files.

    Args:
        path: the file to write.
        images: uint8 (N, 32, 32, 3).
        labels: integers (N,), 0 to 9.

    Raises:
        ValueError: the arrays have another shape or type, or a label is not 0 to 9.
    """
    import scipy.io

    images, labels = _storable("write_mat", images, labels)
    stored = np.where(labels == 0, _MAT_CLASSES, labels).astype(np.uint8)[:, None]
    scipy.io.savemat(path, {"X": images.transpose(1, 2, 3, 0), "y": stored})


# ---- prepared by TensorFlow Datasets -------------------------------------------------------------


def find_prepared(name: str, directory: Path) -> Path | None:
    """Find the newest version of a prepared set, in `directory/tfds` or else in `directory`.

    It is found by its folder and not by the version that today's TFDS would make, so that an
    upgrade of TFDS does not require a network.

    Args:
        name: TFDS's name, such as "cifar10".
        directory: where to look.

    Returns:
        The folder of the version, such as `directory/tfds/cifar10/3.0.2`, or None.
    """
    for folder in (directory / "tfds" / name, directory / name):
        versions = [
            info.parent
            for info in folder.glob("*/dataset_info.json")
            if info.parent.name.replace(".", "").isdigit()  # TFDS names unfinished ones otherwise
        ]
        if versions:
            return max(versions, key=lambda path: [int(part) for part in path.name.split(".")])
    return None


def read_prepared(folder: Path, split: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Read the first images of a prepared set, in the order of its files.

    Args:
        folder: what `find_prepared` or `download_prepared` returned.
        split: "train" or "test".
        count: how many images.

    Returns:
        Images, uint8 (count, height, width, channels), and labels, int64 (count,).

    Raises:
        DataError: the set is damaged or holds fewer images.
    """
    advice = "Please delete that folder and load again."
    try:
        with _quiet():
            import tensorflow_datasets as tfds

            in_order = tfds.ReadConfig(interleave_cycle_length=1)
            examples = tfds.builder_from_directory(folder).as_dataset(
                f"{split}[:{count}]", batch_size=1_000, as_supervised=True, read_config=in_order
            )
            batches = list(examples.as_numpy_iterator())
    except Exception as error:  # TFDS and TensorFlow raise many kinds
        raise DataError(
            f"The TFDS set in {folder} cannot be read ({first_line(error)}). {advice}"
        ) from error
    found = sum(len(labels) for _, labels in batches)
    if found != count:
        raise DataError(f"The TFDS set in {folder} holds {found:,} of {count:,} images. {advice}")
    images = np.concatenate([images for images, _ in batches])
    return images, np.concatenate([labels for _, labels in batches]).astype(np.int64)


def download_prepared(name: str, directory: Path) -> Path:
    """Fetch the files that TFDS names and let TFDS prepare the set in `directory/tfds`.

    TFDS checks the files again but does not fetch them: its own download starts from zero after
    every break and waits without end when the server falls silent.

    Args:
        name: TFDS's name, such as "cifar10".
        directory: where the set goes; what was fetched goes to `directory/downloads`.

    Returns:
        The folder of the prepared version.

    Raises:
        DataError: the network, the server, a checksum, the disk or TFDS failed.
    """
    archives = directory / "downloads"
    try:
        with _quiet():
            import tensorflow_datasets as tfds

            builder = tfds.builder(name, data_dir=directory / "tfds")
            for url, info in builder.url_infos.items():
                path = archives / info.filename
                downloads.fetch(url, path, size=int(info.size), sha256=info.checksum)
            config = tfds.download.DownloadConfig(manual_dir=archives)
            builder.download_and_prepare(download_dir=archives, download_config=config)
            return Path(builder.data_path)
    except DataError:
        raise
    except Exception as error:  # whatever else TFDS meets: a full disk, a missing permission
        raise DataError(
            f"TensorFlow Datasets could not prepare {name} in {directory} ({first_line(error)})."
        ) from error


def fetch_published(name: str, filename: str, directory: Path) -> Path:
    """Fetch one of the files that TFDS names for a set, and leave it as it is.

    Args:
        name: TFDS's name, such as "svhn_cropped".
        filename: the file's name, such as "test_32x32.mat".
        directory: the file goes to `directory/downloads`.

    Returns:
        The file's path.

    Raises:
        DataError: the network, the server, a checksum, the disk or TFDS failed.
    """
    try:
        with _quiet():
            import tensorflow_datasets as tfds

            files = tfds.builder(name, data_dir=directory / "tfds").url_infos.items()
        url, info = next((url, info) for url, info in files if info.filename == filename)
    except Exception as error:  # whatever TFDS meets, or a file that it no longer names
        raise DataError(
            f"TensorFlow Datasets does not tell where {filename} is ({first_line(error)})."
        ) from error
    path = directory / "downloads" / filename
    return downloads.fetch(url, path, size=int(info.size), sha256=info.checksum)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep log messages below an error off the student's screen."""
    from absl import logging

    before = logging.get_verbosity()
    logging.set_verbosity(logging.ERROR)
    try:
        yield
    finally:
        logging.set_verbosity(before)


# ---- what both writers ask for -------------------------------------------------------------------


def _storable(
    function: str, images: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return images and labels as arrays, if a writer can store them.

    Raises:
        ValueError: they have another shape or type, or a label is not 0 to 9.
    """
    images, labels = np.asarray(images), np.asarray(labels)
    if images.dtype != np.uint8 or images.shape[1:] != (32, 32, 3):
        raise ValueError(
            f"{function} needs uint8 images (N, 32, 32, 3), not {images.dtype} {images.shape}."
        )
    if labels.shape != images.shape[:1] or not np.isin(labels, range(10)).all():
        raise ValueError(f"{function} needs {len(images)} labels from 0 to 9, one per image.")
    return images, labels
