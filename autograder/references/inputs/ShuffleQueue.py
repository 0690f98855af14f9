"""Right answers to ``ShuffleQueue``: what leaves each queue at each call."""

from course_utils.exchange import Arrays
from course_utils.exercises.inputs import ShuffleQueue as queues
from course_utils.exercises.kit import sequences


def expected(question: Arrays) -> Arrays:
    """Return what leaves each queue at each call."""
    capacity = question["capacity"].item()
    held: dict[int, dict[int, int]] = {}
    results = []
    for which, (item, place) in zip(question["object"], question["argument"], strict=True):
        items = held.setdefault(int(which), {})
        full = len(items) == capacity
        results.append(items[int(place)] if full else queues.NOTHING)
        items[int(place) if full else len(items)] = int(item)
    return sequences.replayed(results)
