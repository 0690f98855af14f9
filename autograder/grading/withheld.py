"""What may be told of answers by a kernel that has seen hidden images: nothing in its own words.

A text of an answer, and a number that a sentence repeats, could be a message home. So an error is
told as its class and its line. A task on hidden images keeps its sentences: their numbers are
counts and accuracies, and docs/instructor.md adds up how much they can say. Of any other task that
is asked so late, a student is told what was right and what was not.
"""

import re

import numpy as np

from autograder.sandbox.hidden import bounded_class, bounded_line
from course_utils.exchange import Arrays
from course_utils.exercises.kit.answers import ERROR, EXITED, UNWRITTEN
from course_utils.exercises.kit.evidence import MISSING
from course_utils.exercises.kit.task import Finding, Task
from course_utils.settings import NOTHING_TRAINED

LEFT_OUT = "The rest is not shown, since hidden images were there. The public check shows it all."
NO_SCORES = (
    "What you handed over did not answer with one row of ten numbers for each image. "
    "The public check says what came instead."
)
UNREADABLE = "The answer could not be read: it is no archive of arrays, or too large."
RIGHT = "This is right."
WRONG = (
    "This is not right. The grader asked after hidden images had been handed over, so it says no "
    "more. Put this cell back above those on hidden images to be told what is wrong."
)
_RAISED = re.compile(r"Your code raised (\w{1,60})\b")
_LINE = re.compile(r"That was in line (\d{1,9}) of its cell")


def without_words(task: Task, answer: Arrays, lines: int) -> Arrays:
    """Return an answer with its numbers, and with errors that are told in the grader's words.

    Args:
        task: What was asked.
        answer: What came back, untrusted.
        lines: How many lines the longest cell of the notebook has.
    """
    kept: Arrays = {}
    for name, array in answer.items():
        if name == "error" or name.endswith(ERROR):
            said = str(array.ravel()[0]) if array.size else ""
            told = sentence(said, name.removesuffix(ERROR), lines)
            kept[name] = np.array(told or (NO_SCORES if task.on_hidden_images else WRONG))
        elif array.dtype.kind != "U":
            kept[name] = array
    return kept


def sentence(said: str, part: str, lines: int) -> str:
    """Return what is told of an error in an answer, or '' if it is of no known form.

    Args:
        said: What the kernel says of it, untrusted.
        part: The part of the answer that it took the place of.
        lines: How many lines the longest cell of the notebook has.
    """
    if said in (EXITED, UNWRITTEN, NOTHING_TRAINED, MISSING.format(part)):
        return said
    raised, line = _RAISED.match(said), _LINE.search(said)
    if not raised:
        return ""
    number = bounded_line(line[1] if line else "", lines)
    where = f" in line {number} of its cell" if number else ""
    return f"Your code raised {bounded_class(raised[1])}{where}. {LEFT_OUT}"


def without_values(task: Task, findings: list[Finding]) -> list[Finding]:
    """Return findings whose sentences repeat nothing that the kernel chose.

    Args:
        task: What was asked after hidden images had been handed over.
        findings: What its answer shows.
    """
    if task.on_hidden_images:
        return findings
    return [
        finding._replace(sentence=RIGHT if finding.passed >= 1 else WRONG) for finding in findings
    ]
