"""How fast a class is graded, and whether anything is lost.

``python -m tests.benchmarks.grading --class 100`` grades a generated class, short notebooks and
whole ones mixed, and prints submissions a minute and peak memory; with ``--whole`` all are whole.
With ``--kills 10`` the grader is also killed at so many random moments, and the gradebook compared
with that of the undisturbed run. Without arguments it prints submissions a minute, ours and
nbgrader's own, on the same submissions.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import psutil

from autograder.authoring import demo, release
from autograder.course import ROOT, gradebook, load_secret
from autograder.grading import record as judged
from tests.benchmarks import results, tables
from tests.submissions import stock, zoo
from tests.submissions.neighbours import RIGHT_SHIFT
from tests.submissions.zoo import VARIANT, Case, Cell

EVERY = 10  # one whole notebook with a run among so many submissions
# Submissions of the comparison with nbgrader: classes, so that the start is a small part, and the
# same part of short notebooks, which take half as long.
EACH = {"whole": 60, "short": 120}
THEIRS = 6  # of them, nbgrader's turn: one after another, so its time grows with their number
ROUNDS = 2
BOTTLENECK = """\
def bottleneck(x, channels, stride, name):
    import keras
    layers, shortcut = keras.layers, x
    y = layers.Conv2D(channels // 4, 1, strides=stride, name=name + "_conv1")(x)
    y = layers.Conv2D(channels // 4, 3, padding="same", name=name + "_conv2")(y)
    return layers.Conv2D(channels, 1, name=name + "_conv3")(y)
"""
NAMES = {
    "": "the course, {kind} notebooks",
    "_same_cells": "the course, {kind} notebooks, no cell skipped",
    "_short": "the course, {kind} notebooks",
    "nbgrader": "nbgrader alone, {kind} notebooks",
}
SHIFTS = (
    RIGHT_SHIFT,
    "def random_shift(images):\n    return images",
    "def random_shift(images):\n    ?",
)


def new_course(folder: Path) -> Path:
    """A released course."""
    course = folder / "course"
    course.mkdir(parents=True)
    load_secret(course)
    release.write_stand_in_config(course)
    release.register(course)
    return course


def whole(folder: Path) -> Path:
    """A student's whole notebook with a run of one training step, as a zip."""
    (student,) = (one for one in demo.STUDENTS if one.name == "untrained")
    return demo.hand_in(student, folder)


def short(number: int) -> Case:
    """A notebook of nothing but graded cells and their exercises."""
    cells = (
        Cell("random_shift_solution", "code", SHIFTS[number % len(SHIFTS)]),
        Cell("bottleneck_solution", "code", BOTTLENECK),
        Cell(
            "after", "code", "import keras\n\ndef predict(images):\n    return images[:, :10, 0, 0]"
        ),
    )
    return Case(
        "class", f"{number:03d}", "", "nothing", None, None, assignment=VARIANT, cells=cells
    )


def submit(course: Path, count: int, packed: Path | None, every: int = EVERY) -> None:
    """Hand a generated class in.

    Args:
        course: A released course.
        count: How many students.
        packed: What :func:`whole` made, which one in ``every`` hands in; the others hand in short
            notebooks.
        every: See there.
    """
    for number in range(count):
        case = short(number)
        if packed is not None and number % every == 0:
            folder = course / "submitted" / case.student / VARIANT
            folder.mkdir(parents=True)
            with zipfile.ZipFile(packed) as archive:
                archive.extractall(folder)
        else:
            zoo.hand_in(case, course, {})


def command(course: Path, *arguments: str) -> subprocess.Popen:
    """Start to grade."""
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", VARIANT, *arguments],
        cwd=ROOT,
        env=environment(course),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def environment(course: Path) -> dict[str, str]:
    """The environment of a grader in the quick budget."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "COURSE_ROOT": str(course), "COURSE_BUDGET": "quick", "PATH": path}


def graded(course: Path, *arguments: str, watched: bool = False) -> tuple[float, int]:
    """Grade to the end.

    Args:
        course: A class that was handed in.
        arguments: Of the command.
        watched: Whether to look at its memory, which takes a twentieth of a core.

    Returns:
        Seconds, and the most bytes that the grader and all below it were seen to hold together.

    Raises:
        RuntimeError: The grader failed.
    """
    started, most = time.monotonic(), 0
    with tempfile.TemporaryFile("w+") as said:
        process = psutil.Popen(
            [sys.executable, "-m", "autograder", "grade", VARIANT, *arguments],
            cwd=ROOT,
            env=environment(course),
            stdout=said,
            stderr=said,
        )
        while watched and process.poll() is None:
            most = max(most, held(process))
            time.sleep(1)
        process.wait()
        said.seek(0)
        if process.returncode:
            raise RuntimeError(said.read()[-3000:])
    return time.monotonic() - started, most


def held(top: psutil.Process) -> int:
    """Bytes of memory of a process and all below it; what they share counts once."""
    total = 0
    try:
        for process in (top, *top.children(recursive=True)):
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
    except psutil.Error:
        return total
    return total


def kill(course: Path, seconds: float, *arguments: str) -> None:
    """Grade for a while, then kill the grader."""
    process = command(course, *arguments)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()


def everything(course: Path, assignment: str = VARIANT) -> dict[str, object]:
    """What the gradebook, the graded notebooks and the records say of each student."""
    found = {}
    with gradebook(course) as book:
        for submission in book.assignment_submissions(assignment):
            student = submission.student.id
            grades = {
                grade.cell.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            record = judged.read_record(course, assignment, student) or {}
            made = course / "autograded" / student / assignment
            found[student] = (
                grades,
                submission.score,
                record.get("tasks"),
                record.get("digest"),
                sorted(path.name for path in made.iterdir()),
            )
    return found


def load_test(
    count: int, kills: int, workers: int = 2, seed: int = 0, every: int | None = EVERY
) -> dict:
    """Grade a generated class; with kills, compare its gradebook with an undisturbed one's.

    Args:
        count: How many students.
        kills: How often another grader of the same class is killed.
        workers: How many processes grade.
        seed: Of the moments of the kills.
        every: One in so many hands in a whole notebook; nobody if it is ``None``.

    Returns:
        Seconds, submissions a minute, peak memory in GB, and the students whose results differ.
    """
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="class-") as folder:
        course = new_course(Path(folder))
        packed = None if every is None else whole(Path(folder, "work"))
        submit(course, count, packed, every or EVERY)
        disturbed = Path(folder, "disturbed", "course")
        if kills:
            shutil.copytree(course, disturbed)
        seconds, memory = graded(course, f"--workers={workers}", watched=True)
        result = {
            "submissions": count,
            "seconds": round(seconds, 1),
            "a_minute": round(60 * count / seconds, 1),
            "peak_gigabytes": round(memory / 1e9, 2),
            "graded": len(everything(course)),
        }
        if kills:
            result["kills"] = kills
            for _ in range(kills):
                kill(disturbed, rng.uniform(1, max(15, seconds / kills)), f"--workers={workers}")
            graded(disturbed, f"--workers={workers}")
            before, after = everything(course), everything(disturbed)
            names = sorted(set(before) | set(after))
            result["differ"] = [name for name in names if before.get(name) != after.get(name)]
        return result


def measure() -> dict[str, float | dict[str, float]]:
    """Submissions a minute, ours over nbgrader's own, on the same TensorFlow submissions.

    Both run on the same machine and take turns: ours with the sandbox and two workers, nbgrader as
    it is, without any.

    Returns:
        ``over_nbgrader`` on whole notebooks that carry a run, ``over_nbgrader_same_cells`` on the
        same with no cell skipped, ``over_nbgrader_short`` on notebooks of nothing but graded cells,
        and submissions a minute of all, ``per_minute``.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course, stocked = new_course(Path(folder)), Path(folder, "stock")
        stocked.mkdir()
        stock.write_course(stocked)
        packed = whole(Path(folder, "work"))
        result: dict[str, float | dict[str, float]] = {"submissions": EACH["whole"]}
        per_minute = {}
        every_cell = ("--set", "Asking.run_display=True")
        for kind, every, ours in (
            ("whole", 1, {"": (), "_same_cells": every_cell}),
            ("short", 10**9, {"_short": ()}),
        ):
            for place, count in ((course, EACH[kind]), (stocked, THEIRS)):
                shutil.rmtree(place / "submitted", ignore_errors=True)
                submit(place, count, packed if every == 1 else None, every)
            rates: dict[str, list[float]] = {key: [] for key in ("nbgrader", *ours)}
            for _ in range(ROUNDS):
                for key, settings in ours.items():
                    seconds, _ = graded(course, "--workers=2", "--all", *settings)
                    rates[key].append(60 * EACH[kind] / seconds)
                rates["nbgrader"].append(60 * THEIRS / stock_seconds(stocked))
                shown = ", ".join(f"{key or 'ours'} {rate[-1]:.1f}" for key, rate in rates.items())
                print(f"{kind} notebooks, a minute: {shown}", flush=True)
            for key in ours:
                ratios = [a / b for a, b in zip(rates[key], rates["nbgrader"], strict=True)]
                result[f"over_nbgrader{key}"] = round(statistics.median(ratios), 2)
            for key, rate in rates.items():
                who = NAMES[key].format(kind=kind)
                per_minute[who] = round(statistics.median(rate), 1)
        return result | {"per_minute": per_minute}


def stock_seconds(course: Path) -> float:
    """Seconds that nbgrader itself takes for the same class."""
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", VARIANT, "--force"],
        cwd=course,
        env={**environment(course), "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "0"},
        capture_output=True,
        check=False,
    )
    return time.monotonic() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--class", type=int, dest="count", help="grade a class of so many")
    parser.add_argument("--kills", type=int, default=0, help="after so many kills")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--whole", action="store_true", help="all hand in whole notebooks")
    options = parser.parse_args()
    every = 1 if options.whole else EVERY
    result = (
        load_test(options.count, options.kills, options.workers, every=every)
        if options.count
        else measure()
    )
    if options.count:  # times and memory are those of the undisturbed grader
        kind = "whole classes" if options.whole else "classes"
        results.merge((kind, str(options.count)), result)
        tables.write()
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
