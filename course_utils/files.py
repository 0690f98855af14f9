"""Writes files so that a reader, or the next start after a crash, never finds half of one."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


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
