"""A real ``jupyter lab`` and what people do in it: open, run, type, interrupt, validate.

Hands are Playwright's: keys, clicks and menus. Eyes are partly JupyterLab's own objects (the server
exposes them to its page), since only they say for certain that a cell has ended.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import ElementHandle, Page, expect

LAPTOP = {"width": 1366, "height": 768}  # pixels, of a small laptop
TOKEN = "browser"
NEWS = ".jupyter/lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
SECONDS = 120  # the longest that anything but a training may take
BEGIN = """\
() => {
  window.book = () => window.jupyterapp.shell.currentWidget;
  window.cellOf = (id) => window.book().content.widgets.find(
    (cell) => cell.model.id === id || cell.model.getMetadata('nbgrader')?.grade_id === id);
}"""
ENDED = """\
(ids) => ids.every((id) => {
  const cell = window.cellOf(id);
  return cell.model.executionState === 'idle' && cell.model.executionCount !== null;
}) && window.book().sessionContext.session?.kernel?.status === 'idle'"""
CELLS = """\
() => window.book().content.widgets.map((cell) => ({
  id: cell.model.getMetadata('nbgrader')?.grade_id ?? cell.model.id,
  type: cell.model.type,
  solution: cell.model.getMetadata('nbgrader')?.solution ?? false,
  outputs: cell.model.outputs?.toJSON() ?? [],
}))"""


class Server:
    """``jupyter lab`` in a folder, with a home of its own, until :meth:`stop`.

    Args:
        folder: Where it is started: nbgrader reads the configuration there.
        notebooks: What it shows.
        home: A folder of its own for settings and what is downloaded.
        environment: Environment variables on top of this process'.
    """

    def __init__(self, folder: Path, notebooks: Path, home: Path, environment: dict[str, str]):
        settings = home / NEWS
        settings.parent.mkdir(parents=True, exist_ok=True)
        # The one question that JupyterLab asks everybody, once, in a box that lies over the page.
        settings.write_text('{"fetchNews": "false"}')
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://localhost:{port}"
        self.log = home / "jupyter.log"
        self._output = self.log.open("wb")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", f"--notebook-dir={notebooks}"),
                *("--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1"),
                *(f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"),
            ],
            cwd=folder,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))},
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                "HOME": str(home),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def _wait(self) -> None:
        ends = time.monotonic() + SECONDS
        while self._process.poll() is None and time.monotonic() < ends:
            try:
                urllib.request.urlopen(f"{self.address}/api?token={TOKEN}", timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)  # there is no event to wait for before a port answers
        self.stop()
        raise RuntimeError(f"JupyterLab does not answer:\n{self.log.read_text()[-3000:]}")

    def url(self, path: str) -> str:
        """The address of a page of this server."""
        return f"{self.address}/{path}?token={TOKEN}"

    def stop(self) -> None:
        """End the server and all its kernels."""
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._output.close()


class Notebook:
    """A notebook open in JupyterLab.

    Args:
        page: An empty page of a browser.
        server: Where the notebook lies.
        name: Its file's name, without the ending.
    """

    def __init__(self, page: Page, server: Server, name: str):
        self.page, self.name = page, name
        page.set_default_timeout(1000 * SECONDS)
        # A workspace of its own: pages that share one reload each other's layout.
        page.goto(server.url(f"lab/workspaces/{name}/tree/{name}.ipynb"))
        page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext")
        page.evaluate(BEGIN)
        page.wait_for_function("() => window.book().sessionContext.session?.kernel?.status=='idle'")

    def cells(self) -> list[dict]:
        """What stands in the notebook now: ``id``, ``type``, ``solution`` and ``outputs``."""
        return self.page.evaluate(CELLS)

    def select(self, cell: str) -> ElementHandle:
        """Bring a cell into view and make it the active one; returns its element."""
        self.page.evaluate(
            """async (id) => {
              const content = window.book().content;
              content.activeCellIndex = content.widgets.indexOf(window.cellOf(id));
              content.mode = 'command';
              await content.scrollToItem(content.activeCellIndex, 'start');
              content.activate();
            }""",
            cell,
        )
        return self.page.evaluate_handle("(id) => window.cellOf(id).node", cell).as_element()

    def menu(self, menu: str, item: str) -> None:
        """Choose an item of the menu bar."""
        self.page.locator(".lm-MenuBar-item", has_text=menu).click()
        self.page.locator(".lm-Menu-item", has_text=item).first.click()

    def run_above(self, cell: str) -> None:
        """Start all cells above one, and come back at once."""
        self.select(cell)
        self.menu("Run", "Run All Above Selected Cell")

    def wait_above(self, cell: str, seconds: float = SECONDS) -> None:
        """Wait until all code cells above one have ended."""
        cells = self.cells()
        above = cells[: [one["id"] for one in cells].index(cell)]
        self.wait(*(one["id"] for one in above if one["type"] == "code"), seconds=seconds)

    def wait(self, *cells: str, seconds: float = SECONDS) -> None:
        """Wait until code cells have ended, and the kernel with them."""
        self.page.wait_for_function(ENDED, arg=list(cells), timeout=1000 * seconds)

    def run(self, cell: str) -> None:
        """Press Shift+Enter in a cell, and come back at once."""
        self.select(cell)
        self.page.keyboard.press("Shift+Enter")

    def write(self, cell: str, source: str) -> None:
        """Replace what stands in a cell, as somebody who types."""
        self.select(cell).query_selector(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def text(self, cell: str) -> str:
        """What a reader sees below a cell."""
        return self.page.evaluate(
            "(id) => window.cellOf(id).node.querySelector('.jp-OutputArea').innerText", cell
        )

    def interrupt(self) -> None:
        """Press the toolbar's stop button."""
        self.page.locator("[data-command='notebook:interrupt-kernel']:visible").click()

    def validate(self) -> str:
        """Press nbgrader's Validate, wait for what it says, and close it."""
        self.page.get_by_text("Validate", exact=True).click()
        dialog = self.page.locator(".jp-Dialog-content", has_text="Validation Results")
        expect(dialog).to_be_visible(timeout=1000 * SECONDS)
        said = dialog.inner_text()
        dialog.locator("button").last.click()
        expect(dialog).to_be_hidden()
        return said

    def close(self) -> None:
        """End the kernel and close the page."""
        self.page.evaluate("() => window.book().sessionContext.shutdown()")
        self.page.close()
