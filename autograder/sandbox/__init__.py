"""The sandbox of students' kernels: bubblewrap, limits, and a watchdog.

A kernel sees a read-only system and Python environment, ``course_utils``, a throw-away copy of its
own submission, its questions, training images, a folder for its answers, and nothing else: no test
set, no network, no other process, no home, no key and no variable of the grader's session, and a
filter of the system's calls. Everything that it starts ends with it. What it writes is in memory of
bounded size and lost with it, but for its answers, which the grader fetches from there.

``run`` does one job of a worker: it puts questions into an exchange folder, lets ``kernel`` execute
the notebook, and takes the answers out. A kernel starts cold, by a command that :class:`Sandbox`
makes, or ``warm``, forked from the ``zygote``; either way ``launcher`` prepares it from inside, and
``limits`` hold it from outside.
"""

import argparse
import functools
import json
import platform
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from typing import NamedTuple

from traitlets import Bool, Float, Integer, List, Unicode
from traitlets.config import Configurable

import course_utils
from autograder.sandbox.limits import MEMORY, Group, Limits, Watchdog, make_group
from autograder.text import say
from course_utils.data import places, published
from course_utils.errors import CourseError

HOME = "/home/student"
SUBMISSION = "/submission"
WORK = f"{HOME}/work"  # in the home, so that it hides no folder of the grader's
LAUNCHER = "/launcher.py"
ROOM = Path(__file__).resolve().parent
# Before the sandbox: all in it, its first process too, has a filter of calls and none of our keys.
FILTERED = (sys.executable, "-I", "-S", str(ROOM / "launcher.py"), "--")
# Namespaces of its own, none further, and no capability in them.
APART = ("--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL")
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")  # folders, or links into /usr
# What programs of the system need of /etc; nothing there says anything about the instructor.
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime")
# What root may change, or learn of the machine, below /proc without any capability.
PROC = ("acpi", "bus", "fs", "irq", "scsi", "sys", "sysrq-trigger")
UNREADABLE = ("kcore", "keys", "key-users", "kmsg", "sched_debug", "timer_list", "vmallocinfo")
GIGABYTE = 1024**3


class SandboxError(CourseError):
    """The sandbox does not work here, or broke; the message is a sentence with the cure."""


class Mount(NamedTuple):
    """Where something outside is seen inside, and whether the kernel may write to it."""

    outside: Path
    inside: Path
    writable: bool = False


class Inside(NamedTuple):
    """What one kernel sees besides the system and the environment.

    Attributes:
        mounts: Files and folders of the grader's.
        submission: The folder whose copy it works in.
        answers: Where it answers: a folder that only its sandbox has.
    """

    mounts: list[Mount]
    submission: Path
    answers: Path

    def writable(self) -> list[str]:
        """Return the folders, each of them in memory, that the kernel can write to."""
        return ["/dev/shm", "/tmp", HOME, str(self.answers)]


class Sandbox(Configurable):
    """What students' kernels may see and take; the settings are ``c.Sandbox.…``."""

    required = Bool(
        True,
        help="Stop grading where the sandbox does not work. If False, go on without: then a "
        "student's code can read and change all that you can, and every feedback page says so.",
    ).tag(config=True)
    memory = Integer(4 * GIGABYTE, help="Bytes of memory of a kernel and what it starts.").tag(
        config=True
    )
    processes = Integer(512, help="Processes and threads of a kernel together.").tag(config=True)
    file_size = Integer(100_000_000, help="Bytes of the largest file it may write.").tag(
        config=True
    )
    disk = Integer(
        500_000_000,
        help="Bytes of its home, where it works, and as many of /tmp, of /dev/shm and of all "
        "answers together. All of it is memory, and counts as such.",
    ).tag(config=True)
    output = Integer(
        20_000_000, help="Bytes that a notebook may print and show before it is ended."
    ).tag(config=True)
    seconds = Float(900.0, help="Wall time of a whole submission's notebook.").tag(config=True)
    read_only = List(
        Unicode(), help="More folders that kernels may read, such as a folder of images."
    ).tag(config=True)
    control_groups = Bool(
        True, help="Use a control group where one can be made, besides the watchdog."
    ).tag(config=True)

    def problem(self) -> str:
        """Return the reason why the sandbox does not work here, with the cure, or ''."""
        return probe(shutil.which("bwrap"), platform.system())

    def active(self) -> bool:
        """Return whether kernels run in the sandbox.

        Raises:
            SandboxError: It does not work here and is required.
        """
        problem = self.problem()
        if problem and self.required:
            raise SandboxError(problem)
        return not problem

    def warning(self) -> str:
        """Return what an instructor should know before a class is graded here, or ''."""
        group = self.group(f"course-{uuid.uuid4().hex}")
        try:
            return "" if group.limits_memory() else WITHOUT_GROUPS
        finally:
            group.remove()

    def command(
        self, kernel: list[str], line: int, inside: "Inside", environment: dict[str, str]
    ) -> list[str]:
        """Return the command line that starts a kernel inside.

        Args:
            kernel: What to run inside.
            line: The descriptor on which the launcher exchanges others with the grader.
            inside: What it sees and where it answers.
            environment: Its whole environment.
        """
        walls = self.walls(inside, environment)
        launcher = self.launcher(kernel, line, inside)
        return [*FILTERED, *walls, "--", sys.executable, "-P", *launcher]

    def walls(
        self,
        inside: "Inside",
        environment: dict[str, str],
        launcher: Path = ROOM / "launcher.py",
    ) -> list[str]:
        """Return the words that make the sandbox, without what runs in it; see :meth:`command`."""
        variables = [("--setenv", name, value) for name, value in environment.items()]
        files = [
            Mount(inside.submission, Path(SUBMISSION)),
            Mount(launcher, Path(LAUNCHER)),
            *inside.mounts,
        ]
        return [
            shutil.which("bwrap") or "bwrap",
            *APART,
            *("--die-with-parent", "--new-session", "--hostname", "grader", "--clearenv"),
            *(word for triple in variables for word in triple),
            *system(),
            *processes(),
            *("--dev", "/dev"),
            *self.throw_away(*inside.writable()),
            *python(),
            *(word for path in self.read_only for word in ("--ro-bind", path, path)),
            *(word for mount in files for word in bound(mount)),
            *("--remount-ro", "/dev", "--remount-ro", "/", "--dir", WORK, "--chdir", WORK),
        ]

    def launcher(self, kernel: list[str], line: int, inside: "Inside") -> list[str]:
        """Return the words that let the launcher start a kernel inside the finished sandbox."""
        settings = {"limits": self.limits(), "line": line, "folders": inside.writable()}
        return [LAUNCHER, SUBMISSION, WORK, json.dumps(settings), *kernel]

    def throw_away(self, *folders: str) -> list[str]:
        """Return the words that make folders of bounded size whose content nobody keeps."""
        return [word for path in folders for word in ("--size", str(self.disk), "--tmpfs", path)]

    def limits(self) -> dict[str, int]:
        """Return the limits that the launcher sets on its own process."""
        own = {"FSIZE": self.file_size, "DATA": self.memory, "NOFILE": 1024, "CORE": 0}
        if kernel_version() >= (5, 14):  # before, it counts all that this user runs, elsewhere too
            own["NPROC"] = self.processes
        return own

    def group(self, name: str) -> Group:
        """Make a control group for one kernel, empty if none can be made or none is wanted."""
        if not self.control_groups:
            return Group([])
        return make_group(name, Limits(self.memory, self.processes))

    def watch(self, pid: int, private: Path, group: Group) -> Watchdog:
        """Start to watch a kernel, which has this folder of the grader's."""
        allowed = Limits(self.memory, self.processes, self.seconds)
        watching = Watchdog(pid, allowed, private / MEMORY, group)
        watching.start()
        return watching


def data_mounts() -> list[Mount]:
    """Return what kernels see of the data: training images, and no label of a public test set.

    Whoever may read a test set's labels needs no network. The grader's own process alone does.
    """
    data = places.data_directory()
    if not data.is_dir():
        return []
    inside = data.resolve()
    return [
        Mount(path.resolve(), inside / path.relative_to(data))
        for path in published.seen_while_graded(data)
    ]


def bound(mount: Mount) -> list[str]:
    """Return the words that make one mount."""
    return ["--bind" if mount.writable else "--ro-bind", str(mount.outside), str(mount.inside)]


def system() -> list[str]:
    """Return the words that show the system's programs and libraries, read-only."""
    words = ["--ro-bind", "/usr", "/usr"]
    for path in SYSTEM:
        if Path(path).is_symlink():
            words += ["--symlink", str(Path(path).readlink()), path]
        elif Path(path).is_dir():
            words += ["--ro-bind", path, path]
    return words + [
        word for name in ETC for word in ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")
    ]


def processes() -> list[str]:
    """Return the words that show the sandbox's own processes, and no switch of the system's.

    If the grader is root, the kernel counts as root in /proc/sys, too: without these read-only
    covers it could set what the system runs when a program crashes (a test tries to write there).
    """
    covers = [f"/proc/{name}" for name in PROC if Path("/proc", name).exists()]
    blind = [f"/proc/{name}" for name in UNREADABLE if Path("/proc", name).exists()]
    return [
        *("--proc", "/proc"),
        *(word for path in covers for word in ("--ro-bind", path, path)),
        *(word for path in blind for word in ("--ro-bind", "/dev/null", path)),
    ]


def python() -> list[str]:
    """Return the words that show this Python, its packages and ``course_utils``, but no autograder.

    The environment alone does not start: its interpreter belongs to another installation, its base.
    """
    utils = Path(course_utils.__file__).resolve().parent
    interpreter = Path(sys.executable).resolve().parent.parent
    words = []
    for path in dict.fromkeys([Path(sys.base_prefix), interpreter, Path(sys.prefix), utils]):
        if not path.is_relative_to("/usr"):
            words += ["--ro-bind", str(path), str(path)]
    autograder = ROOM.parent
    if autograder.is_relative_to(sys.prefix):  # installed as a copy: its references stay hidden
        words += ["--tmpfs", str(autograder), "--remount-ro", str(autograder)]
    return words


def kernel_version() -> tuple[int, int]:
    """Return the version of the running Linux."""
    first, second = platform.release().split(".")[:2]
    return int(first), int("".join(filter(str.isdigit, second)) or 0)


@functools.cache
def probe(bubblewrap: str | None, system_name: str) -> str:
    """Start bubblewrap, and return the reason why it does not work here, or ''."""
    if system_name != "Linux":
        return (
            f"Student code is graded in a sandbox that needs Linux; this is {system_name}. Grade "
            f"in a Linux machine, virtual machine or container. {WITHOUT}"
        )
    if bubblewrap is None:
        return (
            "The sandbox program bwrap is missing. Install it: `apt install bubblewrap`, `dnf "
            f"install bubblewrap` or `conda install -c conda-forge bubblewrap`. {WITHOUT}"
        )
    words = [*FILTERED, bubblewrap, *APART, *system(), *processes(), "--dev", "/dev"]
    words += ["--size", "1000000", "--tmpfs", "/tmp", "--", "/bin/sh", "-c", "exit 0"]
    try:
        started = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return f"The sandbox program {bubblewrap} cannot be started ({error}). {WITHOUT}"
    if started.returncode == 0:
        return ""
    said = (started.stderr.strip().splitlines() or [f"exit status {started.returncode}"])[-1]
    return f"The sandbox does not work here: '{said[:200]}'. {cure(said)} {WITHOUT}"


WITHOUT_GROUPS = (
    "Kernels have no control group here: a watchdog alone bounds their memory. It looks ten "
    "times a second, and does not see what the system keeps for a kernel, such as full pipes. "
    "The other limits hold. For control groups grade as root, or in a login session of systemd's; "
    "SECURITY.md says more."
)
WITHOUT = (
    "To grade without it, set c.Sandbox.required = False in nbgrader_config.py: then students' "
    "code can read and change all that you can."
)


def cure(said: str) -> str:
    """Return the advice that fits bubblewrap's message."""
    if "filter of system calls" in said or "SECCOMP" in said.upper():
        return (
            "Kernels must not call all that this system offers. Is this an x86_64 or an aarch64 "
            "machine, with a Linux that has CONFIG_SECCOMP_FILTER, as all distributions' have?"
        )
    if "session keyring" in said:
        return (
            "Kernels must not have the grader's keys. Is a limit reached that /proc/key-users "
            "shows, or does a filter of system calls forbid KEYCTL_JOIN_SESSION_KEYRING?"
        )
    if "nknown option" in said:
        return "bubblewrap must be 0.8 or newer: install it from conda-forge or a newer system."
    if in_container() or "mount proc" in said:
        return (
            "Containers need leave to nest: start this one with `--security-opt "
            "seccomp=unconfined --security-opt apparmor=unconfined --security-opt "
            "systempaths=unconfined` (podman: `--security-opt unmask=ALL`)."
        )
    restricted = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    if "uid map" in said or (restricted.exists() and restricted.read_text().strip() == "1"):
        return (
            "AppArmor keeps ordinary users from it, as on Ubuntu since 23.10. As administrator: "
            "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or write an AppArmor "
            "profile for bwrap that allows `userns`."
        )
    return (
        "This system keeps ordinary users from making namespaces. As administrator: `sysctl -w "
        "kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000`."
    )


def in_container() -> bool:
    """Return whether this is a container of one of the usual kinds."""
    return Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()


def say_whether_it_works(options: argparse.Namespace) -> int:
    """Run the command ``sandbox``: start the sandbox once."""
    problem = Sandbox().problem()
    say(problem or "The sandbox works.", file=sys.stderr if problem else sys.stdout)
    return 1 if problem else 0
