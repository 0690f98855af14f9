"""Sets that TensorFlow Datasets (TFDS) has prepared: finds, reads and downloads them.

TFDS is imported when it is needed: it brings TensorFlow with it.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from course_utils.data import downloads
from course_utils.data.records import DataError


def find(name: str, directory: Path) -> Path | None:
    """Finds the newest version of a prepared set, in `directory/tfds` or in `directory` itself.

    It is found by its folder and not by the version that today's TFDS would make, so that an
    upgrade of TFDS does not ask for a network.

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


def read(folder: Path, split: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Reads the first images of a prepared set, in the order of its files.

    Args:
        folder: what `find` or `download` returned.
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
            f"The TFDS set in {folder} cannot be read ({_first_line(error)}). {advice}"
        ) from error
    found = sum(len(labels) for _, labels in batches)
    if found != count:
        raise DataError(f"The TFDS set in {folder} holds {found:,} of {count:,} images. {advice}")
    images = np.concatenate([images for images, _ in batches])
    return images, np.concatenate([labels for _, labels in batches]).astype(np.int64)


def download(name: str, directory: Path) -> Path:
    """Fetches the files that TFDS names and lets TFDS prepare the set in `directory/tfds`.

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
            f"TensorFlow Datasets could not prepare {name} in {directory} ({_first_line(error)})."
        ) from error


def fetch(name: str, filename: str, directory: Path) -> Path:
    """Fetches one of the files that TFDS names for a set, and leaves it as it is.

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
            f"TensorFlow Datasets does not tell where {filename} is ({_first_line(error)})."
        ) from error
    path = directory / "downloads" / filename
    return downloads.fetch(url, path, size=int(info.size), sha256=info.checksum)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps log messages below an error off the student's screen."""
    from absl import logging

    before = logging.get_verbosity()
    logging.set_verbosity(logging.ERROR)
    try:
        yield
    finally:
        logging.set_verbosity(before)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
