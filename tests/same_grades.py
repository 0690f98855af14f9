"""Writes down who earns what, so that a change can show that it changes no grade.

``python -m tests.same_grades --write build/before.json`` asks every answer in ``tests/answers``,
and grades the zoo (attacks, honest and damaged submissions) and the demo's class. It writes, for
each property of each task, what was earned and the sentence that explains it. After the change,
``--compare build/before.json`` does all of it again and prints what is different; the exit status
is 1 where anything is. ``--only answers``, ``zoo`` or ``demo`` does a part.

Questions follow from a fixed secret and from the student's name, not from the text of a notebook,
which a change may touch. Networks are trained once: the runs are kept beside the file, in
``build/before.runs/``, and count as trained by the present version. Of attacks that disturb,
only the points are compared where it is chance what stops them. The grader itself is started as
``python -m tests.same_grades grade 00_start_here``.
"""

import argparse
import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

from autograder.__main__ import main as autograder
from autograder.authoring import demo as mock_class
from autograder.authoring import release
from autograder.course import ROOT, SECRET_FILE, gradebook
from autograder.grading import record as judged
from autograder.intake import submission
from course_utils import environment
from course_utils.runs import RECORD, versions
from tests.answers import all_answers
from tests.submissions import runs, zoo
from tests.submissions.compare import damaged
from tests.submissions.stage import Stage

PARTS = ("answers", "zoo", "demo")
SECRET = b"the same questions at every call"
SEED = 11  # of the hidden question to each answer
# How far the attacks of these families come before something stops them depends on the moment.
RACES = ("answers", "bombs", "kernel", "loops")
Rows = dict[str, str]  # what was earned and said, by who and what it is about


def main(arguments: list[str] | None = None) -> int:
    """Write or compare; the exit status is 1 where anything is different."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=PARTS, action="append", help="a part; may be repeated")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", type=Path, metavar="FILE")
    what.add_argument("--compare", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    path = (options.write or options.compare).resolve()
    parts = options.only or PARTS
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    missing = [part for part in parts if part not in before]
    if options.compare and missing:
        print(
            f"{path} does not hold: {', '.join(missing)}. Undo your change, write it with --write, "
            "and compare after the change; or compare a part, with --only.",
            file=sys.stderr,
        )
        return 2
    found = everything(parts, path.with_suffix(".runs"))
    if options.write:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**before, **found}, indent=0, sort_keys=True, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        print(f"{sum(map(len, found.values())):,} properties are written to {path}.")
        return 0
    lines = [line for part in parts for line in differences(before.get(part, {}), found[part])]
    print("\n".join([*lines, f"{len(lines)} of {sum(map(len, found.values())):,} are different."]))
    return 1 if lines else 0


def everything(parts: tuple[str, ...], kept: Path) -> dict[str, Rows]:
    """Return what is earned in each part.

    Args:
        parts: Some of ``PARTS``.
        kept: The folder of trained runs; those that are missing are trained.
    """
    environment.start_tensorflow(devices=2)  # once and for all: 07_devices needs two
    found = {}
    for part in parts:
        started = time.monotonic()
        found[part] = {"answers": answers, "zoo": the_zoo, "demo": demo}[part](kept / part)
        print(f"{part}: {len(found[part]):,} in {time.monotonic() - started:.0f} s", flush=True)
    return found


def differences(before: Rows, now: Rows) -> list[str]:
    """Return a text for each row that is not as it was."""
    return [
        f"{key}\n  before: {before.get(key, 'nothing')}\n  now:    {now.get(key, 'nothing')}"
        for key in sorted(before.keys() | now.keys())
        if before.get(key) != now.get(key)
    ]


# ---- trained runs --------------------------------------------------------------------------------


def count_as_new(folder: Path) -> None:
    """Let the runs below a folder say that they were made with what is installed now."""
    for path in folder.rglob(RECORD):
        record = json.loads(path.read_text(encoding="utf-8"))
        record["versions"] = versions()
        path.write_text(json.dumps(record), encoding="utf-8")


# ---- answers -------------------------------------------------------------------------------------


def answers(kept: Path) -> Rows:
    """Return what every answer in ``tests/answers`` earns, and what its author is told."""
    from tests.exercises import answering  # runs TensorFlow

    rows: Rows = {}
    for answer in all_answers():
        task = answer.task
        runs_of_task = answering.kept_runs(task, kept)
        with answering.begun_anew():
            findings = answering.judged(answer, SEED, runs_of_task)
        name = f"{task}/{answer.key}"
        if isinstance(findings, str):
            rows[name] = f"0: {findings}"
        else:
            for one in findings:
                rows[f"{name}/{one.property}"] = told(one.share, one.passed, one.sentence)
        with answering.begun_anew():
            rows[f"{name}/public check"] = answering.told_by_the_check(answer, runs_of_task)
    return rows


# ---- classes -------------------------------------------------------------------------------------


def the_zoo(kept: Path) -> Rows:
    """Return what attacks, honest and damaged submissions earn, as ``autograder grade`` grades."""
    kept.mkdir(parents=True, exist_ok=True)
    runs.make(kept)
    count_as_new(kept)
    classes = {**zoo.classes(), "damaged": list(damaged())}
    with folder_for(kept) as work:
        course = new_course(work / "course")

        def grade(name: str) -> Rows:
            cases = classes[name]
            stage = Stage(work / name, course, cases[0].assignment, warm=True, pinned=True)
            for case in cases:
                stage.submit(case, kept)
            stage.start()
            stage.finish(3_600, feedback=False)
            return rows_of(stage.course, stage.assignment)

        with ThreadPoolExecutor(2) as pool:  # one for each processor
            graded = list(pool.map(grade, ("slow", "damaged", "variant", "quick")))
    return {key: value for rows in graded for key, value in rows.items()}


def demo(kept: Path) -> Rows:
    """Return what the demo's class earns."""
    from tests.exercises.answering import made_once  # runs TensorFlow

    assignment = mock_class.ASSIGNMENT
    with folder_for(kept) as work:
        course = new_course(work / "course")
        for student in mock_class.STUDENTS:
            with made_once(kept / student.name) as folder:
                if folder:
                    mock_class.hand_in(student, folder)
            count_as_new(kept / student.name)
            zipped = mock_class.packed(mock_class.written_by(student), kept / student.name)
            shutil.unpack_archive(zipped, course / "submitted" / student.name / assignment)
        subprocess.run(
            [sys.executable, "-m", "tests.same_grades", "grade", assignment],
            cwd=ROOT,
            env={**os.environ, "COURSE_ROOT": str(course)},
            check=True,
        )
        return rows_of(course, assignment)


def new_course(course: Path) -> Path:
    """Return a course with all assignments registered and the fixed secret."""
    course.mkdir(parents=True)
    (course / SECRET_FILE).write_bytes(SECRET)
    release.write_stand_in_config(course)
    release.register(course)
    return course


@contextlib.contextmanager
def folder_for(kept: Path) -> Iterator[Path]:
    """Give a folder that is removed afterwards; always the same, since attackers know its name."""
    work = kept.with_name(f"{kept.name}.work")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    yield work
    shutil.rmtree(work)


def rows_of(course: Path, assignment: str) -> Rows:
    """Return what the records and the gradebook of a course say about a graded class."""
    rows: Rows = {}
    for record in judged.read_all(course, assignment):
        name = f"{assignment}/{record['student']!r}"
        if record["student"] in by_chance():
            continue
        rows[f"{name}/notes"] = " ".join(record["notes"])
        for task, about in record["tasks"].items():
            rows[f"{name}/{task}"] = f"{about['points']:g} {' '.join(about['notes'])}"
            for one in about["findings"]:
                key = f"{name}/{task}/{one['property']}"
                rows[key] = told(one["share"], one["passed"], one["sentence"])
    with gradebook(course) as book:
        for one in book.assignment_submissions(assignment):
            by_hand = ", and a person has to look" * one.needs_manual_grade
            rows[f"{assignment}/{one.student.id!r}"] = f"{one.score:g}{by_hand}"
    return rows


@functools.cache
def by_chance() -> frozenset[str]:
    """Return the attackers of whom only the points are the same each time."""
    cases = (case for case in zoo.attacks() if case.family in RACES)
    return frozenset(case.student for case in cases if case.wants == "disturb")


def told(share: float, passed: float, sentence: str) -> str:
    """Return what a property earned, and its sentence, on one line."""
    return f"{passed:.4g} of {share:.4g}: {' '.join(sentence.split())}"


def grade(arguments: list[str]) -> int:
    """Grade as ``python -m autograder`` does; questions follow from the student's name alone."""
    with mock.patch.object(submission, "digest", return_value="the same"):
        return autograder(["grade", *arguments])


if __name__ == "__main__":
    sys.exit(grade(sys.argv[2:]) if sys.argv[1:2] == ["grade"] else main())
