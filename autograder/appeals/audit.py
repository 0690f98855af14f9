"""Looks for runs that do not fit their notebooks, and accuracies that do not fit each other.

Some submissions, drawn at random, are trained again for some steps, by their own code in their own
sandbox, and their losses are compared with the recorded ones. The kernel could recognise an audit
and answer what it recorded, and an honest student may have edited the notebook after training: what
comes out is a reason to ask, never a verdict. No point changes.

Two honest runs of the same code have losses that differ by noise from step to step and a little
from run to run. So the differences of their logarithms are compared with the noise that each curve
shows by itself (``likeness``). The measure is a median: a few odd steps decide nothing.
"""

import argparse
import contextlib
import json
import math
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from nbformat import NotebookNode

from autograder.appeals import rerun
from autograder.appeals.rerun import RerunError
from autograder.course import course_folder, load_settings
from autograder.grading import flags
from autograder.grading.asking import Asking, chosen_environment
from autograder.grading.record import Record, read_all
from autograder.sandbox.kernel import SandboxedExecute, private_folder
from autograder.text import plain, say, spreadsheet
from course_utils import exchange, exercises, runs
from course_utils.runs import Run
from course_utils.settings import BUDGETS, grading_environment

FEWEST_LOSSES = 8  # steps that both curves must have
EQUAL_SHARE = 0.01  # relative difference of losses that count as equal
# Measured over 200 steps on shapes: the ratio of two runs that differ in their seed alone is 0.3 to
# 1.0; of a third of the learning rate 2.4 to 4.2, of a tenth 6.7 to 9.3, of another network 4 to
# 11. Three times the rate may pass (1.0 to 2.5): there it is the recorded settings that differ.
# How much the logarithm of the loss at one step differs between honest runs beyond the noise within
# each: they start elsewhere and see other batches.
BETWEEN_RUNS = 0.12
LEAST_NOISE = 0.01
LARGEST_RATIO = 2.0  # times the difference that chance would make
LARGEST_WEIGHTS_RATIO = 3.0  # likewise, between the end of a curve and the loss of its weights
SMOOTHER_TIMES = 4.0  # times: a curve so much smoother than another was hardly measured
FEWEST_STEPS = 10 * FEWEST_LOSSES  # losses are recorded at each tenth step
ADVICE = (
    "A line that says 'look' is a reason to ask the student, not a verdict: notebooks are edited "
    "after training, and machines differ. Run the audit again, with more steps, before you ask."
)


class Retrained(NamedTuple):
    """One audited submission: what is to be said about it, and whether a person should look."""

    student: str
    look: bool
    sentence: str


class Retraining(SandboxedExecute):
    """Runs a notebook up to the training of its run, which makes some steps anew."""

    def retrain(
        self, nb: NotebookNode, folder: Path, environment: dict[str, str]
    ) -> exchange.Arrays | str:
        """Run a notebook, and return what its retraining answered, or why there is none.

        Args:
            nb: The notebook, changed in place: its code cells get their outputs.
            folder: The submission's files.
            environment: The kernel's variables.
        """
        with contextlib.closing(self), private_folder() as private:
            environment = {**environment, exchange.VARIABLE: str(private)}
            self.execute_in(nb, {"metadata": {"path": str(folder)}}, private, environment)
            try:
                return exchange.read(self._answer())
            except FileNotFoundError:
                return self.ended or first_error(nb) or "no cell trains this run"
            except exchange.ExchangeError as error:
                return f"what came back could not be read: {error}"

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Execute a cell, unless the training is over."""
        if os.path.lexists(self._answer()):
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)

    def _answer(self) -> Path:
        """Return the path of what the retraining answers."""
        return self.answers / exchange.answer_file(Path(), exchange.AUDIT_SLOT, 0).name


def audit(
    course: Path, assignment: str, sample: int, steps: int, seed: int | None = None
) -> Iterator[str]:
    """Yield the lines of an assignment's audit.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        sample: How many submissions to retrain.
        steps: For how many steps, each.
        seed: Draws the sample; another one each time if it is ``None``.

    Yields:
        Lines of the report.

    Raises:
        RerunError: There is nothing to audit, or the numbers are impossible.
    """
    rerun.known(course, assignment)
    if not exercises.runs_needed(assignment):
        raise RerunError(f"Submissions of {assignment} carry no run, so there is nothing to audit.")
    if sample < 0 or steps < FEWEST_STEPS:
        raise RerunError(f"Give --sample at least 0 and --steps at least {FEWEST_STEPS}.")
    records = read_all(course, assignment)
    if not records:
        raise RerunError(
            f"No submission of {assignment} was graded yet. Run: nbgrader autograde {assignment}"
        )
    yield "Hidden and visible accuracy"
    yield from accuracy_table(records)
    yield from flagged(records)
    # Whoever carries a run, whatever became of it: one of their runs each.
    carried = {record["student"]: sorted(flags.runs_of(record)) for record in records}
    carrying = [student for student, names in carried.items() if names]
    rng = random.Random(seed)
    drawn = sorted(rng.sample(carrying, min(sample, len(carrying))))
    if drawn:
        yield f"\nRetrained for {steps} steps: {len(drawn)} of {len(carrying)} submissions"
    for student in drawn:
        name = rng.choice(carried[student])
        one = retrained(course, assignment, student, steps, name)
        called = "" if name == f"{assignment}.run" else f", {plain(name)}"
        yield f"{'look' if one.look else 'fits':4}  {plain(student)}{called}: {one.sentence}"
    yield f"\n{ADVICE}"


def flagged(records: list[Record]) -> Iterator[str]:
    """Yield the lines about runs and networks that do not fit, after a heading; or nothing."""
    lines = [
        f"look  {plain(student)}, {plain(flag.where)}: {flag.sentence}"
        + (f" The others: {', '.join(map(plain, flag.others))}." if flag.others else "")
        for student, some in flags.of_class(records).items()
        for flag in some
        if flag.kind not in ("gap", "adopted")  # the table says the one, retraining the other
    ]
    yield from ["\nRuns and networks", *lines] if lines else []


def accuracy_table(records: list[Record]) -> list[str]:
    """Return a table's lines: student, hidden and visible accuracy, gap, expected gap, sd, flag."""
    rows: list[tuple[str, ...]] = [("student", "hidden", "visible", "gap", "expected", "sd", "")]
    for record in records:
        student = spreadsheet(record["student"])
        found = flags.gaps(record)
        if not found:
            rows.append((student, "-", "-", "-", "-", "-", "nothing was measured"))
        rows += [
            (
                student,
                *(f"{100 * share:.2f} %" for share in (gap.hidden, gap.visible)),
                *(f"{100 * share:+.2f}" for share in (gap.hidden - gap.visible, gap.expected)),
                f"{100 * gap.sd:.2f}",
                "look: " + gap.flag if gap.flag else "",
            )
            for gap in found
        ]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in range(1, 6)), row[6]]
        ).rstrip()
        for row in rows
    ]


def retrained(course: Path, assignment: str, student: str, steps: int, name: str = "") -> Retrained:
    """Train one of a submission's runs anew for some steps, and compare it with the record.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        student: The student's id.
        steps: For how many steps.
        name: The run's folder; the assignment's own if it is empty.
    """
    try:
        with rerun.taken(course, assignment, student) as graded:
            run = runs.load_trained(graded.folder / (name or f"{assignment}.run"))
            if run.adopted:
                return not_repeatable(student, run)
            config = load_settings()
            ask = Asking(config=config)
            environment = {
                **grading_environment(ask.threads),
                **chosen_environment(ask.data_of(assignment)),
                exchange.AUDIT_VARIABLE: f"{run.directory.name}:{steps}",
                "COURSE_BUDGET": budget_of(run),
            }
            executor = Retraining(config=config)
            answer = executor.retrain(graded.notebook, graded.folder, environment)
    except (RerunError, runs.RunError) as error:
        return Retrained(student, True, f"not retrained. {plain(error)}")
    if isinstance(answer, str):
        return Retrained(student, True, f"not retrained: {plain(answer)[:300]}.")
    return compared(student, run, answer)


def not_repeatable(student: str, run: Run) -> Retrained:
    """Say of a run that was not made by ``training.fit`` how it was made, as far as it says."""
    how = plain(run.adopted)[:300]
    return Retrained(
        student,
        True,
        "not repeatable: its weights were adopted, not trained by training.fit. The run says: "
        f"'{how}'. Only its accuracies can be compared.",
    )


def compared(student: str, run: Run, answer: exchange.Arrays) -> Retrained:
    """Compare a recorded run with what its retraining answered.

    Args:
        student: The student's id.
        run: The handed-in record, untrusted.
        answer: As ``training.audit_answer`` gives it, untrusted.
    """
    try:
        points = zip(answer["steps"].tolist(), answer["losses"].tolist(), strict=True)
        again = [[int(step), float(loss)] for step, loss in points]
        settings = dict(json.loads(str(answer["settings"])))
        claimed = [float(loss) for loss in answer["claimed"].tolist()]
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return Retrained(student, True, "not retrained: what came back is no loss curve.")
    alike = likeness(run.losses, again)
    parts = (differing(run, settings), alike.objection, unlike_weights(run, claimed))
    objections = [part for part in parts if part]
    seen = f"{alike.steps} losses compared, {100 * alike.equal:.0f} % of them equal to 1 %"
    if alike.steps >= FEWEST_LOSSES:
        seen += f", difference {alike.ratio:.2f} of a limit of {LARGEST_RATIO:g}"
    return Retrained(student, bool(objections), "; ".join([*objections, seen]) + ".")


def differing(run: Run, settings: dict[str, Any]) -> str:
    """Name the settings in which the retraining differs from the record, or return ''."""
    recorded = {
        "dtype": run.dtype,
        **run.settings,
        "data": run.data,
        "images": run.images,
        "batch_size": run.batch_size,
        "seed": run.seed,
    }
    names = sorted(name for name in settings if settings[name] != recorded.get(name))
    if not names:
        return ""
    text = f"the notebook now gives another {', '.join(plain(name)[:20] for name in names[:8])}"
    other = run.versions.get("keras") != runs.versions()["keras"]
    return f"{text} (but it was trained with another Keras)" if other else text


def unlike_weights(run: Run, claimed: list[float]) -> str:
    """Return an objection if the handed-in weights have another loss than the run ends with, or ''.

    Args:
        run: The handed-in record, untrusted.
        claimed: The losses of its weights on some batches, untrusted; none where they do not fit.
    """
    if not claimed:
        return "the weights do not fit the network that the notebook builds"
    last = np.log([loss for _, loss in run.losses if 0 < loss < math.inf][-len(claimed) :])
    again = np.log([loss for loss in claimed if 0 < loss < math.inf])
    if run.diverged or len(last) < 2:
        return ""
    if len(again) < 2:
        return "the loss of the handed-in weights is not finite"
    chance = math.hypot(sd_of_mean(last), sd_of_mean(again), BETWEEN_RUNS)
    difference = abs(float(last.mean() - again.mean()))
    if difference <= LARGEST_WEIGHTS_RATIO * chance:
        return ""
    return (
        f"the run ends with a loss of {math.exp(last.mean()):.3g}, and its weights have one of "
        f"{math.exp(again.mean()):.3g}"
    )


def sd_of_mean(logarithms: np.ndarray) -> float:
    """Return the standard error of a mean of logarithms of losses."""
    return max(LEAST_NOISE, float(logarithms.std(ddof=1)) / math.sqrt(len(logarithms)))


def budget_of(run: Run) -> str:
    """Return a run's budget, guessed from its images if the record does not name it."""
    named = run.machine.get("budget")
    if isinstance(named, str) and named in BUDGETS:
        return named
    return "quick" if run.images == BUDGETS["quick"].images else "laptop"


def first_error(nb: NotebookNode) -> str:
    """Return the first error that a notebook's cells ended in, or ''."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return f"a cell before the training failed: {output.ename}: {output.evalue}"
    return ""


def run(options: argparse.Namespace) -> int:
    """Run the command ``audit``: look for runs and accuracies that do not fit."""
    how = options.sample, options.steps, options.seed
    for line in audit(course_folder(), options.assignment, *how):
        say(line, flush=True)
    return 0


# ---- loss curves ---------------------------------------------------------------------------------


class Likeness(NamedTuple):
    """How alike two loss curves are.

    Attributes:
        steps: At how many steps both were recorded.
        equal: The share of those at which the losses agree to 1 %, 0..1.
        ratio: The median difference of their logarithms, over the one that chance would make.
        roughness: The noise of the recorded curve, over that of the retrained one.
    """

    steps: int
    equal: float
    ratio: float
    roughness: float

    @property
    def objection(self) -> str:
        """What does not fit, in words, or an empty string."""
        if self.steps < FEWEST_LOSSES:
            return f"only {self.steps} steps can be compared"
        if self.equal >= 0.5:
            return ""
        if self.ratio > LARGEST_RATIO:
            return f"the losses differ {self.ratio:.1f} times as much as chance would make them"
        if self.roughness * SMOOTHER_TIMES < 1:
            return f"the recorded curve is {1 / self.roughness:.0f} times as smooth as training is"
        return ""


def likeness(recorded: list[list[float]], again: list[list[float]]) -> Likeness:
    """Compare a recorded loss curve with one that was trained again.

    Args:
        recorded: ``[step, loss]`` pairs, untrusted.
        again: The same of the retraining.
    """
    one, other = positive(recorded), positive(again)
    common = sorted(one.keys() & other.keys())
    if len(common) < FEWEST_LOSSES:
        return Likeness(len(common), 0.0, math.inf, 0.0)
    first = np.log([one[step] for step in common])
    second = np.log([other[step] for step in common])
    difference = np.abs(first - second)
    noises = noise(first), noise(second)
    chance = 0.6745 * math.sqrt(noises[0] ** 2 + noises[1] ** 2 + BETWEEN_RUNS**2)
    return Likeness(
        len(common),
        float(np.mean(difference < EQUAL_SHARE)),
        float(np.median(difference)) / chance,
        noises[0] / noises[1],
    )


def positive(curve: list[list[float]]) -> dict[int, float]:
    """Return the losses above 0 and below infinity by step, the first of each step."""
    found: dict[int, float] = {}
    for step, loss in curve:
        if 0 < loss < math.inf:
            found.setdefault(int(step), float(loss))
    return found


def noise(logarithms: np.ndarray) -> float:
    """Estimate the noise of one curve from point to point, whatever its trend: a robust sd."""
    bends = np.diff(logarithms, 2)  # the trend's own bend is small beside the noise
    return max(LEAST_NOISE, 1.4826 * float(np.median(np.abs(bends))) / math.sqrt(6))
