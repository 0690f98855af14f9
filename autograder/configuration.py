"""What makes plain ``nbgrader`` commands safe, applied by ``nbgrader_config.py``."""

import logging
import os
import sys
import warnings
from types import ModuleType

from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.course import COURSE_ID, DATABASE, course_folder
from autograder.text import HarmlessRecord
from course_utils import notebooks


def configure(c: Config) -> None:
    """Set nbgrader up for this course.

    Args:
        c: nbgrader's configuration object, changed in place.
    """
    # nbgrader's own queries cause these, a dozen lines a student, and nobody can act on them.
    warnings.filterwarnings("ignore", category=SAWarning)
    logging.setLogRecordFactory(HarmlessRecord)
    install()
    notebooks.let_validate_forgive()
    course = course_folder()
    c.CourseDirectory.root = str(course)
    c.CourseDirectory.course_id = COURSE_ID
    if os.environ.get(DATABASE):
        c.CourseDirectory.db_url = os.environ[DATABASE]
    c.SaveGrades.course = str(course)
    c.RegisterCells.course = str(course)
    c.ShowGrade.course = str(course)

    # Each of ours says in its docstring what it is for; the others are nbgrader's own.
    c.Autograde.sanitize_preprocessors = [
        "autograder.intake.repair.OriginalMetadata",
        "nbgrader.preprocessors.ClearOutput",
        "autograder.intake.sanitize.CleanMarkdown",
    ]
    c.Autograde.autograde_preprocessors = [
        "autograder.intake.sanitize.CleanOutputs",
        "nbgrader.preprocessors.LimitOutput",
        "autograder.grading.judge.Judge",
        "autograder.grading.manual.SaveGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "autograder.intake.notes.ShowNotes",
    ]
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "nbgrader.preprocessors.ClearHiddenTests",  # nbgrader itself would print them
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
        "autograder.reporting.rendering.RenderCells",
    ]
    c.GenerateAssignment.preprocessors = [
        "nbgrader.preprocessors.IncludeHeaderFooter",
        "nbgrader.preprocessors.InstantiateTests",
        "nbgrader.preprocessors.LockCells",
        "nbgrader.preprocessors.ClearSolutions",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.CheckCellMetadata",
        "nbgrader.preprocessors.ComputeChecksums",
        "autograder.authoring.cells.RegisterCells",
        "nbgrader.preprocessors.ClearHiddenTests",
        "nbgrader.preprocessors.ClearMarkScheme",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    # Pages of Formgrader and of feedback: what students wrote is rendered within bounds.
    c.HTMLExporter.filters = {
        "markdown2html": "autograder.reporting.rendering.markdown",
        "highlight_code": "autograder.reporting.rendering.code",
        "strip_files_prefix": "autograder.reporting.rendering.unchanged",
    }
    c.HTMLExporter.preprocessors = ["autograder.reporting.formgrader.ShowGrade"]
    c.ExportApp.plugin_class = "autograder.reporting.export.SafeCsv"
    c.ClearSolutions.code_stub = {"python": "# Your code here."}
    c.ClearSolutions.text_stub = "*Your answer here.*"

    c.Execute.timeout = 600  # seconds a cell
    c.Execute.iopub_timeout = 60  # a slow TensorFlow op that ends late must not lose the notebook


def install() -> None:
    """Make every way into nbgrader, its commands and Formgrader's buttons, use our classes.

    Raises:
        RuntimeError: This nbgrader has them elsewhere, and would grade with its own.
    """
    from nbgrader.apps import api, autogradeapp, generatefeedbackapp

    from autograder.grading.pipeline import Grader
    from autograder.reporting.feedback import Feedback
    from autograder.reporting.formgrader import Api

    places: list[tuple[ModuleType, type]] = [(autogradeapp, Grader), (api, Grader)]
    places += [(generatefeedbackapp, Feedback), (api, Feedback)]
    formgrader = sys.modules.get("nbgrader.server_extensions.formgrader.base")
    places += [(formgrader, Api)] if formgrader else []  # only in Formgrader's server
    for module, ours in places:
        name = ours.__bases__[-1].__name__
        if not hasattr(module, name):
            raise RuntimeError(
                f"{module.__name__} has no {name}, so this nbgrader cannot be made safe. Install "
                "the version that requirements.lock names."
            )
        setattr(module, name, ours)
