"""The whole loop with a mock class: release, hand in, collect, autograde, feedback, grades.

The class has students of different skill and honesty. Each runs the notebook ``08_your_variant`` as
a student would and packs what came of it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.authoring import build, release
from autograder.authoring.rehearse import notebook, rehearse
from autograder.course import ROOT, load_secret, nbgrader_or_stop
from autograder.intake.collect import collect
from autograder.reporting.feedback import feedback
from autograder.reporting.report import report
from autograder.reporting.results import grade_table
from autograder.sandbox import Sandbox
from autograder.text import say
from course_utils import runs, submit
from course_utils.errors import CourseError

ASSIGNMENT = "08_your_variant"
WRAPPING_SHIFT = """\
def random_shift(images):
    offsets = np.random.randint(-2, 3, size=(len(images), 2))
    return np.stack(
        [np.roll(image, offset, axis=(0, 1)) for image, offset in zip(images, offsets)]
    )
"""
SMALL_NETWORK = """\
def inference():
    return models.small_cnn()
"""
ONE_STEP = """\
distort = None
max_steps = 1
optimizer = keras.optimizers.SGD(0.001)
"""
HUGE_LEARNING_RATE = """\
distort = None
max_steps = steps(budget.epochs)
optimizer = keras.optimizers.SGD(1e12)
"""
BROKEN_INFERENCE = """\
def inference():
    raise ValueError("images do not fit in my network")
"""
SMALLER_IMAGES = """\
def random_shift(images):
    return images[:, 2:-2, 2:-2]
"""
CLASSES_INSTEAD_OF_SCORES = """\


def predict(images):
    return evaluation.scores(network, images).argmax(axis=1)
"""
FORGERY = """\
from IPython.display import display
import course_utils.exercises.kit.task

def full_marks(*anything):
    print("10.0")
    display({"text/plain": "8.0"}, raw=True)

check = full_marks
course_utils.exercises.kit.task.answer_grader = full_marks

def random_shift(images):
    return images
"""


@dataclass(frozen=True)
class Student:
    """One member of the mock class.

    Attributes:
        name: Says what this student hands in.
        solutions: What they wrote, by grade id, as ``rehearse.notebook`` takes it.
        changes: Cells they changed that are no exercises: code in the cell, and its new source.
        after_setup: Code that they ran after the setup cell.
        budget: Their ``COURSE_BUDGET``.
        trains: Whether they ran the notebook before handing it in.
    """

    name: str
    solutions: dict[str, str | None] | None = field(default_factory=dict)
    changes: tuple[tuple[str, str], ...] = ()
    after_setup: str = ""
    budget: str = "quick"
    trains: bool = True


RIGHT_SHIFT = {"random_shift_solution": None}  # the course's own
PREDICT_CELL = "def predict(images):"
LONGER = "import dataclasses; budget = dataclasses.replace(budget, epochs=6, train_seconds=200)"
STUDENTS = (
    Student("good", None, after_setup=LONGER, budget="laptop"),
    Student(
        "mediocre",
        {"random_shift_solution": WRAPPING_SHIFT, "inference_solution": SMALL_NETWORK},
    ),
    Student("unsolved"),
    Student(
        "untrained",
        {**RIGHT_SHIFT, "inference_solution": SMALL_NETWORK, "training_solution": ONE_STEP},
    ),
    Student(
        "nan",
        {
            **RIGHT_SHIFT,
            "inference_solution": SMALL_NETWORK,
            "training_solution": HUGE_LEARNING_RATE,
        },
    ),
    Student("no_model", None, trains=False),
    Student("exception", {**RIGHT_SHIFT, "inference_solution": BROKEN_INFERENCE}),
    Student(
        "wrong_shapes",
        {"random_shift_solution": SMALLER_IMAGES, "inference_solution": SMALL_NETWORK},
        changes=((PREDICT_CELL, CLASSES_INSTEAD_OF_SCORES),),
    ),
    Student("cheating", {"random_shift_solution": FORGERY}, trains=False),
)


def hand_in(student: Student, folder: Path, data: str = "shapes") -> Path:
    """Let a student work in a folder, and pack what they hand in.

    Args:
        student: Who.
        folder: Where they work; created.
        data: The data set they train on.

    Returns:
        The zip.
    """
    written = written_by(student)
    if student.trains:
        rehearse(
            written,
            folder,
            {"COURSE_BUDGET": student.budget, "COURSE_DATA": data},
            after_setup=student.after_setup,
            skip=("check(", "plots.show(", "experiments.search(", "effects_report(", "hand_in("),
        )
    return packed(written, folder)


def written_by(student: Student) -> NotebookNode:
    """Return the notebook as a student leaves it."""
    written = notebook(ASSIGNMENT, student.solutions)
    for before, after in student.changes:
        for cell in written.cells:
            if before in cell.source:
                cell.source = after.strip()
    return written


def packed(written: NotebookNode, folder: Path) -> Path:
    """Pack a notebook with the runs in a folder, as well as they can be packed.

    Args:
        written: The notebook.
        folder: Where its runs are; created if there are none.

    Returns:
        The zip.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{ASSIGNMENT}.ipynb"
    path.write_bytes(build.as_bytes(written))
    try:
        _, ready = submit.gather(path)
        return submit.pack(ASSIGNMENT, ready.files, folder)
    except (submit.SubmitError, runs.RunError):  # some hand in what the course would not pack
        return pack_notebook_alone(path)


def pack_notebook_alone(path: Path) -> Path:
    """Pack a notebook alone, as a student does who packs by hand and forgets the run."""
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    return target


# ---- the loop ------------------------------------------------------------------------------------


def demo(folder: Path | None = None, students: tuple[Student, ...] = STUDENTS) -> int:
    """Run the demonstration in a folder of its own, without touching a course in ``course/``.

    Args:
        folder: Where; ``demo/`` below the repository's root by default. Its contents are replaced.
        students: The class.

    Returns:
        The exit status.
    """
    folder = (folder or ROOT / "demo").resolve()
    marker = folder / ".demo"
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        say(f"{folder} holds something else. Name an empty folder.", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    course, download = folder / "course", folder / "download"
    course.mkdir(parents=True)
    marker.touch()
    started = time.monotonic()

    def tell(text: str) -> None:
        say(f"[{time.monotonic() - started:4.0f} s] {text}", flush=True)

    tell("Releasing: building the notebooks, registering their graded cells.")
    load_secret(course)
    release.register(course)
    release.pack(folder / "students.zip")
    tell(f"{len(students)} mock students work on {ASSIGNMENT} and hand in.")
    for student in students:
        handed_in = hand_in(student, folder / "work" / student.name)
        place = download / student.name
        place.mkdir(parents=True)
        shutil.move(handed_in, place)
        tell(f"  {student.name} has handed in.")
    tell(f"Collected: {collect(download, course).summary()}")
    problem = Sandbox().problem()
    tell(
        "Grading: each notebook runs in a kernel of its own, "
        + ("WITHOUT a sandbox" if problem else "in a sandbox")
        + "; nothing is trained."
    )
    if problem:
        tell(f"  The demo grades its own notebooks all the same. {problem}")
    # Only here: these submissions are the demo's own.
    grade(course, "--set", "Sandbox.required=False")
    tell("Writing feedback and grades.")
    feedback(course, ASSIGNMENT)
    nbgrader_or_stop("export", f"--to={course / 'grades.csv'}", course=course)
    tell("Done.\n")
    say(grade_table(ASSIGNMENT, course))
    say(f"\nGrades:   {shown(course / 'grades.csv')}")
    say(f"Report:   {shown(report(course))}")
    for student in students:
        page = course / "feedback" / student.name / ASSIGNMENT / f"{ASSIGNMENT}.html"
        if page.exists():
            say(f"Feedback: {shown(page)}")
    return 0


def grade(course: Path, *arguments: str) -> None:
    """Grade with the parallel grader, and let its progress bar be seen.

    Raises:
        CourseError: It failed, and has said why.
    """
    command = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, *arguments]
    environment = {**os.environ, "COURSE_ROOT": str(course)}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise CourseError("The mock class could not be graded; see above.")


def shown(path: Path) -> Path:
    """Return a path relative to the working folder if it is below that, else unchanged."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def run(options: argparse.Namespace) -> int:
    """Run the command ``demo``."""
    return demo(options.folder)
