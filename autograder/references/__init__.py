"""What the right answers are. Nothing in this package is in a student's copy or in a kernel."""

from collections.abc import Callable

from autograder.references import start_here
from course_utils.checks.exchange import Arrays

_REFERENCES: dict[str, dict[str, Callable[[Arrays], Arrays]]] = {
    "00_start_here": {"channel_means": start_here.channel_means},
}


def reference(assignment: str, task: str, question: Arrays) -> Arrays:
    """The expected answer to a question.

    Args:
        assignment: The assignment's id.
        task: The task's grade id.
        question: What was asked.

    Returns:
        Named arrays; none for a task whose properties follow from question and answer alone.
    """
    find = _REFERENCES.get(assignment, {}).get(task)
    return find(question) if find else {}
