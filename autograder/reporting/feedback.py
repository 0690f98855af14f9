"""A student's page: a summary of the grade, above the graded notebook that nbgrader prints.

Every way to make pages goes through :class:`Feedback`: ``python -m autograder feedback``,
``nbgrader generate_feedback`` and Formgrader's button. So all of them, and every way of handing
pages back, the exchange included, carry the same page.
"""

import argparse
import logging
import re
import shutil
from pathlib import Path

import nbformat
from markupsafe import Markup
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import rmtree

from autograder.course import course_folder, load_settings
from autograder.grading.submissions import AnyName
from autograder.intake import submission
from autograder.intake.sanitize import own_texts
from autograder.reporting.results import Result, Results, read
from autograder.text import log_from, say, shown
from course_utils.errors import CourseError, first_line

# nbgrader's own page is wider than a phone: what does not fit scrolls by itself.
NARROW = """
@media (max-width: 700px) {
  .container, #notebook-container { width: auto; padding: 0.5em; overflow-x: auto; }
  pre, .highlight, .output_area, .rendered_html table { max-width: 100%; overflow-x: auto; }
  .rendered_html table { display: block; }
  img { max-width: 100%; height: auto; }
}
"""


POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)


class Feedback(AnyName, GenerateFeedback):
    """nbgrader's feedback with our summary on top, for students of any name, each by itself."""

    def convert_notebooks(self) -> None:
        """Write the page of each student.

        Raises:
            NbGraderException: Some could not be made; all others are there.
        """
        self._classes: dict[str, Results] = {}
        failed = []
        for folder, notebooks in sorted(self.assignments.items()):
            student, assignment = Path(folder).parts[-2:]
            self.notebooks = notebooks
            if not self.init_destination(assignment, student):
                continue
            try:
                self.run_pre_convert_hook()
                self.init_assignment(assignment, student)
                for notebook in notebooks:
                    self.convert_single_notebook(notebook)
                self.set_permissions(assignment, student)
                self.run_post_convert_hook()
            except Exception as error:
                self.log.debug("Making a page raised:", exc_info=True)
                self.log.error(
                    "%s: the page could not be made (%s: %s).",
                    shown(student),
                    type(error).__name__,
                    shown(first_line(error)),
                )
                shutil.rmtree(self._format_dest(assignment, student), ignore_errors=True)
                failed.append(student)
        if failed:
            raise NbGraderException(
                f"No page could be made for {', '.join(map(shown, failed[:10]))}; all others have "
                "theirs. Grade them again, then make the pages again."
            )

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Return whether to make a student's page: always anew, after the older one is removed.

        A person may have changed points since, which no file's time tells.
        """
        if student_id in self.coursedir.student_id_exclude.split(","):
            return False
        page = self._format_dest(assignment_id, student_id)
        if Path(page).exists():
            rmtree(page)
        return True

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy the time of handing in, and no other file.

        nbgrader would look with patterns for what not to copy, and publish the graded notebook of a
        student whose name, read as a pattern, does not match itself.
        """
        source = Path(self._format_source(assignment_id, student_id), submission.TIMESTAMP)
        page = Path(self._format_dest(assignment_id, student_id))
        page.mkdir(parents=True, exist_ok=True)
        if source.is_file():
            shutil.copyfile(source, page / submission.TIMESTAMP)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Write the page of one graded notebook, with the summary of the grade on top."""
        resources = self.init_single_notebook_resources(notebook_filename)
        names = resources["nbgrader"]
        nb = nbformat.read(notebook_filename, as_version=4)
        found = self._class(names["assignment"])
        one = next((one for one in found.results if one.student == names["student"]), None)
        if one is None:
            raise LookupError("the gradebook has no such submission")
        tell_changes(nb, one)
        self._draw_formulas(nb, names["assignment"], names["notebook"])
        page, resources = self.exporter.from_notebook_node(nb, resources=resources)
        self.write_single_notebook(with_summary(page, self._summary(found, one)), resources)

    def _draw_formulas(self, nb: NotebookNode, assignment: str, notebook: str) -> None:
        """Draw the formulas of the text cells that are the course's own, in place."""
        from autograder.reporting.formulas import drawn

        source = Path(self.coursedir.root, self.coursedir.source_directory, assignment)
        own = own_texts(source / f"{notebook}.ipynb")
        for cell in nb.cells:
            if cell.cell_type == "markdown" and cell.source in own:
                cell.source = drawn(cell.source)

    def _class(self, assignment: str) -> Results:
        """Return the grades of all, read once."""
        if assignment not in self._classes:
            self._classes[assignment] = read(Path(self.coursedir.root), [assignment])[0]
        return self._classes[assignment]

    def _summary(self, found: Results, one: Result) -> Markup:
        """Return the summary of one submission."""
        # They draw figures, whose imports other commands of nbgrader need not wait for.
        from autograder.reporting.pseudonyms import naming
        from autograder.reporting.summary import summary

        course = Path(self.coursedir.root)
        return summary(course, found, one, naming(course)(one.student))


def tell_changes(nb: NotebookNode, one: Result) -> None:
    """Write above a graded cell's verdict what counts instead.

    Args:
        nb: A graded notebook, changed in place.
        one: The grade.
    """
    cells = {cell.name: cell for cell in one.cells}
    for cell in nb.cells:
        now = cells.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if now is not None and now.given is not None and cell.cell_type == "code":
            told = f"A person changed this to {now.points:g} of {now.maximum:g} points."
            cell.outputs.insert(
                0, new_output("display_data", {"text/html": f"<p><b>{told}</b></p>"})
            )


def with_summary(page: str, text: Markup) -> str:
    """Return a page of nbgrader's with a summary on top, on which nothing runs or is loaded.

    Nothing that a student wrote comes before the first ``<body>``, and the summary comes right
    after it.
    """
    from autograder.reporting import pages

    head, body, rest = page.partition("<body")
    page = re.sub(r"<script\b.*?</script>", "", head, flags=re.DOTALL) + body + rest
    page = page.replace("<head>", f"<head>{POLICY}", 1)
    block = f"<style>{pages.STYLE}{NARROW}</style><section class='report'>{text}</section>"
    if '<meta name="viewport"' not in page:  # nbgrader's page forgets about phones
        viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        page = page.replace("<head>", f"<head>{viewport}", 1)
    return re.sub(r"<body[^>]*>", lambda found: found[0] + block, page, count=1)


def feedback(course: Path, assignment: str, student: str | None = None) -> list[Path]:
    """Write the pages of an assignment.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        student: Only this student's page.

    Returns:
        The pages, by student.

    Raises:
        CourseError: Nothing was graded that could have a page, or some could not be made.
        SecretError: The course's secret is damaged.
        OSError: A page cannot be written.
    """
    found = read(course, [assignment], student)[0]
    if not found.results:
        who = f"No submission of '{shown(student)}'" if student else "No submission"
        raise CourseError(
            f"{who} for {assignment} has been graded. Grade first: "
            f"python -m autograder grade {assignment}"
        )
    config = load_settings()
    config.CourseDirectory.root = str(course)
    wanted = CourseDirectory(config=config, assignment_id=assignment, student_id=student or "*")
    with log_from(logging.ERROR):  # nbgrader warns of each late penalty
        try:
            Feedback(coursedir=wanted, config=config).start()
        except NbGraderException as error:
            raise CourseError(str(error)) from None
    written: list[Path] = []
    missing: list[Path] = []
    for one in found.results:
        path = course / "feedback" / one.student / assignment / f"{assignment}.html"
        (written if path.is_file() else missing).append(path)
    if missing:
        names = ", ".join(shown(path.parts[-3]) for path in missing[:10])
        raise CourseError(
            f"No page was made for {names}: there is no graded notebook. Grade them again; all "
            "others have theirs."
        )
    return written


def run(options: argparse.Namespace) -> int:
    """Run the command ``feedback``."""
    course = course_folder()
    written = feedback(course, options.assignment, options.student)
    say(f"{len(written)} pages below {course / 'feedback'}.")
    return 0
