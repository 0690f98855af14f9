"""Judges exercises that ``new-task`` began, in a copy of the repository: prints JSON.

``python -m tests.autograder.authoring.begun 10_brightness`` runs there, where the notebook was
built. It writes cut-offs for the notebook, after it has noted what is said without them.
"""

import json
import sys
import tempfile
from pathlib import Path

from autograder.authoring.rehearse import notebook, rehearse
from course_utils import exercises
from course_utils.exchange import ExchangeError
from course_utils.exercises.kit.hidden_images import CUT_OFFS
from tests.answers import answers
from tests.exercises.answering import judged

SEED = 11
ENDS = {"low": 0.11, "high": 0.12}  # of the images; guessing is right on a tenth


def without_cut_offs(assignment):
    """What is said of cut-offs that were not measured, by exercise."""
    said = {}
    for name in exercises.tasks(assignment):
        try:
            exercises.cut_offs(name, exercises.choices(assignment)[0])
        except ExchangeError as error:
            said[name] = str(error)
    return said


def write_cut_offs(assignment):
    """Write cut-offs as a calibration would."""
    table = json.loads(CUT_OFFS.read_text(encoding="utf-8"))
    table[assignment] = {exercises.choices(assignment)[0]: ENDS}
    CUT_OFFS.write_text(json.dumps(table), encoding="utf-8")


def earned_and_told(answer):
    """What an answer earns, as a share of the points, and what its author reads."""
    findings = judged(answer, SEED)
    if isinstance(findings, str):
        return 0.0, findings
    earned = sum(finding.share * finding.passed for finding in findings)
    return earned, " ".join(finding.sentence for finding in findings)


def main(assignment):
    """Judge the answers and the notebook, solved and as it is handed out."""
    found = {"without cut-offs": without_cut_offs(assignment)}
    write_cut_offs(assignment)
    with tempfile.TemporaryDirectory() as folder:
        for version, solutions in (("solved", None), ("handed out", {})):
            done = rehearse(notebook(assignment, solutions), Path(folder), {})
            found[version] = done.errors
    found["answers"] = {
        name: {
            answer.key: (*earned_and_told(answer), answer.earns, answer.says)
            for answer in answers(name)
        }
        for name in exercises.tasks(assignment)
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
