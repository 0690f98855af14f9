"""Files of the course's folder that nobody but its owner may read."""

import contextlib
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def keep_from_others(folder: Path, shared: bool) -> None:
    """Take away what other users of this machine may do with the course's folder.

    If they may still look into it, a warning says so.

    Args:
        folder: The course's folder.
        shared: Whether it is its Unix group's, too: ``c.CourseDirectory.groupshared``.
    """
    if os.name != "posix":  # elsewhere these bits say nothing
        return
    others = stat.S_IRWXO if shared else stat.S_IRWXO | stat.S_IRWXG
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & others:
        with contextlib.suppress(OSError):  # it may be another user's
            folder.chmod(mode & ~others)
    if folder.stat().st_mode & others:
        logging.getLogger(__name__).warning(
            "Other users of this machine can look into %s, which may not be changed here. Let its "
            "owner run: chmod %s= %s",
            folder,
            "o" if shared else "go",
            folder,
        )


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write that replaces ``path`` complete or not at all.

    Args:
        path: Where it goes; its folder is made if it is missing, as private as the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
    partial.replace(path)
