"""Reads and writes SVHN's files: MATLAB arrays of 32x32 colour images, `train_32x32.mat`.

Such a file holds two arrays. `X` is uint8 (32, 32, 3, N): the number of the image comes last, since
MATLAB stores the first axis densely. `y` is (N, 1), from 1 to 10, and 10 means the figure 0, since
MATLAB counts from 1.
"""

import warnings
from pathlib import Path

import numpy as np

from course_utils.data.records import DataError

IMAGE_SHAPE = (32, 32, 3)
CLASSES = 10
_AGAIN = "Please delete it and download it again."


def read(path: str | Path, expected: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Reads a file of SVHN's cropped images.

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
                f"{_AGAIN}"
            )
    images, labels = arrays["X"], arrays["y"]
    count = images.shape[-1] if images.ndim == 4 else 0
    if images.dtype != np.uint8 or images.shape != (*IMAGE_SHAPE, count) or not count:
        raise DataError(
            f"{path} is damaged or the wrong file: X should be uint8 of shape (32, 32, 3, N), but "
            f"is {images.dtype} of shape {images.shape}. {_AGAIN}"
        )
    if labels.shape != (count, 1) or not np.isin(labels, np.arange(1, CLASSES + 1)).all():
        raise DataError(
            f"{path} is damaged or the wrong file: y should hold {count:,} labels from 1 to 10, "
            f"shape ({count}, 1). {_AGAIN}"
        )
    if expected is not None and count != expected:
        raise DataError(
            f"{path} holds {count:,} images, but the official file has {expected:,}. {_AGAIN}"
        )
    # The official layout keeps an image's pixels N apart: copied, they lie together.
    return (
        np.ascontiguousarray(images.transpose(3, 0, 1, 2)),
        labels[:, 0].astype(np.int64) % CLASSES,
    )


def _arrays(path: Path) -> dict:
    """Returns what a .mat file holds, by name."""
    from scipy import io

    if not path.is_file():
        raise DataError(f"{path} does not exist. Please download it again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of unreadable variables: their absence is told
            return io.loadmat(path)
    except Exception as error:  # SciPy raises many kinds for damaged files
        raise DataError(
            f"{path} is damaged: it is no readable .mat file ({type(error).__name__}). {_AGAIN}"
        ) from error


def write(path: str | Path, images: np.ndarray, labels: np.ndarray) -> None:
    """Writes images in the layout of SVHN's files.

    Args:
        path: the file to write.
        images: uint8 (N, 32, 32, 3).
        labels: integers (N,), 0 to 9.

    Raises:
        ValueError: the arrays have another shape or type, or a label is not 0 to 9.
    """
    from scipy import io

    images, labels = np.asarray(images), np.asarray(labels)
    if images.dtype != np.uint8 or images.shape[1:] != IMAGE_SHAPE:
        raise ValueError(
            f"mat_files.write needs uint8 images (N, 32, 32, 3), not {images.dtype} {images.shape}."
        )
    if labels.shape != images.shape[:1] or not np.isin(labels, range(CLASSES)).all():
        raise ValueError(f"mat_files.write needs {len(images)} labels from 0 to 9, one an image.")
    stored = np.where(labels == 0, CLASSES, labels).astype(np.uint8)[:, None]
    io.savemat(path, {"X": images.transpose(1, 2, 3, 0), "y": stored})
