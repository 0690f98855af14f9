"""Writes files of which no reader finds half, and reads what others may have put in a place."""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from course_utils.errors import CourseError


class NotRegularError(CourseError):
    """Something is no regular file, or a larger one than is allowed; the message says which."""


@contextlib.contextmanager
def write_atomically(path: Path) -> Iterator[Path]:
    """Give a path to write to; at the end of the block that file takes the place of ``path``.

    If the block fails, ``path`` is as it was.

    Args:
        path: the file; its folder exists. The path to write to is beside it, and ends like it.

    Raises:
        OSError: the file cannot be written; the error names ``path``.
    """
    partial = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        if error.filename == str(partial):
            error.filename, error.filename2 = str(path), None
        raise
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most ``limit`` bytes, never through a link.

    Raises:
        FileNotFoundError: There is no such file.
        NotRegularError: It is a link, a device, a pipe or a folder, or larger than ``limit``.
    """
    # Not on Windows, where only students are, who read nothing that others wrote.
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, os.O_RDONLY | flags)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise NotRegularError(f"{path.name} is no regular file ({error.strerror})") from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise NotRegularError(f"{path.name} is no regular file")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > limit:
            raise NotRegularError(
                f"{path.name} has {status.st_size:,} bytes, more than the {limit:,} allowed"
            )
        return file.read(limit + 1)[:limit]
