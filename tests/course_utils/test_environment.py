"""The look at a machine: each problem is found, told with its cure, and seen in the exit status."""

import importlib.metadata
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import course_utils
from course_utils import environment

pytestmark = pytest.mark.fast


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    for variable in ("COURSE_BUDGET", "COURSE_DATA", "COURSE_DATA_MIRRORS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "data"))


def only_problem():
    (found,) = environment.problems()
    return found


def test_nothing_is_wrong_in_the_environment_of_the_tests():
    assert environment.problems() == []


def test_the_report_tells_versions_memory_cores_accelerator_disk_data_and_settings(monkeypatch):
    monkeypatch.setattr(environment, "grading_problem", lambda: "")
    report = environment.report()
    for word in ("Python 3.", "tensorflow 2.", "GB of memory", "cores", "Accelerator", "GB free"):
        assert word in report
    assert report.startswith(f"Version {course_utils.__version__} of the course")
    assert "COURSE_BUDGET = laptop" in report
    assert "shapes, digits and numbers are drawn" in report
    assert report.endswith("Everything is in place.")


def test_data_on_disk_are_told(tmp_path):
    folder = tmp_path / "data" / "svhn"
    folder.mkdir(parents=True)
    (folder / "test_32x32.mat").write_bytes(b"")
    assert f"Data: svhn in {folder.parent}" in environment.report()


def test_an_old_python_is_told(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert "TensorFlow needs 3.11 to 3.13" in only_problem()


def test_a_missing_and_an_old_package_are_told_with_the_command_that_mends_them(monkeypatch):
    needed = ["no-such-package>=1.0", "numpy>=99", "tqdm>=1; extra == 'x'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: needed)
    missing, old = environment.problems()
    assert "Missing here: no-such-package" in missing
    assert "Too old: numpy" in old
    assert "(at least 99)" in old
    assert "pip install -r requirements.lock" in missing


def test_a_python_without_the_course_is_told(monkeypatch):
    monkeypatch.setattr(environment, "PROJECT", "no-such-project")
    assert "The course itself is not installed in" in only_problem()


def test_little_memory_is_told(monkeypatch):
    monkeypatch.setattr(environment, "memory", lambda: 2.0)
    assert "has 2.0 GB of memory, training wants 4" in only_problem()


def test_a_full_disk_is_told_with_its_folder(monkeypatch):
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: SimpleNamespace(free=10**8))
    assert all("Make room" in sentence for sentence in environment.problems())
    assert str(Path.cwd()) in environment.problems()[0]


def test_a_folder_that_may_not_be_written_is_told(monkeypatch):
    monkeypatch.setattr(environment.os, "access", lambda path, mode: path != Path.cwd())
    assert f"You may not write to {Path.cwd()}" in only_problem()


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("COURSE_BUDGET", "fast", "quick, laptop, full"),
        ("COURSE_DATA", "imagenet", "shapes, cifar10"),
        ("COURSE_DATA_MIRRORS", "ftp:there", "COURSE_DATA_MIRRORS names 'ftp:there'"),
        ("COURSE_DATA_DIR", __file__, "is no folder"),
    ],
)
def test_a_wrong_setting_is_told(monkeypatch, variable, value, says):
    monkeypatch.setenv(variable, value)
    assert says in only_problem()


def test_a_sandbox_that_does_not_work_is_a_problem_of_grading_alone(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")  # so that bwrap is not found
    report = environment.report()
    assert "Problem (only for grading): The sandbox program bwrap is missing" in report
    assert environment.problems() == []


def test_a_student_s_copy_has_no_grader_and_no_such_problem(monkeypatch):
    monkeypatch.setattr(environment, "has_grader", lambda: False)
    assert environment.grading_problem() == ""
    assert "Grading" not in environment.report()


def test_scripts_see_a_problem_in_the_exit_status_and_no_tensorflow_is_imported(monkeypatch):
    monkeypatch.setenv("COURSE_BUDGET", "fast")
    code = (
        "import sys; from course_utils import environment as e; status = e.main(); "
        "sys.exit(9 if 'tensorflow' in sys.modules else status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Problem: COURSE_BUDGET is 'fast'" in done.stdout
