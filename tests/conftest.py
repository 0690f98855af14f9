"""Fixtures and rules for all tests."""

import os
from pathlib import Path

import pytest

from course_utils import environment

TIMES: dict[tuple[str, str, str], tuple[float, float]] = {}
"""Seconds, wall and processor's, of each notebook that ran: by assignment, version and data."""
JUDGED: dict[str, list[str]] = {}
"""By task, the answers of ``tests/answers`` that got what they deserve."""

# The tests decide themselves what a kernel or a student has set.
for variable in ("COURSE_BUDGET", "COURSE_DATA", "COURSE_ROOT", "NBGRADER_EXECUTION"):
    os.environ.pop(variable, None)


def pytest_collection(session):
    """Let TensorFlow see two logical devices where answers to the tasks of 07_devices are asked.

    Their number is fixed when it starts, and some test modules start it while they are imported.
    Both share the processor, and what does not name the second one runs on the first.
    """
    exercises = Path(__file__).parent / "exercises"
    answers = {exercises / "test_answers.py", exercises / "test_fresh_answers.py"}
    asked = {Path(argument.split("::")[0]).resolve() for argument in session.config.args}
    if asked & {*answers, exercises, *exercises.parents}:
        environment.start_tensorflow(devices=2)


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
