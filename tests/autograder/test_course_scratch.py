"""A grader's folder goes with it; that of a killed one goes with the next."""

import os
import subprocess
import sys
import tempfile
import time

import pytest

from autograder import course
from autograder.course import ROOT, SCRATCH_HELD, Scratch
from autograder.sandbox.kernel import private_folder

KILLED = """
import os, pathlib, signal, sys
from autograder import course
course.scratch_top = lambda: pathlib.Path(sys.argv[1])
made = course.Scratch()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """Stands where the system's folder for temporary files would be."""
    monkeypatch.setattr(course, "scratch_top", lambda: tmp_path)
    return tmp_path


def grown_old(folder):
    past = time.time() - 10 * course.SCRATCH_YOUNG_SECONDS
    os.utime(folder / SCRATCH_HELD, (past, past))


def left_by_a_killed_grader(place):
    subprocess.run([sys.executable, "-c", KILLED, str(place)], cwd=ROOT, check=False)
    (left,) = place.iterdir()
    return left


def test_a_folder_is_private_and_goes_when_it_is_closed(place):
    made = Scratch()
    assert made.path.stat().st_mode & 0o777 == 0o700
    made.close()
    assert not list(place.iterdir())


def test_what_a_killed_grader_left_goes_with_the_next(place):
    left = left_by_a_killed_grader(place)
    Scratch().close()
    assert left.exists(), "it might be about to be locked"
    grown_old(left)
    Scratch().close()
    assert not left.exists()


def test_a_folder_that_is_in_use_stays_however_old_it_is(place):
    used = Scratch()
    grown_old(used.path)
    Scratch().close()
    assert used.path.exists()
    used.close()


def test_folders_of_others_stay(place):
    (place / "grading-notes").mkdir()
    (place / "grading-notes" / "mine.txt").write_text("notes")
    (place / "grading-file").write_text("a file")
    (place / "grading-link").symlink_to(place / "grading-notes")
    Scratch().close()
    assert len(list(place.iterdir())) == 3


def test_a_kernels_folder_leaves_nothing(place):
    with private_folder() as private:
        assert (private / "questions").is_dir()
    assert not list(place.iterdir())


def test_paths_stay_short_enough_for_a_socket(monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("long" * 10)))
    with private_folder() as private:
        assert len(str(private)) < 60
