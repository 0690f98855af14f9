"""Trained runs that submissions of ``08_your_variant`` carry: quick ones, made once.

A run is made in a process of its own, as a student would make it. What its submission must get is
measured without the grader: the notebook's own ``predict``, the hidden images, and the cut-offs.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import numpy as np

from autograder.course import ROOT
from course_utils.exercises.kit.hidden_images import cut_offs, share_of_points
from tests.submissions.zoo import VARIANT, Case, honest

CARRIED = "carried.run"


def makers() -> dict[str, Case]:
    """The honest submission that makes each run, by the run's name."""
    return {case.run: case for case in honest() if case.run}


def make(folder: Path, names: Collection[str] | None = None) -> None:
    """Train every run that is not there yet, one process after another.

    Args:
        folder: Where runs are kept.
        names: Which of them; all by default.

    Raises:
        RuntimeError: A training failed.
    """
    for name, case in makers().items():
        wanted = names is None or name in names
        if wanted and not (folder / name / CARRIED / "run.json").exists():
            shutil.rmtree(folder / name, ignore_errors=True)
            process = subprocess.run(
                [sys.executable, "-m", "tests.submissions.runs", case.name, str(folder / name)],
                cwd=ROOT,
                env={**os.environ, "COURSE_BUDGET": "quick", "COURSE_DATA": "shapes"},
                capture_output=True,
                text=True,
                check=False,
            )
            if process.returncode:
                raise RuntimeError(f"{name} could not be trained:\n{process.stderr[-2000:]}")


def train(case: Case, folder: Path) -> None:
    """Work through a submission's notebook as its author would, and keep the run."""
    from autograder.authoring.rehearse import rehearse
    from tests.submissions.zoo import student_notebook

    work = folder / "work"
    done = rehearse(
        student_notebook(case, {}),
        work,
        {"COURSE_BUDGET": "quick", "COURSE_DATA": "shapes"},
        skip=("check(", "plots.show(", "experiments.search(", "effects_report("),
    )
    if done.errors:
        raise RuntimeError(str(done.errors))
    (work / f"{VARIANT}.run").rename(folder / CARRIED)
    for path in folder.glob("work/*.run"):
        path.rename(folder / path.name)
    shutil.rmtree(work)
    shutil.rmtree(folder / CARRIED / "checkpoint", ignore_errors=True)


def carry(name: str, runs: Path, folder: Path, assignment: str) -> None:
    """Copy a run, with its baseline, into a submission's folder."""
    for path in (runs / name).glob("*.run"):
        target = f"{assignment}.run" if path.name == CARRIED else path.name
        shutil.copytree(path, folder / target, ignore=shutil.ignore_patterns("checkpoint"))


def expected(runs: Path, course: Path) -> dict[str, float]:
    """The points for accuracy that each honest submission with a run must get.

    Args:
        runs: Where the runs lie.
        course: A course that has graded: its hidden images are drawn.
    """
    process = subprocess.run(
        [sys.executable, "-m", "tests.submissions.runs", "--measure", str(runs), str(course)],
        cwd=ROOT,
        env={**os.environ, "COURSE_BUDGET": "quick", "COURSE_DATA": "shapes"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(process.stdout.splitlines()[-1])


def measure(runs: Path, course: Path) -> dict[str, float]:
    """See :func:`expected`; needs TensorFlow in this process."""
    from autograder.authoring.rehearse import rehearse
    from tests.submissions.zoo import student_notebook

    (path,) = (course / "hidden").glob(f"{VARIANT}.shapes.*.npz")
    with np.load(path) as stored:
        hidden = ~stored["visible"]
        images, labels = stored["images"][hidden], stored["labels"][hidden]
    ends = cut_offs("08_your_variant")("shapes")
    points = {}
    for name, case in makers().items():
        work = runs / name / "measuring"
        work.mkdir()
        carry(name, runs, work, VARIANT)
        done = rehearse(
            student_notebook(case, {}),
            work,
            {"COURSE_BUDGET": "quick", "COURSE_DATA": "shapes", "NBGRADER_EXECUTION": "validate"},
            skip=("check(", "plots.show(", "experiments.search(", "effects_report("),
        )
        shutil.rmtree(work)
        accuracy = float(np.mean(done.variables["predict"](images).argmax(axis=1) == labels))
        points[case.name] = 8 * share_of_points(accuracy, ends["low"], ends["high"])
    return points


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        print(json.dumps(measure(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        (wanted,) = [case for case in honest() if case.name == sys.argv[1]]
        train(wanted, Path(sys.argv[2]))
