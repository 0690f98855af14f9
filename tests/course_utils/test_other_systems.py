"""Students work on Windows and macOS, too: what they run needs nothing that only Linux has.

No such system is needed here: what it lacks is taken away, and what it writes is written.
"""

import ast
import os
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

import course_utils
from course_utils import notebooks, submit

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted(Path(course_utils.__file__).parent.rglob("*.py"))
# Linux has these modules; Windows does not, or not with what makes them useful.
ABSENT_MODULES = {
    *("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"),
    "multiprocessing",  # spawns where Linux forks, so that what works here may fail there
}
# Windows lacks all of these names of ``os`` and ``signal``, macOS the first ones.
ABSENT_NAMES = {
    *("memfd_create", "pidfd_open", "posix_fadvise", "sched_getaffinity", "sched_setaffinity"),
    *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "chown", "fchmod", "fork"),
    *("getegid", "geteuid", "getgid", "getpgid", "getuid", "killpg", "mkfifo", "nice", "pread"),
    *("setpgid", "setsid", "sysconf", "uname", "wait3", "wait4", "waitid"),
    *("SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1", "alarm", "pthread_kill", "setitimer"),
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_needs_what_windows_or_macos_lacks(path):
    assert not missing_elsewhere(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import fcntl", ["fcntl"]),
        ("def f():\n    from pwd import getpwnam", ["pwd"]),
        ("import os\nos.getuid()", ["os.getuid"]),
        ("import os\ndef f():\n    return hasattr(os, 'fork') and os.sysconf(1)", ["os.sysconf"]),
        ("import os\ndef f():\n    return hasattr(os, 'fork') and os.fork()", []),
        ("try:\n    os.sysconf(1)\nexcept AttributeError:\n    pass", []),
        ("process.send_signal(signal.SIGKILL)", ["signal.SIGKILL"]),
    ],
)
def test_what_is_missing_elsewhere_is_found_where_nothing_asks_for_it_first(source, found):
    assert missing_elsewhere(source) == found


def missing_elsewhere(source):
    """What a module uses that other systems lack, without asking whether it is there."""
    found = []
    tree = ast.parse(source)
    asked = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.Try)
        and any("AttributeError" in ast.unparse(one.type or block) for one in block.handlers)
        for node in ast.walk(block)
    }
    there = {
        node.args[1].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "hasattr"
    }
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [name.name.split(".")[0] for name in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [(node.module or "").split(".")[0]]
        found += sorted(ABSENT_MODULES.intersection(names))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("os", "signal"):
            known = node.attr in there or id(node) in asked
            if node.attr in ABSENT_NAMES and not known:
                found.append(ast.unparse(node))
    return found


@pytest.mark.ci
def test_everything_is_imported_looked_at_and_handed_in_without_what_windows_lacks(work):
    """Other packages come first: they know the systems that they run on."""
    work.write("00_start_here")
    program = f"""
        import importlib, os, pkgutil, platform, sys

        import keras, matplotlib.pyplot, nbclient, scipy.stats, tensorflow, tensorflow_datasets
        import tqdm.auto

        for name in {sorted(ABSENT_NAMES)}:
            if hasattr(os, name):
                delattr(os, name)
        for name in {sorted(ABSENT_MODULES - {"multiprocessing"})}:
            sys.modules[name] = None
        platform.system = lambda: "Windows"

        import course_utils
        from course_utils import environment, runs, submit

        for module in pkgutil.walk_packages(course_utils.__path__, "course_utils."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        assert "Python" in environment.report()
        assert runs.machine()["system"].startswith("Windows")
        sys.exit(submit.main(["00_start_here", "--no-rehearsal"]))
    """
    done = python("-c", textwrap.dedent(program))
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile("notebooks/00_start_here.zip") as archive:
        assert archive.namelist() == ["00_start_here.ipynb"]


def python(*arguments, **variables):
    """Run Python in the present folder, and return the process."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("start", [b"", "\ufeff".encode()], ids=["plain", "with BOM"])
def test_line_ends_of_windows_change_nothing_in_what_is_handed_in(work, start):
    path = work.write("01_softmax", {})
    plain = packed_cells(path)
    path.write_bytes(start + path.read_bytes().replace(b"\n", b"\r\n"))
    assert packed_cells(path) == plain
    assert not any("\r" in notebooks.source_of(cell) for cell in plain)


def packed_cells(path):
    notebook, packed = submit.gather(path, incomplete=True)
    assert list(packed.files) == [path.name]
    return notebook.cells


def test_letters_that_an_output_lacks_are_question_marks_and_no_error(tmp_path):
    """Windows writes into a file or a pipe as cp1252, where there is no arrow."""
    folder = tmp_path / "läufe → neu"
    folder.mkdir()
    arguments = ("-m", "course_utils.data", "--data_dir", str(folder))
    done = python(*arguments, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "läufe ? neu".encode("cp1252") in done.stdout


def test_every_file_has_a_name_that_each_system_takes():
    """Windows reserves some names and characters, and like macOS it does not tell a from A."""
    reserved = {"aux", "con", "nul", "prn", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
    handed_out = [ROOT / name for name in ("course_utils", "notebooks", "docs", "autograder")]
    paths = [
        path.relative_to(ROOT).as_posix()
        for folder in (*handed_out, ROOT / "tests")
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts and not any(one.endswith(".run") for one in path.parts)
    ]
    assert len({path.lower() for path in paths}) == len(paths)
    assert not [path for path in paths if set(path) & set('<>:"|?*\\') or len(path) > 120]
    assert not [path for path in paths if path[-1] in ". "]
    assert not [
        path for path in paths if {p.split(".")[0].lower() for p in path.split("/")} & reserved
    ]
