"""Mistakes of students that meet a disk, a folder or a permission: each gets its sentence."""

import errno
import sys
import zipfile

import numpy as np
import pytest

from course_utils import cifar10_eval, runs, submit


def fit(folder):
    import keras

    from course_utils import training

    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(10)])
    batch = np.zeros((2, 4), np.float32), np.zeros(2, np.int64)
    options = {"data": "shapes", "images": 2, "batch_size": 2, "progress": False}
    return training.fit(model, iter([batch] * 3), max_steps=2, run_dir=folder, **options)


def test_a_training_without_a_place_to_write_says_so_before_it_starts(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(runs.RunError, match=r"cannot be saved in .*name a folder that you may"):
        fit(tmp_path / "file" / "run")


def test_a_disk_that_fills_up_while_a_run_is_saved_is_told(tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("course_utils.runs.save_weights", full)
    with pytest.raises(runs.RunError, match=r"cannot be saved in .*No space left on device"):
        fit(tmp_path)


def test_a_zip_that_cannot_be_written_is_told_and_the_notebook_is_kept(
    tmp_path, monkeypatch, capsys
):
    notebook = tmp_path / "00_start_here.ipynb"
    cell = '{"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade": true}}}'
    notebook.write_text(f'{{"cells": [{cell}]}}')
    before = notebook.read_bytes()

    def refuse(self, *arguments, **options):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))

    monkeypatch.setattr(zipfile, "ZipFile", refuse)
    assert submit.main(["00_start_here", "--folder", str(tmp_path), "--incomplete"]) == 1
    said = capsys.readouterr().err
    assert "Permission denied" in said
    assert "submit again" in said
    assert notebook.read_bytes() == before


def test_evaluating_before_training_names_the_command_that_trains(tmp_path, capsys):
    flags = ["--data", "shapes", "--run_once", "--checkpoint_dir", str(tmp_path)]
    assert cifar10_eval.main(flags) == 1
    assert "Train first: python -m course_utils.cifar10_train" in capsys.readouterr().err


def test_a_python_without_the_course_is_told_in_the_first_cell(capsys, monkeypatch):
    from autograder.authoring.build import instructor_notebook
    from autograder.course import SOURCES

    cells = instructor_notebook(SOURCES / "00_start_here.py").cells
    first = next(cell.source for cell in cells if cell.cell_type == "code")
    monkeypatch.setitem(sys.modules, "course_utils", None)
    exec(first, {})
    said = capsys.readouterr().out
    assert f"Problem: {sys.executable} does not have the course" in said
