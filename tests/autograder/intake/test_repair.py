import copy

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.intake import repair
from autograder.intake.repair import EARLIER, Original, restore
from tests.submissions.small_course import SmallCourse

pytestmark = pytest.mark.fast


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return SmallCourse(tmp_path_factory.mktemp("small"))


@pytest.fixture
def student(course):
    return course.released()


def cell(notebook, cell_id):
    return next(one for one in notebook.cells if one.id == cell_id)


def order(notebook):
    return [one.metadata.get("nbgrader", {}).get("grade_id") for one in notebook.cells]


def test_an_untouched_notebook_needs_no_sentence(course, student):
    assert restore(student, course.originals) == []
    assert course.violations(student) == []


def test_an_untouched_notebook_of_the_course_differs_from_one_that_is_ready_to_run(course, student):
    assert course.violations(student)  # the hidden ends of its graded cells are not there yet


def test_a_lost_cell_goes_above_the_next_known_one(course, student):
    student.cells.remove(cell(student, "one"))
    sentences = restore(student, course.originals)
    assert sentences == ["The cell one was missing and is put back."]
    assert order(student).index("one") < order(student).index("two_s")


def test_a_lost_cell_goes_below_an_exercise_that_lost_its_marks(course, student):
    student.cells.remove(cell(student, "one"))
    own = cell(student, "one-s")
    own.metadata, own.id = {}, "mine"
    restore(student, course.originals)
    ids = [one.id for one in student.cells]
    assert ids.index("mine") < ids.index("one") < ids.index("two-s")


def test_an_exercise_that_is_gone_is_not_put_back_over_what_the_student_wrote(course, student):
    student.cells.remove(cell(student, "one-s"))
    student.cells.insert(1, new_code_cell("def one():\n    return 1", id="mine"))
    assert restore(student, course.originals) == []
    assert "one_s" not in order(student)


def test_of_copies_of_a_graded_cell_the_last_one_is_graded(course, student):
    again = copy.deepcopy(cell(student, "one"))
    again.id = "again"
    student.cells.append(again)
    assert restore(student, course.originals) == [
        "There were several copies of one; the last one was graded."
    ]
    assert order(student)[-1] == "one"
    assert order(student).count("one") == 1


def test_of_copies_of_an_answer_the_last_that_was_written_in_is_graded(course, student):
    untouched = copy.deepcopy(cell(student, "essay"))
    untouched.id = "again"
    cell(student, "essay").source = "I think that"
    student.cells.append(untouched)
    restore(student, course.originals)
    graded = student.cells[order(student).index("essay")]
    assert graded.source == "I think that"


@pytest.mark.parametrize(
    "change",
    [{"grade": False}, {"solution": True}, {"locked": False}, {"points": 50}, {"task": True}],
    ids=str,
)
def test_changed_settings_are_the_courses_again(course, student, change):
    cell(student, "two").metadata["nbgrader"].update(change)
    assert restore(student, course.originals) == [
        "The grading settings of two had been changed; the course's own are restored."
    ]
    assert course.violations(student) == []


def test_a_cell_without_settings_is_known_by_its_id(course, student):
    cell(student, "two").metadata.clear()
    cell(student, "two").source += "  # I tried this"
    restore(student, course.originals)
    assert course.violations(student) == []


def test_a_cell_without_settings_and_id_is_known_by_the_courses_text(course, student):
    graded = cell(student, "two")
    graded.metadata.clear()
    graded.id = "other"
    assert restore(student, course.originals) == [
        "The grading settings of two were lost and are restored."
    ]
    assert len(student.cells) == 8


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_retyped_cell_gets_its_type_back(course, student, kind):
    graded = cell(student, "two")
    graded.cell_type = kind
    del graded["outputs"], graded["execution_count"]
    assert restore(student, course.originals) == [
        "The type of two had been changed; it is restored."
    ]
    assert course.violations(student) == []


def test_a_retyped_answer_keeps_its_words(course, student):
    old = cell(student, "essay")
    answer = new_code_cell("Because.", id=old.id, metadata=old.metadata)
    student.cells[student.cells.index(old)] = answer
    restore(student, course.originals)
    assert (answer.cell_type, answer.source) == ("markdown", "Because.")


def test_a_locked_cell_gets_its_text_back(course, student):
    cell(student, "rule").source = "You may touch"
    assert restore(student, course.originals) == [
        "The text of rule had been changed; the course's own is restored."
    ]
    assert cell(student, "rule").source == "Do not touch"


def test_a_check_above_its_exercise_is_moved_below_it(course, student):
    student.cells.insert(1, student.cells.pop(3))
    assert restore(student, course.originals) == [
        "What one asks about was below it, so it was moved down."
    ]
    assert order(student).index("one") == order(student).index("one_s") + 1


def test_a_text_above_an_exercise_stays_there(course, student):
    student.cells.insert(0, student.cells.pop())
    assert restore(student, course.originals) == []
    assert order(student)[0] == "rule"


def test_exercises_that_were_put_in_another_order_stay_there(course, student):
    two = [student.cells.pop(4), student.cells.pop(4)]
    student.cells[2:2] = two
    restore(student, course.originals)
    found = order(student)
    assert found.index("two_s") < found.index("one_s")
    assert found.index("one") > found.index("one_s")
    assert found.index("two") > found.index("two_s")


def test_tags_attachments_and_settings_of_the_notebook_go(course, student):
    cell(student, "two").metadata["tags"] = ["skip-execution"]
    cell(student, "title")["attachments"] = {"a.png": {}}
    student.metadata["widgets"] = {}
    restore(student, course.originals)
    assert course.violations(student) == []


def test_a_cell_of_another_course_becomes_an_ordinary_one(course, student):
    metadata = {"nbgrader": {"grade_id": "elsewhere", "grade": True, "points": 9}}
    student.cells.append(new_markdown_cell("text", id="foreign", metadata=metadata))
    restore(student, course.originals)
    assert "nbgrader" not in cell(student, "foreign").metadata


def test_an_empty_notebook_gets_all_that_is_graded(course, student):
    student.cells = []
    restore(student, course.originals)
    assert order(student) == ["setup", "one", "two", "essay", "rule"]


def former(course, **changes):
    """What the course was in an earlier release: some cells had other points, or other texts."""
    originals = {}
    for name, one in course.originals.items():
        metadata = NotebookNode(one.metadata)
        change = changes.get(name)
        if isinstance(change, float):
            metadata.points = change
        text = change if isinstance(change, str) else one.source
        if change is not None or name not in changes:
            originals[name] = Original(metadata, text)
    return originals


def test_points_that_the_course_has_changed_are_not_told_as_the_students_doing(course, student):
    cell(student, "two").metadata["nbgrader"]["points"] = 1.5
    earlier = former(course, two=1.5)
    assert restore(student, course.originals, (earlier,)) == [EARLIER]
    assert course.violations(student) == []


def test_a_text_that_the_course_has_changed_is_not_told_as_the_students_doing(course, student):
    cell(student, "rule").source = "Touch this"
    assert restore(student, course.originals, (former(course, rule="Touch this"),)) == [EARLIER]
    assert cell(student, "rule").source == "Do not touch"


def test_an_exercise_that_is_new_is_not_told_as_missing(course, student):
    student.cells.remove(cell(student, "two"))
    assert restore(student, course.originals, (former(course, two=None),)) == [EARLIER]
    assert "two" in order(student)


def test_what_a_student_changed_in_an_earlier_handout_is_told(course, student):
    cell(student, "two").metadata["nbgrader"]["points"] = 1.5
    cell(student, "rule").source = "You may touch"
    assert restore(student, course.originals, (former(course, two=1.5),)) == [
        "The text of rule had been changed; the course's own is restored.",
        EARLIER,
    ]


def test_a_students_own_change_is_told_where_the_handout_never_had_it(course, student):
    cell(student, "two").metadata["nbgrader"]["points"] = 99
    (told,) = restore(student, course.originals, (former(course, two=1.5),))
    assert told.startswith("The grading settings of two had been changed")


def test_earlier_releases_are_remembered_the_latest_first(course, tmp_path):
    earliest, later = former(course, two=1.5), former(course, two=2.0)
    for one in (earliest, later, earliest):
        repair.remember(tmp_path, "small", "small", one)
    assert repair.former(tmp_path, "small", "small") == [earliest, later]


def test_a_damaged_memory_of_earlier_releases_stops_nothing(tmp_path):
    path = tmp_path / repair.HANDOUTS / "small" / "small.json"
    path.parent.mkdir(parents=True)
    path.write_text('[{"two": 1}]')
    assert repair.former(tmp_path, "small", "small") == []
