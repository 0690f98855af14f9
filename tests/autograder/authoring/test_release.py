import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

import course_utils
from autograder.__main__ import main
from autograder.authoring import build, release
from autograder.authoring.demo import demo
from autograder.course import SOURCES, assignments, load_settings
from autograder.intake import collect
from autograder.intake.handins import CollectError
from autograder.references.start_here import channel_means
from course_utils.errors import CourseError
from tests.autograder.conftest import Class, new_course, unpacked


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """The student's copy, unpacked."""
    return unpacked(tmp_path_factory.mktemp("handed_out"))


def test_packing_twice_gives_the_same_bytes(tmp_path):
    for name in ("a.zip", "b.zip"):
        release.pack(tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_students_get_notebooks_package_and_environment(handed_out):
    for name in (
        "README.md",
        "environment.yml",
        "requirements.lock",
        "pyproject.toml",
        "nbgrader_config.py",
        "LICENSE",
        "LICENSE-CONTENT",
        "course_utils/exercises/cut_offs.json",
        "course_utils/exercises/expectations/channel_means.npz",
        *(f"notebooks/{assignment}.ipynb" for assignment in assignments()),
        *(f"course_utils/handout/{assignment}.ipynb" for assignment in assignments()),
    ):
        assert (handed_out / name).is_file(), name


def test_the_zip_says_its_version(handed_out):
    assert (handed_out / "VERSION").read_text(encoding="utf-8") == f"{course_utils.__version__}\n"


def test_no_file_comes_from_where_answers_are(handed_out):
    for path in handed_out.rglob("*"):
        parts = path.relative_to(handed_out).parts
        assert not {"autograder", "src", "tests", "course", "references"} & set(parts)
        assert path.name not in {".secret", "gradebook.db"}


def solution_lines(assignment):
    """Lines that stand between solution markers and nowhere in the hints."""
    text = (SOURCES / f"{assignment}.py").read_text(encoding="utf-8")
    inside = False
    for line in text.splitlines():
        if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            inside = "BEGIN" in line
        elif inside and len(line.strip()) > 30 and text.count(line.strip()) == 1:
            yield line.strip()


@pytest.mark.parametrize("assignment", assignments())
def test_no_line_of_a_solution_is_handed_out(handed_out, assignment):
    lines = set(solution_lines(assignment))
    assert lines
    for path in handed_out.rglob("*.py"):
        own = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
        assert not lines & own, path
    path = handed_out / "notebooks" / f"{assignment}.ipynb"
    cells = "".join(cell.source for cell in nbformat.read(path, 4).cells)
    assert not [line for line in lines if line in cells]


def test_no_reference_or_marker_is_handed_out(handed_out):
    for path in handed_out.rglob("*"):
        if path.suffix in {".ipynb", ".py", ".md", ".json"}:
            text = path.read_text(encoding="utf-8")
            assert "BEGIN SOLUTION" not in text, path
            assert "HIDDEN TESTS" not in text, path
            assert channel_means.__doc__ not in text, path


def test_a_students_copy_works_on_its_own(handed_out):
    environment = {**os.environ, "PYTHONPATH": str(handed_out), "PYTHONSAFEPATH": "1"}
    code = (
        "import course_utils, sys; from course_utils.exercises import check;"
        "print(course_utils.__file__);"
        "check('channel_means', lambda images: images.mean(axis=(1, 2)))"
    )
    process = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=handed_out,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert str(handed_out) in process.stdout


def test_a_students_copy_installs_without_the_autograder(handed_out, tmp_path):
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    copy = tmp_path / "copy"
    shutil.copytree(handed_out, copy)
    subprocess.run(
        [*command, "--no-build-isolation", "--target", str(tmp_path / "installed"), str(copy)],
        check=True,
        capture_output=True,
    )
    installed = tmp_path / "installed" / "course_utils" / "exercises"
    assert (installed / "cut_offs.json").is_file()
    assert (installed / "expectations" / "channel_means.npz").is_file()
    assert not (tmp_path / "installed" / "autograder").exists()


def test_what_nbgrader_refuses_is_said_in_its_words(monkeypatch, tmp_path):
    course = new_course(tmp_path)
    monkeypatch.setattr(build, "write_course_sources", lambda *_: None)
    with pytest.raises(CourseError, match="cannot register 00_start_here"):
        release.register(course)


# ---- the course's folder -----------------------------------------------------------------------


@pytest.fixture
def mode(tmp_path, monkeypatch):
    """The mode of a course's folder, where nothing is registered; ``shared`` says for whom."""
    course = tmp_path / "course"
    config = load_settings()
    monkeypatch.setenv("COURSE_ROOT", str(course))
    monkeypatch.setattr(release, "assignments", lambda: [])
    monkeypatch.setattr(release, "contents", lambda *_: {})
    monkeypatch.setattr(release, "ROOT", tmp_path)
    monkeypatch.setattr(release, "load_settings", lambda: config)
    monkeypatch.setattr(collect, "load_settings", lambda: config)

    class Mode:
        def __init__(self):
            self.course = course

        def shared(self):
            config.CourseDirectory.groupshared = True

        def __call__(self):
            return course.stat().st_mode & 0o777

    return Mode()


def test_release_makes_a_folder_for_its_owner_alone(mode):
    assert main(["release"]) == 0
    assert mode() == 0o700


def test_release_closes_a_folder_that_was_open(mode):
    mode.course.mkdir(mode=0o755)
    assert main(["release"]) == 0
    assert mode() == 0o700


def test_release_lets_a_group_of_instructors_share_the_folder(mode):
    mode.shared()
    mode.course.mkdir()
    mode.course.chmod(0o775)
    assert main(["release"]) == 0
    assert mode() == 0o770


@pytest.mark.parametrize("before", [None, 0o755])
def test_collect_files_nothing_where_others_could_look(mode, tmp_path, before):
    if before:
        mode.course.mkdir(mode=before)
    (tmp_path / "download" / "ada").mkdir(parents=True)
    (tmp_path / "download" / "ada" / "damaged.zip").touch()
    main(["collect", str(tmp_path / "download")])
    assert mode() == 0o700


def test_collect_lets_a_group_of_instructors_share_the_folder(mode, tmp_path):
    mode.shared()
    mode.course.mkdir()
    mode.course.chmod(0o750)
    main(["collect", str(tmp_path)])
    assert mode() == 0o750


def test_the_demos_course_is_its_owners_alone(mode, tmp_path):
    with pytest.raises(CollectError):
        demo(tmp_path / "demo", students=())
    assert (tmp_path / "demo" / "course").stat().st_mode & 0o777 == 0o700


def test_others_who_can_look_into_a_folder_that_stays_open_are_mentioned(mode, monkeypatch, caplog):
    def refused(*_):
        raise PermissionError

    mode.course.mkdir(mode=0o755)
    monkeypatch.setattr(Path, "chmod", refused)
    assert main(["release"]) == 0
    assert "Other users of this machine can look into" in caplog.text


# ---- one assignment after another --------------------------------------------------------------

FIRST, SECOND = "00_start_here", "01_softmax"


@pytest.fixture
def term(tmp_path, monkeypatch):
    """A repository whose notebooks are short, and its course: releases, and what came of them."""
    for name in ("notebooks", "course_utils"):
        (tmp_path / name).mkdir()
    for name in (FIRST, SECOND):
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(f"{name} as it was written first")
    (tmp_path / "notebooks" / "README.md").write_text("Read me.")
    (tmp_path / "course_utils" / "data.py").write_text("")
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path / "course"))
    monkeypatch.setattr(release, "ROOT", tmp_path)
    monkeypatch.setattr(release, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(release, "assignments", lambda: [FIRST, SECOND])
    monkeypatch.setattr(build, "build", lambda: [])
    registered = []
    monkeypatch.setattr(release, "register", lambda course, only: registered.append(only) or [])

    class Term:
        root = tmp_path

        def release(self, *only):
            assert main(["release", *only]) == 0
            return registered[-1]

        def zip(self, name="students"):
            with zipfile.ZipFile(tmp_path / "dist" / f"{name}.zip") as archive:
                top = f"{release.HANDED_OUT_FOLDER}/"
                return {name.removeprefix(top) for name in archive.namelist()}

    return Term()


def of(assignment):
    return {f"notebooks/{assignment}.ipynb", f"course_utils/handout/{assignment}.ipynb"}


def test_a_release_of_one_assignment_holds_and_registers_no_other(term):
    assert term.release(FIRST) == [FIRST]
    assert of(FIRST) < term.zip()
    assert not of(SECOND) & term.zip()
    assert "course_utils/data.py" in term.zip()


def test_without_names_all_assignments_are_released(term):
    assert term.release() == [FIRST, SECOND]
    assert of(FIRST) | of(SECOND) < term.zip()


def test_a_later_zip_holds_what_is_new_and_nothing_else(term, capsys):
    term.release(FIRST)
    term.release(SECOND)
    assert term.zip("students-new") == of(SECOND)
    said = capsys.readouterr().out
    assert "Hand out dist/students-new.zip" in said
    assert "Who begins only now gets dist/students.zip instead." in said


def test_who_begins_later_gets_all_that_was_handed_out(term):
    term.release(FIRST)
    assert term.release(SECOND) == [FIRST, SECOND]
    assert of(FIRST) | of(SECOND) < term.zip()


def test_a_file_of_the_course_that_changed_is_in_the_later_zip(term):
    term.release(FIRST)
    (term.root / "course_utils" / "data.py").write_text("repaired = True")
    term.release(SECOND)
    assert term.zip("students-new") == {"course_utils/data.py"} | of(SECOND)


def test_a_later_zip_never_holds_a_notebook_that_students_may_have_worked_in(term, capsys):
    term.release(FIRST)
    (term.root / "notebooks" / f"{FIRST}.ipynb").write_text("with a mistake less")
    term.release(FIRST)
    assert term.zip("students-new") == {f"course_utils/handout/{FIRST}.ipynb"}
    assert f"python -m course_utils.restore {FIRST} brings the new text" in capsys.readouterr().out


def test_a_release_of_nothing_new_says_so_and_leaves_no_old_zip(term, capsys):
    term.release(FIRST)
    term.release(SECOND)
    term.release(FIRST)
    assert "Nothing is new since the last release." in capsys.readouterr().out
    assert not (term.root / "dist" / "students-new.zip").exists()


def test_an_unknown_assignment_is_a_sentence_and_nothing_is_released(term, capsys):
    assert main(["release", "1_softmax"]) == 1
    assert f"There is no assignment 1_softmax. There are: {FIRST}, {SECOND}." in (
        capsys.readouterr().err
    )
    assert not (term.root / "course").exists()


def test_a_damaged_record_of_what_was_handed_out_is_a_sentence(term, capsys):
    term.release(FIRST)
    (term.root / "course" / release.HANDED_OUT_RECORD).write_text("{")
    assert main(["release", SECOND]) == 1
    assert "says what was handed out. Restore it from a backup" in capsys.readouterr().err


@pytest.mark.ci
def test_from_the_zip_to_a_graded_submission(handed_out, released, tmp_path):
    """The whole way: unpack, solve, submit, upload, download, collect, autograde, feedback."""
    import nbformat

    from autograder.course import nbgrader
    from autograder.intake.collect import collect

    path = handed_out / "notebooks" / "00_start_here.ipynb"
    student = nbformat.read(path, 4)
    for cell in student.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = cell.source.replace(
                "# Your code here.", "return images.mean(axis=(1, 2))"
            )
    nbformat.write(student, path)
    subprocess.run(
        [sys.executable, "-m", "course_utils.submit", "00_start_here"],
        cwd=handed_out,
        env={**os.environ, "PYTHONPATH": str(handed_out)},
        check=True,
        capture_output=True,
    )
    place = tmp_path / "download" / "Ada Lovelace_4711_assignsubmission_file"
    place.mkdir(parents=True)
    shutil.move(path.with_suffix(".zip"), place)

    course = tmp_path / "course"
    shutil.copytree(released, course)
    collected = collect(tmp_path / "download", course)
    assert len(collected.filed) == 1, collected.refused
    graded = Class(course)
    assert graded.autograde() == 0, graded.log
    assert graded.score("4711") == 1
    process = nbgrader("generate_feedback", "00_start_here", course=course)
    assert process.returncode == 0, process.stderr
    assert "1 of 1 points" in graded.feedback("4711")
