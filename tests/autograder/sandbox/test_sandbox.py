"""What a kernel in the sandbox sees, may take, and leaves behind.

The first part needs no bubblewrap. The second runs real kernels and is the project's check's.
"""

import contextlib
import errno
import fcntl
import os
import platform
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from autograder import sandbox
from autograder.sandbox import Sandbox, SandboxError, launcher, limits, probe
from autograder.sandbox.hidden import Answer, taken
from autograder.sandbox.kernel import (
    SandboxedExecute,
    private_folder,
    sandbox_environment,
)
from autograder.sandbox.warm import ZYGOTE, Warm
from course_utils.settings import grading_environment

# ---- whether it works here ---------------------------------------------------------------------


def fake_bubblewrap(folder, says, status=1):
    path = folder / "bwrap"
    path.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit {status}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_bubblewrap_that_starts_is_no_problem(tmp_path):
    assert probe(fake_bubblewrap(tmp_path, "", status=0), "Linux") == ""


def test_a_missing_bubblewrap_is_a_sentence_with_the_command_that_installs_it():
    assert "apt install bubblewrap" in probe(None, "Linux")


def test_another_system_is_told_that_linux_is_needed():
    assert "needs Linux; this is Darwin" in probe("/usr/bin/bwrap", "Darwin")


@pytest.mark.parametrize(
    ("says", "names"),
    [
        ("bwrap: setting up uid map: Permission denied", "AppArmor"),
        ("bwrap: Unknown option --disable-userns", "0.8 or newer"),
        ("bwrap: Can not mount proc on /newroot/proc: Operation not permitted", "Containers"),
        ("bwrap: Creating new namespace failed: Operation not permitted", "unprivileged_userns"),
    ],
)
def test_each_way_to_refuse_has_its_own_cure(tmp_path, monkeypatch, says, names):
    monkeypatch.setattr(sandbox, "in_container", lambda: False)
    problem = probe(fake_bubblewrap(tmp_path, says), "Linux")
    assert names in problem
    assert says in problem
    assert "c.Sandbox.required = False" in problem


def test_grading_stops_where_the_sandbox_does_not_work(monkeypatch):
    monkeypatch.setattr(sandbox, "probe", lambda *_: "It does not work here.")
    with pytest.raises(SandboxError, match="does not work here"):
        Sandbox().active()


def test_grading_goes_on_without_where_it_is_not_required(monkeypatch):
    monkeypatch.setattr(sandbox, "probe", lambda *_: "It does not work here.")
    assert not Sandbox(required=False).active()


def test_an_installed_autograder_is_hidden_in_the_environment(monkeypatch):
    monkeypatch.setattr(
        sandbox, "ROOM", sandbox.Path(sys.prefix) / "lib" / "autograder" / "sandbox"
    )
    assert ["--tmpfs", f"{sys.prefix}/lib/autograder"] == sandbox.python()[-4:-2]


# ---- leaving the grader's keys behind ----------------------------------------------------------


@pytest.fixture
def answers(monkeypatch):
    """Lets the key service answer each operation with an error number, or 0."""

    def answers(**numbers):
        by_operation = {getattr(launcher, name): number for name, number in numbers.items()}
        monkeypatch.setattr(
            launcher, "keyctl", lambda operation, *_: by_operation.get(operation, 0)
        )

    return answers


@pytest.mark.parametrize("refusal", [errno.ENOSYS, errno.EPERM, errno.EACCES])
def test_where_nobody_may_use_keys_there_are_none_to_leave(answers, refusal):
    answers(JOIN_SESSION_KEYRING=refusal, GET_KEYRING_ID=refusal)
    launcher.leave_session_keyring()


@pytest.mark.parametrize("refusal", [errno.EPERM, errno.EACCES, errno.EDQUOT, errno.ENOMEM])
def test_no_kernel_starts_that_could_still_use_the_graders_keys(answers, refusal):
    answers(JOIN_SESSION_KEYRING=refusal)
    with pytest.raises(OSError, match="session keyring"):
        launcher.leave_session_keyring()


def test_a_refusal_of_another_kind_does_not_count_as_no_key_service(answers):
    answers(JOIN_SESSION_KEYRING=errno.EDQUOT, GET_KEYRING_ID=errno.EKEYREVOKED)
    with pytest.raises(OSError, match="session keyring"):
        launcher.leave_session_keyring()


@pytest.mark.parametrize(("has_keys", "starts"), [(True, False), (False, True)])
def test_on_an_unknown_machine_a_kernel_starts_only_where_there_are_no_keys(
    monkeypatch, tmp_path, has_keys, starts
):
    monkeypatch.setattr(platform, "machine", lambda: "pdp11")
    monkeypatch.setattr(launcher, "KEYS", tmp_path if has_keys else tmp_path / "missing")
    if starts:
        launcher.leave_session_keyring()
    else:
        with pytest.raises(OSError, match="pdp11"):
            launcher.leave_session_keyring()


def test_a_keyring_that_cannot_be_left_is_a_sentence_with_its_own_cure(tmp_path):
    said = "OSError: [Errno 122] joining a session keyring: Disk quota exceeded"
    problem = probe(fake_bubblewrap(tmp_path, said), "Linux")
    assert said in problem
    assert "/proc/key-users" in problem


@pytest.mark.parametrize(
    "said",
    [
        "OSError: [Errno 95] there is no filter of system calls for pdp11",
        "bwrap: prctl(PR_SET_SECCOMP): Invalid argument",
    ],
)
def test_a_filter_that_cannot_be_installed_is_a_sentence_with_its_own_cure(tmp_path, said):
    problem = probe(
        fake_bubblewrap(tmp_path, said.replace("(", r"\(").replace(")", r"\)")), "Linux"
    )
    assert "CONFIG_SECCOMP_FILTER" in problem


def test_the_sandbox_does_not_work_on_a_machine_without_a_filter(tmp_path, monkeypatch):
    broken = tmp_path / "launcher.py"
    shutil.copyfile(sandbox.ROOM / "launcher.py", broken)
    (tmp_path / "system_calls.py").write_text("open_to_read = program = lambda: 1 / 0  # no filter")
    monkeypatch.setattr(sandbox, "FILTERED", (*sandbox.FILTERED[:-2], str(broken), "--"))
    assert "ZeroDivisionError" in probe(fake_bubblewrap(tmp_path, "", status=0), "Linux")


# ---- kernels -----------------------------------------------------------------------------------


# Calls of the key service, for this process and for kernels.
ADD_KEY, KEYCTL = {"x86_64": (248, 250)}.get(platform.machine(), (217, 219))
KEY_CALLS = f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *words):
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in words]
    return libc.syscall(number, *words)
def read(key):
    content = ctypes.create_string_buffer(100)
    return content.raw[:length] if (length := call({KEYCTL}, READ, key, content, 100)) > 0 else b""
JOIN, UPDATE, REVOKE, CLEAR, LINK, UNLINK, SEARCH, READ = 1, 2, 3, 7, 8, 9, 10, 11
SESSION = -3
"""
PAYLOAD = b"canary-of-the-keyring"


class SessionKey:
    """A key in the session keyring of this process, from which the kernels are started.

    Attributes:
        keyring: The keyring's serial number.
        key: The key's serial number.
    """

    def __init__(self):
        names = {}
        exec(KEY_CALLS, names)
        self._call, self.read = names["call"], names["read"]
        self.keyring = self._call(KEYCTL, names["JOIN"], f"course-test-{os.getpid()}".encode())
        self.key = self._call(ADD_KEY, b"user", b"token", PAYLOAD, len(PAYLOAD), names["SESSION"])

    def held(self):
        """The serial numbers in the session keyring."""
        return memoryview(self.read(-3)).cast("i").tolist()

    def leave(self):
        self._call(KEYCTL, 1, None)


@pytest.fixture(scope="module")
def session():
    """The session from which the kernels of this module are started: one with a key in it."""
    key = SessionKey()
    yield key
    key.leave()


@pytest.fixture
def session_key(session):
    """The key in that session."""
    if session.read(session.key) != PAYLOAD:
        pytest.skip("this system has no keys, or lets nobody here use them")
    return session


class Ran:
    """A notebook that was executed, what its cells wrote, and what came back in its slot."""

    def __init__(self, notebook, execute):
        self.cells = notebook.cells
        self.ended = execute.ended
        self.folder = execute.answers
        self.answers = taken(execute.answers, [f"task.{number}.npz" for number in range(4)])
        self.answer = self.answers.get("task.0.npz", Answer()).content

    def text(self, cell=0):
        parts = []
        for output in self.cells[cell].outputs:
            parts.append(output.get("text") or output.get("evalue") or "")
            parts.append(output.get("data", {}).get("text/plain", ""))
        return "".join(parts)


@pytest.fixture(scope="module")
def starts_warm(session):
    """What starts warm kernels; it has the keys of this process, as the grader's has."""
    warm = Warm(Sandbox(), {**sandbox_environment(), **grading_environment(2)})
    yield warm
    refusal = warm.refusal
    warm.close()
    assert refusal == "", "not all kernels of these tests were warm"


@pytest.fixture(params=["cold", "warm"])
def run(request, tmp_path):
    """Runs cells in a sandboxed kernel; settings are those of the classes' configuration."""
    assert Sandbox().problem() == ""
    warm = request.getfixturevalue("starts_warm") if request.param == "warm" else None

    def run(*sources, files=None, **settings):
        submission = tmp_path / "submission"
        submission.mkdir(exist_ok=True)
        for name, content in (files or {}).items():
            (submission / name).write_bytes(content)
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        config = Config()
        config.Execute.timeout = settings.pop("timeout", 60)
        config.Execute.iopub_timeout = 4
        for name, value in settings.items():
            config.Sandbox[name] = value
        execute = SandboxedExecute(config=config)
        execute.warm = warm
        with contextlib.closing(execute), private_folder(warm and warm.folder) as private:
            environment = {**grading_environment(2), "COURSE_EXCHANGE": str(private)}
            resources = {"metadata": {"path": str(submission)}}
            execute.execute_in(notebook, resources, private, environment)
            assert execute.started_warm == (warm is not None)
            return Ran(notebook, execute)

    return run


EXCHANGE = "import os, pathlib\nexchange = pathlib.Path(os.environ['COURSE_EXCHANGE'])\n"


HALF_READ = """
import os, pathlib, signal, sys, time, zmq
from jupyter_client import BlockingKernelClient
from autograder.sandbox.kernel import BoundedSockets
class Client(BoundedSockets, BlockingKernelClient): pass
address = pathlib.Path(sys.argv[1]) / "k-1"
kernel = os.fork()
if kernel == 0:
    socket = zmq.Context().socket(zmq.DEALER)
    socket.bind(f"ipc://{address}")
    socket.recv()
    for number in range(3):
        socket.send_multipart([b"one", b"two", b"three"])
    time.sleep(60)
while not address.exists():
    time.sleep(0.01)
client = Client(transport="ipc", ip=str(address.parent / "k"), shell_port=1)
socket = client._create_connected_socket("shell")
socket.rcvtimeo = 10_000  # milliseconds
socket.send(b"begin")
parts = [socket.recv()]
time.sleep(0.5)  # until the other messages are there
os.kill(kernel, signal.SIGKILL)
os.waitpid(kernel, 0)
time.sleep(0.5)
socket.get(zmq.EVENTS)  # lets ZeroMQ see that nobody is there any more
parts += [socket.recv() for _ in range(8)]
print(parts == 3 * [b"one", b"two", b"three"])
"""


def test_what_a_kernel_has_sent_before_it_died_is_read_to_its_end(tmp_path):
    # Where the socket forbids to connect again, ZeroMQ aborts the grader here.
    command = [sys.executable, "-c", HALF_READ, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr


@pytest.mark.ci
def test_a_kernel_sees_nothing_of_the_course_but_course_utils(run):
    ran = run(
        "import course_utils, os, pathlib\n"
        "root = pathlib.Path(course_utils.__file__).parent.parent\n"
        "print(sorted(os.listdir(root)))",
        "import autograder",
    )
    assert set(eval(ran.text(0))) <= {"course_utils", ".venv"}
    assert "No module named 'autograder'" in ran.text(1)


@pytest.mark.ci
def test_a_kernel_has_no_variable_of_the_graders_environment(run, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "canary-of-the-environment")
    ran = run(
        "import os, pathlib\nprint(dict(os.environ))\n"
        "for path in pathlib.Path('/proc').glob('[0-9]*/environ'):\n"
        "    try: print(path.read_bytes())\n"
        "    except OSError: pass"
    )
    assert "NBGRADER_EXECUTION" in ran.text()
    assert "canary" not in ran.text()


@pytest.mark.ci
def test_a_kernel_works_in_a_copy_of_its_submission(run, tmp_path):
    ran = run(
        "import pathlib\nprint(pathlib.Path('mine.txt').read_text())\n"
        "pathlib.Path('mine.txt').write_text('changed')\npathlib.Path('new').write_text('x')",
        files={"mine.txt": b"original"},
    )
    assert "original" in ran.text()
    assert [path.name for path in (tmp_path / "submission").iterdir()] == ["mine.txt"]
    assert (tmp_path / "submission" / "mine.txt").read_bytes() == b"original"


@pytest.mark.ci
def test_a_kernel_does_not_see_the_notebook_with_its_hidden_cells(run):
    ran = run("import os; print(os.listdir('.'))", files={"it.ipynb": b"{}", "data.txt": b""})
    assert ran.text().strip() == "['data.txt']"


@pytest.mark.ci
def test_only_the_slot_comes_back(run):
    ran = run(
        EXCHANGE + "(exchange / 'answers/task.0.npz').write_bytes(b'answer')\n"
        "(exchange / 'answers/other.0.npz').write_bytes(b'other')"
    )
    assert ran.answer == b"answer"


@pytest.mark.ci
def test_what_a_kernel_puts_in_an_answers_place_is_not_followed(run):
    ran = run(
        EXCHANGE + "import stat\nplaces = [exchange / f'answers/task.{n}.npz' for n in range(4)]\n"
        "places[0].symlink_to('/etc/passwd')\nos.mkfifo(places[1])\nplaces[2].mkdir()\n"
        "try: places[3].write_bytes(bytes(10**7))\nexcept OSError as error: print(error)",
        file_size=10**6,
    )
    assert "File too large" in ran.text()
    problems = [ran.answers[f"task.{number}.npz"].problem for number in range(3)]
    assert all("is no regular file" in problem for problem in problems)
    assert len(ran.answers["task.3.npz"].content) <= 10**6


@pytest.mark.ci
def test_an_answer_is_there_after_its_kernel_and_gone_after_it_was_fetched(run):
    ran = run(EXCHANGE + "(exchange / 'answers/task.0.npz').write_bytes(b'answer')")
    assert ran.answer == b"answer"
    assert "/proc/self/fd/" in str(ran.folder)
    assert not ran.folder.exists()


@pytest.mark.ci
def test_the_system_is_read_only(run):
    ran = run(
        "import os\nfor path in ('/usr/x', '/x', '/dev/x', '/etc/x', '/home/x', '/submission/x'):\n"
        "    try: open(path, 'w').write('x'); print('wrote', path)\n"
        "    except OSError: pass\n"
        "print('end')"
    )
    assert ran.text().strip() == "end"


@pytest.mark.ci
def test_no_switch_of_the_machine_below_proc_can_be_opened_for_writing(run):
    # Opened only: on a machine where this test fails, nothing is changed by it.
    ran = run(
        "import os, pathlib\n"
        "for path in ['/proc/sysrq-trigger', *map(str, pathlib.Path('/proc/sys').rglob('*'))]:\n"
        "    try: os.close(os.open(path, os.O_WRONLY)); print('opened', path)\n"
        "    except OSError: pass\n"
        "print('end')"
    )
    assert ran.text().strip() == "end"


@pytest.mark.ci
def test_there_is_no_network(run):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ran = run(
            f"import socket\nfor address in (('127.0.0.1', {port}), ('192.0.2.1', 80)):\n"
            "    try: socket.create_connection(address, 2); print('connected')\n"
            "    except OSError as error: print(error)"
        )
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()
    assert "connected" not in ran.text()


@pytest.mark.ci
def test_a_kernel_reads_no_key_of_the_graders_session(run, session_key):
    ran = run(
        KEY_CALLS + f"found = call({KEYCTL}, SEARCH, SESSION, b'user', b'token', 0)\n"
        f"print(found, read(SESSION), read(found), read({session_key.key}))"
    )
    assert ran.text().strip() == "-1 b'' b'' b''"


@pytest.mark.ci
def test_a_kernel_changes_nothing_in_the_graders_session_keyring(run, session_key):
    ran = run(
        KEY_CALLS + f"for ring in (SESSION, {session_key.keyring}):\n"
        f"    call({ADD_KEY}, b'user', b'left', b'by a student', 12, ring)\n"
        f"    call({KEYCTL}, LINK, {session_key.key}, ring)\n"
        f"    call({KEYCTL}, UNLINK, {session_key.key}, ring)\n"
        f"    call({KEYCTL}, CLEAR, ring)\n"
        f"for key in ({session_key.key}, {session_key.keyring}, SESSION):\n"
        f"    call({KEYCTL}, UPDATE, key, b'changed', 7)\n"
        f"    call({KEYCTL}, REVOKE, key)\n"
        "print('tried')"
    )
    assert ran.text().strip() == "tried"
    assert session_key.held() == [session_key.key]
    assert session_key.read(session_key.key) == PAYLOAD


@pytest.mark.ci
@pytest.mark.skipif(platform.machine() != "x86_64", reason="steers another process's registers")
def test_no_process_of_a_sandbox_can_be_made_to_use_the_graders_keys(run, session_key):
    # The sandbox's first process is the kernel's own user's: it can be steered like in a debugger.
    ran = run(
        KEY_CALLS
        + f"""
ATTACH, STEP, GET, SET, DETACH, TRACE, EVERY_CHILD = 16, 9, 12, 13, 17, 101, 0x40000000
RAX, RDX, RSI, RDI, ORIG_RAX, RIP = 10, 12, 13, 14, 15, 16
def steered(pid, *words):
    if call(TRACE, ATTACH, pid, 0, 0):
        return "refused"
    os.waitpid(pid, EVERY_CHILD)
    before, registers = (ctypes.c_ulonglong * 27)(), (ctypes.c_ulonglong * 27)()
    call(TRACE, GET, pid, 0, before)
    registers[:] = before[:]
    registers[RIP] -= 2  # back to the system call in which it waited
    registers[RAX], registers[ORIG_RAX] = {KEYCTL}, 2**64 - 1
    registers[RDI], registers[RSI], registers[RDX] = words
    call(TRACE, SET, pid, 0, registers)
    call(TRACE, STEP, pid, 0, 0)
    os.waitpid(pid, EVERY_CHILD)
    call(TRACE, GET, pid, 0, registers)
    call(TRACE, SET, pid, 0, before)
    call(TRACE, DETACH, pid, 0, 0)
    return registers[RAX]
for name in os.listdir("/proc"):
    if name.isdigit() and int(name) != os.getpid():
        print("session keyring", steered(int(name), 0, 2**64 - 3, 0))
"""
    )
    assert "session keyring" in ran.text()
    assert str(session_key.keyring) not in ran.text()


@pytest.mark.ci
def test_the_standard_descriptors_of_a_kernel_lead_nowhere(run):
    # ipykernel has put pipes of its own in the place of the last two, and keeps what was there.
    ran = run(
        "import os, sys\n"
        "given = [0, *(one._original_stdstream_copy for one in (sys.stdout, sys.stderr))]\n"
        "print({os.readlink(f'/proc/self/fd/{one}') for one in given})"
    )
    assert ran.text().strip() == "{'/dev/null'}"


@pytest.mark.ci
def test_a_kernel_leaves_nothing_to_the_next_one_in_files_that_both_inherit(run):
    files = (
        "import os, stat\n"
        "for one in os.listdir('/proc/self/fd'):\n"
        "    path = f'/proc/self/fd/{one}'\n"
        "    if os.path.exists(path) and stat.S_ISREG(os.stat(path).st_mode):\n"
    )
    run(files + "        open(path, 'ab').write(b'left by a neighbour')")
    ran = run(files + "        print(open(path, 'rb').read())")
    assert "left by a neighbour" not in ran.text()


# What Linux calls the services that no notebook needs, by their numbers on this kind of machine.
FORBIDDEN_CALLS = {
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "ptrace": (101, 117),
    "process_vm_writev": (311, 271),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "unshare": (272, 97),
}
# What stays in memory after its last mapping is gone, where no look at a process finds it.
HIDDEN_MEMORY = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
}
# By what one kernel sees what another one does with a file that both may read.
FILES_WATCHED = {
    "inotify_init1": (294, 26),
    "mincore": (27, 232),
    "fadvise64": (221, 223),
    "preadv2": (327, 286),
    "cachestat": (451, 451),
}
X86 = platform.machine() == "x86_64"


def errors_of(run, numbers, **settings):
    """The error number of each call in a kernel, called with arguments that mean nothing."""
    ran = run(
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"for name, number in {numbers!r}.items():\n"
        "    ctypes.set_errno(0)\n"
        "    libc.syscall(*map(ctypes.c_long, (number, -1, -1, -1, -1, -1, -1)))\n"
        "    print(name, ctypes.get_errno())",
        **settings,
    )
    return {name: int(number) for name, number in map(str.split, ran.text().splitlines())}


@pytest.mark.ci
def test_a_kernel_may_not_call_what_no_notebook_needs(run):
    found = errors_of(run, {name: pair[not X86] for name, pair in FORBIDDEN_CALLS.items()})
    assert found == dict.fromkeys(FORBIDDEN_CALLS, errno.EPERM)


@pytest.mark.ci
def test_calls_that_the_filter_does_not_know_are_missing_so_that_libraries_use_older_ones(run):
    pairs = (HIDDEN_MEMORY | FILES_WATCHED).items()
    unknown = {"clone3": 435} | {name: pair[not X86] for name, pair in pairs}
    assert errors_of(run, unknown) == dict.fromkeys(unknown, errno.ENOSYS)


@pytest.mark.ci
@pytest.mark.parametrize("kind", ["flock", "lockf"])
def test_a_lock_on_a_file_of_the_machine_is_seen_by_no_other_kernel(run, kind):
    # Else a kernel that has hidden images could tell them to one that may still print.
    how = "LOCK_EX" if kind == "flock" else "LOCK_SH"
    with Path(np.__file__).open() as held:
        getattr(fcntl, kind)(held, getattr(fcntl, how) | fcntl.LOCK_NB)
        ran = run(
            "import fcntl, struct, numpy\nfile = open(numpy.__file__)\n"
            "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
            "try:\n"
            "    asked = struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0)\n"
            "    print(fcntl.fcntl(file, fcntl.F_GETLK, asked))\n"
            "except PermissionError:\n"
            "    print('nobody says')"
        )
        assert ran.text() == "nobody says\n"


HONEST = {
    "locks": (
        "import fcntl, sqlite3\n"
        "with open('mine', 'w') as file:\n"
        "    fcntl.flock(file, fcntl.LOCK_EX)\n    fcntl.lockf(file, fcntl.LOCK_EX)\n"
        "with sqlite3.connect('it.db') as base:\n"
        "    base.execute('create table it (x)')\n    base.execute('insert into it values (1)')\n"
        "print(sqlite3.connect('it.db').execute('select x from it').fetchall())",
        "[(1,)]",
    ),
    "drawn data": (
        "from course_utils import data\n"
        "print([len(data.load(name, 'test').images) > 0\n"
        "       for name in ('shapes', 'shapes_1', 'digits', 'numbers')])",
        "[True, True, True, True]",
    ),
    "figures": (
        "import io\nfrom matplotlib.figure import Figure\n"
        "def size(kind):\n    figure, file = Figure(), io.BytesIO()\n"
        "    figure.subplots().plot([0, 1], label='$x^2$')\n"
        "    figure.savefig(file, format=kind)\n    return len(file.getvalue()) > 1000\n"
        "print([size(kind) for kind in ('png', 'svg')])",
        "[True, True]",
    ),
    "tf.data": (
        "import tensorflow as tf\n"
        "made = tf.data.Dataset.range(1000).shuffle(100).map(\n"
        "    lambda x: 2 * x, num_parallel_calls=4).batch(10).prefetch(2)\n"
        "print(int(sum(tf.reduce_sum(batch) for batch in made)))",
        "999000",
    ),
    "two devices": (
        "import tensorflow as tf\ncpu = tf.config.list_physical_devices('CPU')[0]\n"
        "tf.config.set_logical_device_configuration(\n"
        "    cpu, [tf.config.LogicalDeviceConfiguration()] * 2)\n"
        "strategy = tf.distribute.MirroredStrategy(['/CPU:0', '/CPU:1'])\n"
        "replicas = strategy.run(lambda: tf.distribute.get_replica_context().all_reduce(\n"
        "    tf.distribute.ReduceOp.SUM, tf.constant(1.0)))\n"
        "print(float(strategy.experimental_local_results(replicas)[0]))",
        "2.0",
    ),
    "weights and processes": (
        "import keras, numpy as np, subprocess, multiprocessing\n"
        "net = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(4, 3)])\n"
        "net.save_weights('it.weights.h5')\nnet.load_weights('it.weights.h5')\n"
        "said = subprocess.run(['echo', 'hello'], capture_output=True, text=True).stdout\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
        "    print(said.strip(), pool.map(abs, [-1, -2]), net(np.zeros((1, 8, 8, 3))).shape)",
        "hello [1, 2] (1, 6, 6, 4)",
    ),
}


@pytest.mark.ci
@pytest.mark.parametrize("name", HONEST)
def test_what_notebooks_do_needs_no_call_that_is_refused(run, name):
    source, due = HONEST[name]
    ran = run(source)
    # What TensorFlow logs on the other stream may come before or after.
    printed = [one.text for one in ran.cells[0].outputs if one.get("name") == "stdout"]
    assert "".join(printed).splitlines()[-1:] == [due], ran.text()


@pytest.mark.ci
def test_a_kernel_reaches_no_machine_that_is_not_its_own(run):
    ran = run(
        "import socket\nfor family in (socket.AF_VSOCK, socket.AF_ALG, 1 << 32 | 40):\n"
        "    import ctypes\n    libc = ctypes.CDLL(None, use_errno=True)\n"
        "    made = libc.socket(ctypes.c_long(family), 1, 0)\n"
        "    print(made, ctypes.get_errno())"
    )
    assert ran.text().splitlines() == [f"-1 {errno.EPERM}"] * 3


@pytest.mark.ci
def test_every_process_of_a_sandbox_has_the_filter(run):
    ran = run(
        "import pathlib\nfor one in pathlib.Path('/proc').glob('[0-9]*/status'):\n"
        "    print(*[line for line in one.read_text().splitlines() if line[:8] == 'Seccomp:'])"
    )
    assert set(ran.text().splitlines()) == {"Seccomp:\t2"}
    assert len(ran.text().splitlines()) > 1


@pytest.mark.ci
@pytest.mark.skipif(not X86, reason="other machines have no second kind of system call")
def test_no_other_kind_of_system_call_goes_around_the_filter(run):
    # mov eax, 20 (getpid of 32-bit programs); int 0x80; ret
    ran = run(
        "import ctypes, mmap\ncode = mmap.mmap(-1, 4096, prot=7)\n"
        "code.write(bytes.fromhex('b814000000cd80c3'))\n"
        "address = ctypes.addressof(ctypes.c_char.from_buffer(code))\n"
        "print(ctypes.CFUNCTYPE(ctypes.c_int)(address)())"
    )
    assert int(ran.text()) == -errno.ENOSYS


@pytest.mark.ci
def test_the_grader_connects_to_nothing_that_a_kernel_chose(run, tmp_path):
    import socket

    service = socket.socket(socket.AF_UNIX)
    service.bind(str(tmp_path / "service"))
    service.listen()
    run(
        EXCHANGE + "import time\n"
        "for path in sorted((exchange / 'sockets').iterdir()):\n"
        f"    try:\n        path.unlink()\n        path.symlink_to({str(tmp_path / 'service')!r})\n"
        "    except OSError: pass\n"
        "for fd in range(3, 200):\n"
        "    if os.path.exists(f'/proc/self/fd/{fd}') and 'socket' in os.readlink(\n"
        "            f'/proc/self/fd/{fd}'): os.close(fd)\n"
        "time.sleep(3)",
        timeout=5,
    )
    service.settimeout(0.1)
    with service, pytest.raises(TimeoutError):
        service.accept()


@pytest.mark.ci
def test_no_file_of_a_kernel_is_on_the_hosts_disk(run):
    ran = run(
        "import os\n"
        "folders = {line.split()[4] for line in open('/proc/self/mountinfo')\n"
        "           if ' rw' in line.split(' - ')[0] and ' - tmpfs ' not in line}\n"
        "folders = [one for one in folders if os.access(one, os.W_OK)]\n"
        "for one in folders:\n"
        "    try: os.open(one, os.O_TMPFILE | os.O_RDWR); print('nameless in', one)\n"
        "    except OSError as error: pass\n"
        "    if os.path.isfile(one): print('a file of the host:', one)\n"
        "print('end')"
    )
    assert ran.text().strip() == "end"


@pytest.mark.ci
def test_the_answers_together_are_bounded(run):
    ran = run(
        EXCHANGE + "import pathlib\nfor number in range(4):\n"
        "    try: (exchange / f'answers/task.{number}.npz').write_bytes(bytes(30_000_000))\n"
        "    except OSError as error: print(error)\n",
        disk=70_000_000,
    )
    assert ran.text().count("No space left") == 2


@pytest.mark.ci
def test_files_in_memory_count_as_memory_without_control_groups(run):
    ran = run(
        "taken = bytearray(b'x') * 500_000_000\n"
        "for number in range(9):\n"
        "    open(f'/tmp/{number}', 'wb').write(bytes(90_000_000))\n"
        "    open(f'/dev/shm/{number}', 'wb').write(bytes(90_000_000))\n"
        "import time; time.sleep(1)",
        "print('later')",
        memory=2 * 10**9,
        disk=900_000_000,
        control_groups=False,
    )
    assert "later" not in ran.text(1)
    assert "more memory than" in ran.ended


@pytest.mark.ci
def test_files_that_are_mapped_count_once(run):
    ran = run(
        "import mmap\nwith open('/tmp/large', 'wb+') as file:\n"
        "    for _ in range(7): file.write(bytes(90_000_000))\n"
        "    file.flush()\n    held = mmap.mmap(file.fileno(), 0)\n"
        "sum(held[::4096])\nimport time; time.sleep(1)",
        "print('later')",
        memory=10**9,
        disk=900_000_000,
        file_size=900_000_000,
        control_groups=False,
    )
    assert "later" in ran.text(1)


@pytest.mark.ci
@pytest.mark.parametrize("control_groups", [True, False])
def test_memory_that_is_used_beyond_the_limit_ends_the_kernel(run, control_groups):
    fork = (
        "import os, time\nfor _ in range(4):\n"
        "    if os.fork() == 0:\n"
        "        taken = bytearray(400_000_000)\n"
        "        taken[::4096] = b'x' * len(taken[::4096]); time.sleep(60)\n"
        "time.sleep(60)"
    )
    ran = run("1", fork, "print('later')", memory=10**9, control_groups=control_groups)
    assert "later" not in ran.text(2)
    assert "more memory than" in ran.text(2) or "Kernel died" in ran.text(2)


@pytest.mark.ci
def test_one_allocation_beyond_the_limit_is_an_error_of_its_cell_only(run):
    ran = run("taken = bytearray(b'x') * 3 * 10**9", "print('later')", memory=2 * 10**9)
    assert "later" in ran.text(1)
    assert ran.cells[0].outputs[0].ename == "MemoryError"


@pytest.mark.ci
@pytest.mark.parametrize("control_groups", [True, False])
def test_a_fork_bomb_is_stopped(run, control_groups):
    bomb = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    run(bomb, timeout=3, seconds=20, processes=100, control_groups=control_groups)
    assert not kernels()


@pytest.mark.ci
def test_every_writable_folder_is_bounded(run):
    ran = run(
        "import os\nfor folder in ('.', '/tmp', '/dev/shm'):\n"
        "    try:\n        for number in range(9):\n"
        "            open(f'{folder}/{number}', 'wb').write(bytes(9_000_000))\n"
        "        print('all', folder)\n    except OSError as error: print(error)",
        disk=50_000_000,
    )
    assert ran.text().count("No space left") == 3


@pytest.mark.ci
def test_endless_output_ends_the_kernel(run):
    ran = run("while True: print('x' * 1000)", output=1_000_000)
    assert "printed or showed more than 1 MB" in ran.ended


@pytest.mark.ci
def test_output_that_is_small_as_text_and_large_as_objects_ends_the_kernel(run):
    ran = run(
        "from IPython.display import display\n"
        "display({'application/json': [{}] * 400_000}, raw=True)\n"
        "print('later')",
        "print('later')",
    )
    assert "printed or showed more than 20 MB" in ran.ended
    assert "later" not in ran.text(1)


@pytest.mark.ci
def test_a_message_that_never_comes_to_its_end_ends_the_kernel(run, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_GROWTH", 100_000_000)
    ran = run(
        "import time, zmq\nsocket = get_ipython().kernel.iopub_socket\npart = bytes(10_000_000)\n"
        "socket.send_multipart([b'part'] + [part] * 100, copy=False)\ntime.sleep(1000)"
    )
    assert "its messages took more than 0.0931 GB of the grader's memory" in ran.ended


@pytest.mark.ci
def test_what_goes_past_jupyter_reaches_nobody(run, capfd):
    run("import os; os.write(2, b'past jupyter'); os.system('echo past jupyter')")
    assert "past jupyter" not in "".join(capfd.readouterr())


@pytest.mark.ci
def test_the_wall_time_of_a_notebook_is_bounded(run):
    ran = run("while True: pass", "print('later')", seconds=10)  # a busy machine's start included
    assert "longer than 10 seconds" in ran.ended
    assert "not finished" in ran.cells[1].outputs[0].traceback[0]


@pytest.mark.ci
def test_a_cell_over_its_time_is_interrupted_and_the_next_one_runs(run):
    ran = run("while True: pass", "print('later')", timeout=2)
    assert "later" in ran.text(1)


@pytest.mark.ci
def test_a_cell_that_ignores_the_interrupt_loses_the_rest(run):
    deaf = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    ran = run(deaf, "print('later')", timeout=2)
    assert "later" not in ran.text(1)
    assert not kernels()


@pytest.mark.ci
def test_children_end_with_their_kernel(run):
    ran = run(
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        time.sleep(987654)\n    os._exit(0)\nprint('ok')"
    )
    assert "ok" in ran.text()
    assert not kernels()


@pytest.mark.ci
@pytest.mark.parametrize(
    "death",
    [
        "import os; os._exit(0)",
        "import os; os.killpg(0, 9)",
        "import ctypes; ctypes.string_at(0)",
        "import os\nfor fd in range(3, 200):\n    try: os.close(fd)\n    except OSError: pass",
    ],
)
def test_a_kernel_that_dies_keeps_what_it_answered_before(run, death):
    answer = EXCHANGE + "(exchange / 'answers/task.0.npz').write_bytes(b'answer')"
    ran = run(answer, death, "print('later')", timeout=5)
    assert ran.answer == b"answer"
    assert "later" not in ran.text(2)


@pytest.mark.ci
def test_forged_and_broken_messages_cost_their_author_alone(run):
    ran = run(
        "kernel = get_ipython().kernel\n"
        "for junk in ([b'x'], [b'k', b'<IDS|MSG>', b'wrong', b'{', b'', b'', b''], []):\n"
        "    if junk: kernel.iopub_socket.send_multipart(junk)\n"
        "kernel.session.key = b'another'\n"
        "kernel.session.send(kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': 'forged'})",
        timeout=5,
    )
    assert "forged" not in ran.text()


@pytest.mark.ci
def test_no_kernel_makes_namespaces_of_its_own(run):
    ran = run(
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "print([libc.unshare(flag) for flag in (0x10000000, 0x00020000)])"
    )
    assert ran.text().strip() == "[-1, -1]"


@pytest.mark.ci
def test_a_kernel_that_cannot_start_is_the_graders_trouble_not_the_students(run):
    with pytest.raises(SandboxError, match="is the grader's trouble"):
        run("1", memory=30_000_000)


EARLIER: list[psutil.Process] = []


@pytest.fixture(scope="module", autouse=True)
def _earlier():
    """Know what is no kernel of these tests.

    Other files' tests start Python's fork server and the child that reads students' texts, for
    example, which last as long as their parent.
    """
    EARLIER[:] = psutil.Process().children(recursive=True)


def kernels():
    """Sandboxes and kernels that still run below this process; they may need a moment to end."""
    for _ in range(20):
        below = psutil.Process(os.getpid()).children(recursive=True)
        left = [process for process in below if process not in EARLIER and not stays(process)]
        if not left:
            return []
        time.sleep(0.1)
    return left


def stays(process):
    """Whether this is what starts warm kernels, or the sandbox around it.

    A fork of a kernel has its kernel's command line.
    """
    try:
        above = [one.pid for one in process.parents()[:2]]
        return ZYGOTE in process.cmdline() and os.getpid() in above
    except psutil.Error:
        return False


# ---- an ordinary user --------------------------------------------------------------------------

NOBODY = 65534  # the user that no file belongs to


@pytest.mark.ci
def test_an_ordinary_user_can_start_it():
    root = os.getuid() == 0
    user = NOBODY if root else os.getuid()
    words = [
        *("bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"),
        *(*sandbox.system(), "--proc", "/proc", "--dev", "/dev", "--size", "1000000"),
        *("--tmpfs", "/tmp", "--", "/bin/sh", "-c", "ulimit -u 50; echo started as $(id -u)"),
    ]
    other = {"user": NOBODY, "group": NOBODY} if root else {}
    ran = subprocess.run(words, capture_output=True, text=True, check=False, **other)
    assert f"started as {user}" in ran.stdout, ran.stderr
