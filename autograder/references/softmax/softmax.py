"""Right answers to ``softmax``: the probabilities of each batch of logits."""

from autograder.references.softmax._probabilities import probabilities
from course_utils.exchange import Arrays


def expected(question: Arrays) -> Arrays:
    """Return ``probabilities of PART`` for each batch of logits."""
    return {f"probabilities of {part}": probabilities(logits) for part, logits in question.items()}
