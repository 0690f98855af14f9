"""The files of a download: in a folder, in a zip or a tar, and in archives inside those.

Nothing is followed or unpacked that somebody else's name leads to: a file is read when it is asked
for, into memory, within limits.
"""

import contextlib
import errno
import io
import lzma
import os
import shutil
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from autograder.intake.platforms import ARCHIVE, UNREADABLE, composed, plausible
from autograder.intake.submission import NAMED

LARGEST_SUBMISSION_BYTES = 60_000_000  # that one submission may unpack to
MOST_FILES = 20_000  # in the archives of one submission
DEEPEST = 4  # archives inside one another
DAMAGED = "it is damaged or no archive. Ask for it again."
UTF8_NAME = 0x800  # the bit of a zip's entry that says how its name is encoded


class Refused(Exception):
    """Something cannot be taken in; the message says why, in a sentence."""


class File(NamedTuple):
    """One file of a download, or of an archive in it.

    Attributes:
        path: Below the download, composed (NFC), with ``/``.
        size: Bytes.
        date: When it was changed, as the folder or archive says; ``None`` where it does not.
        open: Opens it for reading.
        problem: Why it cannot be read; or ''.
    """

    path: str
    size: int
    date: datetime | None
    open: Callable[[], IO[bytes]]
    problem: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether it is an archive that can be opened, by its name."""
        return bool(ARCHIVE.fullmatch(self.path.rpartition("/")[2]))

    def read(self) -> bytes:
        """Return its content.

        Raises:
            Refused: It cannot be read.
        """
        if self.problem:
            raise Refused(self.problem)
        if self.size > LARGEST_SUBMISSION_BYTES:
            raise too_large()
        with refusing_damage(), self.open() as file:
            return file.read(self.size)  # and no more, if its archive does not say so


def too_large() -> Refused:
    """Make the refusal of what is larger than a submission may be."""
    return Refused(f"it unpacks to more than {LARGEST_SUBMISSION_BYTES / 1e6:.0f} MB.")


@contextlib.contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn what a damaged archive raises into a refusal."""
    try:
        yield
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError) as error:
        raise Refused(DAMAGED) from error
    except (ValueError, OverflowError, struct.error) as error:  # of lengths and names that are none
        raise Refused(DAMAGED) from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # of the disk
            raise
        raise Refused(DAMAGED) from error
    except NotImplementedError as error:
        raise Refused(f"{error}. Ask for an ordinary zip.") from error
    except RuntimeError as error:
        if "password" not in str(error) and "encrypted" not in str(error):
            raise
        raise Refused("it is locked with a password. Ask for it again without one.") from error


def is_unreadable_archive(path: str) -> bool:
    """Return whether a file is an archive of a kind that is not opened here."""
    return bool(UNREADABLE.fullmatch(path)) and not ARCHIVE.fullmatch(path)


def in_folder(top: Path, encoding: str | None) -> tuple[list[File], list[str]]:
    """Return the files below a folder in order, and which folders are clones of a repository.

    Links are not followed, and what a repository keeps for itself is left out.
    """
    files: list[File] = []
    repositories: list[str] = []

    def unreadable(error: OSError) -> None:
        path = Path(error.filename).relative_to(top).as_posix()
        files.append(problematic(path, f"it cannot be opened ({error.strerror})."))

    for folder, folders, names in os.walk(top, onerror=unreadable):
        here = Path(folder)
        if ".git" in [*folders, *names] and here != top:
            repositories.append(named(here.relative_to(top).as_posix(), encoding)[0])
        folders[:] = sorted(one for one in folders if one != ".git")
        linked = [one for one in folders if (here / one).is_symlink()]
        for name in sorted([*names, *linked]):
            files.append(on_disk(here / name, top, encoding))
    return files, repositories


def on_disk(path: Path, top: Path, encoding: str | None) -> File:
    """Return a file of a folder, with its problem if it is anything but a file."""
    name, problem = named(path.relative_to(top).as_posix(), encoding)
    try:
        status = path.lstat()
    except OSError as error:
        return problematic(name, f"it cannot be read ({error.strerror}).")
    kind = stat.S_IFMT(status.st_mode)
    if kind != stat.S_IFREG:
        problem = f"it is {NAMED.get(kind, 'no file')}, which is not followed. Ask for the file."
    elif not os.access(path, os.R_OK):
        problem = "it may not be read here. Change its permissions."
    return File(name, status.st_size, date_of(status.st_mtime), lambda: path.open("rb"), problem)


def problematic(path: str, problem: str) -> File:
    """Return a file that cannot be read."""
    return File(path, 0, None, io.BytesIO, problem)


def named(name: str, encoding: str | None) -> tuple[str, str]:
    """Return a name of this disk as text, and why it is none, or ''."""
    raw = os.fsencode(name)
    with contextlib.suppress(UnicodeDecodeError):
        return checked(raw.decode("utf-8"))
    return decoded(raw, encoding)


def decoded(raw: bytes, encoding: str | None) -> tuple[str, str]:
    """Return a name of which nothing says how it is encoded as text, and why it is none, or ''."""
    for one in (encoding, "utf-8"):
        with contextlib.suppress(UnicodeDecodeError):
            if one:
                return checked(raw.decode(one))
    return raw.decode("ascii", errors="backslashreplace"), (
        "nothing says in which encoding its name is written. Give that: --encoding cp1252 for "
        "names of Western Europe, or another of https://docs.python.org/3/library/codecs.html."
    )


def checked(name: str) -> tuple[str, str]:
    """Return a name composed, and why it cannot be used, or ''."""
    name = composed(name.replace("\\", "/"))
    if "\0" in name:
        return name, "its path holds characters that cannot be read. Rename it."
    if name.startswith("/") or ".." in name.split("/"):
        return name, "its path leaves the archive that it is in. Ask for it again."
    return "/".join(one for one in name.split("/") if one not in ("", ".")), ""


def date_of(seconds: float) -> datetime | None:
    """Return a file's date, ``None`` if it is before there were computers, or to come."""
    with contextlib.suppress(ValueError, OverflowError, OSError):
        return plausible(datetime.fromtimestamp(int(seconds), tz=UTC))
    return None


def in_archive(stack: ExitStack, archive: File, encoding: str | None, trusted: bool) -> list[File]:
    """Return the files in an archive, which stays open until ``stack`` is closed.

    Args:
        stack: Closes it.
        archive: A zip or a tar, whatever its name says.
        encoding: Of names that do not say their own.
        trusted: Whether it is the download itself, which may be of any size.

    Raises:
        Refused: It is damaged, or holds too much.
    """
    if archive.problem:
        raise Refused(archive.problem)
    with refusing_damage():
        file = stack.enter_context(archive.open())
        if zipfile.is_zipfile(file):
            try:
                zipped = zipfile.ZipFile(file)
            except UnicodeDecodeError:
                raise Refused("the names in it are damaged. Unpack it and pack it again.") from None
            stack.enter_context(zipped)
            found = in_zip(archive.path, zipped, encoding)
        else:
            file.seek(0)
            tar = tarfile.open(fileobj=file, mode="r:*")  # noqa: SIM115 (the stack closes it)
            stack.enter_context(tar)
            # Going back in a compressed tar reads all of it again.
            place = Path(stack.enter_context(tempfile.TemporaryDirectory())) if trusted else None
            found = in_tar(archive.path, tar, encoding, place)
        files = []
        for one in found:
            files.append(one)
            if not trusted and len(files) > MOST_FILES:
                raise Refused(f"it holds more than {MOST_FILES} files.")
        return files


def in_zip(above: str, archive: zipfile.ZipFile, encoding: str | None) -> Iterator[File]:
    """Yield the files of a zip."""
    for entry in archive.infolist():
        if entry.orig_filename.endswith(("/", "\\")):
            continue
        if entry.flag_bits & UTF8_NAME or entry.orig_filename.isascii():
            name, problem = checked(entry.orig_filename)  # zipfile's filename ends at a NUL
        else:
            name, problem = decoded(entry.orig_filename.encode("cp437"), encoding)
        if stat.S_ISLNK(entry.external_attr >> 16):
            problem = "it is a symbolic link, which is not followed. Ask for the file."
        elif entry.flag_bits & 1:
            problem = "it is locked with a password. Ask for it again without one."
        date = None
        with contextlib.suppress(ValueError, OverflowError):
            date = date_of(datetime(*entry.date_time).timestamp())

        def opening(entry: zipfile.ZipInfo = entry) -> IO[bytes]:
            return archive.open(entry)

        def loaded(entry: zipfile.ZipInfo = entry) -> IO[bytes]:
            return seekable(archive.open(entry), entry.file_size)

        opener = loaded if ARCHIVE.fullmatch(name) else opening
        path = f"{above}/{name}" if above else name
        yield File(path, entry.file_size, date, opener, problem)


def in_tar(
    above: str, archive: tarfile.TarFile, encoding: str | None, place: Path | None
) -> Iterator[File]:
    """Yield the files of a tar.

    Args:
        above: Its own path.
        archive: The tar.
        encoding: Of names that are not UTF-8.
        place: An empty folder to which they are copied; ``None`` where they are read as they are,
            and may not unpack to more than a few submissions.

    Raises:
        Refused: They are larger than that.
    """
    total = 0
    for number, member in enumerate(archive):
        total += member.size
        if place is None and total > 4 * LARGEST_SUBMISSION_BYTES:
            raise too_large()
        if member.isdir():
            continue
        raw = member.name.encode("utf-8", errors="surrogateescape")
        try:
            name, problem = checked(raw.decode("utf-8"))
        except UnicodeDecodeError:
            name, problem = decoded(raw, encoding)
        if not member.isreg():
            problem = "it is a link or a device, which is not followed. Ask for the file."
        copy = place / str(number) if place and not problem else None
        if copy:
            with copy.open("wb") as file:
                shutil.copyfileobj(archive.extractfile(member) or io.BytesIO(), file)

        def opening(member: tarfile.TarInfo = member, copy: Path | None = copy) -> IO[bytes]:
            return copy.open("rb") if copy else archive.extractfile(member) or io.BytesIO()

        path = f"{above}/{name}" if above else name
        yield File(path, member.size, date_of(member.mtime), opening, problem)
    # A compressed tar has its checksum at its end.
    while archive.fileobj and (rest := archive.fileobj.read(1_000_000)):
        total += len(rest)
        if place is None and total > 4 * LARGEST_SUBMISSION_BYTES:
            raise too_large()


def seekable(file: IO[bytes], size: int) -> IO[bytes]:
    """Return the content of an archive's entry as a file in memory.

    Raises:
        Refused: It is larger than a submission may be.
    """
    with file:
        if size > LARGEST_SUBMISSION_BYTES:
            raise too_large()
        return io.BytesIO(file.read(size))


def expanded(stack: ExitStack, file: File, encoding: str | None) -> list[File]:
    """Return the files in an archive and in archives inside it.

    An archive inside that cannot be opened is among them, with its problem.

    Args:
        stack: Closes what is opened.
        file: The archive.
        encoding: Of names that do not say their own.

    Raises:
        Refused: It cannot be opened itself, or holds too much.
    """
    room = LARGEST_SUBMISSION_BYTES  # for archives inside, which are read into memory
    found: list[File] = []
    waiting = [(one, 1) for one in in_archive(stack, file, encoding, trusted=False)]
    while waiting:
        one, depth = waiting.pop(0)
        if len(found) + len(waiting) > MOST_FILES:
            raise Refused(f"it holds more than {MOST_FILES} files.")
        if not one.is_archive or one.problem or PurePosixPath(one.path).name.startswith("._"):
            found.append(one)
            continue
        try:
            room -= one.size
            if room < 0:
                raise too_large()
            if depth > DEEPEST:
                raise Refused(f"there are archives in archives, more than {DEEPEST} deep.")
            inside = in_archive(stack, one, encoding, trusted=False)
            waiting += [(inner, depth + 1) for inner in inside]
        except Refused as error:
            found.append(one._replace(problem=str(error)))
    return found
