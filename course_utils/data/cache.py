"""Lists, fetches and clears the data sets on this disk: ``python -m course_utils.data``.

Only files of the names under which the sets are published, and what TensorFlow Datasets (TFDS) made
of them, are ever counted or deleted; whatever else is in the folder stays.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from course_utils.data.places import DEFAULT, VARIABLE, DataError, data_directory


class Files(NamedTuple):
    """The places where the files of a set may be.

    Attributes:
        published: patterns of the published files, below the data directory.
        archives: patterns of what is downloaded, below ``downloads/``.
        prepared: what TFDS calls the set.
    """

    published: tuple[str, ...]
    archives: tuple[str, ...]
    prepared: str


SETS = {
    "cifar10": Files(
        ("cifar-10-batches-bin/*", "data_batch_[1-5].bin", "test_batch.bin"),
        ("cifar-10-binary.tar.gz*", "extracted/*cifar-10-binary*"),
        "cifar10",
    ),
    "mnist": Files(
        ("mnist/*-ubyte", "mnist/*-ubyte.gz", "*-ubyte", "*-ubyte.gz"),
        ("*-ubyte.gz*", "extracted/*-ubyte*"),
        "mnist",
    ),
    "svhn": Files(("svhn/*_32x32.mat", "*_32x32.mat"), ("*_32x32.mat*",), "svhn_cropped"),
    "cifar10_1": Files(
        ("cifar10_1/cifar10.1_v*.npy", "cifar10.1_v*.npy"), ("cifar10.1_v*.npy*",), "cifar10_1"
    ),
}
DRAWN = ("shapes", "digits", "numbers", "shapes_1")


class Stored(NamedTuple):
    """A file or folder that a data set keeps on this disk.

    Attributes:
        name: the set.
        kind: what it is, in words.
        path: a file, or a folder that belongs to the set as a whole.
        size: its bytes.
    """

    name: str
    kind: str
    path: Path
    size: int


def stored(directory: Path) -> list[Stored]:
    """Find everything that data sets keep on this disk.

    Args:
        directory: the folder that holds downloaded data; it need not exist.

    Returns:
        All files and prepared folders, by set, each of them once.

    Raises:
        DataError: the folder cannot be read.
    """
    try:
        return [
            Stored(*found, _size(found[2])) for name in SETS for found in _find(name, directory)
        ]
    except OSError as error:
        raise DataError(
            f"{directory} cannot be read ({error.strerror}). Set {VARIABLE} to a folder that you "
            "may read."
        ) from error


def _find(name: str, directory: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield set, kind and path of everything that belongs to one set."""
    files = SETS[name]
    for pattern in files.published:
        for path in sorted(directory.glob(pattern)):
            yield name, "published files", path
    for folder in (directory / "tfds" / files.prepared, directory / files.prepared):
        if list(folder.glob("**/dataset_info.json")) or list(folder.glob("*incomplete*")):
            yield name, "prepared by TFDS", folder
    for pattern in files.archives:
        for path in sorted((directory / "downloads").glob(pattern)):
            unfinished = path.suffix == ".part"
            yield name, "unfinished download" if unfinished else "download", path


def clear(names: Sequence[str], directory: Path) -> list[Stored]:
    """Delete the files of data sets, and folders that are empty afterwards.

    Args:
        names: keys of `SETS`, or "all".
        directory: the folder that holds downloaded data.

    Returns:
        What was deleted.

    Raises:
        DataError: there is no such set, or something cannot be deleted; the rest stays.
    """
    chosen = set(SETS) if "all" in names else {_known(name) for name in names}
    gone = [item for item in stored(directory) if item.name in chosen]
    for item in gone:
        try:
            if item.path.is_dir() and not item.path.is_symlink():
                shutil.rmtree(item.path)
            else:
                item.path.unlink()
            for folder in item.path.parents:
                if folder == directory or any(folder.iterdir()):
                    break
                folder.rmdir()
        except OSError as error:
            raise DataError(
                f"{item.path} cannot be deleted ({error.strerror}). Check that you may write there."
            ) from error
    return gone


def fetch(names: Sequence[str], directory: Path) -> Iterator[str]:
    """Yield a line for each set and split, after downloading it if it is not on this disk.

    Later these sets need no network.

    Args:
        names: keys of `SETS`, or "all".
        directory: the folder that holds downloaded data.

    Yields:
        For each set and split, where its images are.

    Raises:
        DataError: there is no such set, or its download failed.
    """
    from course_utils import data

    for name in SETS if "all" in names else [_known(name) for name in names]:
        for split in data.splits(name):
            yield f"{name} {split}: {data.load(name, split, data_dir=directory).source}"


def table(directory: Path) -> str:
    """Describe what is on this disk, a line for each set and kind."""
    lines = [f"Data sets in {directory} ({VARIABLE} names another folder):"]
    found = stored(directory)
    for name in SETS:
        own = [item for item in found if item.name == name]
        for kind in dict.fromkeys(item.kind for item in own):
            size = sum(item.size for item in own if item.kind == kind)
            lines.append(f"  {name:10} {size / 1e6:8,.1f} MB  {kind}")
        if not own:
            lines.append(f"  {name:10}  not here: python -m course_utils.data --fetch {name}")
    lines.append(f"Drawn when they are needed, never stored: {', '.join(DRAWN)}.")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Clear, fetch and list data sets; return 1 after an error, 130 after Ctrl-C, else 0.

    Args:
        arguments: the command line; None for the process's own.
    """
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.data",
        description="List the data sets on this disk; fetch or clear some.",
    )
    add = parser.add_argument
    add("--fetch", nargs="+", metavar="NAME", help=f"download {', '.join(SETS)}, or all")
    add("--clear", nargs="+", metavar="NAME", help="delete from this disk; or all")
    add("--data_dir", type=Path, help=f"the folder; {VARIABLE} or {DEFAULT} if absent")
    options = parser.parse_args(arguments)
    directory = data_directory(options.data_dir)
    try:
        for item in clear(options.clear or (), directory):
            print(f"Deleted {item.path} ({item.size / 1e6:,.1f} MB).")
        for line in fetch(options.fetch or (), directory):
            print(line, flush=True)
        print(table(directory))
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What has arrived is kept; the same command goes on.", file=sys.stderr)
        return 130
    return 0


def _known(name: str) -> str:
    if name in DRAWN:
        raise DataError(f"{name} is drawn by code when it is needed: nothing of it is on disk.")
    if name not in SETS:
        raise DataError(f"There is no data set {name!r} to download. There are: {', '.join(SETS)}.")
    return name


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() and not path.is_symlink() else [path]
    return sum(file.lstat().st_size for file in files if not file.is_dir())
