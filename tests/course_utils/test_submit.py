import json
import os
import zipfile

import pytest

from course_utils import __version__, notebooks, rehearsal, runs, submit
from course_utils.handed_in import part
from tests.course_utils.conftest import change, graded

pytestmark = pytest.mark.fast

VARIANT = "08_your_variant"
START = "00_start_here"
RIGHT = "def channel_means(images):\n    return images.mean(axis=(1, 2))"


@pytest.fixture
def no_rehearsal(monkeypatch):
    """Only names what would be rehearsed: tests of the rehearsal itself are in its own file."""
    rehearsed = []

    def rehearse(notebook, files):
        rehearsed.append(sorted(files))
        return rehearsal.Rehearsal(1, 1, [], [])

    monkeypatch.setattr(rehearsal, "rehearse", rehearse)
    return rehearsed


@pytest.fixture
def student(work, no_rehearsal):
    """A student's folder with two notebooks and a finished run."""
    work.write(START, {"channel_means_solution": RIGHT})
    work.write(VARIANT, {"bottleneck_solution": None})
    trained(work.folder / f"{VARIANT}.run")
    return work


def trained(folder, data="shapes", weights=runs.HDF5):
    """A run's folder, as a training leaves it."""
    (folder / "checkpoint").mkdir(parents=True)
    runs.Run(folder, data=data, steps=3, losses=[[0, 2.3]], finished=True).save()
    (folder / runs.WEIGHTS).write_bytes(weights)
    (folder / "checkpoint" / "large").write_bytes(b"not handed in")
    return folder


def names(path):
    with zipfile.ZipFile(path) as archive:
        return sorted(archive.namelist())


def handed_in(student, name=VARIANT):
    return names(student.folder / f"{name}.zip")


# ---- what is packed ------------------------------------------------------------------------------


def test_notebook_and_run_are_packed_without_checkpoints(student, capsys):
    assert submit.main([VARIANT]) == 0
    assert handed_in(student) == [
        f"{VARIANT}.ipynb",
        f"{VARIANT}.run/{runs.RECORD}",
        f"{VARIANT}.run/{runs.WEIGHTS}",
    ]
    assert f"Hand in notebooks/{VARIANT}.zip" in capsys.readouterr().out


def test_files_that_are_left_out_of_a_run_are_named(student, capsys):
    (student.folder / f"{VARIANT}.run" / "notes.txt").write_text("mine")
    assert submit.main([VARIANT]) == 0
    assert (
        f"Left out, as the grader does not need it: {VARIANT}.run/checkpoint, "
        f"{VARIANT}.run/notes.txt." in capsys.readouterr().out
    )


def test_a_notebook_without_training_needs_no_run(student):
    assert submit.main([START]) == 0
    assert handed_in(student, START) == [f"{START}.ipynb"]


def test_what_is_packed_keeps_its_names_where_it_is_collected(student):
    trained(student.folder / "08_my-variant.run")
    assert submit.main([VARIANT]) == 0
    held = handed_in(student)
    assert [part(name, [VARIANT]) for name in held] == held


def test_the_students_id_is_in_the_name_where_it_is_asked_for(student):
    assert submit.main([START, "--student", "ada"]) == 0
    assert (student.folder / f"{START}-ada.zip").exists()


def test_a_missing_run_is_a_sentence(student, capsys):
    (student.folder / f"{VARIANT}.run" / runs.RECORD).unlink()
    assert submit.main([VARIANT]) == 1
    assert "Run the notebook's training cell" in capsys.readouterr().err


def test_an_exercise_that_was_left_out_keeps_nobody_from_handing_in_the_others(student, capsys):
    name = "02_first_cnn"
    student.write(name, {})
    trained(student.folder / f"{name}.run", data="digits")
    assert submit.main([name]) == 1
    assert "Not there: 02_protocol_1.run, " in capsys.readouterr().err
    assert submit.main([name, "--incomplete"]) == 0
    assert f"{name}.run/{runs.RECORD}" in handed_in(student, name)
    assert "Without 02_protocol_1.run, " in capsys.readouterr().out


def test_a_damaged_run_that_an_exercise_rests_on_is_a_sentence(student, capsys):
    (student.folder / f"{VARIANT}.run" / runs.RECORD).write_text("{", encoding="utf-8")
    assert submit.main([VARIANT]) == 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda run: (run / runs.RECORD).unlink(), "No run was found"),
        (lambda run: (run / runs.RECORD).write_text("{"), "cannot be read"),
        (lambda run: (run / runs.WEIGHTS).write_bytes(bytes(21_000_000)), "is too big"),
    ],
    ids=["empty", "damaged", "21 MB"],
)
def test_an_abandoned_run_is_left_out_and_named_and_blocks_nothing(student, capsys, damage, said):
    damage(trained(student.folder / "08_abandoned.run"))
    assert submit.main([VARIANT]) == 0
    assert all(not name.startswith("08_abandoned") for name in handed_in(student))
    printed = capsys.readouterr().out
    assert "Left out: 08_abandoned.run. " in printed
    assert said in printed


def test_runs_that_other_cells_train_are_packed_where_there_is_room(student, capsys):
    trained(student.folder / "08_baseline.run")
    trained(student.folder / "08_large_1.run", weights=bytes(19_000_000))
    trained(student.folder / "08_large_2.run", weights=bytes(19_900_000))
    trained(student.folder / "08_large_3.run", weights=bytes(9_000_000))
    assert submit.main([VARIANT]) == 0
    held = {name.partition("/")[0] for name in handed_in(student)}
    assert held == {f"{VARIANT}.ipynb", f"{VARIANT}.run", "08_baseline.run"} | {
        "08_large_1.run",
        "08_large_2.run",
    }
    assert "Left out: 08_large_3.run. With 08_large_3.run the files have" in capsys.readouterr().out


def test_only_runs_of_this_notebook_are_packed_and_others_where_it_mentions_them(student):
    for name in ("06_evaluation.run", "best.run", "forgotten.run"):
        trained(student.folder / name)
    path = student.folder / f"{VARIANT}.ipynb"
    path.write_text(
        path.read_text(encoding="utf-8").replace("budget.name", "budget.name, 'best.run'", 1)
    )
    assert submit.main([VARIANT]) == 0
    held = {name.partition("/")[0] for name in handed_in(student)}
    assert held == {f"{VARIANT}.ipynb", f"{VARIANT}.run", "best.run"}


def test_a_run_whose_name_has_a_hyphen_is_packed_as_the_notebook_names_it(student):
    trained(student.folder / "08_my-variant.run")
    assert submit.main([VARIANT]) == 0
    assert f"08_my-variant.run/{runs.RECORD}" in handed_in(student)


def test_a_notebook_with_large_outputs_is_packed_without_them(student, capsys, monkeypatch):
    monkeypatch.setattr(submit, "LARGEST_NOTEBOOK", 60_000)
    path = student.folder / f"{START}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    code = next(cell for cell in content["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 99_999}]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert submit.main([START]) == 0
    assert "are left out: the grader makes its own" in capsys.readouterr().out
    with zipfile.ZipFile(student.folder / f"{START}.zip") as archive:
        assert len(archive.read(f"{START}.ipynb")) < 60_000
    assert "x" * 99_999 in path.read_text(encoding="utf-8")


# ---- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file", [f"{START} (1).ipynb", f"{START}-Copy1.ipynb", "00_Start_Here.ipynb", "my_first.ipynb"]
)
def test_a_renamed_notebook_is_packed_under_the_name_that_the_grader_knows(
    work, no_rehearsal, capsys, file
):
    work.write(START, {}, file)
    assert submit.main([file.removesuffix(".ipynb")]) == 0
    assert names(work.folder / f"{START}.zip") == [f"{START}.ipynb"]
    assert f"{file} is packed as {START}.ipynb." in capsys.readouterr().out


def test_a_notebook_is_found_under_the_name_that_a_download_gave_it(work, no_rehearsal):
    work.write(START, {}, f"{START} (1).ipynb")
    assert submit.main([START]) == 0


def test_a_copy_that_was_saved_later_is_named_with_the_command_that_packs_it(student, capsys):
    copy = student.write(START, {}, f"{START}-Copy1.ipynb")
    os.utime(student.folder / f"{START}.ipynb", (1_700_000_000, 1_700_000_000))
    assert submit.main([START]) == 0
    assert (
        f"{copy.name} was saved later than {START}.ipynb and is not packed"
        in capsys.readouterr().out
    )


def test_a_path_to_the_notebook_does_as_well_as_its_name(student):
    assert submit.main([f"notebooks/{START}.ipynb"]) == 0


def test_a_notebook_that_is_none_of_the_courses_is_a_sentence(student, capsys):
    (student.folder / "diary.ipynb").write_text('{"cells": [], "metadata": {}}')
    assert submit.main(["diary"]) == 1
    said = capsys.readouterr().err
    assert "is none of the course's notebooks" in said
    assert f"{START}, 01_softmax" in said


def test_a_wrong_name_lists_the_notebooks_that_are_there(student, capsys):
    assert submit.main(["8_variant"]) == 1
    assert f"There are: {START}, {VARIANT}" in capsys.readouterr().err


# ---- what is said about the notebook -------------------------------------------------------------


def test_it_says_when_the_notebook_was_saved_and_which_exercises_are_written(student, capsys):
    assert submit.main([VARIANT]) == 0
    said = capsys.readouterr().out
    assert f"{VARIANT}.ipynb was saved on " in said
    assert "Exercises written: 1 of 4; not yet random_shift, ablation_effects, accuracy." in said


def test_a_notebook_in_which_nothing_is_written_says_so_and_is_not_rehearsed(
    student, no_rehearsal, capsys
):
    student.write(START, {})
    assert submit.main([START]) == 0
    said = capsys.readouterr().out
    assert "Exercises written: 0 of 1; not yet channel_means." in said
    assert "No exercise is written yet" in said
    assert not no_rehearsal


def test_a_run_that_is_newer_than_the_notebook_is_told(student, capsys):
    os.utime(student.folder / f"{VARIANT}.ipynb", (1_700_000_000, 1_700_000_000))
    assert submit.main([VARIANT]) == 0
    assert f"Trained after {VARIANT}.ipynb was saved: {VARIANT}.run (" in capsys.readouterr().out


def test_a_run_that_is_older_than_the_notebook_is_not_worth_a_word(student, capsys):
    assert submit.main([VARIANT]) == 0
    assert "Trained after" not in capsys.readouterr().out


def test_a_changed_graded_cell_is_told(student, capsys):
    path = student.folder / f"{START}.ipynb"
    change(path, lambda cells: graded(cells).update(source=['check("channel_means", mine)']))
    assert submit.main([START]) == 0
    assert "You changed the text of channel_means." in capsys.readouterr().out


def test_a_notebook_of_another_version_is_told(student, capsys):
    path = student.folder / f"{START}.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{__version__}"', '"0.1.9"'))
    assert submit.main([START]) == 0
    assert f"{START}.ipynb is of version 0.1.9 of the course" in capsys.readouterr().out


def test_without_a_handout_it_packs_and_says_when_the_notebook_was_saved(
    student, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(notebooks, "HANDOUT", tmp_path / "none")
    monkeypatch.setattr(notebooks, "CLONE", tmp_path)
    assert submit.main([START]) == 0
    assert f"{START}.ipynb was saved on " in capsys.readouterr().out


def test_a_copied_cell_is_told(student, capsys):
    path = student.folder / f"{START}.ipynb"
    change(path, lambda cells: cells.append({**graded(cells), "id": "copy"}))
    assert submit.main([START]) == 0
    assert "There are several copies of the cell channel_means." in capsys.readouterr().out


def test_cells_that_lost_their_marks_are_recognised_as_the_grader_does(student, capsys):
    path = student.folder / f"{START}.ipynb"
    change(path, lambda cells: [cell.update(metadata={}) for cell in cells])
    assert submit.main([START]) == 0
    assert "Exercises written: 1 of 1." in capsys.readouterr().out


def test_a_notebook_that_lost_its_graded_cells_is_a_sentence(student, capsys):
    path = student.folder / f"{START}.ipynb"
    change(path, lambda cells: cells.__setitem__(slice(None), cells[:2]))
    assert submit.main([START]) == 1
    assert "no graded cells" in capsys.readouterr().err
    assert submit.main([START, "--incomplete"]) == 0


def test_a_damaged_notebook_is_a_sentence(student, capsys):
    path = student.folder / f"{START}.ipynb"
    path.write_text("<<<<<<<", encoding="utf-8")
    assert submit.main([START]) == 1
    said = capsys.readouterr().err
    assert "no readable notebook" in said
    assert "--incomplete" in said
    assert submit.main([START, "--incomplete"]) == 0
    with zipfile.ZipFile(student.folder / f"{START}.zip") as archive:
        assert archive.read(f"{START}.ipynb") == b"<<<<<<<"


# ---- the rehearsal -------------------------------------------------------------------------------


def test_the_rehearsal_gets_what_is_handed_in_besides_the_notebook(student, no_rehearsal):
    assert submit.main([VARIANT]) == 0
    assert no_rehearsal == [[f"{VARIANT}.run/{runs.RECORD}", f"{VARIANT}.run/{runs.WEIGHTS}"]]


def test_the_rehearsal_can_be_left_out(student, no_rehearsal):
    assert submit.main([VARIANT, "--no-rehearsal"]) == 0
    assert not no_rehearsal


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyboardInterrupt(), "The rehearsal was stopped. The zip is whole"),
        (rehearsal.RehearsalError("No Python started."), "There was no rehearsal: No Python"),
    ],
)
def test_a_rehearsal_that_does_not_come_about_costs_nothing(
    student, monkeypatch, capsys, error, said
):
    def fail(*arguments):
        raise error

    monkeypatch.setattr(rehearsal, "rehearse", fail)
    assert submit.main([START]) == 0
    assert said in capsys.readouterr().out
    assert handed_in(student, START)


# ---- from the notebook ---------------------------------------------------------------------------


@pytest.fixture
def inside(student, monkeypatch):
    """The kernel of a notebook: its folder, and what was run in it."""
    monkeypatch.chdir(student.folder)
    ran = []
    monkeypatch.setattr(notebooks, "history", lambda: ran)
    return ran


def test_the_last_cell_packs_rehearses_and_says_where_the_zip_is(
    student, inside, no_rehearsal, capsys
):
    submit.hand_in(START)
    assert handed_in(student, START) == [f"{START}.ipynb"]
    assert f"Hand in {student.folder / START}.zip." in capsys.readouterr().out
    assert no_rehearsal


def test_the_last_cell_packs_the_notebook_that_is_open(student, inside, monkeypatch, capsys):
    student.write(START, {}, f"{START}-Copy1.ipynb")
    monkeypatch.setenv("JPY_SESSION_NAME", f"/home/ada/notebooks/{START}-Copy1.ipynb")
    submit.hand_in(START)
    assert f"{START}-Copy1.ipynb is packed as {START}.ipynb." in capsys.readouterr().out


@pytest.mark.parametrize("execution", ["autograde", "validate"])
def test_nothing_is_packed_while_a_notebook_is_graded(student, inside, monkeypatch, execution):
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    submit.hand_in(START)
    assert not (student.folder / f"{START}.zip").exists()


def test_where_no_notebook_is_the_last_cell_only_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(tmp_path)
    submit.hand_in(START)
    assert "Nothing was packed." in capsys.readouterr().out


def test_a_missing_run_names_what_to_write_in_the_cell(student, inside):
    (student.folder / f"{VARIANT}.run" / runs.RECORD).unlink()
    with pytest.raises(submit.SubmitError, match=r'hand_in\("08_your_variant", incomplete=True\)'):
        submit.hand_in(VARIANT)
    submit.hand_in(VARIANT, incomplete=True)
    assert handed_in(student) == [f"{VARIANT}.ipynb"]


def test_an_answer_that_was_run_but_not_saved_is_told_and_not_rehearsed(
    student, inside, no_rehearsal, capsys
):
    inside += [RIGHT, RIGHT.replace("(1, 2)", "(0, 1)"), f'submit.hand_in("{START}")']
    submit.hand_in(START)
    assert (
        "You ran a text of channel_means_solution that is not in the file."
        in capsys.readouterr().out
    )
    assert not no_rehearsal
    assert handed_in(student, START)


def test_an_answer_that_was_saved_as_it_was_run_last_is_not_worth_a_word(student, inside, capsys):
    inside += [RIGHT.replace("(1, 2)", "(0, 1)"), RIGHT + "\n", f'submit.hand_in("{START}")']
    submit.hand_in(START)
    assert "not in the file" not in capsys.readouterr().out
