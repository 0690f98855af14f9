"""Finds and reads data sets as they were published: CIFAR-10, MNIST, SVHN and CIFAR-10.1.

Each reader takes the folder to look in, a split and a count, and returns images, labels and the
folder in which it found them, or None where there is no file of that set.
"""

from pathlib import Path

import numpy as np

from course_utils.data import mat_files, records
from course_utils.data.records import DataError

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


def _cifar10_files(
    directory: Path, split: str, count: int
) -> tuple[np.ndarray, np.ndarray, Path] | None:
    """Reads as many CIFAR-10 files as `count` needs; None if there are none."""
    folder = directory / CIFAR10_FOLDER
    if not folder.is_dir():
        folder = directory
        if not any((folder / file).exists() for file in CIFAR10_FILES[split]):
            return None
    needed = -(-count // records.RECORDS_PER_FILE)
    parts = [
        records.read_records(folder / file, expected=records.RECORDS_PER_FILE)
        for file in CIFAR10_FILES[split][:needed]
    ]
    images = np.concatenate([images for images, _ in parts])[:count]
    labels = np.concatenate([labels for _, labels in parts])[:count]
    return images, labels, folder


def _mnist_files(
    directory: Path, split: str, count: int
) -> tuple[np.ndarray, np.ndarray, Path] | None:
    """Reads MNIST's two files of a split, gzipped or not; None if neither is there."""
    prefix = MNIST_PREFIXES[split]
    for folder in (directory / "mnist", directory):
        images_file = _plain_or_gz(folder / f"{prefix}-images-idx3-ubyte")
        labels_file = _plain_or_gz(folder / f"{prefix}-labels-idx1-ubyte")
        if images_file.exists() or labels_file.exists():
            break
    else:
        return None
    total = COUNTS["mnist"][split]
    images = records.read_idx(images_file, (total, 28, 28))
    labels = records.read_idx(labels_file, (total,)).astype(np.int64)
    if labels.max() > 9:
        raise DataError(
            f"{labels_file} is damaged: it holds the label {labels.max()}, but labels are 0 to 9. "
            "Please delete it and unpack or download the archive again."
        )
    return images[:count, :, :, None], labels[:count], folder


def _cifar10_1_files(
    directory: Path, split: str, count: int
) -> tuple[np.ndarray, np.ndarray, Path] | None:
    """Reads the two files of CIFAR-10.1, version 6; None if neither is there."""
    for folder in (directory / "cifar10_1", directory):
        images_file, labels_file = (folder / name for name in CIFAR10_1_FILES)
        if images_file.exists() or labels_file.exists():
            break
    else:
        return None
    total = COUNTS["cifar10_1"][split]
    images = records.read_npy(images_file, (total, 32, 32, 3))
    labels = records.read_npy(labels_file, (total,)).astype(np.int64)
    return images[:count], labels[:count], folder


def _svhn_files(
    directory: Path, split: str, count: int
) -> tuple[np.ndarray, np.ndarray, Path] | None:
    """Reads SVHN's file of a split; None if there is none."""
    for folder in (directory / "svhn", directory, directory / "downloads"):
        if (path := folder / f"{split}_32x32.mat").exists():
            images, labels = mat_files.read(path, expected=COUNTS["svhn"][split])
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
