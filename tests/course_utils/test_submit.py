import json
import zipfile

import pytest

from autograder.authoring import build
from autograder.authoring.rehearse import notebook
from course_utils import runs, submit

VARIANT = "08_your_variant"


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A student's folder with both notebooks and a finished run."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("00_start_here", VARIANT):
        (folder / f"{name}.ipynb").write_bytes(build.as_bytes(notebook(name, {})))
    run = folder / f"{VARIANT}.run"
    (run / "checkpoint").mkdir(parents=True)
    runs.Run(run, data="shapes", steps=3, finished=True).save()
    (run / runs.WEIGHTS).write_bytes(b"weights")
    (run / "checkpoint" / "large").write_bytes(b"not handed in")
    return tmp_path


def names(path):
    with zipfile.ZipFile(path) as archive:
        return sorted(archive.namelist())


def test_notebook_and_run_are_packed_without_checkpoints(work, capsys):
    assert submit.main([VARIANT]) == 0
    assert names(work / "notebooks" / f"{VARIANT}.zip") == [
        f"{VARIANT}.ipynb",
        f"{VARIANT}.run/{runs.RECORD}",
        f"{VARIANT}.run/{runs.WEIGHTS}",
    ]
    assert f"Hand in notebooks/{VARIANT}.zip" in capsys.readouterr().out


def test_a_notebook_without_training_needs_no_run(work):
    assert submit.main(["00_start_here"]) == 0
    assert names(work / "notebooks" / "00_start_here.zip") == ["00_start_here.ipynb"]


def test_the_students_id_is_in_the_name_where_it_is_asked_for(work):
    assert submit.main(["00_start_here", "--student", "ada"]) == 0
    assert (work / "notebooks" / "00_start_here-ada.zip").exists()


def test_a_missing_run_is_a_sentence(work, capsys):
    (work / "notebooks" / f"{VARIANT}.run" / runs.RECORD).unlink()
    assert submit.main([VARIANT]) == 1
    assert "Run the notebook's training cell" in capsys.readouterr().err


def test_an_exercise_that_was_left_out_keeps_nobody_from_handing_in_the_others(work, capsys):
    name = "02_first_cnn"
    folder = work / "notebooks"
    (folder / f"{name}.ipynb").write_bytes(build.as_bytes(notebook(name, {})))
    runs.Run(folder / f"{name}.run", data="digits", steps=3, finished=True).save()
    assert submit.main([name]) == 1
    assert "Not there: 02_protocol_1.run, " in capsys.readouterr().err
    assert submit.main([name, "--incomplete"]) == 0
    assert f"{name}.run/{runs.RECORD}" in names(folder / f"{name}.zip")


def test_a_damaged_run_is_a_sentence(work, capsys):
    (work / "notebooks" / f"{VARIANT}.run" / runs.RECORD).write_text("{", encoding="utf-8")
    assert submit.main([VARIANT]) == 1
    assert capsys.readouterr().err.strip()


def test_a_wrong_name_lists_the_notebooks_that_are_there(work, capsys):
    assert submit.main(["8_variant"]) == 1
    assert f"There are: 00_start_here, {VARIANT}" in capsys.readouterr().err


def test_a_damaged_notebook_is_a_sentence(work, capsys):
    (work / "notebooks" / "00_start_here.ipynb").write_text("<<<<<<<", encoding="utf-8")
    assert submit.main(["00_start_here"]) == 1
    assert "no readable notebook" in capsys.readouterr().err


def test_a_notebook_that_lost_its_graded_cells_is_a_sentence(work, capsys):
    path = work / "notebooks" / "00_start_here.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["metadata"] = {}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert submit.main(["00_start_here"]) == 1
    assert "no graded cells" in capsys.readouterr().err
