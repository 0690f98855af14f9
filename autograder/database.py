"""Where the gradebook is kept: an SQLite file in the course, or a server such as PostgreSQL.

One setting serves our commands and nbgrader's alike. ``--db URL`` puts it into ``COURSE_DB``, which
nbgrader's processes inherit; ``nbgrader_config.py`` may set ``c.CourseDirectory.db_url`` instead.
"""

import os
from collections.abc import MutableMapping
from pathlib import Path

import sqlalchemy
from nbgrader.api import Gradebook
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from traitlets.config.loader import PyFileConfigLoader

from autograder.configuration import COURSE_ID, DATABASE, ROOT

TABLE = "assignment"  # of nbgrader; where it is missing, nothing was released into the database
PATIENCE = 10  # seconds that a server may take to answer


class DatabaseError(Exception):
    """The gradebook cannot be opened; the message says where it should be and what to do."""


def use(url: str, environment: MutableMapping[str, str] = os.environ) -> None:
    """Make this process, and the nbgrader processes that it starts, use another gradebook.

    Args:
        url: What ``--db`` says, such as ``postgresql://grader@localhost/course``.
        environment: Where it is remembered.

    Raises:
        DatabaseError: It is no URL of a database that can be used here.
    """
    environment[DATABASE] = parsed(url).render_as_string(hide_password=False)


def parsed(text: str) -> URL:
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
            f"The driver for {shown(url)} is not installed ({error}). For PostgreSQL, run: "
            "pip install --editable .[postgresql]"
        ) from None
    return url


def location(course: Path) -> URL:
    """Return a gradebook's URL: from ``--db``, else nbgrader_config.py, else of a file.

    Args:
        course: The course's folder.

    Raises:
        DatabaseError: The URL makes no sense, or the two settings contradict each other.
    """
    named = os.environ.get(DATABASE)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    configured = config.CourseDirectory.get("db_url")
    if named and configured and parsed(named) != parsed(configured):
        raise DatabaseError(
            f"--db (or {DATABASE}) names the gradebook {shown(parsed(named))}, but "
            f"nbgrader_config.py names {shown(parsed(configured))}, and nbgrader would use that "
            "one. Remove one of the two."
        )
    return parsed(named or configured or f"sqlite:///{course / 'gradebook.db'}")


def opened(course: Path) -> Gradebook:
    """Open the gradebook of a course, which must exist.

    Args:
        course: The course's folder.

    Raises:
        DatabaseError: It cannot be reached, or nothing was released into it.
    """
    url = location(course)
    missing = DatabaseError(
        f"There is no gradebook at {shown(url)}. Run first: python -m autograder release"
        + (" --db URL" if os.environ.get(DATABASE) else "")
    )
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise missing
    try:
        if TABLE not in tables(url):
            raise missing
        return Gradebook(url.render_as_string(hide_password=False), COURSE_ID)
    except SQLAlchemyError as error:
        raise DatabaseError(
            f"The gradebook at {shown(url)} cannot be opened ({reason(error)}). Is the server "
            "running, may you log in to it, and is the database there?"
        ) from None


def tables(url: URL) -> list[str]:
    """Return the names of a database's tables."""
    server = url.get_backend_name() == "postgresql"
    engine = sqlalchemy.create_engine(
        url, connect_args={"connect_timeout": PATIENCE} if server else {}
    )
    try:
        return sqlalchemy.inspect(engine).get_table_names()
    finally:
        engine.dispose()


def shown(url: URL) -> str:
    """Return a URL as a message may show it: without its password; a file as its path."""
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.render_as_string(hide_password=True)


def reason(error: SQLAlchemyError) -> str:
    """Return a driver's message, on one line, without SQLAlchemy's advice."""
    said = str(getattr(error, "orig", None) or error).strip()
    return (said.splitlines() or [type(error).__name__])[0][:300].rstrip(".")
