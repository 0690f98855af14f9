"""The whole loop with a mock class: release, hand in, collect, autograde, feedback, grades."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from autograder import secret
from autograder.authoring import release
from autograder.authoring.mock_class import ASSIGNMENT, STUDENTS, Student, hand_in
from autograder.configuration import ROOT
from autograder.course import CourseError, grade_table, nbgrader_or_stop
from autograder.intake.collect import collect
from autograder.reporting.feedback import feedback
from autograder.reporting.report import report
from autograder.sandbox import Sandbox


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
        print(f"{folder} holds something else. Name an empty folder.", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    course, download = folder / "course", folder / "download"
    course.mkdir(parents=True)
    marker.touch()
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {text}", flush=True)

    say("Releasing: building the notebooks, registering their graded cells.")
    secret.load(course)
    release.register(course)
    release.pack(folder / "students.zip")
    say(f"{len(students)} mock students work on {ASSIGNMENT} and hand in.")
    for number, student in enumerate(students, start=1001):
        handed_in = hand_in(student, folder / "work" / student.name)
        place = download / f"{student.name}_{number}_assignsubmission_file"
        place.mkdir(parents=True)
        shutil.move(handed_in, place)
        say(f"  {student.name} has handed in.")
    filed, refused, _ = collect(download, course)
    say(f"Collected: {len(filed)} filed, {len(refused)} refused.")
    problem = Sandbox().problem()
    say(
        "Grading: each notebook runs in a kernel of its own, "
        + ("WITHOUT a sandbox" if problem else "in a sandbox")
        + "; nothing is trained."
    )
    if problem:
        say(f"  The demo grades its own notebooks all the same. {problem}")
    # Only here: these submissions are the demo's own.
    grade(course, "--set", "Sandbox.required=False")
    say("Writing feedback and grades.")
    feedback(course, ASSIGNMENT)
    nbgrader_or_stop("export", f"--to={course / 'grades.csv'}", course=course)
    say("Done.\n")
    print(grade_table(ASSIGNMENT, course))
    print(f"\nGrades:   {shown(course / 'grades.csv')}")
    print(f"Report:   {shown(report(course))}")
    for student in students:
        page = course / "feedback" / student.name / ASSIGNMENT / f"{ASSIGNMENT}.html"
        if page.exists():
            print(f"Feedback: {shown(page)}")
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
