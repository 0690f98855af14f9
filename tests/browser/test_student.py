"""What a student sees and does in JupyterLab, from the unpacked zip to an interrupted training."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from autograder import course
from tests.browser.conftest import SCREENSHOTS
from tests.browser.lab import LAPTOP, Notebook

pytestmark = pytest.mark.ci
ASSIGNMENTS = course.assignments()
AT_ONCE = 3  # notebooks: more would only wait for two cores
# Everything on the page that is a mistake of ours, and that no test of outputs sees.
DEFECTS = """\
() => {
  const panel = window.book().node, found = [];
  for (const image of panel.querySelectorAll('.jp-OutputArea-output img')) {
    if (!image.alt || !image.naturalWidth) found.push('figure without description or pixels');
    if (image.clientWidth > image.closest('.jp-OutputArea').clientWidth)
      found.push('figure wider than the page');
  }
  for (const text of panel.querySelectorAll('.jp-RenderedMarkdown')) {
    if (text.querySelector('.merror, [data-mjx-error]')) found.push('formula: ' + text.innerText);
    if (/\\$|\\*\\*/.test(text.innerText)) found.push('unrendered: ' + text.innerText);
    if (text.scrollWidth > text.clientWidth + 1) found.push('too wide: ' + text.innerText);
  }
  return found;
}"""
IMAGE = "(id) => window.cellOf(id).node.querySelector('.jp-OutputArea img')?.src ?? ''"
STEPS = "(id) => Math.max(-1, ...[...window.cellOf(id).node.querySelector('.jp-OutputArea')\
.innerText.matchAll(/(\\d+)\\/\\d+ \\[/g)].map((found) => Number(found[1])))"


@pytest.fixture(scope="module")
def opened(browser, student):
    """Every notebook, run up to its first exercise: what was found, or why that failed."""
    found, running = {}, []

    def finish():
        name, page, notebook, first = running.pop(0)
        try:
            notebook.wait_above(first)
            above = notebook.cells()
            above = above[: [cell["id"] for cell in above].index(first)]
            notebook.select(
                next(cell["id"] for cell in above if "image/png" in str(cell["outputs"]))
            )
            page.screenshot(path=SCREENSHOTS / f"{name}.png")
            found[name] = above, page.evaluate(DEFECTS)
            notebook.close()
        except Exception as error:  # each notebook has a test of its own, which raises it
            page.screenshot(path=SCREENSHOTS / f"failed_{name}.png")
            found[name] = error
            page.close()

    for name in ASSIGNMENTS:
        page = browser.new_page(viewport=LAPTOP)
        notebook = Notebook(page, student, name)
        first = next(cell["id"] for cell in notebook.cells() if cell["solution"])
        notebook.run_above(first)
        running.append((name, page, notebook, first))
        if len(running) == AT_ONCE:
            finish()
    while running:
        finish()
    return found


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_notebook_runs_up_to_its_first_exercise(opened, name):
    if isinstance(opened[name], Exception):
        raise opened[name]
    above, defects = opened[name]
    outputs = [output for cell in above for output in cell["outputs"]]
    assert outputs
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    assert defects == []


@pytest.mark.parametrize(
    ("name", "exercise", "check", "wrong", "right"),
    [
        (
            "00_start_here",
            "channel_means_solution",
            "channel_means",
            "def channel_means(images):\n    return images.mean(axis=0)",
            "def channel_means(images):\n    return images.mean(axis=(1, 2))",
        ),
        (
            "01_softmax",
            "softmax_solution",
            "softmax",
            "def softmax(logits):\n    return np.exp(logits - logits.max())",
            "def softmax(logits):\n"
            "    powers = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
            "    return powers / powers.sum(axis=1, keepdims=True)",
        ),
        (
            "03_inputs",
            "decode_records_solution",
            "decode_records",
            "def decode_records(records):\n    return records[:, 1:], records[:, 0]",
            "def decode_records(records):\n"
            "    planes = records[:, 2:].reshape(-1, 3, 32, 32)\n"
            "    return np.moveaxis(planes, 1, -1), records[:, 1]",
        ),
    ],
    ids=["00_start_here", "01_softmax", "03_inputs"],
)
def test_the_check_says_what_is_wrong_and_then_that_all_is_right(
    open_notebook, name, exercise, check, wrong, right
):
    notebook = open_notebook(name)
    notebook.run_above(exercise)
    notebook.wait_above(exercise)
    notebook.write(exercise, wrong)
    notebook.run(exercise)
    notebook.run(check)
    notebook.wait(exercise, check)
    said = notebook.text(check)
    assert said.startswith("CheckFailed")
    assert "Traceback" not in said
    assert len(said) > 40
    notebook.select(exercise)
    notebook.page.screenshot(path=SCREENSHOTS / f"{name}_wrong.png")
    notebook.write(exercise, right)
    notebook.run(exercise)
    notebook.run(check)
    notebook.page.wait_for_function(
        "(id) => window.cellOf(id).node.innerText.includes('All public checks passed')",
        arg=check,
    )
    notebook.select(exercise)
    notebook.page.screenshot(path=SCREENSHOTS / f"{name}_right.png")


def test_validate_names_the_cell_that_fails_and_praises_a_notebook_that_is_solved(
    open_notebook, copy
):
    path = copy / "notebooks" / "00_start_here.ipynb"
    released = path.read_bytes()
    try:
        notebook = open_notebook("00_start_here")
        notebook.write("channel_means_solution", "def channel_means(images):\n    return 3")
        assert 'check("channel_means"' in notebook.validate()
        notebook.write(
            "channel_means_solution",
            "def channel_means(images):\n    return images.mean(axis=(1, 2))",
        )
        assert "Success" in notebook.validate()
    finally:
        path.write_bytes(released)


def test_the_last_cell_asks_to_save_then_rehearses_and_links_to_a_zip(open_notebook, copy):
    path = copy / "notebooks" / "00_start_here.ipynb"
    released = path.read_bytes()
    answer = "def channel_means(images):\n    return images.mean(axis=(1, 2))"
    try:
        notebook = open_notebook("00_start_here")
        last = [cell["id"] for cell in notebook.cells() if cell["type"] == "code"][-1]
        notebook.write("channel_means_solution", answer)
        notebook.run("channel_means_solution")
        notebook.run(last)
        notebook.wait(last)
        assert "You ran a text of channel_means_solution that is not in the file" in (
            notebook.text(last)
        )
        notebook.menu("File", "Save Notebook")
        notebook.page.wait_for_function("() => !window.book().context.model.dirty")
        notebook.run(last)
        notebook.page.wait_for_function(
            "(id) => window.cellOf(id).node.innerText.includes('1 of 1 exercises are written')",
            arg=last,
        )
        notebook.wait(last)
        notebook.select(last)
        notebook.page.screenshot(path=SCREENSHOTS / "hand_in.png")
        with notebook.page.expect_download(timeout=30_000) as download:
            notebook.page.locator("a", has_text="00_start_here.zip").click()
        with zipfile.ZipFile(download.value.path()) as archive:
            assert archive.namelist() == ["00_start_here.ipynb"]
            assert "axis=(1, 2)" in archive.read("00_start_here.ipynb").decode()
    finally:
        path.write_bytes(released)


def test_a_training_shows_its_progress_and_goes_on_after_an_interruption(open_notebook, solve):
    solve("08_your_variant")
    notebook = open_notebook("08_your_variant")
    cells = notebook.cells()
    code = [cell["id"] for cell in cells if cell["type"] == "code"]
    sources = {
        name: notebook.page.evaluate("(id) => window.cellOf(id).model.sharedModel.source", name)
        for name in code
    }
    training = next(name for name in code if "LiveCurve" in sources[name])
    # Long enough to be interrupted on any machine, and watched at each step.
    longer = sources["training_solution"].replace("steps(budget.epochs)", "100_000")
    longer += "\nimport dataclasses; budget = dataclasses.replace(budget, train_seconds=600)"
    small = "def inference():\n    return models.small_cnn()"
    network = code[code.index("inference_solution") + 1]
    helpers = next(name for name in code if "def steps(" in sources[name])
    notebook.write("inference_solution", small)
    notebook.write("training_solution", longer)
    needed = (code[0], helpers, "random_shift_solution", "inference_solution", network)
    for name in (*needed, "training_solution"):
        notebook.run(name)
    notebook.wait(*needed, "training_solution")

    notebook.run(training)
    page = notebook.page
    page.wait_for_function(f"(id) => ({STEPS})(id) > 10", arg=training)
    first, curve = page.evaluate(STEPS, training), page.evaluate(IMAGE, training)
    page.wait_for_function(f"([id, old]) => ({STEPS})(id) > old", arg=[training, first])
    page.wait_for_function(f"([id, old]) => ({IMAGE})(id) !== old", arg=[training, curve])
    page.evaluate("(id) => window.cellOf(id).node.querySelector('img').scrollIntoView()", training)
    page.screenshot(path=SCREENSHOTS / "training.png")
    assert re.search(r"loss \d+\.\d+, [\d,]+ images/s", notebook.text(training))

    notebook.interrupt()
    notebook.wait(training)
    assert "Everything is saved in 08_your_variant.run" in notebook.text(training)
    assert "Traceback" not in notebook.text(training)
    assert notebook.text(training).rstrip().endswith("this cell ended here.")
    page.screenshot(path=SCREENSHOTS / "interrupted.png")
    reached = int(re.search(r"after ([\d,]+) steps", notebook.text(training))[1].replace(",", ""))

    # Keras numbers a rebuilt network's layers anew; fit must take it for the same one.
    notebook.run(network)
    notebook.run("training_solution")
    notebook.run(training)
    resumed = f"Resuming the run in 08_your_variant.run from step {reached:,}"
    page.wait_for_function(
        "([id, words]) => window.cellOf(id).node.innerText.includes(words)",
        arg=[training, resumed],
    )
    page.wait_for_function(f"([id, old]) => ({STEPS})(id) > old", arg=[training, reached])
    notebook.interrupt()
    notebook.wait(training)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
