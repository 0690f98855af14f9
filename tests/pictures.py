"""Takes the README's pictures anew: ``python -m tests.pictures``, on Linux with Chromium.

They show drawn images and mock students alone: CIFAR-10 has no licence.
"""

import argparse
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image

from autograder.authoring import release
from autograder.course import ROOT
from tests.browser.lab import Notebook, Server

FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 1200, "height": 720}
COLOURS = 128  # of a palette: screenshots have few, and so stay small
NOTEBOOK = "00_start_here"
ABOVE = 330  # pixels, the height of the first picture


def notebook(browser, target):
    """The first pictures of ``00_start_here``, in JupyterLab."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        release.pack(folder / "students.zip")
        with zipfile.ZipFile(folder / "students.zip") as archive:
            archive.extractall(folder)
        copy = folder / release.HANDED_OUT_FOLDER
        variables = {"PYTHONPATH": str(copy), "PYTHONSAFEPATH": "1", "COURSE_BUDGET": "quick"}
        server = Server(copy, copy / "notebooks", folder / "home", variables)
        try:
            opened = Notebook(browser.new_page(viewport=SIZE), server, NOTEBOOK)
            opened.run_above("channel_means_solution")
            opened.wait_above("channel_means_solution")
            cells = opened.cells()
            names = [one["id"] for one in cells]
            drawn = [one["id"] for one in cells if "image/png" in str(one["outputs"])]
            opened.select(names[names.index(drawn[0]) + 1])  # the text below the first picture
            question = opened.page.get_by_role("button", name="No", exact=True)
            if question.count():  # JupyterLab asks for leave to fetch news
                question.first.click()
            opened.page.mouse.move(SIZE["width"] / 2, SIZE["height"] / 2)
            opened.page.mouse.wheel(0, -ABOVE)
            opened.page.wait_for_timeout(2_000)  # the scrolling and the picture's drawing end
            opened.page.screenshot(path=target)
            opened.close()
        finally:
            server.stop()


def report(browser, page, target):
    """The top of the report on a class."""
    opened = browser.new_page(viewport=SIZE)
    opened.goto(page.resolve().as_uri())
    opened.screenshot(path=target)
    opened.close()


def shrink(path):
    """Reduce a picture to a palette."""
    with Image.open(path) as image:
        small = image.convert("RGB").quantize(COLOURS)
    small.save(path, optimize=True)


def main():
    """Take the pictures; the exit status is 1 where something is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    default = ROOT / "demo" / "course" / "report.html"
    parser.add_argument("--report", type=Path, default=default, help="what make demo wrote")
    options = parser.parse_args()
    program = shutil.which("chromium")
    if program is None or not options.report.is_file():
        print(f"Install chromium, and run make demo first: {options.report}.", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        report(browser, options.report, FOLDER / "report.png")
        notebook(browser, FOLDER / "notebook.png")
        browser.close()
    for path in FOLDER.glob("*.png"):
        shrink(path)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
