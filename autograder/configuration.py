"""What makes plain ``nbgrader`` commands safe, applied by ``nbgrader_config.py``."""

import os
import warnings
from pathlib import Path

from sqlalchemy.exc import SAWarning
from traitlets.config import Config

ROOT = Path(__file__).resolve().parent.parent


def course_folder() -> Path:
    """Nbgrader's working folder: ``COURSE_ROOT``, or ``course/`` beside this package."""
    return Path(os.environ.get("COURSE_ROOT", ROOT / "course")).resolve()


def configure(c: Config) -> None:
    """Set nbgrader up for this course.

    Args:
        c: nbgrader's configuration object, changed in place.
    """
    # nbgrader's own queries cause these, a dozen lines a student, and nobody can act on them.
    warnings.filterwarnings("ignore", category=SAWarning)
    course = course_folder()
    c.CourseDirectory.root = str(course)
    c.CourseDirectory.course_id = "cifar10_course"
    c.AskingExecute.course = str(course)

    # The first of each list is ours, see its docstring; the others are nbgrader's own.
    c.Autograde.sanitize_preprocessors = [
        "autograder.repair.OriginalMetadata",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        "autograder.repair.ForgetOldScores",
        "autograder.kernel.AskingExecute",
        "nbgrader.preprocessors.LimitOutput",
        "autograder.judge.Judge",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.Autograde.post_convert_hook = "autograder.repair.leave_only_notebooks"
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "nbgrader.preprocessors.ClearHiddenTests",  # nbgrader itself would print them
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    c.ClearSolutions.code_stub = {"python": "# Your code here."}
    c.ClearSolutions.text_stub = "*Your answer here.*"

    c.Execute.timeout = 600  # seconds a cell
    c.Execute.iopub_timeout = 60  # a slow TensorFlow op that ends late must not lose the notebook
