"""Loads labelled images: CIFAR-10, MNIST and SVHN as published; drawn ones need no network.

`load` draws a set of its own (``drawn``) or finds a real one on this disk (``places`` says where):
as official files, then as a set that TensorFlow Datasets (TFDS) has prepared (``published``). If
there is neither, it downloads what TFDS names (``downloads``). `Dataset.source` says which it was.
``folders`` loads pictures of one's own.

``python -m course_utils.data`` lists what is on this disk (``cache``); ``--fetch`` and ``--clear``
change it.
"""

from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from course_utils.data import drawn, published
from course_utils.data.places import DataError, data_directory
from course_utils.data.published import CIFAR10_1_FILES, COUNTS

CLASS_NAMES: dict[str, tuple[str, ...]] = {
    "cifar10": (
        *("airplane", "automobile", "bird", "cat", "deer"),
        *("dog", "frog", "horse", "ship", "truck"),
    ),
    "mnist": tuple("0123456789"),
    "svhn": tuple("0123456789"),
}
# The fresh test set has the classes of the set that it is named after.
CLASS_NAMES |= {"cifar10_1": CLASS_NAMES["cifar10"], **drawn.CLASS_NAMES}
_TITLES = {"cifar10": "CIFAR-10", "mnist": "MNIST", "cifar10_1": "CIFAR-10.1 v6", "svhn": "SVHN"}
# What TFDS calls a set, where that is not its name here.
_PREPARED = {"cifar10_1": "cifar10_1/v6", "svhn": "svhn_cropped"}

# Of the same size as real images that are missing.
_STAND_IN = {"cifar10": "shapes", "mnist": "digits", "svhn": "numbers", "cifar10_1": "shapes_1"}
_HOLD_OUT_SEED = 2009
VISIBLE = {
    "cifar10": 5_000,
    "shapes": 2_000,
    "mnist": 5_000,
    "digits": 2_000,
    "numbers": 2_000,
    "svhn": 5_000,
}
"""How many training images are held out for practice, per data set."""

_OFFLINE = {
    "cifar10": "unpack the official archive cifar-10-binary.tar.gz (sha256 c4a38c50a1bc5f3a1c5537"
    "f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd) in {directory}",
    "mnist": "copy the four official files train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, "
    "t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz to {directory}/mnist",
    "svhn": "copy the two official files train_32x32.mat and test_32x32.mat to {directory}/svhn",
    "cifar10_1": f"copy the official files {' and '.join(CIFAR10_1_FILES)} to "
    "{directory}/cifar10_1",
}

Reader = Literal["files", "tfds"]


class Dataset(NamedTuple):
    """Labelled images.

    Attributes:
        images: uint8 (N, height, width, channels), 0 to 255.
        labels: int64 (N,), indices into `CLASS_NAMES[name]`.
        source: in words, where the images came from.
    """

    images: np.ndarray
    labels: np.ndarray
    source: str


def load(
    name: str,
    split: str,
    *,
    data_dir: str | Path | None = None,
    count: int | None = None,
    reader: Reader | None = None,
) -> Dataset:
    """Load a data set in its published order.

    Args:
        name: a key of `CLASS_NAMES`. "cifar10_1" is CIFAR-10.1, new photographs of CIFAR-10's
            classes; "shapes_1" stands in for it, the outlines of `shapes` in another look.
        split: "train" or "test"; the fresh test sets have no other.
        data_dir: the folder that is searched and downloaded to; None stands for the environment
            variable COURSE_DATA_DIR, or else for `~/.cache/cifar10-course`.
        count: give the first `count` images only.
        reader: "files" accepts official files only, "tfds" skips them; None takes what it finds.

    Returns:
        The images, their labels, and where they came from.

    Raises:
        DataError: no such set, split or count; damaged files; or a download that failed.
    """
    available = _available(name, split)
    if count is None:
        count = available
    if not 1 <= count <= available:
        raise DataError(
            f"count must be from 1 to {available:,}, the images in {name} {split}; it is {count:,}."
        )
    if name in drawn.SEEDS:
        images, labels = drawn.draw(name, split, count)
        module, seed = name.removesuffix("_1"), drawn.SEEDS[name][split]
        source = f"{name}, drawn by course_utils.data.drawn.{module} from seed {seed}"
        return Dataset(images.copy(), labels.copy(), source)
    directory = data_directory(data_dir)
    title, offline = _TITLES[name], _OFFLINE[name].format(directory=directory)
    if reader != "tfds":
        read = published.READERS[name]
        if (found := read(directory, split, count)) is not None:
            images, labels, place = found
            return Dataset(images, labels, f"{title}, official binary files in {place}")
        if reader == "files":
            raise DataError(
                f"There are no official {title} files in {directory}. Please {offline}."
            )
    folder = published.find_prepared(_PREPARED.get(name, name), directory)
    if folder is None:
        try:
            if name == "svhn":  # the file of this split alone: TFDS would fetch 1.3 GB more
                published.fetch_published(_PREPARED[name], f"{split}_32x32.mat", directory)
                return load(name, split, data_dir=directory, count=count, reader="files")
            folder = published.download_prepared(_PREPARED.get(name, name), directory)
        except DataError as error:
            raise DataError(
                f"{title} is not in {directory}, and it could not be downloaded. {error} Without a "
                f"network: {offline}; or use pictures that need none, "
                f"load({_STAND_IN[name]!r}, {split!r})."
            ) from error
    images, labels = published.read_prepared(folder, split, count)
    source = f"{title}, TensorFlow Datasets version {folder.name} in {folder}"
    return Dataset(images, labels, source)


def record_files(split: str, data_dir: str | Path | None = None) -> tuple[list[Path], int]:
    """Find the official CIFAR-10 files of a split, and check them without reading an image.

    Args:
        split: "train" or "test".
        data_dir: as of `load`.

    Returns:
        The files in their published order, and how many records they hold in all.

    Raises:
        DataError: there are none, or one is missing, damaged or cut off.
    """
    _available("cifar10", split)
    directory = data_directory(data_dir)
    files = published.cifar10_files(directory, split)
    if files is None:
        offline = _OFFLINE["cifar10"].format(directory=directory)
        raise DataError(f"There are no official CIFAR-10 files in {directory}. Please {offline}.")
    return files, sum(published.count_records(f, published.RECORDS_PER_FILE) for f in files)


def splits(name: str) -> tuple[str, ...]:
    """Return the splits of a data set: "train" and "test", or "test" alone."""
    return tuple(COUNTS[name])


def hold_out(dataset: Dataset, count: int = 5_000) -> tuple[Dataset, Dataset]:
    """Split a data set into training and validation images, always in the same way.

    Every class gives the same share of its images, to within one image. Both parts keep the order.

    Args:
        dataset: what to split.
        count: how many images to hold out for validation.

    Returns:
        The images for training and, apart from them, the `count` images for validation.

    Raises:
        DataError: `count` is below 1, or leaves nothing to train on.
    """
    total = len(dataset.labels)
    if not 1 <= count < total:
        raise DataError(
            f"hold_out can hold out 1 to {total - 1:,} of these {total:,} images, not {count:,}: "
            "choose a smaller count, or load more images."
        )
    chosen = np.zeros(total, bool)
    order = np.random.default_rng(_HOLD_OUT_SEED).permutation(total)
    by_class = order[np.argsort(dataset.labels[order], kind="stable")]
    # Equal steps through the images in order of class take the same share of each.
    chosen[by_class[np.arange(count) * total // count]] = True
    training = Dataset(
        dataset.images[~chosen], dataset.labels[~chosen], f"{dataset.source}, without validation"
    )
    validation = Dataset(
        dataset.images[chosen], dataset.labels[chosen], f"{dataset.source}, held out for validation"
    )
    return training, validation


def visible_split(name: str, count: int | None = None) -> tuple[Dataset, Dataset]:
    """Return the images to train on and the visible ones, held out for practice.

    The public check of a task on hidden images asks about the visible ones; the grader asks about
    others.

    Args:
        name: a data set, one of ``VISIBLE``.
        count: train on the first ``count`` images only; None means on all.

    Returns:
        Two data sets that share no image; the same two on every machine.
    """
    training, held_out = hold_out(load(name, "train"), VISIBLE[name])
    return (
        training._replace(images=training.images[:count], labels=training.labels[:count]),
        held_out,
    )


def _available(name: str, split: str) -> int:
    """Return the number of images in a split, or raise an error that lists what exists."""
    if name not in COUNTS:
        names = ", ".join(map(repr, COUNTS))
        raise DataError(f"There is no data set {name!r}. There are: {names}.")
    if split not in COUNTS[name]:
        splits = " and ".join(map(repr, COUNTS[name]))
        are = "splits are" if len(COUNTS[name]) > 1 else "split is"
        raise DataError(f"{name} has no split {split!r}. Its {are} {splits}.")
    return COUNTS[name][split]
