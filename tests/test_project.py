"""Promises of the project as a whole: one list of dependencies, one-way imports."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import conftest

ROOT = Path(__file__).parent.parent


def dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["dependencies"], project["optional-dependencies"]


def normal(requirement):
    return requirement.replace(" ", "").lower()


def test_environment_yml_lists_the_dependencies_of_pyproject():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    pip_part = text.split("- pip:\n")[1]
    listed = [line.split("#")[0].strip().removeprefix("- ") for line in pip_part.splitlines()]
    assert [normal(line) for line in listed if line and line != "-e ."] == [
        normal(line) for line in dependencies()[0]
    ]


def test_environment_yml_allows_the_python_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert f"python{project['requires-python']}" in text


def test_each_dependency_has_a_lower_bound_and_is_locked():
    main, extras = dependencies()
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {re.split("[=;]", line)[0].strip() for line in lock.splitlines() if "==" in line}
    for requirement in [*main, *(line for extra in extras.values() for line in extra)]:
        name, bound = requirement.split(">=")
        assert re.fullmatch(r"[\d.]+", bound)
        assert normal(name).partition("[")[0].replace("_", "-") in locked  # [binary] is no name


def test_the_lock_has_hashes_and_no_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "index" not in lock
    assert all("\\" in line for line in lock.splitlines() if "==" in line)


@pytest.mark.parametrize(
    "modules",
    [
        "course_utils, course_utils.data, course_utils.environment, course_utils.plots",
        "course_utils.exercises, course_utils.exercises.your_variant.accuracy",
        "course_utils.notebooks, course_utils.rehearsal, course_utils.restore, course_utils.status",
        "course_utils.submit, course_utils.runs, course_utils.evaluation, course_utils.exchange",
        "course_utils.handed_in, autograder.intake.collect",
        "course_utils.cifar10_train, course_utils.cifar10_eval, course_utils.data.folders",
        "course_utils.cifar10_multi_gpu_train",
        "autograder.grading.command, autograder.grading.judge",
        "autograder.reporting.report, autograder.reporting.feedback, autograder.reporting.export",
        "autograder.appeals.replay, autograder.appeals.audit",
    ],
)
def test_no_tensorflow_is_imported_where_none_is_needed(modules):
    code = f"import sys, {modules}; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_onednn_is_switched_on_before_tensorflow_can_be_imported():
    code = "import os, course_utils; assert os.environ['TF_ENABLE_ONEDNN_OPTS'] == '1'"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("command", ["ruff format --check .", "ruff check .", "codespell"])
def test_there_is_nothing_to_format_to_lint_or_to_spell_otherwise(command):
    process = linted(ROOT, *command.split())
    assert process.returncode == 0, process.stdout


def test_no_room_imports_what_it_may_not():
    process = linted(ROOT, "lint-imports", "--no-cache")
    assert process.returncode == 0, process.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("course_utils/runs.py", "from course_utils import training"),
        ("course_utils/errors.py", "import autograder"),
        ("autograder/reporting/report.py", "from autograder.references import reference_network"),
        ("course_utils/exercises/model/max_pool.py", "import course_utils.exercises.inputs"),
        ("course_utils/exercises/kit/steps.py", "from course_utils.exercises import devices"),
    ],
)
def test_an_import_that_the_contracts_forbid_is_found(tmp_path, module, line):
    for name in ("course_utils", "autograder", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    with (tmp_path / module).open("a") as file:
        file.write(f"\n\ndef later():\n    {line}\n")
    process = linted(tmp_path, "lint-imports", "--no-cache")
    assert process.returncode == 1
    assert module.removesuffix(".py").replace("/", ".") in process.stdout


@pytest.mark.ci
def test_fast_tests_are_collected_without_tensorflow():
    words = [sys.executable, "-m", "pytest", "-m", "fast", "--collect-only", "-q"]
    process = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout[-2000:]


@pytest.mark.ci
def test_types_are_right():
    process = linted(ROOT, "mypy")
    assert process.returncode == 0, process.stdout


@pytest.mark.ci
def test_a_wrong_type_is_found(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from course_utils import files\n\nfiles.write_atomically(3)\n")
    process = linted(ROOT, "mypy", wrong)
    assert process.returncode == 1
    assert "[arg-type]" in process.stdout


LATER = '\n\ndef later() -> int:\n    """Count."""\n    '
DAMAGES = {
    "a wrong type": ("course_utils/progress.py", LATER + 'return "one"\n', "[return-value]"),
    "a forbidden import": (
        "course_utils/progress.py",
        LATER + "from course_utils import runs\n\n    return len(runs.SUBMITTED)\n",
        "course_utils.progress is not allowed to import course_utils.runs",
    ),
    "a stale notebook": (
        "notebooks/src/00_start_here.py",
        "\n# %% [markdown]\n# One more thing.\n",
        "stale: notebooks/00_start_here.ipynb",
    ),
}
NOT_COPIED = {".git", ".venv", "build", "course", "data", "demo", "dist"}


@pytest.mark.ci
@pytest.mark.parametrize("damage", DAMAGES)
def test_make_lint_fails_on(damage, tmp_path):
    module, text, said = DAMAGES[damage]
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=lambda folder, _: NOT_COPIED if Path(folder) == ROOT else ())
    (copy / ".venv").symlink_to(sys.prefix)
    with (copy / module).open("a") as file:
        file.write(text)
    process = linted(copy, shutil.which("make"), "--assume-old=.venv/.ready", "lint")
    assert process.returncode == 2
    assert said in process.stdout


def test_the_files_that_are_begun_first_exist():
    assert [name for name in conftest.BEGUN_FIRST if not (ROOT / name).is_file()] == []


def test_what_two_processes_of_tests_told_is_put_together(monkeypatch):
    monkeypatch.setattr(conftest, "SLOWED", [])
    monkeypatch.setattr(conftest, "TIMES", {("01_softmax", "student", "embedded"): (2.0, 1.0)})
    monkeypatch.setattr(conftest, "JUDGED", {"softmax": ["right_plain"]})
    config = SimpleNamespace(workeroutput={})
    conftest.pytest_sessionfinish(SimpleNamespace(config=config))
    monkeypatch.setattr(conftest, "TIMES", {("01_softmax", "instructor", "embedded"): (5.0, 4.0)})
    monkeypatch.setattr(conftest, "JUDGED", {"softmax": ["wrong_stub"], "lenet": ["wrong_stub"]})
    conftest.pytest_testnodedown(SimpleNamespace(workeroutput=config.workeroutput))
    assert sorted(version for _, version, _ in conftest.TIMES) == ["instructor", "student"]
    assert conftest.JUDGED == {"softmax": ["wrong_stub", "right_plain"], "lenet": ["wrong_stub"]}


def test_a_process_of_tests_that_crashed_tells_nothing():
    conftest.pytest_testnodedown(SimpleNamespace())


def linted(folder, command, *arguments):
    """Run a command of the environment in a folder, and return the finished process."""
    program = Path(sys.executable).parent / command
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_figures_quote_the_cut_offs_as_they_were_measured():
    figures = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    path = ROOT / "course_utils" / "exercises" / "cut_offs.json"
    measured = json.loads(path.read_text(encoding="utf-8"))["08_your_variant"]
    for data in ("shapes", "cifar10"):
        ends = f"{100 * measured[data]['low']:.1f} / {100 * measured[data]['high']:.1f} %"
        assert ends in figures
        for accuracies in measured[data]["levels"].values():
            assert f"{100 * min(accuracies):.1f} to {100 * max(accuracies):.1f} %" in figures
