"""Folders for what lasts as long as a grader: one that is killed leaves them to the next."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

if os.name == "posix":
    import fcntl

PREFIX = "grading-"
HELD = ".held"  # locked for as long as its folder is in use
YOUNG = 60.0  # seconds in which whoever makes a folder has surely locked it
LONGEST_PATH = 30  # characters of the folder of all: a socket's path must stay below 108


class Scratch:
    """A folder of this process and of those forked from it, readable by its owner alone.

    Attributes:
        path: Where it is, of at most 50 characters.
    """

    def __init__(self) -> None:
        """Make the folder, and remove what killed graders have left."""
        where = top()
        for left in leftovers(where):
            shutil.rmtree(left, ignore_errors=True)
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=where))
        # The system unlocks it when the last of the processes ends, however that comes about.
        self._descriptor = os.open(self.path / HELD, os.O_RDWR | os.O_CREAT, 0o600)
        if os.name == "posix":  # elsewhere nothing is graded in earnest, and nothing swept up
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def close(self) -> None:
        """Remove the folder."""
        os.close(self._descriptor)
        shutil.rmtree(self.path, ignore_errors=True)


def top() -> Path:
    """Return the system's folder for temporary files, or /tmp if its path is long."""
    usual = Path(tempfile.gettempdir())
    return usual if len(str(usual)) < LONGEST_PATH else Path("/tmp")


def leftovers(where: Path) -> Iterator[Path]:
    """Yield this user's folders that no process holds any more."""
    for folder in where.glob(f"{PREFIX}*") if os.name == "posix" else ():
        with contextlib.suppress(OSError):
            if folder.lstat().st_uid == os.getuid() and not folder.is_symlink() and free(folder):
                yield folder


def free(folder: Path) -> bool:
    """Return whether a folder was in use once, and is no longer.

    Raises:
        OSError: It never was: its lock is missing or cannot be opened.
    """
    descriptor = os.open(folder / HELD, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return time.time() - os.fstat(descriptor).st_mtime > YOUNG
    finally:
        os.close(descriptor)
