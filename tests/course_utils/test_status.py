import json
import os

import pytest

from course_utils import runs, status

pytestmark = pytest.mark.fast

START, VARIANT = "00_start_here", "08_your_variant"


@pytest.fixture
def found(work):
    """Prints the table, and returns its cells by notebook."""
    work.write(START)
    work.write(VARIANT, {"bottleneck_solution": None})

    def rows():
        return {row.notebook: row for row in status.rows(work.folder)}

    return rows


def test_all_notebooks_are_listed_also_those_that_are_not_there(found):
    assert len(found()) == 10
    assert found()["05_training"].written == "not there"


def test_it_counts_exercises_that_are_written(found):
    assert found()[START].written == "1 of 1"
    assert found()[VARIANT].written == "1 of 4"


def test_it_counts_checks_that_passed_as_far_as_they_were_saved(found, work):
    assert found()[START].passed == "0 of 1"
    path = work.folder / f"{START}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell.get("id") == "channel-means":
            text = ["Right.\n", "All public checks passed. The grader asks the same.\n"]
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert found()[START].passed == "1 of 1"


def test_it_counts_runs_that_exercises_rest_on(found, work):
    assert found()[START].runs == "-"
    assert found()[VARIANT].runs == "0 of 1"
    runs.Run(work.folder / f"{VARIANT}.run").save()
    assert found()[VARIANT].runs == "1 of 1"


def test_it_says_when_the_zip_was_made_and_whether_the_notebook_is_newer(found, work):
    assert found()[START].zip == "-"
    path = work.folder / f"{START}.zip"
    path.touch()
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert found()[START].zip.startswith("14 November 2023 at ")
    assert found()[START].zip.endswith(", the notebook is newer")
    (work.folder / f"{START}-ada.zip").touch()
    assert "newer" not in found()[START].zip


def test_an_unreadable_notebook_is_said_in_its_row(found, work):
    (work.folder / f"{START}.ipynb").write_text("<<<")
    assert found()[START].written == "not readable"


def test_the_command_prints_a_table_of_lines_without_trailing_spaces(found, capsys):
    assert status.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ")[0] == "notebook"
    assert all(line == line.rstrip() for line in lines)


def test_a_folder_without_notebooks_is_a_sentence(tmp_path, capsys):
    assert status.main(["--folder", str(tmp_path / "nowhere")]) == 1
    assert "There are no notebooks of the course in" in capsys.readouterr().err
