"""Grades a batch so that no submission can end it: what ``nbgrader autograde`` runs here.

nbgrader's own converter looks submissions up with patterns, works on what students handed in, and
stops the whole batch at the first old schema or locked gradebook. These subclasses take its place.
"""

import contextlib
import re
import shutil
import time
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.apps import api, autogradeapp, generatefeedbackapp
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import Execute
from nbgrader.utils import rmtree
from sqlalchemy.exc import OperationalError
from traitlets import import_item

from autograder.course import SecretError, keep_from_others, load_secret
from autograder.grading.judge import Refuse
from autograder.grading.submissions import AnyName, Feedback, changed, fits
from autograder.intake import submission as intake
from autograder.intake.notes import Notes
from autograder.intake.repair import FAIL_CLOSED
from autograder.sandbox import Sandbox
from autograder.text import shown
from course_utils import __version__
from course_utils.errors import first_line

INTAKE_FOLDER = "intake"
SECONDS_BETWEEN_ATTEMPTS = (
    1,
    2,
    4,
    8,
)  # seconds between attempts while another process locks the gradebook


def install() -> None:
    """Make every way into nbgrader, its command and formgrader's button, use these converters.

    Raises:
        RuntimeError: This nbgrader has them elsewhere, and would grade with its own.
    """
    places = [(autogradeapp, Batch), (generatefeedbackapp, Feedback), (api, Batch), (api, Feedback)]
    for module, ours in places:
        name = ours.__bases__[-1].__name__
        if not hasattr(module, name):
            raise RuntimeError(
                f"{module.__name__} has no {name}, so this nbgrader cannot be made safe. Install "
                "the version that requirements.lock names."
            )
        setattr(module, name, ours)


class Batch(AnyName, Autograde):
    """nbgrader's autograding, one submission at a time, each by itself.

    A submission that cannot be graded earns 0 and a sentence; the others are graded all the same.
    """

    def start(self) -> None:
        """Grade the batch, unless the sandbox does not work or the course's secret is lost.

        Raises:
            NbGraderException: Nothing was graded, or some submission could not be.
        """
        self._require_sandbox()
        self._require_secret()
        self._outcomes: list[tuple[str, Notes]] = []
        self._failed: list[str] = []
        self._digests: dict[str, str] = {}  # of the submission that is being graded, by notebook
        super().start()

    def _require_sandbox(self) -> None:
        sandbox = Sandbox(config=self.config)
        if sandbox.required and (sentence := sandbox.problem()):
            self.log.error(sentence)
            raise NbGraderException(sentence)

    def _require_secret(self) -> None:
        """Close the course's folder to others, and make sure that the secret is in it."""
        course = Path(self.coursedir.root)
        if not course.is_dir():  # nbgrader says so
            return
        keep_from_others(course, self.coursedir.groupshared)
        try:
            load_secret(course)
        except (SecretError, OSError) as error:
            self.log.error(error)
            raise NbGraderException(str(error)) from None

    def notebooks_in(self, folder: Path) -> list[str]:
        """Return no notebooks: each folder counts as a submission, to be opened when graded."""
        return []

    def convert_notebooks(self) -> None:
        """Grade all submissions, in order, and say at the end what was repaired and refused.

        Raises:
            NbGraderException: The grader failed on a submission.
        """
        submissions = [Path(folder).parts[-2:] for folder in sorted(self.assignments)]
        names = {assignment: self._names(assignment) for _, assignment in submissions}
        for student, assignment in submissions:
            self._notes = Notes()
            try:
                if self.grade(student, assignment, names[assignment]):
                    self._outcomes.append((student, self._notes))
            except KeyboardInterrupt:
                self.log.error("Stopped at %s; what was finished before is kept.", shown(student))
                self._forget(assignment, student)
                raise
        self._summarise()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Return whether to grade a submission: it is new, changed, forced or half done."""
        half_done = self._copy_of(assignment_id, student_id).exists()
        with changed(self, force=self.force or half_done):
            return super().init_destination(assignment_id, student_id)

    def grade(self, student: str, assignment: str, names: list[str]) -> bool:
        """Grade one submission; if that fails, record that it earned nothing.

        Args:
            student: Whose it is.
            assignment: What it is for.
            names: The assignment's notebooks.

        Returns:
            Whether there was anything to do.
        """
        copy = self._copy_of(assignment, student)
        submitted = Path(self.coursedir.root, self.coursedir.submitted_directory)
        self._choose(copy, names)

        def take() -> None:
            folder = submitted / student / assignment
            self._digests = intake.take(folder, copy, names, self._notes, self.coursedir.ignore)

        try:
            if not self.init_destination(assignment, student):
                return False
            student.encode()  # a name of undecodable bytes fits into no gradebook
            self._patiently(take, lambda: self._convert(student, assignment))
        except Exception as error:
            self._refuse(student, assignment, names, error)
            return True
        rmtree(str(copy))
        with contextlib.suppress(OSError):
            copy.parent.rmdir()
        return True

    def _refuse(self, student: str, assignment: str, names: list[str], error: Exception) -> None:
        """Give 0 points if grading raised, and leave an empty folder: the next run tries again."""
        self.log.debug("Grading raised:", exc_info=True)
        sentence = (
            f"The grader failed on this submission ({type(error).__name__}). It has no points yet; "
            "your instructor was told."
        )
        self.log.error("%s: %s %s", shown(student), sentence, shown(first_line(error)))
        self._failed.append(student)
        copy = self._copy_of(assignment, student)
        try:
            shutil.rmtree(copy, ignore_errors=True)
            self._forget(assignment, student)
            for name in names:
                intake.refuse(copy, name, sentence, self._notes)
            self._patiently(lambda: self._convert(student, assignment))
            for path in copy.iterdir():
                path.unlink()
        except Exception as again:
            self.log.debug("Refusing raised:", exc_info=True)
            try:
                self._zero(student, assignment)
            except Exception:
                self.log.error(
                    "%s: no score could be written (%s). Mend that, then grade again.",
                    shown(student),
                    shown(first_line(again)),
                )

    def _choose(self, copy: Path, names: list[str]) -> None:
        """Tell nbgrader which notebooks of the copy it works on."""
        wanted = (name for name in names if fits(name, self.coursedir.notebook_id))
        self.notebooks = [str(copy / f"{name}.ipynb") for name in wanted]

    def _convert(self, student: str, assignment: str) -> None:
        """Run nbgrader's own steps for one submission, on the safe copy."""
        Path(self._format_dest(assignment, student)).mkdir(parents=True, exist_ok=True)
        with changed(self.coursedir, submitted_directory=INTAKE_FOLDER):
            self.run_pre_convert_hook()
            self.init_assignment(assignment, student)
            for notebook in self.notebooks:
                self.convert_single_notebook(notebook)
            self.set_permissions(assignment, student)
            self.run_post_convert_hook()

    def init_single_notebook_resources(self, notebook_filename: str) -> dict:
        """Add notes and digest to nbgrader's resources, the same ones in both passes."""
        resources = super().init_single_notebook_resources(notebook_filename)
        resources["notes"] = self._notes
        resources["digest"] = self._digests.get(Path(notebook_filename).stem, "")
        return resources

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Sanitize and grade one notebook; do not execute one that was refused."""
        stages = self.autograde_preprocessors
        if Path(notebook_filename).stem in self._notes.refused:
            stages = [Refuse if executes(stage) else stage for stage in stages]
        with changed(self, autograde_preprocessors=stages):
            super().convert_single_notebook(notebook_filename)

    def _patiently(self, *steps: object) -> None:
        """Do the steps, and start over, at most four times, while the gradebook is locked."""
        for wait in (*SECONDS_BETWEEN_ATTEMPTS, None):
            try:
                for step in steps:
                    step()
                return
            except OperationalError as error:
                if wait is None or "locked" not in str(error):
                    raise
                self.log.warning("The gradebook is locked; trying again in %d s.", wait)
                time.sleep(wait)

    def _zero(self, student: str, assignment: str) -> None:
        """Record a submission with automatic scores of 0, without nbgrader's steps."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            book.update_or_create_student(student)
            submission = book.update_or_create_submission(assignment, student)
            for grade in (grade for one in submission.notebooks for grade in one.grades):
                grade.auto_score = 0
                grade.needs_manual_grade = False
            book.db.commit()

    def _names(self, assignment: str) -> list[str]:
        """Return the names of an assignment's notebooks.

        Raises:
            NbGraderException: The gradebook does not know it, or knows it in another version.
        """
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            try:
                notebooks = book.find_assignment(assignment).notebooks
            except MissingEntry:
                sentence = f"The gradebook has no assignment {shown(assignment)}. Run make release."
            else:
                sentence = other_version(assignment, notebooks)
                if not sentence:
                    return [notebook.name for notebook in notebooks]
        self.log.error(sentence)
        raise NbGraderException(sentence)

    def _copy_of(self, assignment: str, student: str) -> Path:
        return Path(self.coursedir.root, INTAKE_FOLDER, student, assignment)

    def _forget(self, assignment: str, student: str) -> None:
        """Remove a graded folder, so that a half-done one does not count as a result."""
        graded = Path(self._format_dest(assignment, student))
        if graded.exists():
            rmtree(str(graded))

    def _summarise(self) -> None:
        """Log one line about all, and the sentences about each that was repaired or refused.

        Raises:
            NbGraderException: The grader failed on a submission.
        """
        refused = [one for one in self._outcomes if one[1].refused]
        mended = [one for one in self._outcomes if one[1].mended and not one[1].refused]
        for word, outcomes in (("Mended", mended), ("Refused", refused)):
            for student, notes in outcomes:
                self.log.warning("%s: %s: %s", word, shown(student), " ".join(notes))
        self.log.info(
            "%d graded, %d of them mended, %d refused.",
            len(self._outcomes) - len(refused),
            len(mended),
            len(refused),
        )
        if self._failed:
            names = ", ".join(shown(student) for student in self._failed)
            raise NbGraderException(f"The grader failed on {names}; see its sentences above.")


def other_version(assignment: str, notebooks: list[Notebook]) -> str:
    """Return a sentence if the gradebook's cells are of another version, or ''.

    Args:
        assignment: The assignment's id.
        notebooks: Its notebooks in the gradebook, whose graded cells end in their version.
    """
    graded = {cell.name for notebook in notebooks for cell in notebook.grade_cells}
    sources = [
        cell.source or ""
        for notebook in notebooks
        for cell in notebook.source_cells
        if cell.name in graded and cell.locked and cell.cell_type == "code"
    ]
    if all(source.endswith(FAIL_CLOSED) for source in sources):  # none where a person grades all
        return ""
    found = re.search(r"^0  # version (\S+)$", "\n".join(sources), re.MULTILINE)
    version = f"version {found[1]}" if found else "an older version"
    return (
        f"The gradebook has the cells of {shown(assignment)} from {version} of the course, and "
        f"this is version {__version__}. Run make release, then grade again."
    )


def executes(stage: object) -> bool:
    """Return whether a preprocessor, given as a class or its name, executes notebooks."""
    stage = import_item(stage) if isinstance(stage, str) else stage
    return isinstance(stage, type) and issubclass(stage, Execute)
