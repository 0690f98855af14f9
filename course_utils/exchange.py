"""Files through which a kernel is asked and answers: plain arrays, never pickles.

While nbgrader grades, a private folder (named by ``COURSE_EXCHANGE``) holds one question file a
case and takes one answer file a case. Both are ``.npz`` archives of arrays of numbers, booleans
or fixed-width text, so reading one can run no code. Everything read from ``answers/`` is
untrusted: the reader bounds its size before it opens it and its arrays before it returns them.

An instructor's audit (``python -m autograder audit``) asks in the same way for a few first steps of
a handed-in run: it starts the notebook once more and names the run in ``COURSE_AUDIT``. Then
``training.fit`` makes those steps anew, with the notebook's own arguments but in a folder that is
thrown away, and answers with the losses.
"""

import io
import math
import os
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from course_utils import files, settings
from course_utils.errors import CourseError
from course_utils.files import write_atomically

Arrays = dict[str, np.ndarray]

VARIABLE = "COURSE_EXCHANGE"
LARGEST_ANSWER = 64_000_000  # bytes of one answer file, and of its arrays once unpacked
MOST_ARRAYS = 200  # in one answer
AUDIT_VARIABLE = "COURSE_AUDIT"  # "FOLDER:STEPS"
AUDIT_SLOT = "audit"  # the name of an audit's answer
KINDS = "biufU"  # booleans, integers, floats and fixed-width text
ENTRY = b"PK\x01\x02"  # with which an archive's table of contents begins each of its lines


class ExchangeError(CourseError):
    """The error that a question or an answer cannot be written or read, told in a sentence."""


def folder() -> Path | None:
    """Return the exchange folder of this kernel, or ``None`` where nobody is grading."""
    path = os.environ.get(VARIABLE)
    return Path(path) if path else None


def question_file(exchange: Path, task: str, case: int) -> Path:
    """Return the path of the question of one case."""
    return exchange / "questions" / f"{task}.{case}.npz"


def answer_file(exchange: Path, task: str, case: int) -> Path:
    """Return the path at which the answer to one case is expected."""
    return exchange / "answers" / f"{task}.{case}.npz"


def write(path: Path, arrays: Arrays) -> None:
    """Write named arrays as one ``.npz`` file, completely or not at all.

    Args:
        path: The file; its folder must exist.
        arrays: Arrays of booleans, integers, floats or fixed-width text.

    Raises:
        ExchangeError: An array holds Python objects.
    """
    content = packed(arrays)
    with write_atomically(path) as partial:
        partial.write_bytes(content)


def packed(arrays: Arrays) -> bytes:
    """Return named arrays as the content of a ``.npz`` file.

    Args:
        arrays: Arrays of booleans, integers, floats or fixed-width text.

    Raises:
        ExchangeError: An array holds Python objects.
    """
    for name, array in arrays.items():
        if np.asarray(array).dtype.kind not in KINDS:
            raise ExchangeError(
                f"'{name}' holds Python objects, not numbers. Return a NumPy array of numbers."
            )
    content = io.BytesIO()
    named: dict[str, Any] = dict(arrays)
    np.savez(content, **named)
    return content.getvalue()


def read(path: Path, limit: int = LARGEST_ANSWER) -> Arrays:
    """Read a file that an untrusted kernel may have written.

    Symbolic links, devices and pipes are refused; nothing is unpickled.

    Args:
        path: The file.
        limit: The most bytes the file, and its arrays together, may have.

    Returns:
        The arrays by name.

    Raises:
        FileNotFoundError: There is no such file, or nothing in it.
        ExchangeError: It is anything but a small archive of plain arrays.
    """
    content = read_regular(path, limit)
    if not content:
        raise FileNotFoundError(path)
    return unpacked(content, limit)


def unpacked(content: bytes, limit: int = LARGEST_ANSWER) -> Arrays:
    """Return the arrays in the content of a file that an untrusted kernel may have written.

    Args:
        content: At least one byte.
        limit: The most bytes that the arrays together may have.

    Raises:
        ExchangeError: It is anything but a small archive of plain arrays.
    """
    try:
        if content.count(ENTRY) > MOST_ARRAYS:  # only reading a million lines takes ten seconds
            raise ExchangeError(f"the answer holds more than {MOST_ARRAYS} arrays")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_headers(archive, limit)
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except ExchangeError:
        raise
    except Exception as error:  # whatever a forged archive makes NumPy or zipfile raise
        raise ExchangeError(
            f"the answer is no archive of arrays ({type(error).__name__})"
        ) from None
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray) or array.dtype.kind not in KINDS:
            raise ExchangeError(f"'{name[:40]}' is no array of numbers")
        if array.dtype.kind == "U" and (codes_of(array) > sys.maxunicode).any():
            raise ExchangeError(f"'{name[:40]}' has characters that do not exist")
    return arrays


def codes_of(array: np.ndarray) -> np.ndarray:
    """Return the numbers of the characters of an array of text, uint32 (N,)."""
    codes = np.frombuffer(array.tobytes(), np.uint32)
    return codes if array.dtype.isnative else codes.byteswap()


def check_headers(archive: zipfile.ZipFile, limit: int) -> None:
    """Refuse an archive whose headers break a limit, before any memory is set aside for it.

    Raises:
        ExchangeError: It is compressed, or holds, or claims to hold, too large arrays, or objects.
        ValueError: A header cannot be read.
    """
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > limit:
        raise ExchangeError(f"the answer unpacks to more than {limit:,} bytes")
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise ExchangeError("the answer is compressed")  # unpacking it may take half a minute
    claimed = 0
    for entry in entries:
        with archive.open(entry) as file:
            version = np.lib.format.read_magic(file)
            read_header = (
                np.lib.format.read_array_header_1_0
                if version == (1, 0)
                else np.lib.format.read_array_header_2_0
            )
            shape, _, dtype = read_header(file)
        claimed += math.prod(shape) * max(1, dtype.itemsize)  # text of no length takes no byte
        if claimed > limit:
            raise ExchangeError(f"the answer unpacks to more than {limit:,} bytes")
        if dtype.kind not in KINDS:
            raise ExchangeError(f"'{entry.filename[:40]}' is no array of numbers")


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most ``limit`` bytes, never through a link.

    Raises:
        FileNotFoundError: There is no such file.
        ExchangeError: It is a link, a device, a pipe or a folder, or larger than ``limit``.
    """
    try:
        return files.read_regular(path, limit)
    except files.NotRegularError as error:
        raise ExchangeError(str(error)) from None


# ---- audits --------------------------------------------------------------------------------------


class Audit(NamedTuple):
    """What an audit wants: how many steps, and where they leave their run."""

    steps: int
    folder: Path


def audit_wanted(run_dir: str | Path) -> Audit | None:
    """Return the audit of the run in this folder, or ``None`` if there is none, as usual."""
    name, _, steps = os.environ.get(AUDIT_VARIABLE, "").rpartition(":")
    if not name or Path(run_dir).name != name or not settings.execution():
        return None
    return Audit(int(steps), Path(tempfile.mkdtemp()) / name)
