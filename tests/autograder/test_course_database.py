"""The gradebook may be a file or a PostgreSQL server; both hold the same grades."""

import re
import shutil

import pytest

from autograder import course
from autograder.__main__ import main
from autograder.authoring import build
from autograder.course import DATABASE, nbgrader_or_stop
from autograder.reporting import results
from tests.autograder.conftest import RIGHT, START_HERE, WRONG
from tests.autograder.servers import postgresql

NOWHERE = "postgresql://grader:geheim@127.0.0.1:9/course"  # no service listens on port 9


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.setenv(DATABASE, "")  # restored, whatever --db writes there


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """Runs a command on a folder without a gradebook; gives its status and its sentences."""
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))

    def run(*arguments):
        return main(list(arguments)), capsys.readouterr().err

    return run


COMMANDS = [
    ("report",),
    ("report", START_HERE),
    ("grades", START_HERE),
    ("feedback", START_HERE),
    ("export", "--format", "csv"),
    ("export", "--format", "canvas"),
    ("export", "--format", "moodle"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_a_gradebook_each_command_says_what_to_do_first(said, command):
    status, sentence = said(*command)
    assert status == 1
    assert "There is no gradebook at" in sentence
    assert "python -m autograder release" in sentence


@pytest.mark.parametrize("command", COMMANDS[:4], ids=" ".join)
def test_a_server_that_cannot_be_reached_is_named_without_its_password(said, command):
    status, sentence = said(*command, "--db", NOWHERE)
    assert status == 1
    assert "127.0.0.1:9" in sentence
    assert "Is the server running" in sentence
    assert "geheim" not in sentence


@pytest.mark.parametrize(
    "url", ["nonsense", "gopher://x/y", "", "postgresql://u:geheim@host:port/x"]
)
def test_what_is_no_url_of_a_database_is_refused_without_repeating_it(url):
    with pytest.raises(course.DatabaseError) as error:
        course.use_database(url, {})
    assert "cannot be understood" in str(error.value)
    assert "geheim" not in str(error.value)


def test_a_missing_driver_is_named():
    with pytest.raises(course.DatabaseError, match="is not installed"):
        course.use_database("mysql://somebody@localhost/course", {})


def test_postgresql_means_the_driver_that_the_extra_installs():
    environment = {}
    course.use_database("postgresql://grader:geheim@localhost/course", environment)
    assert environment[DATABASE] == "postgresql+psycopg://grader:geheim@localhost/course"


def test_a_file_without_nbgraders_tables_is_no_gradebook(tmp_path, monkeypatch):
    (tmp_path / "other.db").touch()
    monkeypatch.setenv(DATABASE, f"sqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(course.DatabaseError, match="There is no gradebook"):
        course.gradebook(tmp_path)
    assert not (tmp_path / "other.db").read_bytes()  # nothing was made


def grade(classroom, start_here):
    classroom.submit("ada", start_here(RIGHT))
    classroom.submit("bob", start_here(WRONG))
    assert classroom.autograde() == 0, classroom.log


@pytest.mark.ci
def test_postgresql_gives_the_same_grades_report_and_export_as_a_file(
    new_class, start_here, monkeypatch, tmp_path
):
    at_file, at_server = new_class(), new_class()
    shutil.copyfile(at_file.course / ".secret", at_server.course / ".secret")
    grade(at_file, start_here)
    expected = outputs(at_file, tmp_path / "file", monkeypatch)
    with postgresql() as url:
        (at_server.course / "gradebook.db").unlink()
        course.use_database(url)
        build.write_course_sources(at_server.course)
        nbgrader_or_stop("generate_assignment", START_HERE, "--force", course=at_server.course)
        grade(at_server, start_here)
        assert outputs(at_server, tmp_path / "server", monkeypatch, "--db", url) == expected
        assert not (at_server.course / "gradebook.db").exists()
        assert at_server.score("ada") == 1
        assert "1.00 of 1 points" in at_server.feedback("ada")
    assert "ada" in expected["csv"]


def outputs(classroom, folder, monkeypatch, *options):
    """What the commands write, without what depends on the clock."""
    monkeypatch.setenv("COURSE_ROOT", str(classroom.course))
    folder.mkdir()
    assert main(["feedback", START_HERE, *options]) == 0
    found = {}
    for form in ("csv", "canvas", "moodle"):
        target = folder / form
        arguments = ["export", START_HERE, "--format", form, "--output", str(target)]
        assert main([*arguments, *options]) == 0
        found[form] = target.read_text(encoding="utf-8")
    assert main(["report", START_HERE, "--output", str(folder / "page"), *options]) == 0
    page = re.sub("Made on .*? UTC", "", (folder / "page").read_text(encoding="utf-8"))
    page = re.sub(r"<figure>(?:(?!</figure>).)*Time to run.*?</figure>", "", page, flags=re.DOTALL)
    found["report"] = re.sub("<h3>Where the time went.*?</table>", "", page, flags=re.DOTALL)
    found["points"] = [
        (one.student, one.points, one.cells)
        for one in results.read(classroom.course, [START_HERE])[0].results
    ]
    # Only the file's gradebook knows the other assignments; nothing of them is in these.
    return found
