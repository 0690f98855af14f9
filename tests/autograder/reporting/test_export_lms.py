"""Files for the imports of Canvas and Moodle, fresh or filled into what they exported."""

import csv
import io

import pytest

from autograder.reporting import export
from autograder.reporting.export import KINDS, TemplateError
from autograder.reporting.results import Cell, Result, Results
from autograder.text import spreadsheet

pytestmark = pytest.mark.fast

CANVAS, MOODLE = KINDS["canvas"], KINDS["moodle"]
PEOPLE = {
    "ada": export.Person("ada", "Love, lace", "Ada", "ada@example.org"),
    "bob": export.Person("bob", "", "", ""),
    "=cmd()": export.Person("=cmd()", "", "", ""),
}
EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Essay (7),essay_1 (12),Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,8,(read only)
"Lovelace, Ada",101,s101,ADA@example.org,S1,9,3,90
"Builder, Bob",102,bob,b102,S1,8,5,80
"Else, Somebody",103,s103,x103,S1,8,6,80
"""


def result(student, points, waits=False):
    return Result(student, points, 8.0, [Cell("c", points, 8.0, waits)], None, [])


def classes(*results):
    return [Results("essay_1", 8.0, list(results), 0)]


def rows(table):
    return list(csv.reader(io.StringIO(table.text()), delimiter=table.delimiter))


def filled(tmp_path, text, *results, kind=CANVAS, provisional=False):
    template = tmp_path / "export.csv"
    template.write_bytes(text if isinstance(text, bytes) else text.encode())
    return export.filled(kind, template, PEOPLE, classes(*results), provisional)


def test_canvas_gets_its_columns_in_its_order_and_the_points_possible():
    written = rows(export.fresh(CANVAS, PEOPLE, classes(result("ada", 7.5)), False))
    assert written[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "essay_1"]
    assert written[1] == ["    Points Possible", "", "", "", "", "8"]
    assert written[2] == ["Love, lace, Ada", "", "", "ada", "", "7.50"]


def test_moodle_gets_an_id_number_and_an_address_to_map():
    written = rows(export.fresh(MOODLE, PEOPLE, classes(result("ada", 7.5)), False))
    assert written[0][2:] == ["ID number", "Email address", "Assignment: essay_1 (Real)"]
    assert written[1] == ["Ada", "Love, lace", "ada", "ada@example.org", "7.50"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_id_is_a_formula(kind):
    written = rows(export.fresh(kind, PEOPLE, classes(result("=cmd()", 1.0)), False))
    assert "'=cmd()" in written[-1]
    assert "=cmd()" not in written[-1]


def test_an_empty_cell_stays_empty():
    assert spreadsheet("") == ""


def test_a_total_that_waits_is_left_out_and_named_unless_asked_for():
    one = classes(result("ada", 7.5), result("bob", 2.0, waits=True))
    without = export.fresh(CANVAS, PEOPLE, one, False)
    assert [row[3] for row in rows(without)[2:]] == ["ada"]
    assert "1 totals are provisional" in without.remarks[0]
    assert "bob" in without.remarks[0]
    assert [row[3] for row in rows(export.fresh(CANVAS, PEOPLE, one, True))[2:]] == ["ada", "bob"]


def test_a_canvas_export_is_filled_with_our_grades_and_nothing_else_of_it(tmp_path):
    table = filled(tmp_path, EXPORT, result("ada", 7.5), result("bob", 2.0))
    assert rows(table) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "essay_1 (12)"],
        ["", "", "", "", "", ""],
        ["    Points Possible", "", "", "", "", "8"],
        ["Lovelace, Ada", "101", "s101", "ADA@example.org", "S1", "7.50"],
        ["Builder, Bob", "102", "bob", "b102", "S1", "2.00"],
    ]
    assert not table.remarks


def test_a_semicolon_file_stays_one(tmp_path):
    text = EXPORT.replace('"Lovelace, Ada"', "Ada").replace('"Builder, Bob"', "Bob")
    text = text.replace('"Else, Somebody"', "Else").replace(",", ";")
    assert filled(tmp_path, "\ufeff" + text, result("bob", 2.0)).delimiter == ";"


def test_who_is_not_in_the_template_is_named(tmp_path):
    table = filled(tmp_path, EXPORT, result("ada", 7.5), result("zoe", 1.0))
    assert "1 graded students are not in export.csv" in table.remarks[0]
    assert "zoe" in table.remarks[0]


def test_other_points_possible_are_said_and_nothing_is_scaled(tmp_path):
    table = filled(tmp_path, EXPORT.replace("10,8,", "10,100,"), result("ada", 7.5))
    assert "worth 100 points there and 8 here" in table.remarks[0]
    assert rows(table)[3][-1] == "7.50"


def test_a_moodle_export_is_filled_by_its_address(tmp_path):
    text = (
        "First name,Last name,ID number,Email address,Assignment: essay_1 (Real),"
        "Assignment: essay_1 (Percentage),Course total (Real)\nAda,L,,ada@example.org,-,-,50\n"
    )
    table = filled(tmp_path, text, result("ada", 7.5), kind=MOODLE)
    assert rows(table)[1] == ["Ada", "L", "", "ada@example.org", "7.50"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\xff", "is no text in UTF-8"),
        (b"", "has no column"),
        (b"name,grade\nada,3\n", "has no column"),
        (EXPORT.replace("essay_1 (12)", "essay_2 (12)"), "has no column for essay_1"),
        (EXPORT.replace("Essay (7)", "essay_1 (7)"), "has several columns for essay_1"),
        (EXPORT.replace("ADA@example.org", "x"), "No student of"),
    ],
    ids=["picture", "empty", "other table", "no assignment", "two assignments", "nobody"],
)
def test_a_template_that_cannot_be_filled_says_why(tmp_path, text, says):
    with pytest.raises(TemplateError, match=says):
        filled(tmp_path, text, result("ada", 7.5))


def test_a_template_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TemplateError, match="cannot be read"):
        export.filled(CANVAS, tmp_path / "missing.csv", PEOPLE, classes(result("ada", 1.0)), False)
