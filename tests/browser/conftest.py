"""Chromium, a student's copy and an instructor's course behind real servers, and screenshots."""

import os
import shutil
from pathlib import Path

import pytest

from autograder.authoring import build
from autograder.authoring.rehearse import notebook
from autograder.course import ROOT
from tests.autograder.conftest import unpacked
from tests.browser.lab import LAPTOP, Notebook, Server

SCREENSHOTS = ROOT / "build" / "screenshots"
# Screenshots of failures are named as their tests, with this in front.
FAILED = "failed_"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where a test fails, keep what each open page shows."""
    report = yield
    if report.failed:
        for number, page in enumerate(item.funcargs.get("pages", ())):
            if not page.is_closed():
                page.screenshot(path=SCREENSHOTS / f"{FAILED}{item.name}_{number}.png")
    return report


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, or the one that ``COURSE_CHROMIUM`` names."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("COURSE_CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.skip("There is no chromium on the path, and COURSE_CHROMIUM names none.")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        # Chromium's own sandbox refuses to start for root; it shows no page but ours.
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def pages(browser):
    """The pages that a test opens; closed after it."""
    opened = []
    yield opened
    for page in opened:
        if not page.is_closed():
            page.close()


@pytest.fixture
def open_page(browser, pages):
    """Opens an empty page of a small laptop's size."""

    def make():
        pages.append(browser.new_page(viewport=LAPTOP))
        return pages[-1]

    return make


@pytest.fixture
def open_notebook(open_page, student):
    """Opens a notebook of the student's copy; its kernel ends with the test."""
    opened = []

    def make(name):
        opened.append(Notebook(open_page(), student, name))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The student's copy: the zip that ``make release`` writes, unpacked."""
    return unpacked(tmp_path_factory.mktemp("student"))


@pytest.fixture(scope="module")
def student(copy):
    """A student's ``jupyter lab --notebook-dir=notebooks``, started as their README says."""
    server = Server(
        copy,
        copy / "notebooks",
        copy.parent / "home",
        {"PYTHONPATH": str(copy), "PYTHONSAFEPATH": "1", "COURSE_BUDGET": "quick"},
    )
    yield server
    server.stop()


@pytest.fixture
def solve(copy):
    """Writes a notebook whose exercises hold the course's own solutions into the copy."""

    def make(name: str) -> Path:
        path = copy / "notebooks" / f"{name}.ipynb"
        path.write_bytes(build.as_bytes(notebook(name, None)))
        return path

    return make
