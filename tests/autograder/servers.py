"""A PostgreSQL server of the test's own: a fresh cluster, on the loopback, behind a password."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest


def program(name):
    """A program of PostgreSQL's server, which Debian keeps off the path."""
    found = [
        shutil.which(name),
        *sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))),
    ]
    usable = [path for path in found if path]
    if not usable:
        pytest.skip("no PostgreSQL server is installed (apt install postgresql)")
    return usable[-1]


@contextlib.contextmanager
def postgresql():
    """The URL of an empty database; the server ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        account = next(
            name for name in ("postgres", "nobody") if name in {u.pw_name for u in pwd.getpwall()}
        )
        user = ["runuser", "-u", account, "--"]
        shutil.chown(folder, account)
    password = secrets.token_hex(8)
    (folder / "password").write_text(password)
    (folder / "password").chmod(0o644)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(*command):
        subprocess.run([*user, *command], check=True, capture_output=True, cwd=folder)

    data = str(folder / "data")
    try:
        run(
            *(program("initdb"), "-D", data, "-U", "grader", "-A", "scram-sha-256", "--no-sync"),
            *(f"--pwfile={folder / 'password'}", "-E", "UTF8", "--no-locale"),
        )
        options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
        run(program("pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://grader:{password}@127.0.0.1:{port}/postgres"
        finally:
            run(program("pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
