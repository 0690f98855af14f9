"""What is said about the run that a submission carries."""

import json
from pathlib import Path
from typing import NamedTuple

from course_utils import checks, exchange, runs


class About(NamedTuple):
    """What is known of a submission's run.

    Attributes:
        notes: Sentences for the feedback: what is missing or does not match.
        missing: Whether a run is needed and none came that can be read. Then nothing can be earned
            on hidden images: whatever answers was made while grading.
    """

    notes: list[str]
    missing: bool = False


class RunMissing(Exception):
    """A submission that needs a run carries none, or a damaged one; the message is a sentence."""


def read_record(folder: Path, assignment: str, name: str = "") -> tuple[dict, str, dict]:
    """Return the record of a submission's run, the data set it names, and the versions.

    Args:
        folder: The submission's folder.
        assignment: The assignment's id.
        name: The run's folder; the assignment's own if it is empty.

    Raises:
        RunMissing: There is none, or it cannot be read.
    """
    name = name or f"{assignment}.run"
    try:
        record = json.loads(exchange.read_regular(folder / name / runs.RECORD, runs.RECORD_LIMIT))
        return record, str(record["data"]), dict(record.get("versions", {}))
    except FileNotFoundError:
        raise RunMissing(
            f"No run came with this notebook. Nothing is trained while grading: train, save, and "
            f"hand in the folder {name} together with the notebook "
            f"(python -m course_utils.submit {assignment})."
        ) from None
    except (exchange.ExchangeError, ValueError, KeyError, TypeError, RecursionError):
        raise RunMissing(
            f"The record {name}/run.json is damaged. Train again and hand in both anew."
        ) from None


def about_run(
    folder: Path, assignment: str, data: str, names: tuple[str, ...] | None = None
) -> About:
    """Return what there is to say about the runs that a submission carries.

    Args:
        folder: The submission's folder.
        assignment: The assignment's id.
        data: The data set that the assignment is graded on.
        names: The runs' folders; those of all tasks of the assignment if it is ``None``.

    Returns:
        What is to be said, each sentence once; nothing if no run is needed.
    """
    found = [
        _about_one(folder, assignment, data, name)
        for name in (checks.runs_needed(assignment) if names is None else names)
    ]
    notes = dict.fromkeys(note for one in found for note in one.notes)
    return About(list(notes), any(one.missing for one in found))


def _about_one(folder: Path, assignment: str, data: str, name: str) -> About:
    """Return what there is to say about one run."""
    try:
        record, trained_on, versions = read_record(folder, assignment, name)
    except RunMissing as error:
        return About([str(error)], missing=True)
    notes = []
    if record.get("diverged") is True:
        notes.append(
            f"The loss of your run {name} became NaN. Lower the learning rate and train again."
        )
    if trained_on != data:
        notes.append(
            f"Your network was trained on '{trained_on[:40]}', but this assignment is graded on "
            f"'{data}'. Set COURSE_DATA to '{data}', train again and hand in both anew."
        )
    mine = runs.versions()
    other = [
        f"{package} {str(versions[package])[:20]} (here {mine[package]})"
        for package in ("tensorflow", "keras", "numpy", "course_utils")
        if package in versions and versions[package] != mine.get(package)
    ]
    if other:
        notes.append(f"Your run was made with {', '.join(other)}.")
    return About(notes)
