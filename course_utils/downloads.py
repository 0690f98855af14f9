"""Fetches one file over a slow or broken connection, resumes, and proves that it is whole."""

import hashlib
import shutil
from pathlib import Path

from course_utils.records import DataError

CONNECT_SECONDS = 10
STALL_SECONDS = 60  # without a single byte, before a download is given up
_BLOCK = 1 << 16


def fetch(url: str, path: str | Path, *, size: int, sha256: str) -> Path:
    """Downloads a file with a progress bar, unless it is there already.

    What has arrived is kept in `<path>.part` when the connection breaks, and the next call asks the
    server for the rest only. The file gets its name when size and checksum are right.

    Args:
        url: where the file is.
        path: where to put it; its folder is created.
        size: its length in bytes.
        sha256: its checksum, 64 hexadecimal digits.

    Returns:
        The path.

    Raises:
        DataError: no connection, an answer other than the file, a stall of a minute, a full disk or
            a wrong checksum.
    """
    path = Path(path)
    if path.is_file() and path.stat().st_size == size and _sha256(path) == sha256:
        return path
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _check_space(path.parent, size)
        _receive(url, part, size)
        found = _sha256(part)
        if found != sha256:
            part.unlink()
            raise DataError(
                f"The download of {url} is damaged: its checksum is {found}, not {sha256}. It was "
                "deleted; please try again."
            )
        part.replace(path)
    except OSError as error:  # requests' errors are OSErrors, too
        raise DataError(_explain(url, part, size, error)) from error
    return path


def _receive(url: str, part: Path, size: int) -> None:
    """Appends to the partial file what it lacks."""
    import requests
    from tqdm.auto import tqdm

    done = part.stat().st_size if part.exists() else 0
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
            tqdm(desc=part.stem, total=size, initial=done, unit="B", unit_scale=True) as progress,
        ):
            for block in response.iter_content(_BLOCK):
                file.write(block)
                progress.update(len(block))
    if part.stat().st_size != size:
        raise ConnectionError("the connection ended early")


def _check_space(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < 3 * size:  # the archive, what is made of it, and some room
        raise DataError(
            f"The disk is too full for {size / 1e6:,.0f} MB of data in {folder}: "
            f"{free / 1e6:,.0f} MB are free, {3 * size / 1e6:,.0f} MB are needed. Please make "
            "room, or set COURSE_DATA_DIR to a folder on another disk."
        )


def _explain(url: str, part: Path, size: int, error: OSError) -> str:
    """Tells which file did not come, why, and what is kept."""
    done = part.stat().st_size if part.is_file() else 0
    kept = (
        f" {done / 1e6:,.0f} of {size / 1e6:,.0f} MB have arrived and are kept: the next try goes "
        "on from there."
        if done
        else ""
    )
    response = getattr(error, "response", None)
    answer = f"the server answers {response.status_code}" if response is not None else None
    reason = answer or error.strerror or type(error).__name__
    return f"Downloading {url} failed ({reason}): is this computer online?{kept}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
