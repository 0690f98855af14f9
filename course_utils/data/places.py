"""Where data are on this disk, and the error that tells what is wrong with them."""

import os
from pathlib import Path

from course_utils.errors import CourseError

VARIABLE = "COURSE_DATA_DIR"
DEFAULT = "~/.cache/cifar10-course"


class DataError(CourseError):
    """Data are absent or damaged; the message says what is wrong, where, and what to do."""


def data_directory(data_dir: str | Path | None = None) -> Path:
    """Return the folder of downloaded data: the argument, COURSE_DATA_DIR, or a cache."""
    chosen = data_dir or os.environ.get(VARIABLE) or DEFAULT
    return Path(chosen).expanduser()
