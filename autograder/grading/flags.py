"""What an instructor should look at: accuracies that do not fit each other.

A flag is evidence for a person. It changes no point, and no feedback mentions it.
"""

import json
import math
from typing import Any, NamedTuple

from autograder.grading.questions import DRAWN
from course_utils.evaluation import wilson_interval
from course_utils.exercises.kit.hidden_images import CUT_OFFS

LARGEST_DEVIATIONS = 3.0  # standard deviations
UNMEASURED_SD = 0.01  # sd of the expected gap where no reference run has measured it
# Selection by the visible accuracy and the luck of a run move the gap of honest submissions too.
SMALLEST_SD = 0.003


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


def gap(measured: dict[str, Any], assignment: str, data: str) -> Gap | None:
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
