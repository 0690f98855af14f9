"""The course's one secret, and the seeds that follow from it.

The secret is the only thing that is hidden from students. It is created on first use in the
course's folder, readable by its owner alone, and is never printed, logged or stored anywhere else.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

FILE = ".secret"
BYTES = 32
RECORDS = "judged"  # the folder of autograder.grading.record


class SecretError(Exception):
    """The secret cannot be read; the message is a sentence."""


def load(course: Path) -> bytes:
    """Return the secret of a course, which is made on first use.

    Args:
        course: The course's folder, which holds the gradebook.

    Raises:
        SecretError: The file was damaged, or is lost although submissions were judged with it.
    """
    path = course / FILE
    restore = "Restore it from a backup; or, to begin anew, delete"
    records, finished = course / RECORDS, course / "finished"
    if not path.exists() and any(records.glob("*/*.json")):
        raise SecretError(
            f"{path} is lost, with which submissions were graded: another one changes questions "
            f"and pseudonyms. {restore} {records} and {finished}, after which every submission "
            "must be graded again."
        )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_bytes()
        if len(secret) != BYTES:
            raise SecretError(
                f"{path} should hold {BYTES} bytes but holds {len(secret)}. {restore} it, "
                f"{records} and {finished}, after which every submission must be graded again."
            ) from None
        return secret
    with os.fdopen(descriptor, "wb") as file:
        secret = secrets.token_bytes(BYTES)
        file.write(secret)
    return secret


def seed(secret: bytes, *parts: str) -> int:
    """Return a seed for a random generator that only the secret's owner can predict.

    Args:
        secret: The course's secret.
        parts: What the seed is for, such as assignment, student, submission and grade id.

    Returns:
        An integer of 128 bits: HMAC-SHA-256 of the parts, each with its length before it so that
        no two lists of parts are confused.
    """
    message = b"".join(
        len(part.encode()).to_bytes(8, "big") + part.encode() for part in map(str, parts)
    )
    return int.from_bytes(hmac.new(secret, message, hashlib.sha256).digest()[:16], "big")
