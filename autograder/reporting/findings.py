"""What the judge found, counted over a class: which property fails how often, and in which words.

Some sentences hold what a student's code said. A page about the whole class repeats none of those
but their kind: they could name somebody, or address the reader.
"""

import builtins
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from autograder.grading.record import Record
from autograder.reporting.results import Result

RAISED = re.compile(r"Your code raised (\w+)\b")
ENDED = re.compile(r"Cell \[\d*\] above it ended in an error: (\w+)\b")
# What the course itself says where no answer can be judged; the numbers in it may differ.
OWN = (
    "No answer came back from this cell.",
    "Your function is not written yet. Replace its stub, run its cell, then this one.",
    "Your code asked Python to exit. Remove exit() and quit(); return a value instead.",
    "predict must return one row of ten scores for each image.",
    "predict must return numbers.",
    "Fewer scores came back when images were asked again.",
    "All scores are NaN or infinite. Did training diverge? Lower the learning rate.",
)
PRIVATE = "No usable answer; the feedback of each submission says why."
PARTLY = "Earned in part."


class Failure(NamedTuple):
    """One property of one task that submissions failed.

    Attributes:
        task: The graded cell.
        property: What was judged.
        failed: How many submissions earned nothing for it.
        partly: How many earned a part.
        of: How many were judged on this task.
        sentences: The commonest sentences, with how many submissions got each.
    """

    task: str
    property: str
    failed: int
    partly: int
    of: int
    sentences: list[tuple[str, int]]


def failures(results: Iterable[Result], most: int = 3) -> list[Failure]:
    """Count the failures of a class, the commonest of each task first.

    Args:
        results: The class.
        most: How many sentences to give for each property.
    """
    judged: Counter[str] = Counter()
    said: dict[tuple[str, str], list[tuple[bool, str]]] = defaultdict(list)
    for result in results:
        for task, about in (result.record or {}).get("tasks", {}).items():
            judged[task] += 1
            for one in missed(task, about):
                said[task, one[0]].append(one[1:])
    found = []
    for (task, judged_on), cases in said.items():
        counts = Counter(template(sentence) for _, sentence in cases)
        shown = {template(sentence): sentence for _, sentence in cases}
        found.append(
            Failure(
                task,
                judged_on,
                sum(not partly for partly, _ in cases),
                sum(partly for partly, _ in cases),
                judged[task],
                [(shown[key], count) for key, count in counts.most_common(most)],
            )
        )
    tasks = list(judged)
    return sorted(found, key=lambda one: (tasks.index(one.task), -one.failed, -one.partly))


def missed(task: str, about: Record) -> Iterable[tuple[str, bool, str]]:
    """Yield the properties not earned in full: name, whether a part was earned, sentence."""
    for one in about["findings"]:
        if one["passed"] is not None and one["passed"] >= 1:
            continue
        name = task.replace("_", " ")
        whole = one["share"] >= 1 and one["property"] == name
        partly = bool(one["passed"])
        sentence = public(one["sentence"]) if whole and not partly else one["sentence"]
        yield ("no answer" if sentence == PRIVATE else one["property"]), partly, sentence
    if not about["findings"]:
        yield "not judged", False, "The notebook could not be graded."


def public(sentence: str) -> str:
    """Return a sentence about a task that was lost as a whole, without any student's words."""
    for own in OWN:
        if sentence.startswith(own):
            return own
    if re.fullmatch(r"(Only|Accuracy) [\d.,]+ %[^\"'`]*", sentence):
        return sentence
    for pattern, text in (
        (RAISED, "The code raised {}."),
        (ENDED, "A cell above ended in {}."),
    ):
        if found := pattern.search(sentence):
            kind = getattr(builtins, found[1], None)
            known = isinstance(kind, type) and issubclass(kind, BaseException)
            return text.format(found[1] if known else "an error of another package")
    return PRIVATE


def template(sentence: str) -> str:
    """Return a sentence without its numbers, so that sentences that say the same count as one."""
    return re.sub(r"\d+(?:[.,]\d+)*", "#", sentence)
