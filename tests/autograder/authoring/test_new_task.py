"""What ``new-task`` begins works at once, and nothing that exists is touched."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from autograder.__main__ import main, parser
from autograder.authoring import new_task
from autograder.course import ROOT
from course_utils.errors import CourseError
from course_utils.exercises.kit.task import KINDS

pytestmark = pytest.mark.fast

NOTEBOOK = "10_brightness"
FOLDERS = ("course_utils/exercises", "autograder/references", "tests/answers")
FILES = (
    "nbgrader_config.py",
    "pyproject.toml",
    "notebooks/README.md",
    "notebooks/src/00_start_here.py",
    *(f"tests/{name}__init__.py" for name in ("", "answers/", "autograder/")),
    "tests/conftest.py",
)
WITHOUT_REFERENCE = ("random", "predictor", "evidence")


def begin(root, grade_id, kind, notebook=NOTEBOOK):
    """Begins an exercise in another folder, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(new_task, "ROOT", root)
        assert main(["new-task", notebook, grade_id, kind]) == 0


def places(kind, grade_id):
    """The files of an exercise of the new notebook."""
    own = [
        f"{folder}/brightness/{grade_id}.py"
        for folder in FOLDERS
        if "references" not in folder or kind not in WITHOUT_REFERENCE
    ]
    return [*own, f"notebooks/src/{NOTEBOOK}.py"]


def run(folder, *words):
    """Runs a module in a folder by this Python."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def copied(folder):
    """Copies what the commands and tests here need of the repository, with one other notebook."""
    skipped = shutil.ignore_patterns("__pycache__", "expectations")
    for name in ("course_utils", "autograder", "tests/exercises", "tests/autograder/authoring"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for room in (folder / "course_utils" / "exercises").glob("*/__init__.py"):
        if room.parent.name not in ("kit", "start_here"):
            shutil.rmtree(room.parent)
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


# ---- what is written works -----------------------------------------------------------------------


# One notebook with all kinds, since TensorFlow starts and the images are drawn once.
CASES = [pytest.param(KINDS, id="every kind", marks=pytest.mark.ci)]


@pytest.fixture(scope="module", params=CASES)
def begun(request, tmp_path_factory):
    """A copy of the repository, and the kinds that were begun in it."""
    folder = copied(tmp_path_factory.mktemp("begun"))
    for kind in request.param:
        begin(folder, f"my_{kind}", kind)
    return folder, request.param


@pytest.fixture(scope="module")
def built(begun):
    """What the build said."""
    return run(begun[0], "autograder", "build", NOTEBOOK)


@pytest.fixture(scope="module")
def judged(begun, built):
    """What was found out about the answers and the notebook, in the copy."""
    done = run(begun[0], "tests.autograder.authoring.begun", NOTEBOOK)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_notebook_is_built(begun, built):
    folder, kinds = begun
    assert built.returncode == 0, built.stderr
    student = (folder / "notebooks" / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8")
    assert "SOLUTION" not in student
    assert f"Points in this notebook: {len(kinds)}." in student
    for number, kind in enumerate(kinds, start=1):
        assert re.search(rf"\| {number}\. .*`my_{kind}` \| 1 \|", student)


def test_what_is_left_to_fill_in_is_told_file_by_file(begun):
    folder, kinds = begun
    done = run(folder, "pytest", "tests/exercises/test_exercises.py", "-k", "fill_in and my_")
    assert done.returncode == 1, done.stderr
    assert f"{len(kinds)} failed" in done.stdout
    for kind in kinds:
        for place in places(kind, f"my_{kind}"):
            assert re.search(rf"^{place}:\d+: FILL IN: ", done.stdout, re.MULTILINE), place
    assert "course_utils/exercises/brightness/__init__.py:1: FILL IN: " in done.stdout


def test_each_answer_earns_what_it_says_and_is_told_its_mistake(begun, judged):
    assert set(judged["answers"]) == {f"my_{kind}" for kind in begun[1]}
    for name, answers in judged["answers"].items():
        titles = list(answers)
        assert sum(title.startswith("right") for title in titles) == 2, name
        assert "wrong_stub" in titles
        assert sum(title.startswith("wrong") for title in titles) >= 2, name
        for title, (earned, said, earns, says) in answers.items():
            assert earned == pytest.approx(earns), (name, title, said)
            assert says in said, (name, title)
        wrong = [says for *_, says in answers.values() if says]
        assert len(set(wrong)) == len(wrong), "each mistake has a sentence of its own"


def test_each_solution_passes_the_public_check_and_each_stub_is_told_what_to_do(begun, judged):
    assert judged["solved"] == {}
    assert set(judged["handed out"]) == {f"my-{kind}" for kind in begun[1]}
    for said in judged["handed out"].values():
        assert re.fullmatch(r"CheckFailed: .*(\?|\.)", said)


def test_a_predictor_has_to_be_calibrated_first(begun, judged):
    predictors = [f"my_{kind}" for kind in begun[1] if kind == "predictor"]
    assert list(judged["without cut-offs"]) == predictors
    for said in judged["without cut-offs"].values():
        assert f"calibrates first: python -m autograder calibrate {NOTEBOOK}" in said


@pytest.mark.parametrize(
    ("notebook", "grade_id"),
    [("10_b", "f"), ("10_words_and_more_words", "LongestNameThatAnExerciseHas_")],
)
def test_what_is_written_is_formatted_whatever_the_names(tmp_path, notebook, grade_id):
    copied(tmp_path)
    for number, kind in enumerate(KINDS):
        begin(tmp_path, f"{grade_id}{number}", kind, notebook)
    folders = [f"{folder}/{notebook[3:]}" for folder in FOLDERS]
    ruff = Path(sys.executable).with_name("ruff")
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff, *command, "--no-cache", *folders, f"notebooks/src/{notebook}.py"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


# ---- a notebook that exists ----------------------------------------------------------------------


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder with the text of one notebook and the files of its exercise."""
    for name in (
        "notebooks/src/06_evaluation.py",
        "course_utils/exercises/evaluation/__init__.py",
        "course_utils/exercises/evaluation/exact_interval.py",
        "autograder/references/evaluation/__init__.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(new_task, "ROOT", tmp_path)
    return tmp_path


def snapshot(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


def test_the_cells_go_before_the_last_prose_and_get_the_next_number(root):
    source = root / "notebooks" / "src" / "06_evaluation.py"
    before = source.read_text(encoding="utf-8")
    begin(root, "halves", "predictor", "06_evaluation")
    after = source.read_text(encoding="utf-8")
    last = before.rindex("# %% [markdown]\n")
    assert after.startswith(before[:last])
    assert after.endswith(before[last:])
    added = after.removeprefix(before[:last]).removesuffix(before[last:])
    exercises = max(map(int, re.findall(r"^# ## Exercise (\d+):", before, re.MULTILINE)))
    assert f"# ## Exercise {exercises + 1}: FILL IN: a title\n" in added
    assert "import" not in added  # all that it needs is there
    assert added.endswith('check("halves", predict)\n\n')


def test_imports_that_a_notebook_lacks_come_with_the_cells(root):
    source = root / "notebooks" / "src" / "06_evaluation.py"
    text = source.read_text(encoding="utf-8").replace("import keras\n", "")
    source.write_text(text, encoding="utf-8")
    begin(root, "product", "layer", "06_evaluation")
    added = source.read_text(encoding="utf-8").removeprefix(text[: text.rindex("# %% [mark")])
    assert added.startswith("# %%\nimport keras\n\n# %% [markdown]\n")


def test_what_a_room_says_of_itself_stays(root):
    before = snapshot(root)
    begin(root, "halves", "evidence", "06_evaluation")
    after = snapshot(root)
    changed = [name for name in before if before[name] != after[name]]
    assert changed == ["notebooks/src/06_evaluation.py"]
    made = [name for name in after if name not in before and after[name] is not None]
    assert sorted(made) == [
        "course_utils/exercises/evaluation/halves.py",
        "tests/answers/evaluation/halves.py",
    ]


def test_the_command_says_what_it_wrote_and_what_comes_next(root, capsys):
    assert main(["new-task", NOTEBOOK, "bright_share", "function"]) == 0
    said = capsys.readouterr().out
    for place in places("function", "bright_share"):
        assert f"written: {place}\n" in said
    assert "tests/exercises/test_exercises.py -k bright_share" in said
    assert f"python -m autograder build {NOTEBOOK}" in said
    assert "calibrate" not in said
    assert main(["new-task", NOTEBOOK, "bright_accuracy", "predictor"]) == 0
    said = capsys.readouterr().out
    assert f"changed: notebooks/src/{NOTEBOOK}.py\n" in said
    assert f"python -m autograder calibrate {NOTEBOOK}\n" in said


# ---- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notebook", "grade_id", "said"),
    [
        ("brightness", "share", "Write two digits, an underscore and a word"),
        ("1_brightness", "share", "Write two digits, an underscore and a word"),
        ("10_Brightness", "share", "Write two digits, an underscore and a word"),
        ("10_../runs", "share", "Write two digits, an underscore and a word"),
        ("10_class", "share", "Write two digits, an underscore and a word"),
        ("10_kit", "share", "Choose another word"),
        ("10_expectations", "share", "Choose another word"),
        ("10_brightness", "bright-share", "the name of a function in Python"),
        ("10_brightness", "lambda", "the name of a function in Python"),
        ("10_brightness", "größe", "the name of a function in Python"),
        ("10_brightness", "", "the name of a function in Python"),
        ("10_brightness", "_share", "begins with an underscore"),
        ("10_brightness", "kit", "the course uses that name itself"),
        ("10_brightness", "s" * 31, "at most 30"),
        ("10_evaluation", "share", "06_evaluation.py has the name evaluation already"),
        ("06_brightness", "share", "06_evaluation.py has the number 06 already"),
        ("10_brightness", "exact_interval", "06_evaluation.py has a cell with the grade id"),
        ("06_evaluation", "exact_interval", "06_evaluation.py has a cell with the grade id"),
    ],
)
def test_what_cannot_be_begun_gets_a_sentence_and_nothing_is_written(
    root, capsys, notebook, grade_id, said
):
    before = snapshot(root)
    assert main(["new-task", notebook, grade_id, "function"]) == 1
    assert said in capsys.readouterr().err
    assert snapshot(root) == before


@pytest.mark.parametrize(
    "place",
    [
        "course_utils/exercises/evaluation/share.py",
        "course_utils/exercises/evaluation/Share.py",
        "course_utils/exercises/another/share.py",
        "autograder/references/evaluation/share.py",
        "tests/answers/evaluation/share.py",
    ],
)
def test_a_file_that_exists_is_named_and_left_as_it_is(root, capsys, place):
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text("mine")
    before = snapshot(root)
    assert main(["new-task", "06_evaluation", "share", "function"]) == 1
    assert place in capsys.readouterr().err
    assert snapshot(root) == before


def test_what_cannot_be_written_to_its_end_is_taken_back(root, capsys):
    (root / "tests").mkdir()
    (root / "tests" / "answers").write_text("a file where a folder should be")
    before = snapshot(root)
    assert main(["new-task", "06_evaluation", "share", "function"]) == 1
    assert "cannot be used" in capsys.readouterr().err
    assert snapshot(root) == before


def test_an_exercise_is_begun_once(root):
    begin(root, "share", "function")
    before = snapshot(root)
    with pytest.raises(CourseError, match="another name for the exercise"):
        new_task.refuse_what_exists(NOTEBOOK, "share")
    assert main(["new-task", NOTEBOOK, "share", "sequence"]) == 1
    assert snapshot(root) == before


# ---- kinds ---------------------------------------------------------------------------------------


def test_each_kind_has_a_skeleton_and_is_a_choice_of_the_command():
    command = parser()._subparsers._group_actions[0].choices["new-task"]
    (kind,) = (action for action in command._actions if action.dest == "kind")
    assert tuple(kind.choices) == KINDS
    for name in KINDS:
        needed = {"exercise", "answers", "imports", "cells"}
        needed |= set() if name in WITHOUT_REFERENCE else {"reference"}
        assert set(new_task.sections(name)) == needed


def test_skeletons_are_installed_with_the_package():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    patterns = tomllib.loads(text)["tool"]["setuptools"]["package-data"]["autograder"]
    (pattern,) = (one for one in patterns if "skeletons" in one)
    installed = set((ROOT / "autograder").glob(pattern))
    assert installed == set(new_task.SKELETONS.iterdir())
    assert len(installed) == len(KINDS) + 1
