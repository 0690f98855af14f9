"""The instructor's commands: ``python -m autograder COMMAND``."""

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any, NamedTuple

from autograder.text import say
from course_utils.errors import CourseError

# Through nbformat, jsonschema would import a grammar of internationalised addresses, which no
# notebook's schema asks for: 2.5 of the 4.5 seconds in which a command starts.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


class Argument:
    """One argument of a command, as ``argparse`` adds it."""

    def __init__(self, *names: str, **settings: Any) -> None:
        self.names, self.settings = names, settings


class Command(NamedTuple):
    """One command.

    Attributes:
        name: What is typed.
        help: What it does, in a line.
        place: The module and the function that runs it; imported when it is asked for.
        arguments: Its arguments.
    """

    name: str
    help: str
    place: str
    arguments: tuple[Argument, ...] = ()


ASSIGNMENT = Argument("assignment")
GRADED = Argument(
    "assignments", nargs="*", metavar="ASSIGNMENT", help="all that are graded if none is named"
)
# As in the kit of exercises, which takes seconds to import; a test compares them.
KINDS = ("function", "sequence", "random", "layer", "model", "step", "predictor", "evidence")
DB = Argument("--db", metavar="URL", help="the gradebook, such as postgresql://USER@HOST/DATABASE")

COMMANDS = (
    Command(
        "build",
        "build the students' notebooks from notebooks/src",
        "authoring.build:run",
        (
            Argument("assignments", nargs="*", metavar="ASSIGNMENT", help="all if none is named"),
            Argument("--check", action="store_true", help="only say which files are stale"),
        ),
    ),
    Command(
        "new-task",
        "begin an exercise: write a small one that works, to be filled in",
        "authoring.new_task:run",
        (
            Argument("notebook", metavar="NOTEBOOK", help="such as 10_brightness"),
            Argument("grade_id", metavar="GRADE_ID", help="the exercise's name: bright_share"),
            Argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS)),
        ),
    ),
    Command(
        "release",
        "write dist/students.zip and register cells",
        "authoring.release:run",
        (
            DB,
            Argument("assignments", nargs="*", metavar="ASSIGNMENT", help="all if none is named"),
        ),
    ),
    Command(
        "collect",
        "file what was handed in into the course's folder",
        "intake.collect:run",
        (
            Argument("folder", type=Path, help="the folder, zip or tar that the LMS gave"),
            Argument(
                "--pattern",
                help="a regular expression for the path below FOLDER, with a group named "
                "'student', and one named 'number' where the platform numbers people",
            ),
            Argument(
                "--encoding", help="of names in archives that do not say theirs, such as cp1252"
            ),
            Argument("--assignment", metavar="ASSIGNMENT", help="file this one only"),
        ),
    ),
    Command(
        "grade",
        "grade an assignment's new or changed submissions",
        "grading.command:run",
        (
            ASSIGNMENT,
            Argument("--workers", type=int, metavar="N", help="kernels at a time; one a core"),
            Argument("--student", default="*", metavar="ID", help="grade this one only"),
            Argument("--all", action="store_true", help="grade again what did not change, too"),
            Argument("--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster"),
            Argument(
                "--timings", action="store_true", help="say where each submission's time went"
            ),
            DB,
            Argument(
                "--set",
                action="append",
                default=[],
                metavar="NAME=VALUE",
                help="a setting of nbgrader_config.py for this run, such as Sandbox.seconds=600",
            ),
        ),
    ),
    Command(
        "grades",
        "print the table of grades of an assignment",
        "reporting.results:run",
        (DB, ASSIGNMENT),
    ),
    Command(
        "replay",
        "show one question, its answer and the right one",
        "appeals.replay:run",
        (
            DB,
            ASSIGNMENT,
            Argument("student"),
            Argument("task", help="the graded cell's id, as the feedback names it"),
            Argument("--case", type=int, help="which of its questions, from 0; all if absent"),
            Argument("--save", type=Path, metavar="FOLDER", help="write the arrays there"),
        ),
    ),
    Command(
        "audit",
        "retrain a sample, and compare accuracies of all",
        "appeals.audit:run",
        (
            DB,
            ASSIGNMENT,
            Argument("--sample", type=int, default=3, metavar="K", help="how many to retrain"),
            Argument("--steps", type=int, default=200, metavar="N", help="how many steps"),
            Argument("--seed", type=int, help="draws the sample; if absent, another one"),
        ),
    ),
    Command(
        "calibrate",
        "measure reference runs and set the cut-offs",
        "authoring.calibrate:run",
        (
            ASSIGNMENT,
            Argument("--data", help="a data set's name; the assignment's embedded one if absent"),
            Argument("--budget", default="laptop", choices=["quick", "laptop", "full"]),
            Argument("--seeds", type=int, default=5),
        ),
    ),
    Command(
        "sandbox", "say whether the sandbox works on this machine", "sandbox:say_whether_it_works"
    ),
    Command(
        "report",
        "write one page of HTML about the class",
        "reporting.report:run",
        (
            DB,
            GRADED,
            Argument("--output", type=Path, metavar="FILE", help="course/report.html if absent"),
            Argument("--names", action="store_true", help="ids instead of pseudonyms"),
        ),
    ),
    Command(
        "feedback",
        "write a page for each student",
        "reporting.feedback:run",
        (DB, ASSIGNMENT, Argument("--student", metavar="ID", help="only this student's page")),
    ),
    Command(
        "export",
        "write grades as CSV, for Canvas or for Moodle",
        "reporting.export:run",
        (
            DB,
            GRADED,
            Argument("--format", default="csv", choices=["csv", "canvas", "moodle"]),
            Argument("--output", type=Path, metavar="FILE", help="in the course if absent"),
            Argument(
                "--template",
                type=Path,
                metavar="FILE",
                help="what Canvas or Moodle exported, to fill in",
            ),
            Argument(
                "--provisional",
                action="store_true",
                help="give Canvas or Moodle totals that wait, too",
            ),
        ),
    ),
    Command(
        "demo",
        "the whole loop with a mock class",
        "authoring.demo:run",
        (Argument("--folder", type=Path, help="where the demo's course is kept"),),
    ),
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The command line; the process's own by default.

    Returns:
        The exit status: 0; 1 after a sentence that says what is wrong; 130 after Ctrl-C.
    """
    options = parser().parse_args(arguments)
    module, function = options.place.split(":")
    try:
        if getattr(options, "db", None):
            from autograder.course import use_database

            use_database(options.db)
        return getattr(importlib.import_module(f"autograder.{module}"), function)(options)
    except CourseError as error:
        say(error, file=sys.stderr)
        return 1
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        say(f"A file or folder{where} cannot be used ({error.strerror}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("Stopped. What was finished before is kept.", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help)
        for argument in command.arguments:
            sub.add_argument(*argument.names, **argument.settings)
        sub.set_defaults(place=command.place)
    return top


if __name__ == "__main__":
    sys.exit(main())
