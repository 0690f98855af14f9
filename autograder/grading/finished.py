"""What was graded to its end, so that a batch that was stopped goes on where it was.

``course/finished/ASSIGNMENT/STUDENT.json`` is written after everything else of a submission. It
holds a fingerprint of what was handed in and of what it was graded with; where either changed
since, or the file is missing, the submission is graded again.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from pathlib import Path

from traitlets.config import Config

from autograder.course import FINISHED, ROOT, load_secret, replacing
from autograder.intake import submission
from autograder.intake.notes import Notes

# Settings that say where things are, and how it is told, not what anything is worth.
ELSEWHERE = (
    *("CourseDirectory", "Application", "NbGrader", "Exchange", "SaveGrades"),
    # What hands out, and pages.
    *("GenerateAssignment", "RegisterCells", "GenerateFeedback", "HTMLExporter"),
    *("ShowGrade", "ExportApp"),
)
LIMIT = "hand_ins"  # of the hand-ins that are graded: raising it changes no grade
# What decides about points, besides the source notebook and the settings.
DECIDING = ("course_utils/exercises", "course_utils/exchange.py", "autograder/references")


def graded_with(course: Path, assignment: str, config: Config) -> str:
    """Return a fingerprint of what an assignment's submissions are all graded with.

    Args:
        course: The course's folder.
        assignment: The assignment's id.
        config: The grader's settings.
    """
    settings = {
        section: {name: value for name, value in values.items() if name != LIMIT}
        for section, values in config.items()
        if section not in ELSEWHERE
    }
    total = hmac.new(load_secret(course), b"finished", hashlib.sha256)
    total.update(json.dumps(settings, sort_keys=True, default=repr).encode())
    total.update(os.environ.get("COURSE_BUDGET", "").encode())
    sources = sorted((course / "source" / assignment).rglob("*"))
    decisive = sorted(path for name in DECIDING for path in _files(ROOT / name))
    for path in (*sources, *decisive):
        if path.is_file():
            total.update(path.name.encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(place: Path) -> Iterable[Path]:
    """Return a file, or what decides about points in a folder.

    Raises:
        FileNotFoundError: There is neither: it was moved, and a change there would be overlooked.
    """
    if place.is_dir():
        return place.rglob("*.[pjn][ysp]*")
    place.stat()
    return (place,)


def handed_in(folder: Path, ignore: Iterable[str]) -> str:
    """Return a fingerprint of what a student handed in, as the intake would see it.

    Args:
        folder: The submission's folder.
        ignore: Patterns of names that are left out.
    """
    total = hashlib.sha256()
    notes = Notes()
    for entry in sorted(submission.list_files(folder, notes, (*ignore, *submission.RUBBISH))):
        total.update(f"{entry.relative}\n{entry.size}\n".encode(errors="surrogateescape"))
        try:
            total.update(submission.contents(entry, submission.LARGEST_NOTEBOOK))
        except OSError as error:
            total.update(str(error.errno).encode())
    total.update("\n".join(notes).encode(errors="surrogateescape"))
    return total.hexdigest()


def file(course: Path, assignment: str, student: str) -> Path:
    """Return the path of the file that marks a submission as finished."""
    return course / FINISHED / assignment / f"{student}.json"


def write(path: Path, fingerprint: str) -> None:
    """Record that a submission with this fingerprint is finished."""
    with replacing(path) as opened:
        opened.write(json.dumps({"fingerprint": fingerprint}).encode())


def says(path: Path, fingerprint: str) -> bool:
    """Return whether a submission with this fingerprint is finished."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(known, dict) and known.get("fingerprint") == fingerprint
