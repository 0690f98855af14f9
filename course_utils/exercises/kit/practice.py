"""Tasks on hidden images: the public check on visible ones, and where points begin and end."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from course_utils import settings
from course_utils.checks.predictor import arrange
from course_utils.data import visible_split
from course_utils.exchange import Arrays, ExchangeError

# Written by `python -m autograder calibrate` alone. The grader reads it, and so does the students'
# own public check: it is part of what they get.
CUT_OFFS = Path(__file__).parent / "cut_offs.json"


def cut_offs(assignment: str) -> Callable[[str], dict[str, float]]:
    """Return the function from a data set to the accuracies at which points begin and end.

    They come from reference runs: ``python -m autograder calibrate`` writes them.

    Args:
        assignment: The assignment's id.

    Returns:
        A function for ``Task.cut_offs``, from a data set's name to ``low``, where points begin, and
        ``high``, where they end, both in 0..1. It raises an ``ExchangeError`` for a data set that
        was not measured.
    """

    def ends(data: str) -> dict[str, float]:
        table = json.loads(CUT_OFFS.read_text(encoding="utf-8")).get(assignment, {})
        if "low" not in table.get(data, {}):
            measured = ", ".join(sorted(table)) or "none"
            raise ExchangeError(
                f"There are no cut-offs of {assignment} for '{data}' (measured: {measured}). The "
                f"instructor calibrates first: python -m autograder calibrate {assignment} "
                f"--data {data}."
            )
        return {end: float(table[data][end]) for end in ("low", "high")}

    return ends


def visible(assignment: str, *choices: str) -> Callable[[int], tuple[Arrays, Arrays]]:
    """Return the ``visible`` of a task on hidden images, which gives its practice question.

    Args:
        assignment: The assignment's id.
        *choices: The data sets that it can be graded on, as ``settings.graded_data`` takes them.

    Returns:
        A function from the number of a case to question and expectation: visible images, their
        labels, and the cut-offs. It raises an ``ExchangeError`` for a data set without cut-offs.
    """

    def question(case: int) -> tuple[Arrays, Arrays]:
        data = settings.graded_data(*choices)
        _, held_out = visible_split(data)
        asked = arrange(held_out.images, np.random.default_rng(case))
        ends = {end: np.array(value) for end, value in cut_offs(assignment)(data).items()}
        return asked, {"labels": held_out.labels, **ends}

    return question


def draw_images(draw: Callable[[int, np.random.Generator], tuple]) -> Callable:
    """Return the ``draw`` of a task on hidden images: a question on an embedded data set.

    It takes any seed; the grader draws its own questions from its secret.

    Args:
        draw: Such as ``shapes.draw``: images and labels from a count and a generator.
    """

    def question(rng: np.random.Generator) -> Arrays:
        images, _ = draw(1_000, rng)
        return arrange(images, rng)

    return question
