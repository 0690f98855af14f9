"""Fetches one file over a slow or broken connection, resumes, and proves that it is whole.

``COURSE_DATA_MIRRORS`` names other places to fetch from: addresses of folders, with spaces between
them, that hold the files under their own names. They are tried in order, before the published one.
"""

import hashlib
import os
import shutil
from pathlib import Path

from course_utils.data.places import DataError

CONNECT_SECONDS = 10
STALL_SECONDS = 60  # without a single byte, before a download is given up
RESUMPTIONS = 5  # of one download, each after some bytes have come
MIRRORS = "COURSE_DATA_MIRRORS"
_BLOCK = 1 << 16


class _Damaged(Exception):
    """What arrived has another checksum; the message says which."""


def fetch(url: str, path: str | Path, *, size: int, sha256: str) -> Path:
    """Download a file with a progress bar, unless it is there already.

    When the connection breaks, it asks the server for the rest. What has arrived is kept in
    `<path>.part`, also after Ctrl-C, and the next call goes on from there. The file gets its name
    when size and checksum are right.

    Args:
        url: where the file is published; mirrors are tried before.
        path: where to put it; its folder is created. Mirrors know it by this name.
        size: its length in bytes.
        sha256: its checksum, 64 hexadecimal digits.

    Returns:
        The path.

    Raises:
        DataError: no connection, an answer other than the file, a stall of a minute, a full disk,
            a folder that cannot be written to, a wrong checksum, or mirrors that are no addresses.
    """
    path = Path(path)
    if path.is_file() and path.stat().st_size == size and _sha256(path) == sha256:
        return path
    part = path.with_name(path.name + ".part")
    failures = []
    for source in [*(f"{mirror}/{path.name}" for mirror in mirrors()), url]:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _check_space(path.parent, size)
            _receive_all(source, part, size)
            _check_sum(part, sha256)
            part.replace(path)
            return path
        except _Damaged as damage:
            failures.append(f"The download of {source} is damaged: {damage}")
        except OSError as error:  # requests' errors are OSErrors, too
            if not _from_the_network(error):
                raise DataError(_explain_disk(part, error)) from error
            failures.append(_explain(source, error))
    raise DataError(" ".join([*failures, _advice(part, size)]))


def mirrors() -> list[str]:
    """Return the addresses of the mirrors, without a slash at their ends.

    Raises:
        DataError: one of them is no address.
    """
    named = os.environ.get(MIRRORS, "").split()
    for mirror in named:
        if not mirror.startswith(("http://", "https://")):
            raise DataError(
                f"{MIRRORS} names '{mirror}'. Set it to addresses that begin with http:// or "
                "https://, with spaces between them, or unset it."
            )
    return [mirror.rstrip("/") for mirror in named]


def _receive_all(url: str, part: Path, size: int) -> None:
    """Receive the rest of a partial file; resume up to `RESUMPTIONS` times while bytes arrive."""
    for resumption in range(RESUMPTIONS + 1):
        before = _length(part)
        try:
            return _receive(url, part, size)
        except OSError as error:
            came = _length(part) > before
            if resumption == RESUMPTIONS or not came or not _from_the_network(error):
                raise
    return None


def _receive(url: str, part: Path, size: int) -> None:
    """Append the rest to the partial file, or write it anew if the server sends everything."""
    import requests

    done = _length(part)
    if done >= size:
        return
    wanted = {"Range": f"bytes={done}-"} if done else {}
    timeout = (CONNECT_SECONDS, STALL_SECONDS)
    with requests.get(url, headers=wanted, stream=True, timeout=timeout) as response:
        response.raise_for_status()
        if response.status_code != requests.codes.partial_content:
            done = 0  # this server sends everything again
        with (
            part.open("ab" if done else "wb") as file,
            tqdm_bar()(
                desc=part.stem, total=size, initial=done, unit="B", unit_scale=True
            ) as progress,
        ):
            for block in response.iter_content(_BLOCK):
                file.write(block)
                progress.update(len(block))
    if part.stat().st_size != size:
        raise ConnectionError("the connection ended early")


def tqdm_bar() -> type:
    """Return the class of the progress bar: one for notebooks, or one for terminals."""
    from tqdm.auto import tqdm

    return tqdm


def _check_space(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < 3 * size:  # the archive, what is made of it, and some room
        raise DataError(
            f"The disk is too full for {size / 1e6:,.0f} MB of data in {folder}: "
            f"{free / 1e6:,.0f} MB are free, {3 * size / 1e6:,.0f} MB are needed. Please make "
            "room, or set COURSE_DATA_DIR to a folder on another disk."
        )


def _check_sum(part: Path, sha256: str) -> None:
    """Delete a file with a wrong checksum, which resuming could not repair, and raise an error."""
    found = _sha256(part)
    if found != sha256:
        part.unlink()
        raise _Damaged(f"its checksum is {found}, not {sha256}. It was deleted.")


def _from_the_network(error: OSError) -> bool:
    """Return whether the connection failed, and not the disk."""
    import requests

    return isinstance(error, (requests.RequestException, ConnectionError, TimeoutError))


def _explain(url: str, error: OSError) -> str:
    """Explain which download failed, and why."""
    response = getattr(error, "response", None)
    answer = f"the server answers {response.status_code}" if response is not None else None
    reason = answer or error.strerror or type(error).__name__
    return f"Downloading {url} failed ({reason})."


def _explain_disk(part: Path, error: OSError) -> str:
    """Explain why a file could not be written, and what to do about it."""
    return (
        f"{part} cannot be written ({error.strerror or error}). Set COURSE_DATA_DIR to a folder "
        "that you may write to, on a disk with room, and try again."
    )


def _advice(part: Path, size: int) -> str:
    """Advise what to do next, and say how much of the file is kept."""
    done = _length(part)
    kept = (
        f" {done / 1e6:,.0f} of {size / 1e6:,.0f} MB have arrived and are kept: the next try goes "
        "on from there."
        if done
        else ""
    )
    return f"Is this computer online? Try again, or name a mirror in {MIRRORS}.{kept}"


def _length(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
