"""Fixtures and rules for all tests."""

import logging
import os
import sys
from pathlib import Path

import pytest

from course_utils import environment

TIMES: dict[tuple[str, str, str], tuple[float, float]] = {}
"""Seconds, wall and processor's, of each notebook that ran: by assignment, version and data."""
JUDGED: dict[str, list[str]] = {}
"""By task, the answers of ``tests/answers`` that got what they deserve."""
SLOWED: list[object] = []
"""Of several processes of tests, those that loaded TensorFlow."""

LONGEST_SLOW_SECONDS = 7_200  # of a test marked slow; pyproject.toml limits the others
GRADER = ("tests/autograder", "tests/browser", "tests/submissions")
BEGUN_FIRST = (
    "tests/test_notebooks.py",
    "tests/exercises/test_answers_do_not_ship.py",
    "tests/submissions/test_attacks.py",
    "tests/autograder/test_every_notebook.py",  # takes what test_notebooks.py has trained
    "tests/autograder/appeals/test_audit.py",
    "tests/browser/test_student.py",
    "tests/exercises/test_answers.py",
    "tests/autograder/sandbox/test_sandbox.py",
    "tests/course_utils/test_cifar10_train.py",
    "tests/autograder/authoring/test_demo.py",
    "tests/submissions/test_damaged.py",
    "tests/course_utils/test_rehearsal.py",
    "tests/submissions/test_hidden_images.py",
    "tests/course_utils/test_cifar10_multi_gpu_train.py",
    "tests/submissions/test_regrade.py",
)
"""The files whose tests take over a minute, the longest first.

Processes side by side (``pytest -n 2``) share the tests out file by file, in this order: with the
longest file last, one of them would work alone for minutes.
"""

# The tests decide themselves what a kernel or a student has set.
for variable in ("COURSE_BUDGET", "COURSE_DATA", "COURSE_ROOT", "NBGRADER_EXECUTION"):
    os.environ.pop(variable, None)


def pytest_collection(session):
    """Let TensorFlow see two logical devices where answers to the tasks of 07_devices are asked.

    Their number is fixed when it starts, and some test modules start it while they are imported.
    Both share the processor, and what does not name the second one runs on the first.
    """
    exercises = Path(__file__).parent / "exercises"
    names = ("answers", "answers_do_not_ship", "fresh_answers", "trivial")
    answers = {exercises / f"test_{name}.py" for name in names}
    asked = {Path(argument.split("::")[0]).resolve() for argument in session.config.args}
    fast = session.config.option.markexpr == "fast"  # asks for none of them
    if not fast and asked & {*answers, exercises, *exercises.parents}:
        environment.start_tensorflow(devices=2)


def pytest_ignore_collect(collection_path, config):
    """Skip what this system cannot run, and what ``-m fast`` need not import.

    Students use any system, the grader Linux. A module that imports TensorFlow takes seconds, even
    where none of its tests is run.
    """
    if sys.platform != "linux" and collection_path.is_relative_to(config.rootpath / "tests"):
        name = collection_path.relative_to(config.rootpath).as_posix()
        if name.startswith(GRADER):
            return True
    if config.option.markexpr == "fast" and collection_path.name.startswith("test_"):
        return "pytest.mark.fast" not in collection_path.read_text(encoding="utf-8")
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark tests that need real data, let slow ones take their time, keep fast ones fast."""
    for item in items:
        if "real_data" in item.fixturenames:
            item.add_marker("real_data")
        if is_slow(item):
            item.add_marker(pytest.mark.timeout(LONGEST_SLOW_SECONDS))
    if config.option.markexpr == "fast":
        slower = [one for one in items if is_slow(one) or one.get_closest_marker("ci")]
        items[:] = [one for one in items if not (is_slow(one) or one.get_closest_marker("ci"))]
        config.hook.pytest_deselected(items=slower)
    if hasattr(config, "workerinput"):  # one of several processes
        places = {name: place for place, name in enumerate(BEGUN_FIRST)}
        items.sort(key=lambda one: places.get(one.nodeid.partition("::")[0], len(places)))


def is_slow(item):
    return item.get_closest_marker("slow") is not None


def pytest_sessionfinish(session):
    """Hand over what the tests of one of several processes told.

    Let ``-m fast`` fail if it was not: if one of these tests has loaded TensorFlow.
    """
    if hasattr(session.config, "workeroutput"):
        told = list(TIMES.items()), list(JUDGED.items()), "tensorflow" in sys.modules
        session.config.workeroutput["told"] = told
    elif session.config.option.markexpr == "fast" and (SLOWED or "tensorflow" in sys.modules):
        session.config.get_terminal_writer().line("\nA test marked fast imports TensorFlow.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_testnodedown(node):
    """Take over what the tests of another process told, unless it crashed."""
    times, judged, slowed = getattr(node, "workeroutput", {}).get("told", ((), (), False))
    TIMES.update(times)
    for task, names in judged:
        JUDGED.setdefault(task, []).extend(names)
    if slowed:
        SLOWED.append(node)


@pytest.fixture(autouse=True)
def the_log_stays():
    """Fail where a test leaves the log of Jupyter and nbgrader changed: the next ones read it."""

    def state():
        return log.level, log.disabled, log.propagate

    log = logging.getLogger("traitlets")
    before = state()
    yield
    assert state() == before


@pytest.fixture(scope="session")
def real_data():
    """The folder with CIFAR-10 and MNIST as published, both as files and prepared by TFDS."""
    folder = os.environ.get("COURSE_REAL_DATA")
    if not folder:
        pytest.skip("COURSE_REAL_DATA does not name a folder with the real data")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def trained(request, tmp_path_factory):
    """The folder of the runs that solved notebooks leave in the quick budget, by assignment.

    Who needs one that is missing trains it; processes side by side share them.
    """
    own = tmp_path_factory.getbasetemp()
    return (own.parent if hasattr(request.config, "workerinput") else own) / "trained"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where ``COURSE_NO_SKIPS`` is set, a skipped test is a failed one: CI skips nothing."""
    report = yield
    if report.skipped and os.environ.get("COURSE_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter):
    """Print what each notebook took, and how many answers to each task were judged rightly."""
    if TIMES:
        terminalreporter.section("notebooks, quick budget: seconds, and seconds of processor")
        for names, (wall, processor) in sorted(TIMES.items()):
            name, version, data = names
            terminalreporter.write_line(
                f"{name:20} {version:10} {data:14} {wall:5.0f} {processor:5.0f}"
            )
    if JUDGED:
        terminalreporter.section("right answers accepted, wrong answers caught")
        for task, names in sorted(JUDGED.items()):
            right = sum(name.startswith("right_") for name in names)
            terminalreporter.write_line(f"{task:28} {right:3} {len(names) - right:3}")
