"""The course's folder and all that is kept in it: nbgrader's gradebook, the secret, private files.

Everything else of the grader stands above this module. Where the folder is, ``course_folder`` says.

- The gradebook is an SQLite file in the course, or a server such as PostgreSQL. One setting serves
  our commands and nbgrader's alike: ``--db URL`` puts it into ``COURSE_DB``, which nbgrader's
  processes inherit; ``nbgrader_config.py`` may set ``c.CourseDirectory.db_url`` instead.
- The secret is the only thing that is hidden from students. It is created on first use in the
  course's folder, readable by its owner alone, and is never printed, logged or stored elsewhere.
- Scratch folders last as long as a grader: one that is killed leaves them to the next.
"""

import contextlib
import hashlib
import hmac
import logging
import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import BinaryIO

import sqlalchemy
from nbgrader.api import Assignment, Gradebook, MissingEntry
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course_utils.errors import CourseError, first_line
from course_utils.files import write_atomically

if os.name == "posix":
    import fcntl

ROOT = Path(__file__).resolve().parent.parent
COURSE_ID = "cifar10_course"  # PostgreSQL refuses an empty one
DATABASE = "COURSE_DB"  # the variable that holds the gradebook's URL, where it is no file
NOTEBOOKS = ROOT / "notebooks"
SOURCES = NOTEBOOKS / "src"
GRADEBOOK_TABLE = "assignment"  # if it is missing, nothing was released into the database
DATABASE_SECONDS = 10  # seconds that a server may take to answer
SECRET_FILE = ".secret"
SECRET_BYTES = 32
RECORDS = "judged"  # the folder of the records of judgements
FINISHED = "finished"  # the folder that says what was graded to its end
SCRATCH_PREFIX = "grading-"
SCRATCH_HELD = ".held"  # locked for as long as its folder is in use
SCRATCH_YOUNG_SECONDS = 60.0  # seconds in which whoever makes a folder has surely locked it
LONGEST_SCRATCH_PATH_CHARACTERS = 30  # so that a socket's path stays below 108


class DatabaseError(CourseError):
    """The gradebook cannot be opened; the message says where it should be and what to do."""


class SecretError(CourseError):
    """The secret cannot be read; the message is a sentence."""


def course_folder() -> Path:
    """Return nbgrader's folder: ``COURSE_ROOT``, or ``course/`` beside this package."""
    return Path(os.environ.get("COURSE_ROOT", ROOT / "course")).resolve()


def load_settings() -> Config:
    """Load the configuration that ``nbgrader`` reads from the root."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


def assignments() -> list[str]:
    """Return the ids of all assignments, in order."""
    return sorted(path.stem for path in SOURCES.glob("[0-9]*.py"))


def cells_in_order(assignment: str) -> list[str]:
    """Return the grade ids of an assignment's cells in the order of its notebook.

    Args:
        assignment: Its id.

    Returns:
        Nothing for an assignment without an authored text.
    """
    path = SOURCES / f"{assignment}.py"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return re.findall(r'"grade_id": *"(\w+)"', text)


# ---- nbgrader ------------------------------------------------------------------------------------


def nbgrader(*arguments: str, course: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run an nbgrader command from the root, so that it reads ``nbgrader_config.py``.

    A configuration that cannot be read stops the command: nbgrader by itself would log that and go
    on.

    Args:
        arguments: The command's words, such as ``"autograde", "08_your_variant"``.
        course: The course's folder; the configured one by default.

    Returns:
        The finished process with its output, whatever its exit status.
    """
    environment = {
        **os.environ,
        "COURSE_ROOT": str(course or course_folder()),
        "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1",
        "PATH": programs(),
    }
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def programs() -> str:
    """Return a ``PATH`` led by this environment's programs: nbgrader calls alembic by name."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def nbgrader_or_stop(*arguments: str, course: Path | None = None) -> str:
    """Run an nbgrader command that must succeed, and return what it logged.

    Raises:
        CourseError: It failed; the message ends with its last lines.
    """
    process = nbgrader(*arguments, course=course)
    if process.returncode:
        last = "\n".join(process.stderr.strip().splitlines()[-8:])
        raise CourseError(f"nbgrader {' '.join(arguments)} failed. It said last:\n{last}")
    return process.stderr


# ---- the gradebook -------------------------------------------------------------------------------


def use_database(url: str, environment: MutableMapping[str, str] = os.environ) -> None:
    """Make this process, and the nbgrader processes that it starts, use another gradebook.

    Args:
        url: What ``--db`` says, such as ``postgresql://grader@localhost/course``.
        environment: Where it is remembered.

    Raises:
        DatabaseError: It is no URL of a database that can be used here.
    """
    environment[DATABASE] = parsed_url(url).render_as_string(hide_password=False)


def parsed_url(text: str) -> URL:
    """Parse a database's URL, and add this project's driver if it names none for PostgreSQL.

    Raises:
        DatabaseError: It is no such URL, or the driver is not installed.
    """
    try:
        url = make_url(text)
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        url.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise DatabaseError(  # not the text itself, which may hold a password
            "The gradebook's URL cannot be understood. Write sqlite:////FOLDER/gradebook.db or "
            "postgresql://USER@HOST/DATABASE."
        ) from None
    except ImportError as error:
        raise DatabaseError(
            f"The driver for {shown_url(url)} is not installed ({error}). For PostgreSQL, run: "
            "pip install --editable .[postgresql]"
        ) from None
    return url


def database_url(course: Path) -> URL:
    """Return a gradebook's URL: from ``--db``, else nbgrader_config.py, else of a file.

    Args:
        course: The course's folder.

    Raises:
        DatabaseError: The URL makes no sense, or the two settings contradict each other.
    """
    named = os.environ.get(DATABASE)
    configured = load_settings().CourseDirectory.get("db_url")
    if named and configured and parsed_url(named) != parsed_url(configured):
        raise DatabaseError(
            f"--db (or {DATABASE}) names the gradebook {shown_url(parsed_url(named))}, but "
            f"nbgrader_config.py names {shown_url(parsed_url(configured))}, and nbgrader would use "
            "that one. Remove one of the two."
        )
    return parsed_url(named or configured or f"sqlite:///{course / 'gradebook.db'}")


def gradebook(course: Path | None = None) -> Gradebook:
    """Open the gradebook of a course, wherever it is kept; it must exist.

    Args:
        course: The course's folder; the configured one by default.

    Raises:
        DatabaseError: It cannot be reached, or nothing was released into it.
    """
    url = database_url(course or course_folder())
    missing = DatabaseError(
        f"There is no gradebook at {shown_url(url)}. Run first: python -m autograder release"
        + (" --db URL" if os.environ.get(DATABASE) else "")
    )
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise missing
    try:
        if GRADEBOOK_TABLE not in tables(url):
            raise missing
        return Gradebook(url.render_as_string(hide_password=False), COURSE_ID)
    except SQLAlchemyError as error:
        raise DatabaseError(
            f"The gradebook at {shown_url(url)} cannot be opened ({reason(error)}). Is the server "
            "running, may you log in to it, and is the database there?"
        ) from None


def find_assignment(book: Gradebook, assignment: str) -> Assignment:
    """Return an assignment of the gradebook.

    Raises:
        CourseError: The gradebook has none of that name.
    """
    try:
        return book.find_assignment(assignment)
    except MissingEntry:
        known = ", ".join(known.name for known in book.assignments) or "none"
        raise CourseError(
            f"The gradebook has no assignment '{assignment}'. It has: {known}."
        ) from None


def tables(url: URL) -> list[str]:
    """Return the names of a database's tables."""
    server = url.get_backend_name() == "postgresql"
    engine = sqlalchemy.create_engine(
        url, connect_args={"connect_timeout": DATABASE_SECONDS} if server else {}
    )
    try:
        return sqlalchemy.inspect(engine).get_table_names()
    finally:
        engine.dispose()


def shown_url(url: URL) -> str:
    """Return a URL as a message may show it: without its password; a file as its path."""
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.render_as_string(hide_password=True)


def reason(error: SQLAlchemyError) -> str:
    """Return a driver's message, on one line, without SQLAlchemy's advice."""
    return first_line(getattr(error, "orig", None) or error).rstrip(".")


# ---- the secret ----------------------------------------------------------------------------------


def load_secret(course: Path) -> bytes:
    """Return the secret of a course, which is made on first use.

    Args:
        course: The course's folder, which holds the gradebook.

    Raises:
        SecretError: The file was damaged, or is lost although submissions were judged with it.
    """
    path = course / SECRET_FILE
    restore = "Restore it from a backup; or, to begin anew, delete"
    records, finished = course / RECORDS, course / FINISHED
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
        if len(secret) != SECRET_BYTES:
            raise SecretError(
                f"{path} should hold {SECRET_BYTES} bytes but holds {len(secret)}. {restore} it, "
                f"{records} and {finished}, after which every submission must be graded again."
            ) from None
        return secret
    with os.fdopen(descriptor, "wb") as file:
        secret = secrets.token_bytes(SECRET_BYTES)
        file.write(secret)
    return secret


def seed_of(secret: bytes, *parts: str) -> int:
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


# ---- private files -------------------------------------------------------------------------------


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
    with write_atomically(path) as partial:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file


# ---- scratch folders -----------------------------------------------------------------------------


class Scratch:
    """A folder of this process and of those forked from it, readable by its owner alone.

    Attributes:
        path: Where it is, of at most 50 characters.
    """

    def __init__(self) -> None:
        """Make the folder, and remove what killed graders have left."""
        where = scratch_top()
        for left in leftovers(where):
            shutil.rmtree(left, ignore_errors=True)
        self.path = Path(tempfile.mkdtemp(prefix=SCRATCH_PREFIX, dir=where))
        # The system unlocks it when the last of the processes ends, however that comes about.
        self._descriptor = os.open(self.path / SCRATCH_HELD, os.O_RDWR | os.O_CREAT, 0o600)
        if os.name == "posix":  # elsewhere nothing is graded in earnest, and nothing swept up
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def close(self) -> None:
        """Remove the folder."""
        os.close(self._descriptor)
        shutil.rmtree(self.path, ignore_errors=True)


def scratch_top() -> Path:
    """Return the system's folder for temporary files, or /tmp if its path is long."""
    usual = Path(tempfile.gettempdir())
    return usual if len(str(usual)) < LONGEST_SCRATCH_PATH_CHARACTERS else Path("/tmp")


def leftovers(where: Path) -> Iterator[Path]:
    """Yield this user's folders that no process holds any more."""
    for folder in where.glob(f"{SCRATCH_PREFIX}*") if os.name == "posix" else ():
        with contextlib.suppress(OSError):
            if folder.lstat().st_uid == os.getuid() and not folder.is_symlink() and free(folder):
                yield folder


def free(folder: Path) -> bool:
    """Return whether a folder was in use once, and is no longer.

    Raises:
        OSError: It never was: its lock is missing or cannot be opened.
    """
    descriptor = os.open(folder / SCRATCH_HELD, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return time.time() - os.fstat(descriptor).st_mtime > SCRATCH_YOUNG_SECONDS
    finally:
        os.close(descriptor)
