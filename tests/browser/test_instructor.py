"""What an instructor sees and does in Formgrader, from the sources to a student's feedback."""

import pytest
from playwright.sync_api import expect

from autograder.authoring import build
from autograder.course import ROOT
from tests.autograder import essays
from tests.autograder.conftest import RIGHT, START_HERE, WRONG, Class, new_course
from tests.autograder.conftest import start_here as start_here  # a fixture
from tests.browser.conftest import SCREENSHOTS
from tests.browser.lab import SECONDS, Server

pytestmark = pytest.mark.ci
LONG = 1000 * SECONDS  # milliseconds


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose assignments are written and not released."""
    course = new_course(tmp_path_factory.mktemp("instructor"))
    build.write_course_sources(course)
    return course


@pytest.fixture(scope="module")
def instructor(course):
    """``jupyter lab --notebook-dir=course``, started at the root, where nbgrader is configured."""
    server = Server(ROOT, course, course.parent / "home", {"COURSE_ROOT": str(course)})
    yield server
    server.stop()


def confirmed(formgrader, words):
    """Wait for what Formgrader says in the end, and press OK."""
    modal = formgrader.locator(".modal.in")
    expect(modal).to_be_visible(timeout=LONG)
    expect(modal.locator(".modal-body p").first).to_contain_text(words)
    modal.locator(".modal-footer button").last.click()
    expect(formgrader.locator(".modal, .modal-backdrop")).to_have_count(0)


def enter(page, box, text):
    """Type into a box of Formgrader, leave it, and wait until the gradebook has what was typed."""
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        page.locator(box).fill(text)
        page.locator(box).press("Tab")


def wait_for_gradebook(page):
    """Wait until Formgrader has fetched what is in the gradebook.

    It binds the boxes to the gradebook only then: what is typed before is overwritten, and sent
    nowhere.
    """
    for kind in ("grades", "comments"):
        page.wait_for_function(f"window.formgrader?.{kind}?.loaded")


def test_formgrader_releases_autogrades_and_gives_feedback(
    open_page, instructor, course, start_here
):
    page = open_page()
    page.set_default_timeout(LONG)
    page.goto(instructor.url("lab"))
    page.locator(".lm-MenuBar-item", has_text="Nbgrader").click()
    page.locator("[data-command='nbgrader:open-formgrader']").click()
    formgrader = page.frame_locator("iframe[src*='formgrader']")

    row = formgrader.locator("tr", has_text=START_HERE)
    row.locator(".assign a").click()
    confirmed(formgrader, "Successfully created the student version")
    page.screenshot(path=SCREENSHOTS / "formgrader.png")
    assert (course / "release" / START_HERE / f"{START_HERE}.ipynb").is_file()

    students = Class(course)
    students.submit("right", start_here(RIGHT))
    students.submit("wrong", start_here(WRONG))
    page.goto(instructor.url(f"formgrader/manage_submissions/{START_HERE}"))
    for student in ("right", "wrong"):
        page.locator("tr", has_text=student).locator(".autograde a").click()
        confirmed(page, "Successfully autograded")
    expect(page.locator("tr", has_text="right").locator(".score")).to_have_text("1 / 1")
    expect(page.locator("tr", has_text="wrong").locator(".score")).to_have_text("0 / 1")
    page.screenshot(path=SCREENSHOTS / "submissions.png")

    page.goto(instructor.url("formgrader"))
    page.locator("tr", has_text=START_HERE).locator(".generate-feedback a").click()
    confirmed(page, "Successfully generated feedback")
    for student, points in (("right", "1 of 1 points"), ("wrong", "0 of 1 points")):
        written = f"feedback/{student}/{START_HERE}/{START_HERE}.html"
        page.goto(instructor.url(f"files/{written}"))
        expect(page.locator("body")).to_contain_text(points)
        page.get_by_text(points).last.scroll_into_view_if_needed()
        page.screenshot(path=SCREENSHOTS / f"feedback_{student}.png")


def test_a_person_grades_in_formgrader_and_the_student_reads_it(open_page, instructor, course):
    essays.register(course)
    essays.submit(course, essays.answered())
    students = Class(course)
    assert students.autograde(essays.ESSAY) == 0, students.log

    page = open_page()
    page.set_default_timeout(LONG)
    page.goto(instructor.url("formgrader/gradebook"))
    page.get_by_role("link", name=essays.ESSAY).click()  # the assignment
    page.get_by_role("link", name=essays.ESSAY).click()  # its notebook
    page.get_by_role("link", name="Submission #1").click()
    wait_for_gradebook(page)
    enter(page, "#why", "3")
    enter(page, "#why-comment", "The gradient points **up**.")
    enter(page, "#sketch", "4")
    page.locator("#why").scroll_into_view_if_needed()
    page.screenshot(path=SCREENSHOTS / "manual_grading.png")
    expect(page.locator("#why")).to_have_value("3")
    assert students.score("ada", essays.ESSAY) == 7
    assert not students.needs_manual_grade("ada", essays.ESSAY)

    page.goto(instructor.url("formgrader"))
    page.locator("tr", has_text=essays.ESSAY).locator(".generate-feedback a").click()
    confirmed(page, "Successfully generated feedback")
    page.goto(instructor.url(f"files/feedback/ada/{essays.ESSAY}/{essays.ESSAY}.html"))
    expect(page.locator("body")).to_contain_text("The gradient points")
    page.screenshot(path=SCREENSHOTS / "feedback_by_hand.png")
