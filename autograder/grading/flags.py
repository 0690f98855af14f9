"""What an instructor should look at: accuracies and runs that do not fit each other.

A flag is evidence for a person. It changes no point, and no feedback mentions it. Some show in one
submission's record (``of_record``), others in the records of a class alone (``of_class``): a run
that two students hand in, or weights.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from autograder.grading.judge import RunFacts
from autograder.grading.questions import DRAWN
from autograder.grading.record import Number, Record
from course_utils.evaluation import wilson_interval
from course_utils.exercises.kit.hidden_images import CUT_OFFS

LARGEST_DEVIATIONS = 3.0  # standard deviations
UNMEASURED_SD = 0.01  # sd of the expected gap where no reference run has measured it
# Selection by the visible accuracy and the luck of a run move the gap of honest submissions too.
SMALLEST_SD = 0.003
CHANGED = 0.05  # accuracy that the changed form of a published image may cost


class Flag(NamedTuple):
    """One thing to look at in a submission.

    Attributes:
        kind: What it is about: ``gap``, ``reference runs``, ``recorded accuracy``, ``adopted``,
            ``no id``, ``no settings``, ``one run`` or ``one network``.
        where: The graded cell or the run that it is about.
        sentence: What was seen and what to ask; it names nobody.
        others: The students whose submissions share it.
    """

    kind: str
    where: str
    sentence: str
    others: tuple[str, ...] = ()


class Gap(NamedTuple):
    """The hidden accuracy minus the visible one, and how unusual that is.

    Attributes:
        hidden: The accuracy on hidden images, 0..1.
        visible: The accuracy on visible images, 0..1.
        expected: The gap, hidden - visible, of honest reference runs.
        sd: The standard deviation of the measured gap around the expected one.
        deviation: The measured gap minus the expected one, in standard deviations.
    """

    hidden: float
    visible: float
    expected: float
    sd: float
    deviation: float

    @property
    def flag(self) -> str:
        """A sentence for the instructor, or an empty string."""
        if abs(self.deviation) <= LARGEST_DEVIATIONS:
            return ""
        numbers = (
            f"{100 * self.hidden:.1f} % of the hidden and {100 * self.visible:.1f} % of the visible"
            f" images are right, {abs(self.deviation):.1f} sd from the expected gap"
        )
        if self.deviation > 0:
            return (
                f"{numbers}. Ask how the network was trained: one that has met the hidden images, "
                "for instance a public test set, looks like this."
            )
        return (
            f"{numbers}. Ask how the network was trained: one that was trained on the visible "
            "images, or chosen by them among many, looks like this."
        )


def gap(measured: Mapping[str, Number], assignment: str, data: str) -> Gap | None:
    """Return the gap of one submission.

    Args:
        measured: As ``predictor.accuracies`` returns it, perhaps read from a record.
        assignment: The assignment's id.
        data: The data set that it was graded on.

    Returns:
        The gap, or ``None`` if not both accuracies were measured.
    """
    sets = []
    for name in ("hidden", "visible"):
        share, count = measured.get(f"{name}_accuracy"), measured.get(f"{name}_count")
        if share is None or not count:
            return None
        sets.append((float(share), sd_of_share(float(share), int(count))))
    (hidden, hidden_sd), (visible, visible_sd) = sets
    expected, expected_sd = expected_gap(assignment, data)
    sd = math.sqrt(hidden_sd**2 + visible_sd**2 + max(SMALLEST_SD, expected_sd) ** 2)
    return Gap(hidden, visible, expected, sd, (hidden - visible - expected) / sd)


def gaps(record: Record) -> list[Gap]:
    """Return the gap between hidden and visible accuracy for each predictor of a submission."""
    found = (
        gap(task.get("measured", {}), record["assignment"], record["data"])
        for task in record["tasks"].values()
    )
    return [one for one in found if one is not None]


def sd_of_share(share: float, count: int) -> float:
    """Return the sd of a share of ``count`` images; not 0 even if all are right or wrong."""
    low, high = wilson_interval(round(share * count), count, z=1.0)
    return (high - low) / 2


def expected_gap(assignment: str, data: str) -> tuple[float, float]:
    """Return the hidden minus the visible accuracy of honest runs, and its standard deviation.

    ``python -m autograder calibrate`` measures both with the cut-offs. ``shapes``, ``digits`` and
    ``numbers`` are drawn alike for both sets, so there the gap is 0.
    """
    if data in DRAWN:
        return 0.0, 0.0
    table = json.loads(CUT_OFFS.read_text(encoding="utf-8"))
    entry = table.get(assignment, {}).get(data, {})
    if "gap" not in entry:
        return 0.0, UNMEASURED_SD
    return float(entry["gap"]), float(entry["gap_sd"])


# ---- flags ---------------------------------------------------------------------------------------


def of_class(records: Iterable[Record]) -> dict[str, list[Flag]]:
    """Return the flags of each submission of an assignment, by student.

    Args:
        records: The judges' records of all of them.
    """
    records = list(records)
    found = {record["student"]: list(of_record(record)) for record in records}
    for kind, sentence in (
        ("one run", "the same run was handed in by others, with one random id. Ask whose it is."),
        (
            "one network",
            "others handed in the same weights, though their networks are their own work. Ask "
            "whose they are.",
        ),
    ):
        sharing: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for record in records:
            for name, about in runs_of(record).items():
                mark = about.get("id") if kind == "one run" else about.get("weights")
                if mark and (kind == "one run" or record.get("own_network")):
                    sharing[mark].append((record["student"], name))
        for pairs in sharing.values():
            students = sorted({student for student, _ in pairs})
            for student, name in pairs if len(students) > 1 else ():
                others = tuple(one for one in students if one != student)
                found[student].append(Flag(kind, name, sentence, others))
    return found


def of_record(record: Record) -> Iterator[Flag]:
    """Yield what one submission's record shows by itself.

    Args:
        record: As ``record.make`` returns it, perhaps read from a file.
    """
    assignment, data = record["assignment"], record["data"]
    for task, about in record["tasks"].items():
        measured = about.get("measured", {})
        found = gap(measured, assignment, data)
        if found is not None and found.flag:
            yield Flag("gap", task, found.flag)
        above = above_reference(measured, assignment, data)
        if above:
            yield Flag("reference runs", task, above)
        for name, run in about.get("runs", {}).items():
            unlike = unlike_recorded(measured, run, name)
            if unlike:
                yield Flag("recorded accuracy", name, unlike)
    for name, run in runs_of(record).items():
        if run.get("adopted"):
            yield Flag("adopted", name, ADOPTED)
        if run.get("lacks_id"):
            yield Flag("no id", name, NO_ID)
        if run.get("lacks_settings"):
            yield Flag("no settings", name, NO_SETTINGS)


def runs_of(record: Record) -> dict[str, RunFacts]:
    """Return what a record keeps of the runs that a submission carries, by their folders."""
    tasks = record.get("tasks", {}).values()
    return {name: run for about in tasks for name, run in about.get("runs", {}).items()}


ADOPTED = (
    "its weights were adopted, not trained by training.fit, so no audit can repeat the training"
)
NO_SETTINGS = (
    "its record says nothing of the training's settings, which training.fit always writes. Ask how "
    "it was made, and let the audit repeat it."
)
NO_ID = (
    "it has no random id, though the version of the course that made it draws one for each run. "
    "Ask what became of it."
)


def above_reference(measured: Mapping[str, Number], assignment: str, data: str) -> str:
    """Return a sentence if an accuracy on a public test set exceeds every reference run, or ''.

    Drawn images are new, so an accuracy on those is what it is.
    """
    share, count = measured.get("hidden_accuracy"), measured.get("hidden_count")
    table = json.loads(CUT_OFFS.read_text(encoding="utf-8"))
    levels = table.get(assignment, {}).get(data, {}).get("levels", {})
    if data in DRAWN or share is None or not count or not levels:
        return ""
    best = max(max(level) for level in levels.values())
    if share - best <= LARGEST_DEVIATIONS * sd_of_share(share, int(count)):
        return ""
    return (
        f"{100 * share:.1f} % of the test images of {data} are right, and no reference run has "
        f"more than {100 * best:.1f} %. The labels of this test set are public: ask how the "
        "network was trained, and audit its run."
    )


def unlike_recorded(measured: Mapping[str, Number], run: RunFacts, name: str) -> str:
    """Return a sentence if a network does not reach what its run says of visible images, or ''.

    Args:
        measured: With ``visible_accuracy`` and ``visible_count`` of a predictor, or those of each
            run's network, which ``evidence.measured`` names.
        run: What the record keeps of the run.
        name: The run's folder.
    """
    recorded = run.get("accuracy")
    share = measured.get(f"visible_accuracy of {name}", measured.get("visible_accuracy"))
    count = measured.get(f"visible_count of {name}", measured.get("visible_count"))
    if recorded is None or share is None or not count or not 0 <= recorded <= 1:
        return ""
    sd = math.hypot(sd_of_share(share, int(count)), SMALLEST_SD)
    # Published images are asked about in a changed form, which only makes them harder.
    lower = CHANGED if run.get("data") not in DRAWN else 0.0
    if -LARGEST_DEVIATIONS * sd - lower <= share - recorded <= LARGEST_DEVIATIONS * sd:
        return ""
    return (
        f"its record ends with {100 * recorded:.1f} % on the visible images, and the network that "
        f"answered has {100 * share:.1f} % of them right. Ask what answered, and audit the run."
    )
