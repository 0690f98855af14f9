"""The instructor's commands: ``python -m autograder COMMAND``."""

import argparse
import importlib
import sys
from collections.abc import Callable
from pathlib import Path

from course_utils.data.places import DataError

# Through nbformat, jsonschema would import a grammar of internationalised addresses, which no
# notebook's schema asks for: 2.5 of the 4.5 seconds in which a command starts.
sys.modules.setdefault("rfc3987_syntax", None)


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The command line; the process's own by default.

    Returns:
        The exit status: 0; 1 after a sentence that says what is wrong; 130 after Ctrl-C.
    """
    options = parser().parse_args(arguments)
    from autograder.appeals.rerun import RerunError
    from autograder.authoring.build import BuildError
    from autograder.course import CourseError
    from autograder.database import DatabaseError, use
    from autograder.intake.collect import CollectError
    from autograder.reporting.templates import TemplateError
    from autograder.sandbox import SandboxError
    from autograder.secret import SecretError

    try:
        if getattr(options, "db", None):
            use(options.db)
        return options.run(options)
    except (
        BuildError,
        CollectError,
        CourseError,
        DatabaseError,
        DataError,
        RerunError,
        SandboxError,
        SecretError,
        TemplateError,
    ) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        print(f"A file or folder{where} cannot be used ({error.strerror}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was finished before is kept.", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("build", help="build the students' notebooks from notebooks/src")
    command.add_argument(
        "assignments", nargs="*", metavar="ASSIGNMENT", help="all if none is named"
    )
    command.add_argument("--check", action="store_true", help="only say which files are stale")
    command.set_defaults(run=build)

    command = commands.add_parser("release", help="write dist/students.zip and register cells")
    add_db(command)
    command.set_defaults(run=release)

    command = commands.add_parser("collect", help="file handed-in zips into the course's folder")
    command.add_argument("folder", type=Path, help="the folder or zip that the LMS gave")
    command.add_argument(
        "--pattern",
        help="a regular expression for the path below FOLDER, with a group named 'student', and "
        "one named 'number' where the platform numbers people",
    )
    command.set_defaults(run=collect)

    command = commands.add_parser("grade", help="grade an assignment's new or changed submissions")
    command.add_argument("assignment")
    command.add_argument("--workers", type=int, metavar="N", help="kernels at a time; one a core")
    command.add_argument("--student", default="*", metavar="ID", help="grade this one only")
    command.add_argument("--all", action="store_true", help="grade again what did not change, too")
    command.add_argument("--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster")
    command.add_argument("--db", metavar="URL", help="the gradebook, where it is no file")
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting of nbgrader_config.py for this run, such as Sandbox.seconds=600",
    )
    command.set_defaults(run=in_module("grading"))

    command = commands.add_parser("grades", help="print the table of grades of an assignment")
    add_db(command)
    command.add_argument("assignment")
    command.set_defaults(run=grades)

    command = commands.add_parser("replay", help="show one question, its answer and the right one")
    add_db(command)
    command.add_argument("assignment")
    command.add_argument("student")
    command.add_argument("task", help="the graded cell's id, as the feedback names it")
    command.add_argument("--case", type=int, help="which of its questions, from 0; all if absent")
    command.add_argument("--save", type=Path, metavar="FOLDER", help="write the arrays there")
    command.set_defaults(run=replay)

    command = commands.add_parser("audit", help="retrain a sample, and compare accuracies of all")
    add_db(command)
    command.add_argument("assignment")
    command.add_argument("--sample", type=int, default=3, metavar="K", help="how many to retrain")
    command.add_argument("--steps", type=int, default=200, metavar="N", help="how many steps")
    command.add_argument("--seed", type=int, help="draws the sample; if absent, another one")
    command.set_defaults(run=audit)

    command = commands.add_parser("calibrate", help="measure reference runs and set the cut-offs")
    command.add_argument("assignment")
    command.add_argument(
        "--data", help="a data set's name; the assignment's embedded one if absent"
    )
    command.add_argument("--budget", default="laptop", choices=["quick", "laptop", "full"])
    command.add_argument("--seeds", type=int, default=5)
    command.set_defaults(run=calibrate)

    command = commands.add_parser("sandbox", help="say whether the sandbox works on this machine")
    command.set_defaults(run=sandbox)

    command = commands.add_parser("report", help="write one page of HTML about the class")
    add_db(command)
    command.add_argument(
        "assignments", nargs="*", metavar="ASSIGNMENT", help="all that are graded if none is named"
    )
    command.add_argument("--output", type=Path, metavar="FILE", help="course/report.html if absent")
    command.add_argument("--names", action="store_true", help="ids instead of pseudonyms")
    command.set_defaults(run=in_module("report"))

    command = commands.add_parser("feedback", help="write a page for each student")
    add_db(command)
    command.add_argument("assignment")
    command.add_argument("--student", metavar="ID", help="only this student's page")
    command.set_defaults(run=in_module("feedback"))

    command = commands.add_parser("export", help="write grades as CSV, for Canvas or for Moodle")
    add_db(command)
    command.add_argument(
        "assignments", nargs="*", metavar="ASSIGNMENT", help="all that are graded if none is named"
    )
    command.add_argument("--format", default="csv", choices=["csv", "canvas", "moodle"])
    command.add_argument("--output", type=Path, metavar="FILE", help="in the course if absent")
    command.add_argument(
        "--template", type=Path, metavar="FILE", help="what Canvas or Moodle exported, to fill in"
    )
    command.add_argument(
        "--provisional", action="store_true", help="give Canvas or Moodle totals that wait, too"
    )
    command.set_defaults(run=in_module("export"))

    command = commands.add_parser("demo", help="the whole loop with a mock class")
    command.add_argument("--folder", type=Path, help="where the demo's course is kept")
    command.set_defaults(run=demo)
    return top


def in_module(name: str) -> Callable[[argparse.Namespace], int]:
    """Return a function that imports one of our modules and calls its function ``run``."""
    return lambda options: importlib.import_module(f"autograder.{name}").run(options)


def add_db(command: argparse.ArgumentParser) -> None:
    """Let a command take the gradebook from somewhere else than the course's folder."""
    command.add_argument(
        "--db", metavar="URL", help="the gradebook, such as postgresql://USER@HOST/DATABASE"
    )


def build(options: argparse.Namespace) -> int:
    """Build the notebooks, or only check that they are current."""
    from autograder import configuration
    from autograder.authoring import build as builder

    stale = builder.build(*options.assignments, write=not options.check)
    for path in stale:
        print(f"{'stale' if options.check else 'built'}: {path.relative_to(configuration.ROOT)}")
    if options.check and stale:
        print("Run: python -m autograder build", file=sys.stderr)
        return 1
    return 0


def release(options: argparse.Namespace) -> int:
    """Register the graded cells in the gradebook and pack what students get."""
    from autograder.authoring import release as releaser

    print(f"Hand out {releaser.release()}.")
    return 0


def collect(options: argparse.Namespace) -> int:
    """File handed-in zips."""
    from nbgrader.coursedir import CourseDirectory

    from autograder import private
    from autograder.appeals import rerun
    from autograder.configuration import course_folder
    from autograder.intake import collect as collector

    course = course_folder()
    course.mkdir(parents=True, exist_ok=True, mode=0o770)
    private.keep_from_others(course, CourseDirectory(config=rerun.settings()).groupshared)
    collected = collector.collect(options.folder, course, options.pattern)
    for line in collected.filed + collected.kept:
        print(line)
    for line in collected.refused:
        print(line, file=sys.stderr)
    older = f"{len(collected.kept)} older than what is filed, " if collected.kept else ""
    print(f"{len(collected.filed)} filed, {older}{len(collected.refused)} refused.")
    return 1 if collected.refused else 0


def grades(options: argparse.Namespace) -> int:
    """Print the table of grades."""
    from autograder.course import grade_table

    print(grade_table(options.assignment))
    return 0


def replay(options: argparse.Namespace) -> int:
    """Ask a submission again."""
    from autograder.appeals import replay as replayer
    from autograder.configuration import course_folder

    print(
        replayer.replay(
            course_folder(),
            options.assignment,
            options.student,
            options.task,
            options.case,
            options.save,
        )
    )
    return 0


def audit(options: argparse.Namespace) -> int:
    """Look for runs and accuracies that do not fit."""
    from autograder.appeals import audit as auditor
    from autograder.configuration import course_folder

    for line in auditor.audit(
        course_folder(), options.assignment, options.sample, options.steps, options.seed
    ):
        print(line, flush=True)
    return 0


def calibrate(options: argparse.Namespace) -> int:
    """Measure the reference levels."""
    from autograder.authoring import calibrate as calibrator
    from autograder.authoring import levels
    from course_utils import checks

    if options.assignment not in levels.LEVELS:
        known = ", ".join(levels.LEVELS)
        print(f"There are no reference levels of {options.assignment}, only of {known}.")
        return 1
    choices = checks.choices(options.assignment)
    data = options.data or choices[0]
    if data not in choices:
        print(f"{options.assignment} works on {' or '.join(choices)}, not on '{data}'.")
        return 1
    calibrator.calibrate(options.assignment, data, options.budget, options.seeds)
    return 0


def sandbox(options: argparse.Namespace) -> int:
    """Start the sandbox once."""
    from autograder.sandbox import Sandbox

    problem = Sandbox().problem()
    print(problem or "The sandbox works.", file=sys.stderr if problem else sys.stdout)
    return 1 if problem else 0


def demo(options: argparse.Namespace) -> int:
    """Run the demonstration."""
    from autograder.authoring import demo as demonstration

    return demonstration.demo(options.folder)


if __name__ == "__main__":
    sys.exit(main())
