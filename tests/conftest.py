"""Fixtures and rules for all tests."""

import os

import pytest

# The tests decide themselves what a kernel or a student has set.
for variable in ("COURSE_BUDGET", "COURSE_DATA", "COURSE_ROOT", "NBGRADER_EXECUTION"):
    os.environ.pop(variable, None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where ``COURSE_NO_SKIPS`` is set, a skipped test is a failed one: CI skips nothing."""
    report = yield
    if report.skipped and os.environ.get("COURSE_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report
