"""Writes images in the formats in which CIFAR-10, MNIST and SVHN are published.

    python -m tests.official_files SOURCE FOLDER

reads the sets that SOURCE has and writes what FOLDER lacks of them, so that each is there twice: as
the official files, and as TensorFlow Datasets (TFDS) prepares them. SOURCE holds either what
``course_utils.data`` finds, such as what ``--fetch`` left there, or ``cifar10-jpeg.npz``: CIFAR-10
with each image packed as JPEG, for machines without a network. Its pixels are off by a little.
"""

import argparse
import gzip
import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from course_utils import data
from course_utils.data import published
from course_utils.data.places import DataError
from course_utils.files import write_atomically

PACKED = "cifar10-jpeg.npz"
SPLITS = ("train", "test")
PREPARED = {"cifar10": "cifar10", "mnist": "mnist", "svhn": "svhn_cropped"}  # TFDS's names

Split = tuple[np.ndarray, np.ndarray]
"""Images, uint8 (N, height, width, channels), and labels (N,)."""


def read(name: str, split: str, source: Path) -> Split | None:
    """Return one split of a set from a folder, or None if it is not there."""
    packed = source / PACKED
    if name == "cifar10" and packed.exists():
        return unpacked(packed, split)
    if not (
        published.READERS[name](source, split, 1) or published.find_prepared(PREPARED[name], source)
    ):
        return None
    found = data.load(name, split, data_dir=source)
    return found.images, found.labels


def unpacked(path: Path, split: str) -> Split:
    """Return a split of images that are JPEG files one after the other, with their lengths."""
    with np.load(path) as packed:
        jpegs, labels = packed[f"{split}_jpeg"].tobytes(), packed[f"{split}_label"]
        ends = np.cumsum(packed[f"{split}_length"], dtype=np.int64)
    begins = [0, *ends[:-1]]
    images = [
        np.asarray(Image.open(io.BytesIO(jpegs[begin:end])).convert("RGB"))
        for begin, end in zip(begins, ends, strict=True)
    ]
    return np.stack(images), labels


def write(name: str, split: str, images: np.ndarray, labels: np.ndarray, folder: Path) -> None:
    """Write the official files of a split, as far as they are not there, below a data directory."""
    if name == "cifar10":
        files = published.CIFAR10_FILES[split]
        parts = zip(np.split(images, len(files)), np.split(labels, len(files)), strict=True)
        for file, part in zip(files, parts, strict=True):
            _write(folder / published.CIFAR10_FOLDER / file, published.write_records, *part)
    elif name == "mnist":
        prefix = published.MNIST_PREFIXES[split]
        _write(folder / "mnist" / f"{prefix}-images-idx3-ubyte.gz", write_idx, images[..., 0])
        _write(folder / "mnist" / f"{prefix}-labels-idx1-ubyte.gz", write_idx, labels)
    else:
        _write(folder / "svhn" / f"{split}_32x32.mat", published.write_mat, images, labels)


def write_idx(path: Path, array: np.ndarray) -> None:
    """Write an array as MNIST's files are: a magic number, big-endian sizes, bytes; gzipped or not.

    Args:
        path: The file; gzipped where its name ends in ``.gz``.
        array: Whole numbers from 0 to 255.
    """
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    raw = header + array.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(raw, compresslevel=1) if path.suffix == ".gz" else raw)


def _write(path, writer, *arrays):
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with write_atomically(path) as partial:
        writer(partial, *arrays)


def prepare(name: str, splits: dict[str, Split], folder: Path) -> None:
    """Let TFDS prepare a set from arrays instead of a download, in ``folder/tfds``."""
    import tensorflow_datasets as tfds

    builder = tfds.builder(PREPARED[name], data_dir=folder / "tfds")
    fields = builder.info.features

    def examples(split):
        for number, (image, label) in enumerate(zip(*splits[split], strict=True)):
            key = f"{split}_{number:05d}"
            known = {"image": image, "label": int(label), "id": key}
            yield key, {field: known[field] for field in fields}

    builder._split_generators = lambda *_, **__: {split: examples(split) for split in splits}
    builder.download_and_prepare(file_format="tfrecord")


def main(arguments: list[str] | None = None) -> int:
    """Write what a folder lacks, and say what was written."""
    parser = argparse.ArgumentParser(description="Write official files of what SOURCE has.")
    parser.add_argument("source", type=Path, metavar="SOURCE")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    written = []
    for name in PREPARED:
        try:
            splits = {split: read(name, split, options.source) for split in SPLITS}
        except DataError as error:
            print(error, file=sys.stderr)
            return 1
        if None in splits.values():
            continue
        for split, arrays in splits.items():
            write(name, split, *arrays, options.folder)
        if published.find_prepared(PREPARED[name], options.folder) is None:
            prepare(name, splits, options.folder)
        written.append(name)
    print(f"Official files and prepared sets in {options.folder}: {', '.join(written) or 'none'}.")
    if not written:
        print(f"{options.source} has neither {PACKED} nor a published set.", file=sys.stderr)
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
